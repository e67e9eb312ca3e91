import { ema, rsi, sma, type Values } from "@/charts/indicators";
import type { ChartLine } from "@/charts/price-chart-drawing";

/** Those a chart offers, by the name in the address. */
export const indicatorKeys = { sma20: "SMA 20", sma50: "SMA 50", ema21: "EMA 21", rsi14: "RSI 14" } as const;
export type IndicatorKey = keyof typeof indicatorKeys;

const compute: Record<IndicatorKey, (closes: ArrayLike<number>) => Values> = {
  sma20: (closes) => sma(closes, 20),
  sma50: (closes) => sma(closes, 50),
  ema21: (closes) => ema(closes, 21),
  rsi14: (closes) => rsi(closes, 14),
};
const looks: Record<IndicatorKey, Pick<ChartLine, "colour" | "style" | "pane" | "levels">> = {
  sma20: { colour: "accent" },
  sma50: { colour: "warn", style: "dashed" },
  ema21: { colour: "paper", style: "dotted" },
  rsi14: { colour: "accent", pane: "rsi", levels: [30, 70] },
};

export const chartLines = (keys: readonly IndicatorKey[], closes: ArrayLike<number>): ChartLine[] =>
  keys.map((key) => ({ key, title: indicatorKeys[key], values: compute[key](closes), ...looks[key] }));

/** The newest value of each, for the live bar. */
export const lastValues = (
  keys: readonly IndicatorKey[],
  closes: ArrayLike<number>,
): Array<[IndicatorKey, number | null]> => keys.map((key) => [key, compute[key](closes)[closes.length - 1] ?? null]);
