import type { HeatCell, HeatPlace, HeatRegion, HeatTable } from "@/charts/heat-map-drawing";

import type { Finalist, HeatMapDocument, OutOfSample } from "../_parts/types";

const states: Record<string, HeatCell["state"]> = { r: "value", u: "value", n: "idle", x: "refused", ".": "none" };

/** What one value of the server's map is drawn as. `u`: ran, but breaks a constraint. */
export function tableOf(map: HeatMapDocument): HeatTable {
  const cells = map.values.map((value, index): HeatCell => {
    const letter = map.states[index] ?? ".";
    const state = states[letter] ?? "none";
    return { state, value, isBroken: letter === "u" };
  });
  return { xs: map.x_values, ys: map.y === null ? [""] : map.y_values, cells };
}

/** Where a value stands on an axis; shared cells are written `5..10` and hold whole ranges. */
export function indexOf(values: readonly string[], value: string): number {
  const exact = values.indexOf(value);
  if (exact >= 0) return exact;
  const number = Number(value);
  return values.findIndex((one) => {
    const [from, to] = one.split("..");
    return to !== undefined && number >= Number(from) && number <= Number(to);
  });
}

export function placeOfSet(
  map: Pick<HeatMapDocument, "x" | "x_values" | "y" | "y_values">,
  params: Readonly<Record<string, unknown>>,
): HeatPlace | null {
  const x = indexOf(map.x_values, String(params[map.x]));
  const y = map.y === null ? 0 : indexOf(map.y_values, String(params[map.y]));
  return x < 0 || y < 0 ? null : { x, y };
}

/** Whether a set is in the map as it stands: sliders hold the other parameters. */
export const isShown = (map: Pick<HeatMapDocument, "fixed">, params: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(map.fixed).every(([name, value]) => String(params[name]) === value);

/** Figures that a look out of sample brings. */
export const lookedAt = [
  "objective",
  "net_pnl",
  "sharpe",
  "max_drawdown_pct",
  "trades",
  "profit_factor",
  "total_return",
] as const;
export type LookedAt = (typeof lookedAt)[number];

const numberOf = (value: OutOfSample[LookedAt]): number | null => (value === null ? null : Number(value));

/** The same map out of sample: only the finalists were looked at, the best of them in each cell. */
export function outOfSampleTable(map: HeatMapDocument, finalists: readonly Finalist[], metric: LookedAt): HeatTable {
  const table = tableOf(map);
  const cells: HeatCell[] = table.cells.map(() => ({ state: "none" }));
  // Best first: a later one does not replace an earlier one of the same cell.
  for (const finalist of finalists) {
    const place = placeOfSet(map, finalist.params);
    if (place === null || finalist.out_of_sample === null) continue;
    if (!isShown(map, finalist.params)) continue;
    const index = place.y * table.xs.length + place.x;
    if (cells[index]?.state !== "none") continue;
    const value = numberOf(finalist.out_of_sample[metric]);
    cells[index] = value === null ? { state: "idle" } : { state: "value", value };
  }
  return { ...table, cells };
}

export type Side = { parameter: string; from: string; to: string };

/** The region as `POST /region` takes it: both ends included, of shared cells their first and last value. */
export function sidesOf(
  map: Pick<HeatMapDocument, "x" | "x_values" | "y" | "y_values">,
  region: HeatRegion,
): { x: Side; y?: Side } {
  const side = (parameter: string, values: readonly string[], from: number, to: number): Side => ({
    parameter,
    from: (values[from] ?? "").split("..")[0] ?? "",
    to: (values[to] ?? "").split("..").at(-1) ?? "",
  });
  const x = side(map.x, map.x_values, region.from.x, region.to.x);
  return map.y === null ? { x } : { x, y: side(map.y, map.y_values, region.from.y, region.to.y) };
}

/** `0-3.2-5`: the corners of a region in the address. */
export const regionText = ({ from, to }: HeatRegion): string => `${from.x}-${from.y}.${to.x}-${to.y}`;

export function regionOf(text: string | null, columns: number, rows: number): HeatRegion | null {
  const found = /^(\d+)-(\d+)\.(\d+)-(\d+)$/.exec(text ?? "");
  if (found === null) return null;
  const [x1, y1, x2, y2] = found.slice(1).map(Number) as [number, number, number, number];
  if (x2 >= columns || y2 >= rows || x1 > x2 || y1 > y2) return null;
  return { from: { x: x1, y: y1 }, to: { x: x2, y: y2 } };
}

/** `fast=9 slow=21` as people read a set. */
export const paramsText = (params: Readonly<Record<string, unknown>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");

/** Digits that tell values apart without drowning the cell: 1,234,567 → 0 decimals, 0.0123 → 4. */
export const decimalsOf = (value: number): number => {
  const size = Math.abs(value);
  return size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
};
