import type { BacktestOrder } from "@spark/types";

/** One parameter of a strategy document, as the server gives it. */
export type Parameter = {
  type: "int" | "float" | "bool" | "choice" | string;
  least?: number | string;
  most?: number | string;
  step?: number | string;
  default: number | string | boolean;
  choices?: string[];
  unit?: string;
  description?: string;
  description_tr?: string;
};
export type Parameters = Record<string, Parameter>;
export type Choices = Record<string, string | boolean>;

/** What the form holds: numbers as decimal text. Empty text is "not given". */
export type Draft = {
  strategy: string;
  dataset: string;
  from: string;
  to: string;
  params: Choices;
  costs: "house" | "zero" | "own";
  maker_bps: string;
  taker_bps: string;
  slippage_bps: string;
  half_spread_bps: string;
  latency_bars: string;
  intrabar: "pessimistic" | "optimistic";
  size: string;
  cash: string;
};

export const emptyDraft: Draft = {
  strategy: "smaCross",
  dataset: "",
  from: "",
  to: "",
  params: {},
  costs: "house",
  maker_bps: "10",
  taker_bps: "10",
  slippage_bps: "0",
  half_spread_bps: "0",
  latency_bars: "0",
  intrabar: "pessimistic",
  size: "",
  cash: "",
};

const numberOf = (text: string): number | string => (/^-?\d{1,9}$/.test(text) ? Number(text) : text);

/** Only what differs from the strategy's defaults is sent: the run's document says the rest. */
export function orderOf(draft: Draft, parameters: Parameters): BacktestOrder {
  const order: BacktestOrder = { strategy: draft.strategy, dataset: draft.dataset };
  const params: Record<string, number | string | boolean> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const value = draft.params[name];
    if (value === undefined || value === "" || String(value) === String(parameter.default)) continue;
    params[name] = typeof value === "boolean" || parameter.type === "choice" ? value : numberOf(value);
  }
  if (Object.keys(params).length > 0) order.params = params;
  if (draft.from !== "") order.from = draft.from;
  if (draft.to !== "") order.to = draft.to;
  if (draft.costs === "zero") order.fee_bps = "0";
  if (draft.costs === "own") {
    order.maker_bps = draft.maker_bps;
    order.taker_bps = draft.taker_bps;
    if (draft.slippage_bps !== "0" && draft.slippage_bps !== "") order.slippage_bps = draft.slippage_bps;
    if (draft.half_spread_bps !== "0" && draft.half_spread_bps !== "") order.half_spread_bps = draft.half_spread_bps;
  }
  if (draft.latency_bars !== "0" && draft.latency_bars !== "") order.latency_bars = Number(draft.latency_bars);
  if (draft.intrabar === "optimistic") order.intrabar = draft.intrabar;
  if (draft.size !== "") order.size = draft.size;
  if (draft.cash !== "") order.cash = draft.cash;
  return order;
}

const quoted = (text: string): string => (/^[\w@.:,=/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The same run as a line for a shell. */
export function commandOf(order: BacktestOrder): string {
  const parts = ["spark", "backtest", "run", order.strategy ?? "", "--dataset", String(order.dataset ?? "")];
  for (const [name, value] of Object.entries(order.params ?? {})) parts.push("--set", `${name}=${String(value)}`);
  const flags = [
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
  ] as const;
  for (const flag of flags) {
    const value = order[flag];
    if (value !== undefined) parts.push(`--${flag.replaceAll("_", "-")}`, String(value));
  }
  return parts.map(quoted).join(" ");
}

/** Whether a decimal text lies in a parameter's range and on its step; exact, in units of the smallest place. */
export function fault(parameter: Parameter, value: string): "least" | "most" | "step" | "number" | null {
  if (!/^-?\d+(\.\d{1,12})?$/.test(value)) return "number";
  const scaled = (text: string | number): bigint => {
    const [whole = "0", part = ""] = String(text).replace("-", "").split(".");
    const count = BigInt(whole + part.padEnd(12, "0"));
    return String(text).startsWith("-") ? -count : count;
  };
  const count = scaled(value);
  if (parameter.type === "int" && value.includes(".")) return "step";
  if (parameter.least !== undefined && count < scaled(parameter.least)) return "least";
  if (parameter.most !== undefined && count > scaled(parameter.most)) return "most";
  if (parameter.step !== undefined && parameter.least !== undefined) {
    const step = scaled(parameter.step);
    if (step > 0n && (count - scaled(parameter.least)) % step !== 0n) return "step";
  }
  return null;
}
