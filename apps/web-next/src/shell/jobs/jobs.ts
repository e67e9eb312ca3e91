import type { Job, JobList } from "@spark/types";
import { useSyncExternalStore } from "react";

import { queries, useApi } from "@/lib/query";
import { useStreamEvents, useUpdates } from "@/stream/live";

export const jobsUrl = "/api/v1/jobs";
const jobUrl = "/api/v1/jobs/{id}";

export const isOver = (job: Pick<Job, "status">): boolean => job.status !== "queued" && job.status !== "running";

/** Newest first; a document that is older than what is there (an update that came late) changes nothing. */
export function withJob(list: Job[], job: Job): Job[] {
  const at = list.findIndex((one) => one.id === job.id);
  if (at < 0) return [job, ...list];
  const before = list[at] as Job;
  if (isOver(before) && !isOver(job)) return list;
  const next = [...list];
  next[at] = {
    ...before,
    ...job,
    progress: Math.max(job.progress, job.attempt > before.attempt ? 0 : before.progress),
  };
  return next;
}

/** Where a job's result is looked at, as a page; from the API's own address of it. */
export function resultPage(job: Job): string | null {
  const result = job.links.result;
  if (result === undefined) return null;
  const [, kind, id] = /^\/api\/v1\/(\w+)\/([^/]+)/.exec(result) ?? [];
  if (kind === "generations" && id !== undefined) return `/lab?generation=${id}`;
  const pages: Record<string, string> = {
    backtests: "/backtest",
    optimizations: "/optimizer",
    datasets: "/data",
    evidence: "/evidence",
  };
  return kind !== undefined && id !== undefined && pages[kind] !== undefined ? `${pages[kind]}/${id}` : null;
}

/** The drawer's own list: the running and the newest. */
export const useJobs = () => useApi(jobsUrl, { query: { limit: 50 }, staleTimeMs: Infinity });

type Ended = { failed: number };
let ended: Ended = { failed: 0 };
const listeners = new Set<() => void>();
export const setFailed = (failed: number): void => {
  ended = { failed };
  listeners.forEach((listener) => listener());
};
export const failedJobs = (): number => ended.failed;
/** Jobs that failed since the drawer was last looked at. */
export const useFailedJobs = (): number =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, failedJobs);

function putJob(job: Job): void {
  queries.setQueriesData<JobList>(
    { queryKey: [jobsUrl] },
    (list) => list && { ...list, data: withJob(list.data, job) },
  );
  queries.setQueriesData<Job>({ queryKey: [jobUrl, { id: job.id }] }, (before) =>
    before === undefined ? before : { ...before, ...job },
  );
}

/** What a finished job may have made is read anew where it is shown. */
function refreshResults(job: Job): void {
  const made = job.kind.startsWith("backtest")
    ? ["/api/v1/backtests", "/api/v1/evidence"]
    : job.kind === "optimize"
      ? ["/api/v1/optimizations"]
      : job.kind === "generate"
        ? ["/api/v1/generations"]
        : ["/api/v1/datasets"];
  void queries.invalidateQueries({
    predicate: (query) =>
      made.some(
        (url) =>
          query.queryKey[0] === url || (url !== "/api/v1/backtests" && String(query.queryKey[0]).startsWith(url)),
      ),
  });
}

/** Keeps the cache as the stream tells it; `onEnd` hears of every job that ends. */
export function useJobStream(onEnd: (job: Job) => void): void {
  useStreamEvents("jobs", (event) => {
    const job = event.value as Job;
    if (event.event !== "job" || typeof job?.id !== "string") return;
    putJob(job);
    if (!isOver(job)) return;
    refreshResults(job);
    onEnd(job);
  });
  useUpdates("jobs", (update) => {
    const job = update.value as Job;
    if (typeof job?.id === "string" && !isOver(job)) putJob(job);
  });
}
