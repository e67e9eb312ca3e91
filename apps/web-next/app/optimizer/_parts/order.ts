import type { BacktestOrder, OptimizationOrder, OptimizationPreview } from "@spark/types";

import {
  orderOf as backtestOf,
  emptyDraft as emptyBacktest,
  type Draft as BacktestDraft,
} from "../../backtest/_parts/order";

export const methods = ["grid", "random", "tpe", "cmaes", "halving"] as const;
export type Method = (typeof methods)[number];

/** One searched parameter: its values as `--param` takes them, `5:50:5`. */
export type Range = { parameter: string; values: string };

/** What the form holds. Empty text is "not given". */
export type Draft = {
  backtest: BacktestDraft;
  method: Method;
  /** null: the server's suggestion is taken. */
  ranges: Range[] | null;
  where: string;
  objective: string;
  constraints: string;
  trials_max: string;
  time_max_s: string;
  seed: string;
  oos: string;
  is_sealed: boolean;
  walk_forward: string;
  finalists: string;
};

export const emptyDraft: Draft = {
  backtest: emptyBacktest,
  method: "grid",
  ranges: null,
  where: "",
  objective: "sharpe",
  constraints: "",
  trials_max: "",
  time_max_s: "",
  seed: "",
  oos: "30%",
  is_sealed: false,
  walk_forward: "",
  finalists: "",
};

/** `fast=5:50:5` in its two parts. */
export function rangeOf(text: string): Range {
  const [parameter = "", ...values] = text.split("=");
  return { parameter, values: values.join("=") };
}

export const rangesOf = (parameters: OptimizationPreview["parameters"] | undefined): Range[] =>
  (typeof parameters === "string" ? [parameters] : ((parameters ?? []) as string[])).map(rangeOf);

/** One a line or parted by semicolons: commas and operators belong to the expressions. */
export const linesOf = (text: string): string[] =>
  text
    .split(/[\n;]/)
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** The order as it is sent; only what was given. */
export function orderOf(draft: Draft, ranges: readonly Range[]): OptimizationOrder {
  const order: OptimizationOrder = {
    backtest: backtestOf({ ...draft.backtest, params: {} }, {}) as BacktestOrder & { [name: string]: unknown },
    method: draft.method,
    parameters: ranges.map((range) => `${range.parameter}=${range.values}`),
    objective: draft.objective.trim(),
  };
  const where = linesOf(draft.where);
  const constraints = linesOf(draft.constraints);
  if (where.length > 0) order.where = where;
  if (constraints.length > 0) order.constraints = constraints;
  if (draft.trials_max !== "") order.trials_max = Number(draft.trials_max);
  if (draft.time_max_s !== "") order.time_max_s = Number(draft.time_max_s);
  if (draft.seed !== "") order.seed = Number(draft.seed);
  if (draft.oos.trim() !== "") order.oos = draft.oos.trim();
  if (draft.is_sealed && order.oos !== undefined) order.sealed = true;
  if (draft.walk_forward.trim() !== "") order.walk_forward = draft.walk_forward.trim();
  if (draft.finalists !== "") order.finalists = Number(draft.finalists);
  return order;
}

const quoted = (text: string): string => (/^[\w@.:,=/+%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const backtestFlags = [
  "from",
  "to",
  "fee_bps",
  "maker_bps",
  "taker_bps",
  "slippage_bps",
  "half_spread_bps",
  "latency_bars",
  "intrabar",
  "size",
  "cash",
];

/** Text or a list of texts as a list. */
const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** The same search as a line for a shell. */
export function commandOf(order: OptimizationOrder): string {
  const backtest = order.backtest as Record<string, unknown>;
  const parts = ["spark", "optimize", order.method ?? "grid", String(backtest.strategy ?? "")];
  parts.push("--dataset", listOf(backtest.dataset as string).join(","));
  for (const one of listOf(order.parameters)) parts.push("--param", one);
  for (const one of listOf(order.where)) parts.push("--where", one);
  if (order.objective !== undefined) parts.push("--objective", order.objective);
  for (const one of listOf(order.constraints)) parts.push("--constraint", one);
  for (const flag of backtestFlags) {
    const value = backtest[flag];
    if (value !== undefined) parts.push(`--${flag.replaceAll("_", "-")}`, String(value));
  }
  if (order.trials_max !== undefined) parts.push("--max-trials", String(order.trials_max));
  if (order.time_max_s !== undefined) parts.push("--max-time", `${order.time_max_s}s`);
  if (order.seed !== undefined) parts.push("--seed", String(order.seed));
  if (order.oos !== undefined) parts.push("--oos", String(order.oos));
  if (order.sealed === true) parts.push("--sealed");
  if (order.walk_forward !== undefined) parts.push("--walk-forward", windowsOf(order.walk_forward));
  if (order.finalists !== undefined) parts.push("--finalists", String(order.finalists));
  return parts.map(quoted).join(" ");
}

/** The windows of a walk forward, from either form of the order. */
export function windowsOf(walk: OptimizationOrder["walk_forward"]): string {
  if (typeof walk === "string") return walk;
  return String((walk as { windows?: unknown } | undefined)?.windows ?? "");
}

export type FieldName =
  | "parameters"
  | "where"
  | "objective"
  | "constraints"
  | "trials_max"
  | "oos"
  | "walk_forward"
  | "strategy"
  | "dataset"
  | "from"
  | "form";

/** The field of the form that a refusal's pointer is about. `/parameters/1` names the second range as well. */
export function fieldOf(pointer: string): { field: FieldName; index: number | null } {
  const [first = "", second = ""] = pointer.replace(/^\//, "").split("/");
  const index = /^\d+$/.test(second) ? Number(second) : null;
  if (first === "backtest") {
    if (second === "strategy" || second === "dataset") return { field: second, index: null };
    if (second === "from" || second === "to") return { field: "from", index: null };
    return { field: "form", index: null };
  }
  const known: FieldName[] = ["parameters", "where", "objective", "constraints", "trials_max", "oos", "walk_forward"];
  const field = known.find((one) => one === first);
  return field === undefined ? { field: "form", index: null } : { field, index };
}

/** How many values a range has, as far as it can be told without the strategy's own step; null: the server knows. */
export function countOf(values: string): number | null {
  const text = values.trim();
  const stepped = /^(-?\d+(?:\.\d+)?):(-?\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text);
  if (stepped !== null) {
    // Whole numbers of the smallest place: 0.1 steps are counted exactly.
    const places = Math.max(...stepped.slice(1).map((part) => part.split(".")[1]?.length ?? 0));
    const [from, to, step] = stepped.slice(1).map((part) => Math.round(Number(part) * 10 ** places)) as [
      number,
      number,
      number,
    ];
    return step > 0 && to >= from ? Math.floor((to - from) / step) + 1 : null;
  }
  if (/^[^:*]+$/.test(text)) return text.split(",").filter((one) => one.trim() !== "").length;
  return null;
}
