import { describe, expect, it } from "vitest";

import type { Finalist, HeatMapDocument } from "../_parts/types";
import {
  decimalsOf,
  indexOf,
  isShown,
  outOfSampleTable,
  placeOfSet,
  regionOf,
  regionText,
  sidesOf,
  tableOf,
} from "./heat-data";
import { pauseMs } from "./use-optimization";

const map: HeatMapDocument = {
  metric: "objective",
  objective: "sharpe",
  x: "fast",
  x_values: ["5", "10", "15"],
  y: "slow",
  y_values: ["30", "40"],
  x_values_a_cell: 1,
  y_values_a_cell: 1,
  fixed: {},
  states: "run.xr",
  values: [1.5, -0.2, null, null, null, 0.7],
  medians: [1.5, -0.2, null, null, null, 0.7],
  sets: [1, 1, 1, 0, 1, 1],
  trades: [10, 3, 0, null, null, 8],
  best: { x: 0, y: 0, number: 0 },
};

const finalist = (fast: number, slow: number, objective: number | null): Finalist =>
  ({
    rank: 1,
    number: 1,
    params: { fast, slow },
    objective: 1,
    out_of_sample: {
      objective,
      net_pnl: "-12.5",
      total_return: -0.1,
      trades: 4,
      sharpe: null,
      max_drawdown_pct: -3,
      profit_factor: null,
      decay_pct: null,
    },
  }) as unknown as Finalist;

describe("the server's map as cells", () => {
  it("tells ranked, constraint-breaking, idle, not run and refused apart", () => {
    expect(tableOf(map).cells.map((cell) => [cell.state, cell.isBroken])).toEqual([
      ["value", false],
      ["value", true],
      ["idle", false],
      ["none", false],
      ["refused", false],
      ["value", false],
    ]);
  });
  it("finds the cell of a set, also where values share cells", () => {
    expect(placeOfSet(map, { fast: 15, slow: "40" })).toEqual({ x: 2, y: 1 });
    expect(placeOfSet(map, { fast: 7, slow: 30 })).toBeNull();
    expect(indexOf(["5..9", "10..14"], "12")).toBe(1);
    expect(indexOf(["sma", "ema"], "ema")).toBe(1);
  });
  it("shows a set only where the sliders hold its other parameters", () => {
    expect(isShown({ fixed: { sl_pct: "2" } }, { sl_pct: 2, fast: 5 })).toBe(true);
    expect(isShown({ fixed: { sl_pct: "2" } }, { sl_pct: 1, fast: 5 })).toBe(false);
    expect(isShown({ fixed: {} }, { sl_pct: 1 })).toBe(true);
  });
  it("of one parameter has one row", () => {
    const line = tableOf({ ...map, y: null, y_values: [], states: "ru.", values: [1, 2, null] });
    expect(line.ys).toEqual([""]);
    expect(placeOfSet({ ...map, y: null }, { fast: 10 })).toEqual({ x: 1, y: 0 });
  });
});

describe("out of sample", () => {
  it("shows only finalists that were looked at, the better of a cell", () => {
    const table = outOfSampleTable(
      map,
      [finalist(5, 30, 0.4), finalist(5, 30, 9), finalist(15, 40, null)],
      "objective",
    );
    expect(table.cells.map((cell) => [cell.state, cell.value])).toEqual([
      ["value", 0.4],
      ["none", undefined],
      ["none", undefined],
      ["none", undefined],
      ["none", undefined],
      ["idle", undefined],
    ]);
    expect(outOfSampleTable(map, [finalist(5, 30, 1)], "net_pnl").cells[0]?.value).toBe(-12.5);
  });
  it("leaves out finalists of other slider positions", () => {
    const held = { ...map, fixed: { sl_pct: "2" } };
    expect(outOfSampleTable(held, [finalist(5, 30, 1)], "objective").cells[0]?.state).toBe("none");
  });
});

describe("a region", () => {
  it("is written into the address and read back, never outside the map", () => {
    const region = { from: { x: 0, y: 0 }, to: { x: 2, y: 1 } };
    expect(regionOf(regionText(region), 3, 2)).toEqual(region);
    expect(regionOf(regionText(region), 2, 2)).toBeNull();
    expect(regionOf("nonsense", 3, 2)).toBeNull();
  });
  it("is sent by values, both ends included", () => {
    const region = { from: { x: 0, y: 0 }, to: { x: 1, y: 1 } };
    expect(sidesOf(map, region)).toEqual({
      x: { parameter: "fast", from: "5", to: "10" },
      y: { parameter: "slow", from: "30", to: "40" },
    });
    expect(sidesOf({ ...map, x_values: ["5..9", "10..14"], y: null }, region).x).toEqual({
      parameter: "fast",
      from: "5",
      to: "14",
    });
  });
});

it("digits follow the size of a value", () => {
  expect([12345, 45.6, 1.5, 0.02].map(decimalsOf)).toEqual([0, 1, 2, 3]);
});

it("reading takes a quarter of the time at most", () => {
  expect(pauseMs(250, 20)).toBe(250);
  expect(pauseMs(250, 1000)).toBe(3000);
});
