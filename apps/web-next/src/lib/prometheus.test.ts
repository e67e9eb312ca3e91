import { describe, expect, it } from "vitest";

import {
  bucketKeys,
  bucketsBetween,
  increase,
  isAbove,
  quantile,
  rate,
  readMetrics,
  seriesKey,
  type Snapshot,
} from "@/lib/prometheus";

const text = `# HELP spark_http_requests_total HTTP requests answered.
# TYPE spark_http_requests_total counter
spark_http_requests_total{status="ok"} 17
spark_http_requests_total{status="client_error"} 4
# TYPE ws_lag_ms gauge
ws_lag_ms{venue="synthetic-bist",synthetic="true"} NaN
# TYPE d histogram
d_bucket{le="0.5"} 1
d_bucket{le="6e+05"} 3
d_bucket{le="+Inf"} 4
d_sum 12.5
d_count 4
odd{a="x,\\"y\\"}",b="\\\\n\\n"} -1.5e-3 1395066363000
up 1
`;
const at = (time: number, values: Record<string, number>): Snapshot => ({ time, values: (key) => values[key] });

describe("Prometheus' text", () => {
  const reading = readMetrics(text);

  it("gives every sample with its labels, types and helps", () => {
    expect(reading.samples).toHaveLength(10);
    expect(reading.samples[0]).toEqual({ name: "spark_http_requests_total", labels: { status: "ok" }, value: 17 });
    expect(reading.types.get("d")).toBe("histogram");
    expect(reading.help.get("spark_http_requests_total")).toBe("HTTP requests answered.");
  });

  it("reads what is not finite, signs, exponents, time stamps and escapes", () => {
    expect(reading.samples[2]?.value).toBeNaN();
    expect(reading.samples.find((one) => one.name === "odd")).toEqual({
      name: "odd",
      labels: { a: 'x,"y"}', b: "\\n\n" },
      value: -0.0015,
    });
    expect(bucketKeys(reading, "d").map(({ bound }) => bound)).toEqual([0.5, 600_000, Infinity]);
  });

  it.each(["a{b=c} 1", 'a{b="c"} one', "1a 2", "a"])("refuses %s", (bad) => {
    expect(() => readMetrics(bad)).toThrow(SyntaxError);
  });

  it("names a series the same however its labels are ordered", () => {
    expect(seriesKey("a", { x: "1", b: "2" })).toBe(seriesKey("a", { b: "2", x: "1" }));
  });
});

describe("what two readings tell", () => {
  it("gives a counter's rise a second, from zero after a restart, and nothing where nothing was", () => {
    expect(rate("c", at(0, { c: 10 }), at(4_000, { c: 30 }))).toBe(5);
    expect(rate("c", at(0, { c: 100 }), at(2_000, { c: 6 }))).toBe(3);
    expect(rate("c", at(0, {}), at(2_000, { c: 6 }))).toBeNull();
    expect(rate("c", at(5, { c: 1 }), at(5, { c: 6 }))).toBeNull();
    expect(increase(1, NaN)).toBeNull();
    expect(increase(3, 3)).toBe(0);
  });

  it("gives quantiles as histogram_quantile does", () => {
    const buckets = [
      { bound: 10, count: 5 },
      { bound: 20, count: 9 },
      { bound: Infinity, count: 10 },
    ];

    expect(quantile(0.5, buckets)).toBe(10);
    expect(quantile(0.7, buckets)).toBe(15);
    expect(quantile(0.25, buckets)).toBe(5);
    expect(quantile(0.99, buckets)).toBe(20);
    expect(isAbove(0.99, buckets)).toBe(true);
    expect(isAbove(0.9, buckets)).toBe(false);
  });

  it("tells no value from zero", () => {
    expect(
      quantile(0.95, [
        { bound: 10, count: 0 },
        { bound: Infinity, count: 0 },
      ]),
    ).toBeNull();
    expect(quantile(0.95, [])).toBeNull();
    expect(quantile(0.95, [{ bound: Infinity, count: 3 }])).toBeNull();
  });

  it("takes a histogram's values between two readings, all of them after a restart or without a first one", () => {
    const keys = [
      { bound: 1, key: "a" },
      { bound: Infinity, key: "b" },
    ];

    expect(bucketsBetween(keys, at(0, { a: 2, b: 5 }), at(1, { a: 3, b: 9 })).map((one) => one.count)).toEqual([1, 4]);
    expect(bucketsBetween(keys, at(0, { a: 20, b: 50 }), at(1, { a: 3, b: 9 })).map((one) => one.count)).toEqual([
      3, 9,
    ]);
    expect(bucketsBetween(keys, null, at(1, { a: 3, b: 9 })).map((one) => one.count)).toEqual([3, 9]);
  });
});
