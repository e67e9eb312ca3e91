import { expect, test } from "vitest";

import { commandOf, emptyDraft, fault, orderOf, type Parameters } from "./order";

const parameters: Parameters = {
  fast: { type: "int", least: 1, most: 9999, step: 1, default: 9 },
  sl_pct: { type: "float", least: "0", most: "99", step: "0.001", default: "0" },
  short: { type: "bool", default: false },
};

test("an order holds only what differs from the defaults", () => {
  const draft = { ...emptyDraft, dataset: "ds_x@v1", params: { fast: "12", sl_pct: "0", short: true } };
  expect(orderOf(draft, parameters)).toEqual({
    strategy: "smaCross",
    dataset: "ds_x@v1",
    params: { fast: 12, short: true },
  });
});

test("costs of one's own are all given, zero costs are said", () => {
  const own = orderOf(
    { ...emptyDraft, dataset: "d", costs: "own", maker_bps: "2", taker_bps: "4", slippage_bps: "1.5" },
    {},
  );
  expect(own).toMatchObject({ maker_bps: "2", taker_bps: "4", slippage_bps: "1.5" });
  expect(own.half_spread_bps).toBeUndefined();
  expect(orderOf({ ...emptyDraft, dataset: "d", costs: "zero" }, {}).fee_bps).toBe("0");
});

test("the command repeats the order and quotes what a shell would read", () => {
  const order = orderOf(
    { ...emptyDraft, dataset: "ds_x@v1", params: { fast: "12" }, size: "equity:0.5", from: "2024-01-01" },
    parameters,
  );
  expect(commandOf(order)).toBe(
    "spark backtest run smaCross --dataset ds_x@v1 --set fast=12 --from 2024-01-01 --size equity:0.5",
  );
  expect(commandOf({ strategy: "a b'; rm", dataset: "d" })).toBe("spark backtest run 'a b'\\''; rm' --dataset d");
});

test("a parameter's range and step are exact", () => {
  const float = parameters.sl_pct!;
  expect(fault(float, "0.001")).toBeNull();
  expect(fault(float, "98.999")).toBeNull();
  expect(fault(float, "0.0005")).toBe("step");
  expect(fault(float, "99.001")).toBe("most");
  expect(fault(float, "-1")).toBe("least");
  expect(fault(parameters.fast!, "1.5")).toBe("step");
  expect(fault(parameters.fast!, "x")).toBe("number");
});
