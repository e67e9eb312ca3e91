import type { ReactNode } from "react";

export type HeatRow = { label: string; cells: Array<number | null>; total: number | null; mark?: ReactNode };

type Props = {
  caption: string;
  columns: string[];
  rows: HeatRow[];
  totalTitle: string;
  write: (value: number) => string;
};

/** A cell's tint: the stronger the further from 0, as part of the greatest cell; the sign stands in the number too. */
function tint(value: number | null, greatest: number): string | undefined {
  if (value === null || value === 0 || greatest === 0) return undefined;
  const strength = Math.round(8 + 42 * Math.min(1, Math.abs(value) / greatest));
  return `color-mix(in srgb, var(${value > 0 ? "--rise" : "--fall"}) ${strength}%, transparent)`;
}

/** A heat map as a real table: every cell has its number, read by screen readers and copied as text. */
export function MonthlyTable({ caption, columns, rows, totalTitle, write }: Props) {
  const greatest = Math.max(0, ...rows.flatMap((row) => row.cells.map((one) => Math.abs(one ?? 0))));
  const greatestTotal = Math.max(0, ...rows.map((row) => Math.abs(row.total ?? 0)));
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[720px] border-separate border-spacing-0.5 text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th />
            {columns.map((one) => (
              <th key={one} scope="col" className="px-1 py-1 text-right text-xs font-normal text-text-3">
                {one}
              </th>
            ))}
            <th scope="col" className="px-1 py-1 pl-3 text-right text-xs font-semibold text-text-2">
              {totalTitle}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row" className="pr-2 text-left font-normal text-text-2">
                {row.label}
              </th>
              {row.cells.map((value, at) => (
                <td
                  key={at}
                  className="num rounded-sm px-1 py-1.5"
                  style={{ background: tint(value, greatest) ?? "var(--surface-2)" }}
                  data-value={value ?? undefined}
                >
                  {value === null ? <span className="text-text-3">·</span> : write(value)}
                </td>
              ))}
              <td className="pl-2">
                <div
                  className="num flex items-center justify-end gap-1 rounded-sm px-1 py-1.5 font-semibold"
                  style={{ background: tint(row.total, greatestTotal) ?? "var(--surface-2)" }}
                >
                  {row.total === null ? "·" : write(row.total)} {row.mark}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
