/** A hole in the row of bars: from the first missing bar's open to the next bar's. */
export type Span = { from_ts: number; to_ts: number; missing: number };
export type Range = { from: number; to: number };

/** The range that holds all of them; null for none. */
export function rangeOf(ranges: readonly Range[]): Range | null {
  if (ranges.length === 0) return null;
  return { from: Math.min(...ranges.map((one) => one.from)), to: Math.max(...ranges.map((one) => one.to)) };
}

/** Where a part lies on a line of length 1, at least `least` wide so that it can be seen, never past the end. */
export function placeOn(whole: Range, part: Range, least = 0.004): { left: number; width: number } {
  const length = Math.max(1, whole.to - whole.from);
  const begin = Math.min(Math.max((part.from - whole.from) / length, 0), 1);
  const end = Math.min(Math.max((part.to - whole.from) / length, 0), 1);
  const width = Math.min(Math.max(end - begin, least), 1);
  return { left: Math.min(begin, 1 - width), width };
}

/** How much of each even part of the time is there, 0 to 1: what lies in a hole is missing. */
export function coverage(whole: Range, spans: readonly Span[], bins: number): number[] {
  const step = (whole.to - whole.from) / bins;
  const missing = new Array<number>(bins).fill(0);
  if (!(step > 0)) return missing.map(() => 1);
  for (const span of spans) {
    const from = Math.max(span.from_ts, whole.from);
    const to = Math.min(span.to_ts, whole.to);
    for (let bin = Math.max(0, Math.floor((from - whole.from) / step)); bin < bins; ++bin) {
      const begin = whole.from + bin * step;
      if (begin >= to) break;
      missing[bin] = (missing[bin] as number) + Math.max(0, Math.min(to, begin + step) - Math.max(from, begin));
    }
  }
  return missing.map((one) => Math.min(1, Math.max(0, 1 - one / step)));
}

/** Neighbours of one value put together, so that a picture has few parts and no seams. */
export function runsOf(values: readonly number[]): Array<{ from: number; to: number; value: number }> {
  const runs: Array<{ from: number; to: number; value: number }> = [];
  values.forEach((value, index) => {
    const last = runs.at(-1);
    if (last !== undefined && last.value === value) last.to = index + 1;
    else runs.push({ from: index, to: index + 1, value });
  });
  return runs;
}

/** Counts of times in even parts of the whole. */
export function binTimes(whole: Range, times: readonly number[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const length = Math.max(1, whole.to - whole.from);
  for (const time of times) {
    if (time < whole.from || time > whole.to) continue;
    const bin = Math.min(bins - 1, Math.floor(((time - whole.from) / length) * bins));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

const dayMs = 86_400_000;
const steps = [
  60_000,
  300_000,
  900_000,
  3_600_000,
  4 * 3_600_000,
  12 * 3_600_000,
  dayMs,
  2 * dayMs,
  7 * dayMs,
  14 * dayMs,
];

/** Round moments for an axis with at most `most` of them; `offset`: what the shown zone is ahead of UTC, in ms. */
export function ticksOf(
  whole: Range,
  most: number,
  offset = 0,
): { times: number[]; precision: "year" | "month" | "day" | "minute" } {
  const length = whole.to - whole.from;
  const step = steps.find((one) => length / one <= most);
  if (step !== undefined) {
    const first = Math.ceil((whole.from + offset) / step) * step - offset;
    const times: number[] = [];
    for (let time = first; time <= whole.to; time += step) times.push(time);
    return { times, precision: step < dayMs ? "minute" : "day" };
  }
  const months = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => length / (one * 30.44 * dayMs) <= most) ?? 240;
  const start = new Date(whole.from + offset);
  let index = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  const times: number[] = [];
  for (; ; index += months) {
    const time = Date.UTC(Math.floor(index / 12), index % 12, 1) - offset;
    if (time > whole.to) break;
    if (time >= whole.from) times.push(time);
  }
  return { times, precision: months >= 12 ? "year" : "month" };
}
