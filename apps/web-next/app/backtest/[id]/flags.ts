import type { Run } from "./run";

export type FlagTone = "crit" | "warn" | "info";
export type Flag = {
  key: string;
  tone: FlagTone;
  /** What was found, and the mark it went over; numbers the sentence is written with. */
  found?: number;
  limit?: number;
  form?: "number" | "percent" | "ratio";
};

const isZero = (value: unknown): boolean => typeof value === "string" && /^[+-]?0*\.?0*$/.test(value);

/** The best trade's part of all that was won: best ÷ (wins × mean win); null without wins. */
export function loneTradeShare(run: Run): number | null {
  const trades = run.statistics?.trades;
  const won = (trades?.wins ?? 0) * (trades?.average_win ?? 0);
  return trades?.best == null || won <= 0 ? null : trades.best / won;
}

/** Everything about a run that should make its reader careful, gravest first. Marks: product plan §3.3. */
export function flagsOf(run: Run): Flag[] {
  const flags: Flag[] = [];
  const add = (key: string, tone: FlagTone, more: Partial<Flag> = {}) => flags.push({ key, tone, ...more });
  const { metrics } = run;
  const warnings = new Set(run.warnings ?? []);
  for (const name of ["look_ahead", "determinism", "conservation"]) {
    const check = run.checks?.[name];
    if (check === undefined) add(`${name}_unchecked`, "warn");
    else if (!check.passed) add(`${name}_failed`, "crit");
  }
  if (metrics.trades === 0) add("no_trades", "crit");
  else if (metrics.trades < 100)
    add("few_trades", metrics.trades < 30 ? "crit" : "warn", { found: metrics.trades, limit: 100, form: "number" });
  if ((metrics.profit_factor ?? 0) > 5)
    add("profit_factor", "crit", { found: metrics.profit_factor as number, limit: 5, form: "ratio" });
  if ((metrics.win_rate ?? 0) > 0.85)
    add("win_rate", "crit", { found: metrics.win_rate as number, limit: 0.85, form: "percent" });
  if ((metrics.sharpe ?? 0) > 4) add("sharpe", "crit", { found: metrics.sharpe as number, limit: 4, form: "ratio" });
  const share = loneTradeShare(run);
  if (share !== null && share > 0.3) add("lone_trade", "warn", { found: share, limit: 0.3, form: "percent" });
  const returns = run.statistics?.returns;
  if ((returns?.stability ?? 0) > 0.97 && (returns?.values ?? 0) >= 60 && (metrics.total_return ?? 0) > 0)
    add("straight_equity", "warn", { found: returns?.stability as number, limit: 0.97, form: "ratio" });
  const rates = Object.entries(run.costs)
    .filter(([name]) => name.endsWith("_bps"))
    .map(([, value]) => value);
  if (warnings.has("zero_costs") || (rates.length > 0 && rates.every(isZero))) add("zero_costs", "crit");
  if (run.out_of_sample === undefined) add("in_sample_only", "warn");
  for (const name of [
    "liquidated",
    "never_exits",
    "mixed_timeframes",
    "rejected_orders",
    "unclean_data",
    "synthetic_data",
  ])
    if (warnings.has(name))
      add(
        name,
        name === "liquidated" ? "crit" : name === "synthetic_data" || name === "unclean_data" ? "info" : "warn",
      );
  const known = new Set([
    "zero_costs",
    "in_sample_only",
    "no_trades",
    "few_trades",
    "lone_trade",
    "too_good",
    ...flags.map((flag) => flag.key),
  ]);
  for (const name of warnings) if (!known.has(name)) add(name, "warn");
  const order: Record<FlagTone, number> = { crit: 0, warn: 1, info: 2 };
  return flags.sort((left, right) => order[left.tone] - order[right.tone]);
}
