import type { Backtest } from "@spark/types";

/** The members of `spark.backtest/1` this page reads (docs/reference/backtest_json.md). Old runs may lack some. */
export type Metrics = {
  trades: number;
  net_pnl: string;
  gross_pnl: string;
  fees: string;
  wins: number;
  win_rate: number | null;
  profit_factor: number | null;
  expectancy: number | null;
  sharpe: number | null;
  sortino: number | null;
  calmar: number | null;
  total_return: number | null;
  cagr: number | null;
  annual_return: number | null;
  volatility: number | null;
  max_drawdown_pct: number | null;
  max_drawdown_bars: number | null;
  exposure: number | null;
  sqn: number | null;
  buy_hold_return: number | null;
  cost_share: number | null;
  periods_per_year?: number;
  psr?: number | null;
};

export type Group = {
  name: string;
  trades: number;
  wins: number;
  net_pnl: string;
  gross_pnl: string;
  fees: string;
  win_rate: number | null;
  profit_factor: number | null;
  expectancy: number | null;
  mean_holding_s: number | null;
};
export type MonthReturn = { year: number; month: number; return: number };
export type YearReturn = { year: number; return: number };
export type Drawdown = { depth: number; peak: string; trough: string; recovery: string | null; length_s: number };
type Scalars = { [name: string]: number | null | undefined };

export type Statistics = {
  trades?: Scalars;
  holding?: Scalars;
  by_exit_reason?: Group[];
  by_side?: Group[];
  by_symbol?: Group[];
  returns?: Scalars;
  bars?: Scalars;
  underwater?: Scalars;
  drawdowns?: Drawdown[];
  monthly?: MonthReturn[];
  yearly?: YearReturn[];
};

export type Book = {
  strategy: string;
  symbol: string;
  dataset: string;
  bars: number;
  trades: number;
  net_pnl: string;
  fees: string;
};
export type Check = { passed: boolean; cuts?: number; runs?: number; bars?: number };
export type OpenPosition = {
  entry_time_ms: number;
  side?: string;
  entry_price: string;
  quantity: string;
  mark_price: string;
  value: string;
  unrealized_pnl: string;
};

export type Run = {
  id: string;
  created_at: string;
  result_hash: string;
  strategy: { name: string; version: number; sha256: string };
  dataset: {
    id: string;
    sha256: string;
    bars: number;
    venue: string;
    symbol: string;
    timeframe: string;
    synthetic: boolean;
  };
  period: { first: string; last: string; first_bar?: number; warm_up_bars?: number };
  params: { [name: string]: unknown };
  costs: { [name: string]: unknown };
  rules?: { [name: string]: unknown };
  size: string;
  cash: string;
  final_equity: string;
  metrics: Metrics;
  statistics?: Statistics;
  books?: Book[];
  open_position?: OpenPosition | null;
  out_of_sample?: { from: string; in_sample: Partial<Metrics>; out_of_sample: Partial<Metrics> };
  band?: { [name: string]: { trades: number; net_pnl: string; final_equity: string; result_hash: string } };
  rejected_orders?: { count: number; first: Array<{ [name: string]: unknown }> };
  checks?: { [name: string]: Check };
  warnings?: string[];
  timing_ms?: { [name: string]: number };
  evidence: string;
};

export const runOf = (answer: Backtest): Run => answer as unknown as Run;

/** What the tiles and tables show: the whole run's figures or those of a part of its time. */
export type Figures = {
  metrics: Metrics;
  statistics: Statistics;
  from: string;
  to: string;
  bars: number;
  isRange: boolean;
};

export const wholeOf = (run: Run): Figures => ({
  metrics: run.metrics,
  statistics: run.statistics ?? {},
  from: run.period.first,
  to: run.period.last,
  bars: run.dataset.bars,
  isRange: false,
});

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `15m` in ms; null for a form that is not known. */
export function timeframeMs(timeframe: string): number | null {
  const found = /^(\d+)([smhdw])$/.exec(timeframe);
  return found === null ? null : Number(found[1]) * (unitMs[found[2] as string] as number);
}
