import type { Job } from "@spark/types";
import { expect, it } from "vitest";

import { resultPage, withJob } from "@/shell/jobs/jobs";
import { withLines } from "@/shell/jobs/log-view";

const job = (change: Partial<Job>): Job => ({
  schema: "spark.job/1",
  id: "job_1",
  object: "job",
  kind: "backtest",
  owner: "usr_1",
  priority: "normal",
  status: "running",
  progress: 0.5,
  eta_ms: null,
  queue_position: null,
  attempt: 1,
  cancel_asked: false,
  created_at: "",
  started_at: null,
  ended_at: null,
  links: { self: "", log: "" },
  ...change,
});

it("puts a new job first and changes a known one in its place", () => {
  const list = withJob([job({ id: "job_0" })], job({}));
  expect(list.map((one) => one.id)).toEqual(["job_1", "job_0"]);
  expect(withJob(list, job({ id: "job_0", status: "succeeded" })).map((one) => one.status)).toEqual([
    "running",
    "succeeded",
  ]);
});

it("does not let a late report of progress open an ended job again, or take progress back", () => {
  const over = [job({ status: "succeeded", progress: 1 })];
  expect(withJob(over, job({ progress: 0.9 }))).toBe(over);
  expect(withJob([job({ progress: 0.8 })], job({ progress: 0.4 }))[0]?.progress).toBe(0.8);
  expect(withJob([job({ progress: 0.8 })], job({ progress: 0, attempt: 2 }))[0]?.progress).toBe(0);
});

it("knows the page of a result", () => {
  expect(resultPage(job({ links: { self: "", log: "", result: "/api/v1/backtests/bt_9" } }))).toBe("/backtest/bt_9");
  expect(resultPage(job({ links: { self: "", log: "", result: "/api/v1/else/x" } }))).toBeNull();
  expect(resultPage(job({}))).toBeNull();
});

it("keeps each line of a log once, in order", () => {
  const line = (sequence: number) => ({ sequence, time: "", level: "info" as const, text: String(sequence) });
  expect(withLines([line(1), line(2)], [line(3), line(2)]).map((one) => one.sequence)).toEqual([1, 2, 3]);
});
