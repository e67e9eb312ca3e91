import { describe, expect, it } from "vitest";

import { binsOf } from "@/charts/histogram-bins";
import { marksOf, pointsOfBuckets, type CurvePoint, type MarkedTrade } from "@/charts/report-chart-marks";
import { offsetsBetween } from "@/charts/zone-shift";

const trade = (index: number, entryMs: number, exitMs: number, net = 1): MarkedTrade => ({
  index,
  entryMs,
  exitMs,
  isLong: true,
  net,
});

describe("marks of trades", () => {
  it("stand one by one while they are few, only where they are seen", () => {
    const marks = marksOf([trade(0, 5, 15), trade(1, 20, 30), trade(2, 90, 95)], 10, 25, 10, 4);
    expect(marks.map((mark) => [mark.kind, mark.time])).toEqual([
      ["exit", 15],
      ["entry", 20],
    ]);
  });
  it("become clusters when denser, and no trade is counted twice or lost", () => {
    const many = Array.from({ length: 1000 }, (_, index) => trade(index, index, index + 0.5, index % 2 === 0 ? 3 : -1));
    const marks = marksOf(many, 0, 999, 200, 40);
    expect(marks.length).toBeLessThanOrEqual(40);
    const members = marks.flatMap((mark) => (mark.kind === "cluster" ? mark.trades : []));
    expect(members.length).toBe(1000);
    expect(new Set(members).size).toBe(1000);
    expect(marks.reduce((sum, mark) => sum + mark.net, 0)).toBe(1000);
  });
  it("of a stretch of no length do not fail", () => expect(marksOf([trade(0, 5, 5)], 5, 5, 1, 4)).toHaveLength(1));
});

describe("the curve on the candles' times", () => {
  const point = (time: number, value: number): CurvePoint => ({
    time,
    value,
    text: String(value),
    drawdown: 0,
    hold: null,
  });
  it("keeps the point furthest from the one before, so that a peak between candles is not lost", () => {
    const chosen = pointsOfBuckets(
      [point(0, 10), point(1, 50), point(2, 11), point(10, 12), point(12, 3), point(15, 9), point(21, 9)],
      [0, 10, 20],
    );
    expect(chosen.map((one) => [one.bucket, one.value])).toEqual([
      [0, 50],
      [10, 3],
      [20, 9],
    ]);
  });
  it("ends on the last point", () => {
    const chosen = pointsOfBuckets([point(0, 1), point(10, 2), point(11, 90), point(12, 4)], [0, 10]);
    expect(chosen.at(-1)).toMatchObject({ bucket: 10, value: 4 });
  });
  it("skips candles without a point", () =>
    expect(pointsOfBuckets([point(0, 1), point(20, 2)], [0, 10, 20]).map((one) => one.bucket)).toEqual([0, 20]));
});

describe("bins", () => {
  it("hold every value once, the greatest in the last", () => {
    const bins = binsOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 10], 10);
    expect(bins.map((bin) => bin.count)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });
  it("of equal values are one", () => expect(binsOf([3, 3])).toEqual([{ from: 3, to: 4, count: 2 }]));
  it("of nothing are none", () => expect(binsOf([])).toEqual([]));
});

describe("offsets of a zone", () => {
  it("change at the minute the clocks change", () => {
    const offset = offsetsBetween(Date.UTC(2024, 0, 1), Date.UTC(2024, 11, 31), "Europe/Berlin");
    const spring = Date.UTC(2024, 2, 31, 1);
    expect([offset(spring - 60_000), offset(spring + 60_000)]).toEqual([3_600_000, 7_200_000]);
    expect(offset(Date.UTC(2024, 11, 1))).toBe(3_600_000);
  });
  it("are constant where there is no summer time", () => {
    const offset = offsetsBetween(Date.UTC(2024, 0, 1), Date.UTC(2026, 11, 31), "Europe/Istanbul");
    expect(new Set([1, 5, 9, 20, 30].map((month) => offset(Date.UTC(2024, month, 3))))).toEqual(new Set([10_800_000]));
  });
});
