import { expect, test } from "vitest";

import { binTimes, coverage, placeOn, rangeOf, runsOf, ticksOf } from "./time-line";

const hour = 3_600_000;

test("a hole takes its share of the bins it lies in, and of no others", () => {
  const whole = { from: 0, to: 10 * hour };
  const bins = coverage(whole, [{ from_ts: 2.5 * hour, to_ts: 5 * hour, missing: 2 }], 10);
  expect(bins).toEqual([1, 1, 0.5, 0, 0, 1, 1, 1, 1, 1]);
  const missing = bins.reduce((sum, one) => sum + (1 - one), 0);
  expect(missing * hour).toBe(2.5 * hour);
});

test("holes at the edges, outside and over everything are cut to the range", () => {
  const whole = { from: 100, to: 200 };
  expect(coverage(whole, [{ from_ts: 0, to_ts: 110, missing: 1 }], 10)[0]).toBe(0);
  expect(coverage(whole, [{ from_ts: 190, to_ts: 500, missing: 1 }], 10).slice(-2)).toEqual([1, 0]);
  expect(coverage(whole, [{ from_ts: 300, to_ts: 400, missing: 1 }], 4)).toEqual([1, 1, 1, 1]);
  expect(coverage(whole, [{ from_ts: 0, to_ts: 900, missing: 1 }], 4)).toEqual([0, 0, 0, 0]);
  expect(coverage({ from: 5, to: 5 }, [], 3)).toEqual([1, 1, 1]);
});

test("two holes in one bin add up", () => {
  const bins = coverage(
    { from: 0, to: 100 },
    [
      { from_ts: 10, to_ts: 20, missing: 1 },
      { from_ts: 30, to_ts: 45, missing: 1 },
    ],
    1,
  );
  expect(bins).toEqual([0.75]);
});

test("times are counted once each, the end belongs to the last bin", () => {
  expect(binTimes({ from: 0, to: 100 }, [0, 49, 50, 100, 101, -1], 2)).toEqual([2, 2]);
});

test("a short part is still to be seen and stays on the line", () => {
  expect(placeOn({ from: 0, to: 1000 }, { from: 250, to: 750 })).toEqual({ left: 0.25, width: 0.5 });
  const end = placeOn({ from: 0, to: 1000 }, { from: 1000, to: 1000 }, 0.01);
  expect(end.left + end.width).toBe(1);
  expect(end.width).toBe(0.01);
});

test("equal neighbours become one run", () => {
  expect(runsOf([1, 1, 0.5, 1])).toEqual([
    { from: 0, to: 2, value: 1 },
    { from: 2, to: 3, value: 0.5 },
    { from: 3, to: 4, value: 1 },
  ]);
});

test("the range holds all ranges", () => {
  expect(
    rangeOf([
      { from: 5, to: 9 },
      { from: 2, to: 6 },
    ]),
  ).toEqual({ from: 2, to: 9 });
  expect(rangeOf([])).toBeNull();
});

test("an axis has round moments of the shown zone, and not too many", () => {
  const from = Date.UTC(2024, 0, 1);
  const year = ticksOf({ from, to: Date.UTC(2026, 3, 13) }, 5);
  expect(year.times.map((time) => new Date(time).toISOString().slice(0, 10))).toEqual([
    "2024-01-01",
    "2024-07-01",
    "2025-01-01",
    "2025-07-01",
    "2026-01-01",
  ]);
  expect(year.precision).toBe("month");
  const days = ticksOf({ from: from + hour, to: from + 4 * 24 * hour }, 5, 3 * hour);
  expect(days.precision).toBe("day");
  expect(days.times.every((time) => (time + 3 * hour) % (24 * hour) === 0)).toBe(true);
  for (const length of [hour, 24 * hour, 400 * 24 * hour, 9000 * 24 * hour])
    expect(ticksOf({ from, to: from + length }, 6).times.length).toBeLessThanOrEqual(8);
});
