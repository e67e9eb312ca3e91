import type { DataSet, Job } from "@spark/types";
import { useQuery } from "@tanstack/react-query";

import { api, type Refusal } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { useStreamEvents } from "@/stream/live";
import { isOver } from "@/ui/use-job";

const list = "/api/v1/datasets";

/** Every data set, all pages: search and order work on the whole. */
export function useDataSets() {
  return useQuery<DataSet[], Refusal>({
    queryKey: [list, "all"],
    queryFn: async ({ signal }) => {
      const all: DataSet[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.get(list, { query: { limit: 200, cursor }, signal });
        all.push(...page.data);
        cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined;
      } while (cursor !== undefined);
      return all;
    },
  });
}

/** After anything that makes, moves or removes a data set. */
export const rereadDataSets = async (): Promise<void> => {
  await queries.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith(list) });
};

const dataKinds = new Set(["ingest", "synth", "resample", "repair", "verify"]);

/** Work on data that is under way, whoever's tab began it. A job that ends has the lists read anew. */
export function useDataJobs(): Job[] {
  const query = useApi("/api/v1/jobs", { query: { limit: 50 }, staleTimeMs: 0 });
  useStreamEvents("jobs", (event) => {
    const job = event.value as Partial<Job> | null;
    if (job === null || typeof job !== "object" || job.kind === undefined || !dataKinds.has(job.kind)) return;
    void queries.invalidateQueries({ queryKey: ["/api/v1/jobs"] });
    if (job.status !== undefined && isOver(job as Job)) void rereadDataSets();
  });
  return (query.data?.data ?? []).filter((job) => dataKinds.has(job.kind) && !isOver(job));
}

/** The data set that a job made or looked at; its result is told as an address. */
export function dataSetOfJob(job: Job): string | null {
  const address = job.links.result;
  const match = address === undefined ? null : /\/datasets\/([^/?]+)$/.exec(address);
  return match === null ? null : decodeURIComponent(match[1] as string);
}

export const addressOfDataSet = (id: string): string => `/data/${encodeURIComponent(id)}`;
