import type { TimePrecision } from "@/lib/format";

/** A value that is null is a gap: nothing was measured. Zero is a value. Times are ms since 1970, rising. */
export type LinePoint = { time: number; value: number | null };
export type LineSeries = {
  key: string;
  label: string;
  points: readonly LinePoint[];
  /** A colour token of styles.css without the dashes; without it the house's order. */
  colour?: string;
  /** Lengths of strokes and blanks; without it the house's order, so that colour is not the only sign. */
  dash?: readonly number[];
};
/** Hidden times (seconds for uPlot) and one column a series; undefined: this series has no point then, null: a gap. */
export type Aligned = { times: number[]; columns: Array<Array<number | null | undefined>> };
export type Span = readonly [from: number, to: number];

/** Series with clocks of their own over one axis of time. */
export function alignSeries(series: readonly LineSeries[]): Aligned {
  const all = new Set<number>();
  for (const one of series) for (const point of one.points) all.add(point.time);
  const times = [...all].sort((left, right) => left - right);
  const places = new Map(times.map((time, index) => [time, index]));
  const columns = series.map((one) => {
    const column = new Array<number | null | undefined>(times.length).fill(undefined);
    for (const point of one.points) {
      const isNumber = point.value !== null && Number.isFinite(point.value);
      column[places.get(point.time) as number] = isNumber ? point.value : null;
    }
    return column;
  });
  return { times, columns };
}

/** The same with a gap after each point that has none after it for so long: no line is drawn across. */
export function withGaps(aligned: Aligned, longestMs: number): Aligned {
  const times: number[] = [];
  const columns: Aligned["columns"] = aligned.columns.map(() => []);
  aligned.times.forEach((time, index) => {
    times.push(time);
    aligned.columns.forEach((column, at) => columns[at]?.push(column[index]));
    const next = aligned.times[index + 1];
    if (next === undefined || next - time <= longestMs) return;
    times.push(time + 1);
    columns.forEach((column) => column.push(null));
  });
  return { times, columns };
}

/** Where nothing was measured for longer than `longestMs`, the ends of the range included. */
export function gapsOf(times: readonly number[], range: Span, longestMs: number): Span[] {
  const [from, to] = range;
  const inside = times.filter((time) => time >= from && time <= to);
  const edges = [from, ...inside, to];
  const gaps: Array<[number, number]> = [];
  for (let index = 1; index < edges.length; ++index) {
    const begin = edges[index - 1] as number;
    const end = edges[index] as number;
    if (end - begin > longestMs) gaps.push([begin, end]);
  }
  return gaps;
}

export type Summary = {
  first: number;
  last: number;
  least: number;
  greatest: number;
  leastAt: number;
  greatestAt: number;
  count: number;
};

/** What the sentence below a chart tells; null when a series has no value at all. */
export function summaryOf(points: readonly LinePoint[]): Summary | null {
  let summary: Summary | null = null;
  for (const { time, value } of points) {
    if (value === null || !Number.isFinite(value)) continue;
    if (summary === null)
      summary = { first: value, last: value, least: value, greatest: value, leastAt: time, greatestAt: time, count: 0 };
    summary.last = value;
    ++summary.count;
    if (value < summary.least) [summary.least, summary.leastAt] = [value, time];
    if (value > summary.greatest) [summary.greatest, summary.greatestAt] = [value, time];
  }
  return summary;
}

/** The newest value at or before a place of the axis: what the legend says under the crosshair. */
export function valueAt(column: readonly (number | null | undefined)[], index: number): number | null {
  for (let place = Math.min(index, column.length - 1); place >= 0; --place) {
    const value = column[place];
    if (value !== undefined) return value;
  }
  return null;
}

/** The index whose time is nearest. */
export function nearestIndex(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= time) low = middle;
    else high = middle;
  }
  return Math.abs((times[high] ?? 0) - time) < Math.abs((times[low] ?? 0) - time) ? high : low;
}

/** How much of a time its steps need to be told apart. */
export function precisionOf(stepMs: number): TimePrecision {
  if (stepMs >= 86_400_000) return "day";
  if (stepMs >= 60_000) return "minute";
  return stepMs >= 1_000 ? "second" : "ms";
}

/** What stands at a mark of the time axis: the day where one begins, else the time of day. `text` is `2025-10-09 01:55:04`. */
export function axisText(text: string, stepSeconds: number): string {
  if (stepSeconds >= 28 * 86_400) return text.slice(0, 7);
  if (stepSeconds >= 86_400) return text.slice(5, 10);
  const clock = stepSeconds >= 60 ? text.slice(11, 16) : text.slice(11, 19);
  return text.slice(11, 19) === "00:00:00" ? text.slice(5, 10) : clock;
}
