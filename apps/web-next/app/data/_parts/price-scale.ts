export type Bucket = { ts: number; open: string; high: string; low: string; close: string; volume: string };
export type Scale = { min: number; max: number };

/** Room for all prices, a little above and below; a flat row stands in the middle. */
export function scaleOf(buckets: readonly Bucket[]): Scale {
  let min = Infinity;
  let max = -Infinity;
  for (const one of buckets) {
    min = Math.min(min, Number(one.low));
    max = Math.max(max, Number(one.high));
  }
  if (!Number.isFinite(min) || !Number.isFinite(max)) return { min: 0, max: 1 };
  const pad = max === min ? Math.abs(max) * 0.01 || 1 : (max - min) * 0.04;
  return { min: min - pad, max: max + pad };
}

/** Round values inside the scale, about `count` of them. */
export function roundValues({ min, max }: Scale, count: number): number[] {
  const rough = (max - min) / count;
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const values: number[] = [];
  for (let at = Math.ceil(min / step); at * step <= max; ++at) values.push(Number((at * step).toPrecision(12)));
  return values;
}

/** Cut where the time between two buckets is far longer than usual: nothing is drawn over a hole. */
export function unbroken(buckets: readonly Bucket[]): Bucket[][] {
  const steps = buckets.slice(1).map((one, index) => one.ts - (buckets[index] as Bucket).ts);
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0;
  const parts: Bucket[][] = [];
  buckets.forEach((one, index) => {
    if (index === 0 || (steps[index - 1] as number) > usual * 2.5) parts.push([]);
    parts.at(-1)?.push(one);
  });
  return parts;
}

/** The band from low to high and the line of closes, in a box of the given height. */
export function pathsOf(
  buckets: readonly Bucket[],
  xOf: (ts: number) => number,
  scale: Scale,
  height: number,
): { band: string; close: string } {
  const y = (price: string) => (((scale.max - Number(price)) / (scale.max - scale.min)) * height).toFixed(2);
  const x = (one: Bucket) => xOf(one.ts).toFixed(2);
  const parts = unbroken(buckets);
  const bandOf = (part: Bucket[]) =>
    `M${part.map((one) => `${x(one)} ${y(one.high)}`).join("L")}L${part
      .map((one) => `${x(one)} ${y(one.low)}`)
      .reverse()
      .join("L")}Z`;
  return {
    band: parts.map(bandOf).join(""),
    // A lone bucket is a dot: a line to itself.
    close: parts
      .map(
        (part) =>
          `M${[...part, ...(part.length === 1 ? part : [])].map((one) => `${x(one)} ${y(one.close)}`).join("L")}`,
      )
      .join(""),
  };
}

/** The bucket nearest to a time. */
export function nearest(buckets: readonly Bucket[], ts: number): number {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle] as Bucket).ts < ts) low = middle + 1;
    else high = middle;
  }
  const before = buckets[low - 1];
  return before !== undefined && ts - before.ts < (buckets[low] as Bucket).ts - ts ? low - 1 : low;
}
