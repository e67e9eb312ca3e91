import type { Job } from "@spark/types";
import { expect, test } from "vitest";

import { isOver, laterOf } from "@/ui/use-job";

const job = (change: Partial<Job>) =>
  ({ id: "job_1", status: "running", progress: 0, attempt: 1, cancel_asked: false, ...change }) as Job;

test("a job that is over stays over, whatever is told after it", () => {
  const done = job({ status: "succeeded", progress: 1 });
  expect(laterOf(done, job({ progress: 1 }))).toBe(done);
  expect(laterOf(job({ progress: 0.5 }), done)).toBe(done);
});

test("progress never goes back, a new attempt begins anew", () => {
  const half = job({ progress: 0.5 });
  expect(laterOf(half, job({ progress: 0.4 }))).toBe(half);
  const again = job({ attempt: 2, progress: 0 });
  expect(laterOf(half, again)).toBe(again);
  expect(laterOf(undefined, half)).toBe(half);
});

test("only four states are ends", () => {
  const states: Array<Job["status"]> = ["queued", "running", "succeeded", "failed", "canceled", "interrupted"];
  expect(states.filter((status) => isOver({ status }))).toEqual(["succeeded", "failed", "canceled", "interrupted"]);
});
