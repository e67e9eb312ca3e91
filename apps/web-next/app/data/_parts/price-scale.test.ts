import { expect, test } from "vitest";

import { nearest, pathsOf, roundValues, scaleOf, unbroken, type Bucket } from "./price-scale";

const bucket = (ts: number, price = 10): Bucket => ({
  ts,
  open: String(price),
  high: String(price + 1),
  low: String(price - 1),
  close: String(price),
  volume: "1",
});

test("nothing is drawn over a hole", () => {
  const buckets = [0, 10, 20, 200, 210].map((ts) => bucket(ts));
  expect(unbroken(buckets).map((part) => part.map((one) => one.ts))).toEqual([
    [0, 10, 20],
    [200, 210],
  ]);
  expect(pathsOf(buckets, (ts) => ts, scaleOf(buckets), 100).close.match(/M/g)).toHaveLength(2);
  expect(unbroken([])).toEqual([]);
});

test("the scale holds every price with room, a flat row as well", () => {
  const scale = scaleOf([bucket(0, 100), bucket(1, 50)]);
  expect(scale.min).toBeLessThan(49);
  expect(scale.max).toBeGreaterThan(101);
  const flat = scaleOf([{ ...bucket(0), high: "7", low: "7" }]);
  expect(flat.min).toBeLessThan(7);
  expect(flat.max).toBeGreaterThan(7);
});

test("grid values are round and inside", () => {
  expect(roundValues({ min: 63, max: 152 }, 4)).toEqual([75, 100, 125, 150]);
  expect(roundValues({ min: 0.00009, max: 0.00041 }, 4)).toEqual([0.0001, 0.0002, 0.0003, 0.0004]);
});

test("the crosshair takes the nearest bucket", () => {
  const buckets = [0, 10, 20].map((ts) => bucket(ts));
  expect([-5, 4, 6, 16, 99].map((ts) => nearest(buckets, ts))).toEqual([0, 0, 1, 2, 2]);
});
