import type { Job } from "@spark/types";
import { useEffect, useState } from "react";

import { Refusal, api } from "@/lib/api";
import { useStreamEvents, useTopic } from "@/stream/live";

const isOver = (job: Job): boolean => !["queued", "running"].includes(job.status);

/** A job followed to its end by the stream: begins with what the server answered, ends with its result in it. */
export function useJob(started: Job | null): { job: Job | null; isOver: boolean; error: Refusal | null } {
  const [job, setJob] = useState<Job | null>(started);
  const [error, setError] = useState<Refusal | null>(null);
  const id = started?.id ?? null;
  const topic = id === null || (job !== null && job.id === id && isOver(job)) ? null : `job.${id}`;
  const latest = useTopic<unknown>(topic);
  const [ends, setEnds] = useState(0);
  useStreamEvents(topic, () => setEnds((count) => count + 1));
  useEffect(() => setJob(started), [id]);
  useEffect(() => {
    if (id === null) return;
    let isCurrent = true;
    api.get("/api/v1/jobs/{id}", { path: { id } }).then(
      (found) => { if (isCurrent) setJob(found); },
      (caught: unknown) => { if (isCurrent && caught instanceof Refusal) setError(caught); },
    );
    return () => { isCurrent = false; };
  }, [id, latest?.heardAt, ends]);
  return { job, isOver: job !== null && isOver(job), error };
}
