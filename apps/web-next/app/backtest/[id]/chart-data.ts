import { useMemo } from "react";

import { pointsOfBuckets, type CurvePoint } from "@/charts/report-chart-marks";
import { useApi } from "@/lib/query";

import type { Span } from "./report-state";
import type { Run } from "./run";

const bucketsMax = 1_200;
const pointsMax = 4_800;

/** The window that is loaded around what is seen, on round times, so that small moves ask for nothing. */
export function loadedWindow(seen: Span, period: Span): Span {
  const width = Math.max(60_000, seen.to - seen.from);
  const grid = 2 ** Math.ceil(Math.log2(width)) / 2;
  const from = Math.max(period.from, Math.floor((seen.from - width / 2) / grid) * grid);
  const to = Math.min(period.to, Math.ceil((seen.to + width / 2) / grid) * grid);
  return from <= period.from && to >= period.to ? period : { from, to };
}

/** Inside the run, and never shorter than `least`. */
export const clampSpan = (span: Span, period: Span, least: number): Span => {
  const from = Math.max(period.from, span.from);
  const to = Math.min(period.to, span.to);
  return to - from >= least
    ? { from, to }
    : { from: Math.max(period.from, to - least), to: Math.max(period.from, to - least) + least };
};

const spreadOf = (values: number[]) =>
  values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);

/** Curve and candles around what is seen, as fine as a screen can show, and the small curve of the whole run. */
export function useChartData(run: Run, dataset: string, seen: Span, period: Span) {
  const loaded = useMemo(() => loadedWindow(seen, period), [seen, period]);
  const isWhole = loaded.from <= period.from && loaded.to >= period.to;
  const between = isWhole ? {} : { from: new Date(loaded.from).toISOString(), to: new Date(loaded.to).toISOString() };
  const byBar = useApi("/api/v1/backtests/{id}/equity", {
    path: { id: run.id },
    query: { points_max: pointsMax, ...between },
    keepPrevious: true,
    staleTimeMs: Infinity,
  });
  const byDay = useApi("/api/v1/backtests/{id}/equity", {
    path: { id: run.id },
    query: { resolution: "day", points_max: 20_000 },
    enabled: byBar.error !== null && byBar.data === undefined,
    staleTimeMs: Infinity,
  });
  const overview = useApi("/api/v1/backtests/{id}/equity", {
    path: { id: run.id },
    query: { points_max: pointsMax },
    staleTimeMs: Infinity,
    enabled: byBar.error === null,
  });
  const ofRun = run.period.first_bar ? { from: run.period.first } : {};
  const candles = useApi("/api/v1/datasets/{id}/candles", {
    path: { id: dataset },
    query: { bars_max: bucketsMax, ...(isWhole ? { ...ofRun, to: new Date(period.to).toISOString() } : between) },
    keepPrevious: true,
    staleTimeMs: Infinity,
  });
  const equity = byBar.data ?? byDay.data;

  const curve = useMemo<CurvePoint[]>(
    () =>
      equity === undefined
        ? []
        : equity.t.map((time, at) => ({
            time,
            text: equity.equity[at] as string,
            value: Number(equity.equity[at]),
            drawdown: equity.drawdown?.[at] ?? 0,
            hold: equity.buy_hold?.[at] ?? null,
          })),
    [equity],
  );
  const bars = useMemo(
    () =>
      (candles.data?.data ?? []).map((row) => ({
        time: row.ts,
        open: Number(row.open),
        high: Number(row.high),
        low: Number(row.low),
        close: Number(row.close),
      })),
    [candles.data],
  );
  const points = useMemo(
    () => pointsOfBuckets(curve, bars.length > 0 ? bars.map((bar) => bar.time) : curve.map((point) => point.time)),
    [curve, bars],
  );
  const small = useMemo(() => {
    const whole = overview.data ?? byDay.data;
    const every = Math.max(1, Math.floor((whole?.t.length ?? 0) / 600));
    const at = (whole?.t ?? [])
      .map((_, index) => index)
      .filter((index) => index % every === 0 || index === (whole?.t.length ?? 0) - 1);
    return {
      times: at.map((index) => whole?.t[index] as number),
      values: at.map((index) => Number(whole?.equity[index])),
    };
  }, [overview.data, byDay.data]);

  // Where holding moved over three times as much as the run, its curve would flatten the run's own.
  const hold = useMemo(() => {
    const held = curve.map((one) => one.hold).filter((one) => one !== null);
    const hasAny = held.length > 0;
    return { hasAny, isFlattening: hasAny && spreadOf(held) > 3 * spreadOf(curve.map((one) => one.value)) };
  }, [curve]);
  return { byBar, byDay, candles, equity, bars, points, small, hold };
}
