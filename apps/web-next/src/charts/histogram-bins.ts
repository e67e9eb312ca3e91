export type Bin = { from: number; to: number; count: number };

/** Equal bins from the least to the greatest value, as the server's `distribution` makes them. */
export function binsOf(values: readonly number[], count = 40): Bin[] {
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const width = most > least ? (most - least) / count : 1;
  const bins = Array.from({ length: most > least ? count : 1 }, (_, bin) => ({
    from: least + width * bin,
    to: least + width * (bin + 1),
    count: 0,
  }));
  for (const value of values) (bins[Math.min(Math.trunc((value - least) / width), bins.length - 1)] as Bin).count += 1;
  return bins;
}
