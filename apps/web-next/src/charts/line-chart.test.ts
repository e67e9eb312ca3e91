import { describe, expect, it } from "vitest";

import {
  alignSeries,
  axisText,
  gapsOf,
  nearestIndex,
  precisionOf,
  summaryOf,
  valueAt,
  withGaps,
} from "@/charts/line-chart-data";

const points = (...rows: Array<[number, number | null]>) => rows.map(([time, value]) => ({ time, value }));

describe("the data of a line chart", () => {
  it("lays series with clocks of their own over one axis: no point is not a gap", () => {
    const aligned = alignSeries([
      { key: "a", label: "A", points: points([1, 10], [3, null], [5, 30]) },
      { key: "b", label: "B", points: points([2, 0], [3, 1]) },
    ]);

    expect(aligned.times).toEqual([1, 2, 3, 5]);
    expect(aligned.columns).toEqual([
      [10, undefined, null, 30],
      [undefined, 0, 1, undefined],
    ]);
  });

  it("takes what is no number for a gap, and keeps zero", () => {
    const [column] = alignSeries([{ key: "a", label: "A", points: points([1, NaN], [2, Infinity], [3, 0]) }]).columns;

    expect(column).toEqual([null, null, 0]);
  });

  it("finds where nothing was measured, at both ends and between", () => {
    expect(gapsOf([40, 45, 80, 84], [0, 100], 10)).toEqual([
      [0, 40],
      [45, 80],
      [84, 100],
    ]);
    expect(gapsOf([40, 50, 60], [40, 60], 10)).toEqual([]);
    expect(gapsOf([], [0, 100], 10)).toEqual([[0, 100]]);
    expect(gapsOf([-5, 500], [0, 100], 10)).toEqual([[0, 100]]);
  });

  it("draws no line across a time without points", () => {
    expect(withGaps({ times: [1, 2, 50, 51], columns: [[1, 2, 3, 4]] }, 10)).toEqual({
      times: [1, 2, 3, 50, 51],
      columns: [[1, 2, null, 3, 4]],
    });
  });

  it("tells least and greatest with their times, and nothing of a series without values", () => {
    expect(summaryOf(points([1, 5], [2, null], [3, -2], [4, 9], [5, 1]))).toEqual({
      first: 5,
      last: 1,
      least: -2,
      greatest: 9,
      leastAt: 3,
      greatestAt: 4,
      count: 4,
    });
    expect(summaryOf(points([1, null]))).toBeNull();
  });

  it("reads the newest value at or before the crosshair, and a gap as a gap", () => {
    expect(valueAt([1, undefined, undefined, 4], 2)).toBe(1);
    expect(valueAt([1, null, undefined], 2)).toBeNull();
    expect(valueAt([undefined, 2], 0)).toBeNull();
    expect(valueAt([1, 2], 99)).toBe(2);
  });

  it("finds the nearest time", () => {
    expect(nearestIndex([10, 20, 40], 29)).toBe(1);
    expect(nearestIndex([10, 20, 40], 31)).toBe(2);
    expect(nearestIndex([10], 99)).toBe(0);
  });

  it("writes a mark of the axis as short as its step allows", () => {
    expect(axisText("2025-10-09 01:55:04", 1)).toBe("01:55:04");
    expect(axisText("2025-10-09 01:55:00", 300)).toBe("01:55");
    expect(axisText("2025-10-09 00:00:00", 300)).toBe("10-09");
    expect(axisText("2025-10-09 00:00:00", 86_400)).toBe("10-09");
    expect(axisText("2025-10-01 00:00:00", 31 * 86_400)).toBe("2025-10");
  });

  it("says times as exactly as their steps", () => {
    expect([86_400_000, 60_000, 1_000, 50].map(precisionOf)).toEqual(["day", "minute", "second", "ms"]);
  });
});
