export type SortValue = string | number | null | undefined;
type Sortable<Row> = { key: string; value?: (row: Row) => SortValue };

const decimalText = /^[+-]?\d+(\.\d+)?$/;

/** Two decimal texts by their value, exactly: digits beyond a double's count too. */
export function compareDecimals(a: string, b: string): number {
  const split = (text: string) => {
    const isNegative = text.startsWith("-");
    const [whole = "0", part = ""] = text.replace(/^[+-]/, "").split(".");
    const digits = { whole: whole.replace(/^0+(?=\d)/, ""), part: part.replace(/0+$/, "") };
    return { ...digits, sign: digits.whole === "0" && digits.part === "" ? 0 : isNegative ? -1 : 1 };
  };
  const left = split(a);
  const right = split(b);
  if (left.sign !== right.sign) return left.sign - right.sign;
  if (left.whole.length !== right.whole.length) return left.sign * (left.whole.length - right.whole.length);
  const one = `${left.whole}.${left.part}`;
  const two = `${right.whole}.${right.part}`;
  return one === two ? 0 : left.sign * (one < two ? -1 : 1);
}

function compareValues(a: string | number, b: string | number, collator: Intl.Collator): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const left = String(a);
  const right = String(b);
  if (decimalText.test(left) && decimalText.test(right)) return compareDecimals(left, right);
  return collator.compare(left, right);
}

const isNothing = (value: SortValue): value is null | undefined =>
  value === null || value === undefined || value === "" || (typeof value === "number" && Number.isNaN(value));

export const keyOfSort = (sort: string): string => sort.replace(/^-/, "");

/** Rows by `key`, or falling by `-key`; equal ones keep their order, rows without a value come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: ReadonlyArray<Sortable<Row>>,
  sort: string,
  collator: Intl.Collator,
): readonly Row[] {
  const value = columns.find((one) => one.key === keyOfSort(sort))?.value;
  if (value === undefined) return rows;
  const way = sort.startsWith("-") ? -1 : 1;
  // Each value is taken once: a column may work for it.
  const pairs = rows.map((row) => ({ row, of: value(row) }));
  pairs.sort((left, right) => {
    if (isNothing(left.of) || isNothing(right.of)) return Number(isNothing(left.of)) - Number(isNothing(right.of));
    return way * compareValues(left.of, right.of, collator);
  });
  return pairs.map((pair) => pair.row);
}

/** What pressing a heading makes of the sort: texts rise first, numbers fall first (the largest is looked for). */
export function nextSort(sort: string, key: string, first: "rising" | "falling"): string {
  if (keyOfSort(sort) !== key) return first === "falling" ? `-${key}` : key;
  return sort === key ? `-${key}` : key;
}

/** The least width of all columns together, so that a table scrolls sideways only when it must. */
export function leastWidth(tracks: readonly string[]): string {
  return `calc(${tracks.map((track) => /^minmax\(\s*([^,]+),/.exec(track)?.[1] ?? (/fr$/.test(track) || track === "auto" ? "8ch" : track)).join(" + ")})`;
}
