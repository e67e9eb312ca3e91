import type { Job } from "@spark/types";
import { useEffect, useState } from "react";

import type { Refusal } from "@/lib/api";
import { queries, queryKey, useApi } from "@/lib/query";
import { useLineState, useStreamEvents, useUpdates } from "@/stream/live";

const over = new Set<Job["status"]>(["succeeded", "failed", "canceled", "interrupted"]);

/** A job that is over never changes again. */
export const isOver = (job: Pick<Job, "status">): boolean => over.has(job.status);

/** The later of two tellings: over beats not over, a later attempt an earlier one, more progress less. */
export function laterOf(a: Job | undefined, b: Job | undefined): Job | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (isOver(a) !== isOver(b)) return isOver(a) ? a : b;
  if (a.attempt !== b.attempt) return a.attempt > b.attempt ? a : b;
  if (a.cancel_asked !== b.cancel_asked) return a.cancel_asked ? a : b;
  return a.progress >= b.progress ? a : b;
}

/** When the first reading came before the stream listened, what happened between them is read once more. */
const settleMs = [300, 1_500, 5_000];

/**
 * A job as it gets on: read once, then followed by the topic `job.{id}`. `id` null follows nothing. The stream tells no
 * past, so the job is read again shortly after listening began and whenever the line comes back.
 */
export function useJob(id: string | null): { job: Job | undefined; error: Refusal | null; refetch: () => void } {
  const query = useApi("/api/v1/jobs/{id}", { path: { id: id ?? "" }, enabled: id !== null, staleTimeMs: 0 });
  const [told, setTold] = useState<Job | undefined>();
  const take = (value: unknown) => {
    const job = value as Partial<Job> | null;
    if (job !== null && typeof job === "object" && job.id === id && typeof job.status === "string")
      setTold((before) => laterOf(job as Job, before?.id === id ? before : undefined));
  };
  const topic = id === null ? null : `job.${id}`;
  useUpdates(topic, (update) => take(update.value));
  useStreamEvents(topic, (event) => take(event.value));
  const job = id === null ? undefined : laterOf(query.data, told?.id === id ? told : undefined);
  const isDone = job !== undefined && isOver(job);
  const line = useLineState().kind;
  const read = query.refetch;
  useEffect(() => {
    if (id === null || isDone) return;
    const timers = settleMs.map((ms) => setTimeout(() => void read(), ms));
    return () => timers.forEach(clearTimeout);
  }, [id, isDone, line, read]);
  useEffect(() => {
    // What a job made or changed is told by its end: lists that name it are read anew, its own document with the result too.
    if (!isDone || id === null) return;
    void queries.invalidateQueries({ queryKey: [queryKey("/api/v1/jobs")[0]] });
    void read();
  }, [isDone, id, read]);
  return { job, error: query.error, refetch: () => void read() };
}
