import { expect, test } from "vitest";

import { bestOf, differenceCurves, isForeign } from "./comparison";

test("the best cell is the largest where more is better and the smallest where less is", () => {
  expect(bestOf({ field: "net_pnl", values: ["43838.7416", "26201.30331", "43838.74159"] })).toEqual([0]);
  expect(bestOf({ field: "fees", values: ["10674.0584", "54531.96669"] })).toEqual([0]);
  expect(bestOf({ field: "max_drawdown_pct", values: [-4.1, -9.5] })).toEqual([0]);
});

test("nothing is best where all are equal, unknown, or no way is better", () => {
  expect(bestOf({ field: "sharpe", values: [1, 1] })).toEqual([]);
  expect(bestOf({ field: "sharpe", values: [null, 1] })).toEqual([]);
  expect(bestOf({ field: "trades", values: [1, 2] })).toEqual([]);
});

test("texts that differ beyond a double's precision are told apart", () => {
  expect(bestOf({ field: "net_pnl", values: ["9007199254740993.00000001", "9007199254740993.00000002"] })).toEqual([1]);
});

test("parameters may differ, costs and data make runs foreign to each other", () => {
  expect(isForeign("params.fast")).toBe(false);
  expect(isForeign("strategy.name")).toBe(false);
  expect(isForeign("costs.maker_bps")).toBe(true);
  expect(isForeign("dataset.id")).toBe(true);
});

test("a difference curve has no point where either run has none", () => {
  const equity = {
    resolution: "day",
    t: [1, 2, 3],
    runs: [
      { id: "a", rebased: [100, 101, null] },
      { id: "b", rebased: [100, 103, 104] },
    ],
  };
  expect(differenceCurves(equity)).toEqual([[0, 2, null]]);
});
