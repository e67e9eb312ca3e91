import { describe, expect, it } from "vitest";

import { ticksOf } from "@/charts/heat-map";

import { idOf } from "../_parts/optimize-form";
import { heldOf, heldText } from "./axis-sliders";
import { pageOf } from "./badges";
import { sortOf } from "./leaderboard";
import { bandPath } from "./monte-carlo";
import { ownerIs } from "./progress-panel";
import { placesOf } from "./slices-tab";

it("a started search is followed on the page of its first job's number", () => {
  expect(idOf({ schema: "spark.job/1", id: "job_01KX" })).toBe("opt_01KX");
  expect(idOf({ schema: "spark.optimize/1", id: "opt_01KY" })).toBe("opt_01KY");
});

it("the leaderboard's sort is one the server has; rank has one way only", () => {
  expect(["rank", "-rank", "-inside", "net", "nonsense"].map(sortOf)).toEqual([
    "rank",
    "rank",
    "-objective",
    "net_pnl",
    "rank",
  ]);
});

it("held parameters are written into the address and read back, axes left out", () => {
  const held = heldOf("sl_pct=2,fast=5,tp_pct=", ["sl_pct", "tp_pct"]);
  expect([...held]).toEqual([["sl_pct", "2"]]);
  expect(heldText(held)).toBe("sl_pct=2");
});

describe("drawings", () => {
  const value = (best: number | null, median: number | null) => ({
    value: "5",
    sets: 1,
    ranked: 1,
    worst: median,
    lower_quartile: median,
    median,
    upper_quartile: best,
    best,
  });
  it("of a slice put the greatest value on top and one value in the middle", () => {
    const { least, most, x, y } = placesOf([value(2, 0), value(1, -2)]);
    expect([least, most]).toEqual([-2, 2]);
    expect(y(2)).toBeLessThan(y(-2));
    expect(x(0)).toBeLessThan(x(1));
    expect(placesOf([value(1, 1)]).x(0)).toBe(200);
    expect(placesOf([value(null, null)]).isEmpty).toBe(true);
  });
  it("of a fan go there above and back below", () => {
    const bands = { p5: 1, p25: 2, p50: 3, p75: 4, p95: 5 };
    const path = bandPath(
      [
        { trades: 0, ...bands },
        { trades: 1, ...bands },
      ],
      "p5",
      "p95",
      (at) => at,
      (at) => -at,
    );
    expect(path).toBe("M0.0 -5.0L1.0 -5.0L1.0 -1.0L0.0 -1.0Z");
  });
  it("of a map label every value where there is room, else every so manieth", () => {
    expect(ticksOf(4, 10)).toEqual([0, 1, 2, 3]);
    expect(ticksOf(100, 10)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(ticksOf(0, 3)).toEqual([]);
  });
});

it("a badge names the page of its method in the reader's language", () => {
  expect(pageOf("pbo", "tr")).toMatch(/luck_or_skill.md#probability/);
  expect(pageOf("lonely_peak", "en")).toBe("docs/how-to/optimize_without_fooling_yourself.md");
  expect(pageOf("lonely_peak", "tr")).toBe("docs/how-to/optimize_without_fooling_yourself.tr.md");
});

it("an owner is known by id or name, however it is prefixed", () => {
  const session = { kind: "session", user: { id: "usr_1", name: "desk" } };
  expect(ownerIs("user:usr_1", session)).toBe(true);
  expect(ownerIs("desk", session)).toBe(true);
  expect(ownerIs("user:usr_2", session)).toBe(false);
  // The machine's own operator may do all.
  expect(ownerIs("user:usr_2", { kind: "local", user: null })).toBe(true);
});
