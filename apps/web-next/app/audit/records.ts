import type { AuditRecord } from "@spark/types";
import { useCallback, useEffect, useRef, useState } from "react";

import { Refusal, fetchRaw } from "@/lib/api";
import { rowTexts } from "@/lib/audit-chain";

export const pageRows = 100;

/** A record and the very text it came as: only that can be hashed again. */
export type Row = { record: AuditRecord; text: string };
export type RecordPage = { rows: Row[]; next: string | null };
export type Filter = { actor?: string; action?: string; outcome?: string; since?: string; until?: string };

export async function fetchRecords(
  query: Filter & { limit?: number; cursor?: string },
  signal?: AbortSignal,
): Promise<RecordPage> {
  const body = await (await fetchRaw("GET", "/api/v1/audit", { query: { limit: pageRows, ...query }, signal })).text();
  const answer = JSON.parse(body) as { data: AuditRecord[]; next_cursor: string | null };
  const texts = rowTexts(body);
  return { rows: answer.data.map((record, index) => ({ record, text: texts[index] ?? "" })), next: answer.next_cursor };
}

/** Newer rows before the ones there; with a hole between them the older ones are given up. */
export function joinNewer(newer: RecordPage, before: RecordPage): RecordPage {
  const newest = before.rows[0]?.record.sequence;
  const place = newer.rows.findIndex((row) => row.record.sequence === newest);
  return place < 0 ? newer : { rows: [...newer.rows.slice(0, place), ...before.rows], next: before.next };
}

const nobody: RecordPage = { rows: [], next: null };

/** The log newest first, page by page, with what came since put before. */
export function useRecords(filter: Filter) {
  const key = JSON.stringify(filter);
  const [page, setPage] = useState<RecordPage | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const control = useRef(new AbortController());
  const run = useCallback(async (work: (signal: AbortSignal) => Promise<void>) => {
    const { signal } = control.current;
    try {
      await work(signal);
      if (!signal.aborted) setError(null);
    } catch (caught) {
      if (signal.aborted) return;
      if (!(caught instanceof Refusal)) throw caught;
      setError(caught);
    }
  }, []);
  const refresh = useCallback(
    () =>
      run(async (signal) => {
        const newer = await fetchRecords(JSON.parse(key) as Filter, signal);
        if (!signal.aborted) setPage((before) => (before === null ? newer : joinNewer(newer, before)));
      }),
    [key, run],
  );
  useEffect(() => {
    control.current = new AbortController();
    setPage(null);
    void refresh();
    return () => control.current.abort();
  }, [refresh]);
  const loadOlder = useCallback(async () => {
    const cursor = page?.next;
    if (!cursor) return;
    setLoadingOlder(true);
    await run(async (signal) => {
      const older = await fetchRecords({ ...(JSON.parse(key) as Filter), cursor }, signal);
      if (!signal.aborted)
        setPage((before) => ({ rows: [...(before ?? nobody).rows, ...older.rows], next: older.next }));
    });
    setLoadingOlder(false);
  }, [page?.next, key, run]);
  return { page, error, refresh, loadOlder, isLoadingOlder };
}
