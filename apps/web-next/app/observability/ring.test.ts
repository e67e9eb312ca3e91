import { describe, expect, it } from "vitest";

import { Ring, readingsMax } from "./ring";
import { readMetrics } from "@/lib/prometheus";

describe("the ring of readings", () => {
  it("gives each reading its own values, also of series that came later", () => {
    const ring = new Ring();
    ring.add(1_000, readMetrics("a 1\n"));
    ring.add(2_000, readMetrics("b 5\na 2\n"));

    const [first, second] = ring.since(0);
    expect([first?.values("a{}"), first?.values("b{}")]).toEqual([1, undefined]);
    expect([second?.values("a{}"), second?.values("b{}")]).toEqual([2, 5]);
    expect(ring.since(1_500)).toHaveLength(1);
  });

  it("says no value for NaN and for what went away, not zero", () => {
    const ring = new Ring();
    ring.add(1_000, readMetrics("a NaN\nb 1\n"));
    ring.add(2_000, readMetrics("a 3\n"));

    expect(ring.since(0).map((one) => [one.values("a{}"), one.values("b{}")])).toEqual([
      [undefined, 1],
      [3, undefined],
    ]);
  });

  it("finds the reading to compare with: old enough, else the oldest, none before the first", () => {
    const ring = new Ring();
    for (const time of [0, 10_000, 20_000, 30_000]) ring.add(time, readMetrics("a 1\n"));
    const all = ring.since(0);
    const before = (index: number, ms: number) => ring.before(all[index] as (typeof all)[number], ms)?.time ?? null;

    expect(before(3, 15_000)).toBe(10_000);
    expect(before(3, 10_000)).toBe(20_000);
    expect(before(3, 60_000)).toBe(0);
    expect(before(0, 10_000)).toBeNull();
  });

  it("keeps only the newest readings", () => {
    const ring = new Ring();
    for (let index = 0; index <= readingsMax; ++index) ring.add(index, readMetrics("a 1\n"));

    expect([ring.size, ring.first]).toEqual([readingsMax, 1]);
  });
});
