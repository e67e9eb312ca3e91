import { useEffect, useState, useSyncExternalStore } from "react";

import { Refusal, fetchRaw } from "@/lib/api";
import { readMetrics, seriesKey, type Reading, type Snapshot } from "@/lib/prometheus";

/** Readings kept: an hour at one every 5 s. Older ones go. */
export const readingsMax = 720;

type Kept = { time: number; numbers: Float64Array };

/**
 * Readings of /metrics, kept by this page alone: the server keeps no history. They outlive a change of page, not a reload. A
 * reading is one row of numbers; the series' places are shared by all.
 */
export class Ring {
  private places = new Map<string, number>();
  private kept: Kept[] = [];
  newest: Reading | null = null;
  /** Told anew at each reading: what React compares. */
  version = 0;
  private listeners = new Set<() => void>();

  add(time: number, reading: Reading): void {
    for (const sample of reading.samples) {
      const key = seriesKey(sample.name, sample.labels);
      if (!this.places.has(key)) this.places.set(key, this.places.size);
    }
    const numbers = new Float64Array(this.places.size).fill(NaN);
    for (const sample of reading.samples)
      numbers[this.places.get(seriesKey(sample.name, sample.labels)) as number] = sample.value;
    this.kept.push({ time, numbers });
    if (this.kept.length > readingsMax) this.kept.shift();
    this.newest = reading;
    ++this.version;
    this.listeners.forEach((listener) => listener());
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private snapshotOf(kept: Kept): Snapshot {
    return {
      time: kept.time,
      values: (key) => {
        const place = this.places.get(key);
        const value = place === undefined ? undefined : kept.numbers[place];
        return value === undefined || Number.isNaN(value) ? undefined : value;
      },
    };
  }

  /** Oldest first, from a time on. */
  since(time: number): Snapshot[] {
    return this.kept.filter((one) => one.time >= time).map((one) => this.snapshotOf(one));
  }

  get first(): number | null {
    return this.kept[0]?.time ?? null;
  }

  get size(): number {
    return this.kept.length;
  }

  /** The newest reading that is at least so old, to compare `now` with; the oldest there is when none is. */
  before(now: Snapshot, ms: number): Snapshot | null {
    let found: Kept | null = null;
    for (const one of this.kept) {
      if (one.time >= now.time) break;
      if (found !== null && one.time > now.time - ms) break;
      found = one;
    }
    return found === null ? null : this.snapshotOf(found);
  }
}

export const ring = new Ring();

/** /metrics is made to be pulled: read at once and then every so many seconds; 0: only at once. Hidden tabs wait. */
export function useReadings(seconds: number): { error: Refusal | SyntaxError | null; readNow: () => void } {
  const [error, setError] = useState<Refusal | SyntaxError | null>(null);
  const [turn, setTurn] = useState(0);
  useSyncExternalStore(ring.subscribe, () => ring.version);
  useEffect(() => {
    const control = new AbortController();
    const read = async () => {
      if (document.hidden && ring.size > 0) return;
      try {
        const text = await (
          await fetchRaw("GET", "/metrics", { headers: { accept: "text/plain" }, signal: control.signal })
        ).text();
        if (control.signal.aborted) return;
        ring.add(Date.now(), readMetrics(text));
        setError(null);
      } catch (caught) {
        if (control.signal.aborted) return;
        if (!(caught instanceof Refusal) && !(caught instanceof SyntaxError)) throw caught;
        setError(caught);
      }
    };
    void read();
    const timer = seconds > 0 ? setInterval(() => void read(), seconds * 1000) : undefined;
    return () => {
      control.abort();
      clearInterval(timer);
    };
  }, [seconds, turn]);
  return { error, readNow: () => setTurn((count) => count + 1) };
}
