import { ring } from "./ring";
import type { LinePoint, LineSeries } from "@/charts/line-chart";
import {
  bucketKeys,
  bucketsBetween,
  increase,
  isAbove,
  quantile,
  rate,
  seriesKey,
  type Labels,
  type Reading,
  type Snapshot,
} from "@/lib/prometheus";

/** Quantiles of fewer seconds would be those of a handful of requests. */
export const quantileWindowMs = 60_000;

const points = (
  snapshots: Snapshot[],
  value: (now: Snapshot, index: number) => number | null | undefined,
): LinePoint[] => snapshots.map((now, index) => ({ time: now.time, value: value(now, index) ?? null }));

export const gaugePoints = (snapshots: Snapshot[], name: string, labels: Labels = {}): LinePoint[] =>
  points(snapshots, (now) => now.values(seriesKey(name, labels)));

/** The first reading has none before it: no point, instead of a zero that was never measured. */
export const ratePoints = (snapshots: Snapshot[], name: string, labels: Labels = {}): LinePoint[] =>
  points(snapshots, (now, index) =>
    index === 0 ? null : rate(seriesKey(name, labels), snapshots[index - 1] as Snapshot, now),
  ).slice(1);

export function quantileSeries(
  reading: Reading,
  snapshots: Snapshot[],
  name: string,
  labels: Labels = {},
): LineSeries[] {
  const keys = bucketKeys(reading, name, labels);
  const windows = snapshots.map((now) => {
    const before = ring.before(now, quantileWindowMs);
    return before === null ? [] : bucketsBetween(keys, before, now);
  });
  return [0.5, 0.95, 0.99].map((ratio) => ({
    key: `P${ratio * 100}`,
    label: `P${ratio * 100}`,
    points: snapshots.map((now, index) => ({ time: now.time, value: quantile(ratio, windows[index] ?? []) })).slice(1),
  }));
}

export const labelValues = (reading: Reading, name: string, label: string): string[] =>
  [
    ...new Set(reading.samples.filter((sample) => sample.name === name).map((sample) => sample.labels[label] ?? "")),
  ].sort();

export type Quantile = { value: number | null; isMore: boolean };
export type Route = {
  operation: string;
  requests: number;
  perSecond: number | null;
  errors: number;
  refusals: number;
  p50: Quantile;
  p95: Quantile;
  p99: Quantile;
};

const quantileOf = (ratio: number, buckets: ReturnType<typeof bucketsBetween>): Quantile => ({
  value: quantile(ratio, buckets),
  isMore: isAbove(ratio, buckets),
});

/** Rate, errors and time of each route that was asked for; `before` null: since the server started. */
export function routesOf(reading: Reading, before: Snapshot | null, now: Snapshot): Route[] {
  const rows: Route[] = [];
  for (const operation of labelValues(reading, "spark_http_route_requests_total", "operation")) {
    const count = (status: string): number => {
      const key = seriesKey("spark_http_route_requests_total", { operation, status });
      return before === null ? (now.values(key) ?? 0) : (increase(before.values(key) ?? 0, now.values(key)) ?? 0);
    };
    const errors = count("5xx");
    const refusals = count("4xx");
    const requests = count("2xx") + count("3xx") + refusals + errors;
    if (requests === 0) continue;
    const buckets = bucketsBetween(bucketKeys(reading, "spark_http_route_request_ms", { operation }), before, now);
    rows.push({
      operation,
      requests,
      errors,
      refusals,
      perSecond: before === null ? null : requests / ((now.time - before.time) / 1000),
      p50: quantileOf(0.5, buckets),
      p95: quantileOf(0.95, buckets),
      p99: quantileOf(0.99, buckets),
    });
  }
  return rows;
}

export function quantileBetween(
  reading: Reading,
  name: string,
  ratio: number,
  before: Snapshot | null,
  now: Snapshot,
  labels: Labels = {},
): Quantile & { count: number } {
  const buckets = bucketsBetween(bucketKeys(reading, name, labels), before, now);
  return { ...quantileOf(ratio, buckets), count: buckets.at(-1)?.count ?? 0 };
}

/** Slow on purpose (password hashing) or as long as what they compute: not what the API's own time is measured by. */
const leftOut =
  /^(auth|users|backtests\.(create|reconcile|rerun)|strategies\.signals|datasets\.(create|synth|resample|repair|verify|ingest)|audit\.verify|evidence\.verify|stream)\b/;

/** The quantile over all routes but those left out, since the server started. */
export function apiQuantile(reading: Reading, ratio: number, now: Snapshot): Quantile & { count: number } {
  const sums = new Map<number, number>();
  for (const sample of reading.samples) {
    if (sample.name !== "spark_http_route_request_ms_bucket" || leftOut.test(sample.labels.operation ?? "")) continue;
    const bound = sample.labels.le === "+Inf" ? Infinity : Number(sample.labels.le);
    sums.set(bound, (sums.get(bound) ?? 0) + (now.values(seriesKey(sample.name, sample.labels)) ?? 0));
  }
  const buckets = [...sums].map(([bound, count]) => ({ bound, count })).sort((left, right) => left.bound - right.bound);
  return { ...quantileOf(ratio, buckets), count: buckets.at(-1)?.count ?? 0 };
}
