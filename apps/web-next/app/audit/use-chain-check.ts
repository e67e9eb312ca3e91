import type { AuditHead } from "@spark/types";
import { useCallback, useEffect, useRef, useState } from "react";

import { fetchRecords } from "./records";
import { Refusal, api } from "@/lib/api";
import { ChainWalk, checkRecords, type ChainHead, type FirstBad } from "@/lib/audit-chain";

/** So many records are read at a press; the next press goes on. The server allows 200 a page. */
export const recordsAtOnce = 10_000;
const pageSize = 200;
const store = "spark.audit_kept";

/** The last head that was right in this browser: the log of today must still hold it. */
export type KeptHead = ChainHead & { at: number; key: string };

export function readKept(): KeptHead | null {
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? "null") as KeptHead | null;
    return kept !== null && /^[0-9a-f]{64}$/.test(kept.hash) && Number.isSafeInteger(kept.sequence) ? kept : null;
  } catch {
    return null;
  }
}

export type ChainCheck = {
  state: "running" | "right" | "wrong" | "stopped";
  at: number;
  head: AuditHead;
  checked: number;
  lowest: number;
  isComplete: boolean;
  /** Own records only: each hash, no links. */
  isOwnOnly: boolean;
  firstBad: FirstBad | null;
  kept: KeptHead | null;
  isKeptFound: boolean;
  isKeyChanged: boolean;
};

/** Reads the records and makes the chain of hashes anew in this browser. */
export function useChainCheck(mayReadAll: boolean) {
  const [check, setCheck] = useState<ChainCheck | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const control = useRef<AbortController | null>(null);
  const going = useRef<{ walk: ChainWalk; head: AuditHead; cursor: string; kept: KeptHead | null } | null>(null);
  useEffect(() => () => control.current?.abort(), []);

  const walkOn = useCallback(async (signal: AbortSignal) => {
    const now = going.current;
    if (now === null) return;
    const { walk, head, kept } = now;
    const tell = (state: ChainCheck["state"]) =>
      setCheck({
        state,
        at: Date.now(),
        head,
        checked: walk.checked,
        lowest: walk.lowest,
        isComplete: walk.isComplete,
        isOwnOnly: false,
        firstBad: walk.firstBad,
        kept,
        isKeptFound: walk.isKeptFound,
        isKeyChanged: kept !== null && kept.key !== head.public_key,
      });
    tell("running");
    for (let read = 0; read < recordsAtOnce && walk.firstBad === null && !walk.isComplete; read += pageSize) {
      const page = await fetchRecords({ limit: pageSize, cursor: now.cursor }, signal);
      if (signal.aborted) return;
      await walk.take(page.rows.map((row) => row.text));
      if (page.next === null && walk.firstBad === null && !walk.isComplete)
        walk.firstBad = { sequence: walk.lowest - 1, what: "sequence", expected: String(walk.lowest - 1), found: "" };
      now.cursor = page.next ?? "";
      tell("running");
    }
    const isRight = walk.firstBad === null && (kept === null || kept.key === head.public_key);
    if (isRight && walk.isComplete)
      localStorage.setItem(
        store,
        JSON.stringify({
          sequence: head.sequence,
          hash: head.hash,
          at: Date.now(),
          key: head.public_key,
        } satisfies KeptHead),
      );
    tell(isRight ? "right" : "wrong");
  }, []);

  const run = useCallback(async (work: (signal: AbortSignal) => Promise<void>) => {
    control.current?.abort();
    const mine = new AbortController();
    control.current = mine;
    setError(null);
    try {
      await work(mine.signal);
    } catch (caught) {
      if (mine.signal.aborted) return;
      if (!(caught instanceof Refusal)) throw caught;
      setError(caught);
      setCheck((before) => (before === null ? null : { ...before, state: "stopped" }));
    }
  }, []);

  const start = () =>
    run(async (signal) => {
      const head = await api.get("/api/v1/audit/head", { signal });
      if (!mayReadAll) {
        const { rows } = await fetchRecords({ limit: pageSize }, signal);
        const own = await checkRecords(rows.map((row) => row.text));
        setCheck({
          state: own.firstBad === null ? "right" : "wrong",
          at: Date.now(),
          head,
          checked: own.checked,
          lowest: 0,
          isComplete: false,
          isOwnOnly: true,
          firstBad: own.firstBad,
          kept: null,
          isKeptFound: false,
          isKeyChanged: false,
        });
        return;
      }
      const kept = readKept();
      going.current = { walk: new ChainWalk(head, kept), head, cursor: String(head.sequence + 1), kept };
      await walkOn(signal);
    });
  const goOn = () => run(walkOn);
  const stop = () => {
    control.current?.abort();
    setCheck((before) => (before === null ? null : { ...before, state: "stopped" }));
  };
  return { check, error, start, goOn, stop };
}
