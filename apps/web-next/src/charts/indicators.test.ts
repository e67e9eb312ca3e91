import { describe, expect, it } from "vitest";

import { ema, rsi, sma } from "@/charts/indicators";

const closes = [
  44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.0, 46.03,
];

describe("indicators of closes", () => {
  it("averages the last n closes and has nothing before", () => {
    expect(sma([1, 2, 3, 4, 5], 3)).toEqual([null, null, 2, 3, 4]);
    expect(sma([1, 2], 3)).toEqual([null, null]);
  });
  it("seeds the exponential average by the mean of the first n", () => {
    expect(ema([1, 2, 3, 4, 5], 3)).toEqual([null, null, 2, 3, 4]);
    expect(ema([2, 4, 6, 12], 3)).toEqual([null, null, 4, 8]);
  });
  it("computes Wilder's RSI: the well-known example of fourteen closes", () => {
    const values = rsi(closes, 14);
    expect(values.slice(0, 14).every((value) => value === null)).toBe(true);
    expect(values[14]).toBeCloseTo(70.46, 2);
    expect(values[15]).toBeCloseTo(66.25, 2);
  });
  it("says 0 when nothing moved, 100 when all rose", () => {
    expect(rsi([5, 5, 5, 5], 3)[3]).toBe(0);
    expect(rsi([1, 2, 3, 4], 3)[3]).toBe(100);
  });
});
