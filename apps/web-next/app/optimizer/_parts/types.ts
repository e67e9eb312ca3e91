/** Parts of `spark.assessment/1` that the pages read; src/app/optimizer/assessment.hpp says what each is. */
export type Badge = {
  key: string;
  tone: "good" | "bad" | "note";
  number: number | null;
  text: string;
  text_tr: string;
};
export type Surroundings = {
  score: number | null;
  median: number | null;
  smoothed: number | null;
  neighbours: number;
  with_value: number;
};
export type OutOfSample = {
  objective: number | null;
  decay_pct: number | null;
  total_return: number;
  trades: number;
  net_pnl: string;
  sharpe: number | null;
  max_drawdown_pct: number;
  profit_factor: number | null;
};
export type Params = Record<string, string | number | boolean>;
export type Finalist = {
  rank: number;
  number: number;
  params: Params;
  objective: number | null;
  net_pnl: string;
  trades: number;
  sharpe: number | null;
  max_drawdown_pct: number;
  plateau: Surroundings;
  edge_of_range: string[];
  out_of_sample: OutOfSample | null;
  badges: Badge[];
};
export type Rule = {
  key: string;
  holds: boolean | null;
  found: number | null;
  allowed: number;
  text: string;
  text_tr: string;
};
export type Bands = { p5: number; p25: number; p50: number; p75: number; p95: number };
export type FanPoint = Bands & { trades: number };
export type MonteCarloKind = {
  final_equity: Bands;
  max_drawdown: Bands;
  ruin_probability: number;
  loss_probability: number;
  worse_drawdown_share: number;
  fan?: FanPoint[];
};
export type MonteCarlo = {
  trades: number;
  runs: number;
  skip_probability: number;
  final_equity_as_traded: number;
  max_drawdown_as_traded: number;
  shuffled: MonteCarloKind;
  resampled: MonteCarloKind;
  block_resampled: MonteCarloKind;
  skipped: MonteCarloKind;
};
export type Fold = {
  train: Array<{ from: string; to: string; bars: number }>;
  test_from: string;
  test_to: string;
  test_bars: number;
  sets: number;
  number: number | null;
  params: Params | null;
  train_objective: number | null;
  test: {
    objective: number | null;
    total_return: number;
    net_pnl: string;
    trades: number;
    sharpe: number | null;
    max_drawdown_pct: number;
  } | null;
  distance: number | null;
};
export type WalkForward = {
  is_anchored: boolean;
  purge_bars: number;
  embargo_bars: number;
  folds: Fold[];
  folds_that_earned: number;
  stitched: {
    bars: number;
    total_return: number;
    sharpe: number | null;
    max_drawdown_pct: number;
    trades: number;
    equity: Array<{ time: string | number; equity: number | string }>;
  };
  stability: Array<{
    parameter: string;
    values: Array<string | number | null>;
    distinct: number;
    changes: number;
    least: string | null;
    most: string | null;
  }>;
  mean_distance: number | null;
  efficiency: number | null;
};
export type Assessment = {
  verdict?: { verdict: string; text: string; text_tr: string; rules: Rule[] };
  best_point: Finalist | null;
  best_plateau: Finalist | null;
  finalists: Finalist[];
  badges: Badge[];
  plateau: {
    method: string;
    sets: number;
    share_kept: number;
    region: Array<{ parameter: string; value: string; least: string; most: string }>;
  } | null;
  importance: Array<{ parameter: string; share: number | null; values: number; is_binned: boolean }> | null;
  sharpe: {
    annual: number;
    days: number;
    skewness: number;
    kurtosis: number;
    psr: number | null;
    dsr: number | null;
    trials: number;
    effective_trials: number;
    average_correlation: number;
    looks: number;
    expected_max_annual: number | null;
  } | null;
  overfitting: { pbo: number; blocks: number; combinations: number; sets: number; days: number } | null;
  data_snooping: {
    reality_check_p: number;
    spa_p: number;
    spa_p_lower: number;
    spa_p_upper: number;
    replications: number;
  } | null;
  monte_carlo: MonteCarlo | null;
  costs: {
    gross_pnl: number;
    fees: number;
    break_even_factor: number | null;
    break_even_extra_bps: number | null;
  } | null;
  walk_forward: WalkForward | null;
  holdout: {
    from: string;
    to: string;
    bars: number;
    is_sealed: boolean;
    seen: number;
    ledger: { sequence: number; hash: string } | null;
  } | null;
  missing: Array<{ part: string; text: string; text_tr: string }>;
};

/** One map of `spark.heatmap/1`. */
export type HeatMapDocument = {
  metric: string;
  objective: string;
  x: string;
  x_values: string[];
  y: string | null;
  y_values: string[];
  x_values_a_cell: number;
  y_values_a_cell: number;
  fixed: Record<string, string>;
  states: string;
  values: Array<number | null>;
  medians: Array<number | null>;
  sets: number[];
  trades: Array<number | null>;
  best: { x: number; y: number; number: number } | null;
};
