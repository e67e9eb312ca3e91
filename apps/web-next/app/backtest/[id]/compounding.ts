import type { MonthReturn, YearReturn } from "./run";

/** How far the product of months may be from the total, as docs/reference/report.md has it. */
export const compoundTolerance = 1e-9;

/** (1 + r₁)(1 + r₂)… − 1, in the order given. */
export const compounded = (returns: readonly number[]): number =>
  returns.reduce((product, one) => product * (1 + one), 1) - 1;

export type Compounding = { product: number; total: number; difference: number; isEqual: boolean };

export function compare(product: number, total: number): Compounding {
  const difference = Math.abs(product - total);
  return { product, total, difference, isEqual: difference <= compoundTolerance };
}

export type MonthTable = {
  year: number;
  months: Array<number | null>;
  total: number | null;
  check: Compounding | null;
};

/** Rows of the table, a year each; a year's months must compound to the year's own return. */
export function monthTable(months: readonly MonthReturn[], years: readonly YearReturn[]): MonthTable[] {
  const rows = new Map<number, Array<number | null>>();
  for (const one of months) {
    const row = rows.get(one.year) ?? Array<number | null>(12).fill(null);
    row[one.month - 1] = one.return;
    rows.set(one.year, row);
  }
  const totals = new Map(years.map((one) => [one.year, one.return]));
  return [...rows.entries()]
    .sort((left, right) => left[0] - right[0])
    .map(([year, row]) => {
      const total = totals.get(year) ?? null;
      const product = compounded(row.filter((one) => one !== null));
      return { year, months: row, total, check: total === null ? null : compare(product, total) };
    });
}
