/** Prometheus' text format (version 0.0.4), read in the page; and what is computed from two readings. */

export type Labels = Readonly<Record<string, string>>;
export type Sample = { name: string; labels: Labels; value: number };
export type MetricType = "counter" | "gauge" | "histogram" | "summary" | "untyped";
export type Reading = { samples: Sample[]; types: Map<string, MetricType>; help: Map<string, string> };

function numberOf(text: string): number {
  if (text === "+Inf") return Infinity;
  if (text === "-Inf") return -Infinity;
  return text === "NaN" ? NaN : Number(text);
}

const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"\s*,?\s*/y;
const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const unescaped: Record<string, string> = { n: "\n", "\\": "\\", '"': '"' };

/** Every sample of the text; a line that has no such form throws SyntaxError: half a reading would be a wrong one. */
export function readMetrics(text: string): Reading {
  const reading: Reading = { samples: [], types: new Map(), help: new Map() };
  for (const raw of text.split("\n")) {
    const row = raw.trim();
    if (row === "") continue;
    if (row.startsWith("#")) {
      const [, kind, name, rest] = /^#\s*(TYPE|HELP)\s+(\S+)\s*(.*)$/.exec(row) ?? [];
      if (kind === "TYPE") reading.types.set(name as string, rest as MetricType);
      else if (kind === "HELP") reading.help.set(name as string, rest as string);
      continue;
    }
    const found = line.exec(row);
    const value = found === null ? NaN : numberOf(found[3] as string);
    if (found === null || (Number.isNaN(value) && found[3] !== "NaN"))
      throw new SyntaxError(`no metric: ${row.slice(0, 120)}`);
    const labels: Record<string, string> = {};
    const inner = found[2] ?? "";
    label.lastIndex = 0;
    while (label.lastIndex < inner.length) {
      const one = label.exec(inner);
      if (one === null) throw new SyntaxError(`no labels: ${row.slice(0, 120)}`);
      labels[one[1] as string] = (one[2] as string).replace(
        /\\(.)/g,
        (_, letter: string) => unescaped[letter] ?? letter,
      );
    }
    reading.samples.push({ name: found[1] as string, labels, value });
  }
  return reading;
}

/** Name and labels as one text, the labels sorted. */
export const seriesKey = (name: string, labels: Labels): string =>
  `${name}{${Object.keys(labels)
    .sort()
    .map((key) => `${key}=${JSON.stringify(labels[key])}`)
    .join()}}`;

/** One reading at a time, in ms since 1970, by key. */
export type Snapshot = { time: number; values: (key: string) => number | undefined };

/** How much a counter rose between two readings; one that fell began anew at zero (the server was started again). */
export function increase(before: number | undefined, now: number | undefined): number | null {
  if (now === undefined || Number.isNaN(now)) return null;
  if (before === undefined) return null;
  return now < before ? now : now - before;
}

/** A second's share of it. */
export function rate(key: string, before: Snapshot, now: Snapshot): number | null {
  const seconds = (now.time - before.time) / 1000;
  const rise = increase(before.values(key), now.values(key));
  return seconds <= 0 || rise === null ? null : rise / seconds;
}

/** Upper bound and how many values lay at or below it, rising; the last bound is infinite. */
export type Bucket = { bound: number; count: number };

/** The quantile as Prometheus' histogram_quantile has it: within its bucket by a straight line. Null: no value was measured. */
export function quantile(ratio: number, buckets: readonly Bucket[]): number | null {
  const total = buckets.at(-1)?.count ?? 0;
  if (!(total > 0)) return null;
  const rank = ratio * total;
  const place = buckets.findIndex((bucket) => bucket.count >= rank);
  const bucket = buckets[place];
  if (bucket === undefined) return null;
  const below = place === 0 ? { bound: 0, count: 0 } : (buckets[place - 1] as Bucket);
  // Nobody knows how far above the last finite bound it lay.
  if (bucket.bound === Infinity) return place === 0 ? null : below.bound;
  const inside = bucket.count - below.count;
  return inside <= 0 ? bucket.bound : below.bound + (bucket.bound - below.bound) * ((rank - below.count) / inside);
}

/** Whether a quantile lies above the last finite bound: then only "more than" is known. */
export function isAbove(ratio: number, buckets: readonly Bucket[]): boolean {
  const total = buckets.at(-1)?.count ?? 0;
  const last = buckets.filter((bucket) => bucket.bound !== Infinity).at(-1);
  return last !== undefined && total > 0 && ratio * total > last.count;
}

/** The values a histogram took between two readings; without a first one since the server started. */
export function bucketsBetween(
  keys: ReadonlyArray<{ bound: number; key: string }>,
  before: Snapshot | null,
  now: Snapshot,
): Bucket[] {
  const ends = keys.map(({ key }) => now.values(key) ?? 0);
  const begins = keys.map(({ key }) => before?.values(key) ?? 0);
  const isRestarted = (ends.at(-1) ?? 0) < (begins.at(-1) ?? 0);
  return keys.map(({ bound }, index) => ({
    bound,
    count: (ends[index] as number) - (isRestarted ? 0 : (begins[index] as number)),
  }));
}

/** The bounds of a histogram's buckets with their keys, rising, of the series with these labels. */
export function bucketKeys(reading: Reading, name: string, labels: Labels = {}): Array<{ bound: number; key: string }> {
  return reading.samples
    .filter(
      (sample) =>
        sample.name === `${name}_bucket` &&
        Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )
    .map((sample) => ({ bound: numberOf(sample.labels.le ?? "NaN"), key: seriesKey(sample.name, sample.labels) }))
    .sort((left, right) => left.bound - right.bound);
}
