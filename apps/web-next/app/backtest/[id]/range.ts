import { timeframeMs, type Run } from "./run";

/** A part of the run's time: texts as they stand in the address and go to the server, `to` left out. */
export type Range = { from: string; to: string; fromMs: number; toMs: number };

const dayMs = 86_400_000;
const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;

/** The run's first open, and the end of its last bar. */
export function periodOf(run: Run): { from: number; to: number } {
  return {
    from: Date.parse(run.period.first),
    to: Date.parse(run.period.last) + (timeframeMs(run.dataset.timeframe) ?? 60_000),
  };
}

/** Days, for runs of two weeks and more; else the length of a bar. */
export function stepOf(run: Run): number {
  const { from, to } = periodOf(run);
  return to - from >= 14 * dayMs ? dayMs : (timeframeMs(run.dataset.timeframe) ?? 60_000);
}

const textOf = (ms: number, step: number): string => {
  const text = new Date(ms).toISOString();
  return step % dayMs === 0 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
};

/** What a drag or a key chose, on whole days (bars), inside the run; null when it is all of it. */
export function rangeOfTimes(from: number, to: number, run: Run): Range | null {
  const period = periodOf(run);
  const step = stepOf(run);
  const least = Math.floor(period.from / step) * step;
  const most = Math.ceil(period.to / step) * step;
  let fromMs = Math.max(least, Math.round(Math.min(from, to) / step) * step);
  let toMs = Math.min(most, Math.round(Math.max(from, to) / step) * step);
  if (toMs - fromMs < step) {
    if (fromMs + step <= most) toMs = fromMs + step;
    else fromMs = toMs - step;
  }
  if (fromMs <= least && toMs >= most) return null;
  return { from: textOf(fromMs, step), to: textOf(toMs, step), fromMs, toMs };
}

/** The range of an address; one that is no range of this run is left out. */
export function rangeOfSearch(from: string | null, to: string | null, run: Run): Range | null {
  if (from === null || to === null || !form.test(from) || !form.test(to)) return null;
  const fromMs = Date.parse(from);
  const toMs = Date.parse(to);
  const period = periodOf(run);
  if (!(fromMs < toMs) || toMs <= period.from || fromMs >= period.to) return null;
  return { from, to, fromMs, toMs };
}
