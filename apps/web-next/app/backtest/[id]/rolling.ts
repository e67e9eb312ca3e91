export type RollingPoint = { time: number; sharpe: number | null; volatility: number; growth: number };

/**
 * Figures of the last `days` daily returns at each day. Sharpe: mean ÷ sample deviation × √P; volatility: sample deviation
 * × √P; growth: last equity ÷ the one before the window − 1. An equity that is not above 0 ends the table.
 */
export function rollingOf(
  times: readonly number[],
  equity: readonly number[],
  days: number,
  periodsPerYear: number,
): RollingPoint[] {
  const points: RollingPoint[] = [];
  const returns: number[] = [];
  for (let at = 1; at < equity.length; ++at) {
    const before = equity[at - 1] as number;
    if (before <= 0) break;
    returns.push((equity[at] as number) / before - 1);
    if (returns.length < days) continue;
    const window = returns.slice(-days);
    const mean = window.reduce((sum, one) => sum + one, 0) / days;
    const variance = window.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (days - 1);
    const deviation = Math.sqrt(variance);
    points.push({
      time: times[at] as number,
      sharpe: deviation > 0 ? (mean / deviation) * Math.sqrt(periodsPerYear) : null,
      volatility: deviation * Math.sqrt(periodsPerYear),
      growth: (equity[at] as number) / (equity[at - days] as number) - 1,
    });
  }
  return points;
}
