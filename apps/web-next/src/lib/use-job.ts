import type { Job } from "@spark/types";
import { useState } from "react";

import { useApi } from "@/lib/query";
import { useStreamEvents, useTopic } from "@/stream/live";

export const isOver = (job: Job): boolean => !["queued", "running"].includes(job.status);

/** A job as it is now: read once, then told by the stream. `null` follows none. */
export function useJob(id: string | null): Job | undefined {
  const [told, setTold] = useState<Job | undefined>();
  const read = useApi("/api/v1/jobs/{id}", { path: { id: id ?? "" }, enabled: id !== null, staleTimeMs: 0 }).data;
  const gauge = useTopic<Partial<Job>>(id === null ? null : `job.${id}`)?.value;
  useStreamEvents(id === null ? null : `job.${id}`, (event) => {
    const job = event.value as Job;
    if (job?.object === "job") setTold(job);
  });
  useStreamEvents(id === null ? null : "jobs", (event) => {
    const job = event.value as Job;
    if (job?.object === "job" && job.id === id) setTold(job);
  });
  if (id === null) return undefined;
  const known = told?.id === id ? told : undefined;
  // An answer read late must not undo an end that the stream told before.
  const base = known !== undefined && (isOver(known) || read === undefined || !isOver(read)) ? known : read;
  if (base === undefined || isOver(base) || gauge === undefined) return base;
  return { ...base, progress: Math.max(base.progress, gauge.progress ?? 0), eta_ms: gauge.eta_ms ?? base.eta_ms };
}
