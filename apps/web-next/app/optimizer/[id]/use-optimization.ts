import type { Optimization } from "@spark/types";
import { useEffect, useRef, useState } from "react";

import { queries, useApi } from "@/lib/query";
import { useStreamEvents, useTopic } from "@/stream/live";
import { useJob } from "@/ui/use-job";

import { isAtRest, type Standing } from "../_parts/states";

const prefix = "/api/v1/optimizations";

/** All that is shown of one optimization is read anew. */
export const readAnew = (id: string): void =>
  void queries.invalidateQueries({
    predicate: ({ queryKey: [url, path] }) =>
      String(url) === prefix || (String(url).startsWith(`${prefix}/{id}`) && (path as { id?: string }).id === id),
  });

/**
 * One optimization: its state is the server's, how it stands comes by the stream while it runs. `told` rises with every
 * telling of new sets: who shows sets reads them anew then.
 */
export function useOptimization(id: string) {
  const query = useApi("/api/v1/optimizations/{id}", { path: { id }, staleTimeMs: 0 });
  const optimization: Optimization | undefined = query.data;
  const isOver = optimization !== undefined && isAtRest(optimization.state);
  const { job } = useJob(optimization?.job ?? null);
  const topic = optimization === undefined || isOver ? null : `optimization.${id}`;
  const live = useTopic<Standing>(topic);
  const [told, setTold] = useState(0);
  useStreamEvents(topic, () => setTold((count) => count + 1));

  // What the job says of its state is told by the stream; the optimization's own document follows it.
  const status = job?.status;
  const before = useRef(status);
  useEffect(() => {
    if (before.current !== undefined && before.current !== status) readAnew(id);
    before.current = status;
  }, [id, status]);
  useStreamEvents("jobs", (event) => {
    if ((event.value as { id?: string }).id === optimization?.job) readAnew(id);
  });

  const lastSearch = useRef<Standing | null>(null);
  const newest = live?.value ?? optimization?.standing ?? null;
  if (newest?.phase === "search" || lastSearch.current === null) lastSearch.current = newest;
  // After the search a standing counts no sets any more: those of the search stay.
  const standing =
    newest === null
      ? null
      : newest.phase === "search" || newest.done > 0
        ? newest
        : { ...(lastSearch.current ?? newest), phase: newest.phase };
  return { query, optimization, job, standing, told, isOver };
}

/** How long to wait before the next reading: never more than a quarter of the time is spent reading. */
export const pauseMs = (leastMs: number, lastTookMs: number): number => Math.max(leastMs, 3 * lastTookMs);

type Readable = { refetch: (options?: { cancelRefetch?: boolean }) => Promise<unknown> };

/** Reads a query anew when `told` rises, one at a time and not oftener than the machine can take. */
export function useFollowed(query: Readable, told: number, leastMs = 250): void {
  const state = useRef({ isWaiting: false, read: 0, tookMs: 0, begunAt: 0 });
  const refetch = useRef(query.refetch);
  refetch.current = query.refetch;
  const newest = useRef(told);
  newest.current = told;
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => void (isGone.current = true);
  }, []);
  useEffect(() => {
    const now = state.current;
    if (told === now.read || now.isWaiting) return;
    now.isWaiting = true;
    const run = async () => {
      if (isGone.current) return;
      now.read = newest.current;
      now.begunAt = performance.now();
      await refetch.current({ cancelRefetch: false });
      now.tookMs = performance.now() - now.begunAt;
      now.isWaiting = false;
      if (newest.current !== now.read && !isGone.current) wait();
    };
    const wait = () => {
      now.isWaiting = true;
      const since = performance.now() - now.begunAt;
      setTimeout(() => void run(), Math.max(0, pauseMs(leastMs, now.tookMs) - (now.begunAt === 0 ? 1e9 : since)));
    };
    wait();
  }, [told, leastMs]);
}
