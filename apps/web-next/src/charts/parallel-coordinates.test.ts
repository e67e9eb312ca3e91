import { describe, expect, it } from "vitest";

import { axisOf, pathOf, type ParallelRow } from "@/charts/parallel-coordinates";

const rows: ParallelRow[] = [
  { key: "a", values: [5, 100, 1], score: 3 },
  { key: "b", values: [15, 100, null], score: 1 },
];
const axes = ["fast", "slow", "net"].map((name, column) => axisOf(name, column, rows, String));

describe("parallel coordinates", () => {
  it("spans each axis from its least to its most", () => {
    expect(axes.map((axis) => [axis.least, axis.most])).toEqual([
      ["5", "15"],
      ["100", "100"],
      ["1", "1"],
    ]);
    expect(rows.map((row) => axes[0]?.place(row))).toEqual([0, 1]);
  });

  it("stands in the middle where an axis has one value", () => {
    expect(rows.map((row) => axes[1]?.place(row))).toEqual([0.5, 0.5]);
  });

  it("ends a line where a figure is missing", () => {
    const [whole, broken] = rows.map((row) => pathOf(axes, row, 108));
    expect(whole?.match(/[ML]/g)).toEqual(["M", "L", "L"]);
    expect(broken?.match(/[ML]/g)).toEqual(["M", "L"]);
    expect(broken?.startsWith("M24.0 4.0")).toBe(true);
  });
});
