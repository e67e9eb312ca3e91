import { describe, expect, it } from "vitest";

import { commandOf, countOf, emptyDraft, fieldOf, linesOf, orderOf, rangeOf, rangesOf } from "./order";

const draft = { ...emptyDraft, backtest: { ...emptyDraft.backtest, dataset: "ds_synth_BTCUSDT_1h" } };

describe("the order of the form", () => {
  it("holds only what was given", () => {
    expect(orderOf({ ...draft, oos: "" }, [rangeOf("fast=5:20:5")])).toEqual({
      backtest: { strategy: "smaCross", dataset: "ds_synth_BTCUSDT_1h" },
      method: "grid",
      parameters: ["fast=5:20:5"],
      objective: "sharpe",
    });
  });
  it("parts conditions at lines and semicolons, not at commas", () => {
    expect(linesOf("max(fast, slow) < 50; fast < slow\n\ntrades >= 30 ")).toEqual([
      "max(fast, slow) < 50",
      "fast < slow",
      "trades >= 30",
    ]);
  });
  it("seals only what is kept out", () => {
    expect(orderOf({ ...draft, oos: "", is_sealed: true }, []).sealed).toBeUndefined();
    expect(orderOf({ ...draft, is_sealed: true }, []).sealed).toBe(true);
  });
  it("is the same as a line for a shell, with expressions quoted", () => {
    const order = orderOf(
      {
        ...draft,
        where: "fast < slow",
        constraints: "trades >= 30",
        trials_max: "200",
        method: "tpe",
        walk_forward: "6x30d",
      },
      [rangeOf("fast=5:20:5"), rangeOf("type=*")],
    );
    expect(commandOf(order)).toBe(
      "spark optimize tpe smaCross --dataset ds_synth_BTCUSDT_1h --param fast=5:20:5 --param 'type=*' " +
        "--where 'fast < slow' --objective sharpe --constraint 'trades >= 30' --max-trials 200 --oos 30% --walk-forward 6x30d",
    );
  });
});

describe("ranges", () => {
  it("keep an equals sign that belongs to the values", () => {
    expect(rangeOf("type=a=b")).toEqual({ parameter: "type", values: "a=b" });
    expect(rangesOf("fast=1:2:1")).toEqual([{ parameter: "fast", values: "1:2:1" }]);
    expect(rangesOf(undefined)).toEqual([]);
  });
  it("are counted exactly, or not at all", () => {
    expect(countOf("5:50:5")).toBe(10);
    expect(countOf("0.1:0.3:0.1")).toBe(3);
    expect(countOf("5,8,13")).toBe(3);
    expect(countOf("5:50")).toBeNull();
    expect(countOf("log:5:500:20")).toBeNull();
    expect(countOf("*")).toBeNull();
    expect(countOf("9:1:1")).toBeNull();
  });
});

it("a refusal is said at its field", () => {
  expect(fieldOf("/parameters/1")).toEqual({ field: "parameters", index: 1 });
  expect(fieldOf("/where")).toEqual({ field: "where", index: null });
  expect(fieldOf("/backtest/dataset")).toEqual({ field: "dataset", index: null });
  expect(fieldOf("/backtest/fee_bps")).toEqual({ field: "form", index: null });
  expect(fieldOf("")).toEqual({ field: "form", index: null });
});
