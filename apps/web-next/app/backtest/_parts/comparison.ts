/** One row of GET /backtests/compare: a figure or an input of every run, in the order of the runs. */
export type ComparedRow = {
  field: string;
  values: Array<string | number | boolean | null>;
  differences?: Array<string | number | null>;
};

export type Comparison = {
  runs: string[];
  result_hashes: string[];
  same_result: boolean;
  cautions: string[];
  inputs: ComparedRow[];
  metrics: ComparedRow[];
  trades: Array<{ trades: number; common: number; only_here: number; only_in_first: number }>;
  equity: { resolution: string; t: number[]; runs: Array<{ id: string; rebased: Array<number | null> }> };
};

/** How a metric is read: which way is better, and how it is written. */
export type MetricForm = {
  better: "more" | "less" | null;
  form: "money" | "cost" | "ratio" | "percent" | "count" | "points";
};

const forms: Record<string, MetricForm> = {
  trades: { better: null, form: "count" },
  net_pnl: { better: "more", form: "money" },
  gross_pnl: { better: "more", form: "money" },
  fees: { better: "less", form: "cost" },
  wins: { better: null, form: "count" },
  win_rate: { better: "more", form: "percent" },
  profit_factor: { better: "more", form: "ratio" },
  expectancy: { better: "more", form: "money" },
  sharpe: { better: "more", form: "ratio" },
  sortino: { better: "more", form: "ratio" },
  calmar: { better: "more", form: "ratio" },
  total_return: { better: "more", form: "percent" },
  cagr: { better: "more", form: "percent" },
  annual_return: { better: "more", form: "percent" },
  volatility: { better: "less", form: "percent" },
  // Below zero: the one nearest to zero is the best.
  max_drawdown_pct: { better: "more", form: "points" },
  max_drawdown_bars: { better: "less", form: "count" },
  exposure: { better: null, form: "percent" },
  sqn: { better: "more", form: "ratio" },
  buy_hold_return: { better: null, form: "percent" },
  cost_share: { better: "less", form: "percent" },
  periods_per_year: { better: null, form: "count" },
  psr: { better: "more", form: "percent" },
};

export const metricForm = (field: string): MetricForm => forms[field] ?? { better: null, form: "ratio" };

/** Exact comparison of decimal texts; numbers by value. */
function compare(left: string | number, right: string | number): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const scaled = (value: string | number): bigint => {
    const text = String(value);
    const [whole = "0", part = ""] = text.replace("-", "").split(".");
    const count = BigInt(whole + part.padEnd(18, "0").slice(0, 18));
    return text.startsWith("-") ? -count : count;
  };
  const difference = scaled(left) - scaled(right);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** The columns that hold the best value; none where no way is better, or where all are the same. */
export function bestOf(row: ComparedRow): number[] {
  const { better } = metricForm(row.field);
  const values = row.values.map((value) =>
    typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) ? value : null,
  );
  const known = values.filter((value): value is string | number => value !== null);
  if (better === null || known.length < 2) return [];
  const way = better === "more" ? 1 : -1;
  const best = known.reduce((top, value) => (way * compare(value, top) > 0 ? value : top));
  const columns = values.flatMap((value, index) => (value !== null && compare(value, best) === 0 ? [index] : []));
  return columns.length === known.length ? [] : columns;
}

/** Data, period, costs, rules, size and cash: runs that differ in one of them are apples and oranges. Strategy and parameters may differ. */
export const isForeign = (field: string): boolean => !/^(params|strategy|result_hash|period\.warm_up)/.test(field);

/** Every run less the first, point by point. */
export function differenceCurves(equity: Comparison["equity"]): Array<Array<number | null>> {
  const first = equity.runs[0]?.rebased ?? [];
  return equity.runs.slice(1).map((run) =>
    run.rebased.map((value, index) => {
      const base = first[index];
      return value === null || value === undefined || base === null || base === undefined ? null : value - base;
    }),
  );
}
