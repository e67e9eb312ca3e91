import type { Feed, Hops } from "@spark/types";

import type { LineState } from "@/stream/line";

/** The server holds a feed for stale when its symbols were silent for longer than three times this. */
export const expectedMs = 1_000;

export type Freshness = {
  /** `delayed` is as fresh as the venue lets it be; `closed` means no news is right. */
  kind: "live" | "delayed" | "stale" | "closed" | "waiting";
  /** Since the newest value was heard, by this machine's clock; null before the first. */
  ageMs: number | null;
};

type Given = {
  symbol: string;
  heardAt: number | undefined;
  feed: Pick<Feed, "state" | "delay_ms" | "stale_symbols"> | undefined;
  line: LineState["kind"];
  now: number;
};

/** Whether a value on the screen may be believed to be of now. What is not known to be fresh is not shown as fresh. */
export function freshnessOf({ symbol, heardAt, feed, line, now }: Given): Freshness {
  const ageMs = heardAt === undefined ? null : Math.max(0, now - heardAt);
  const isLineDown = line === "waiting" || line === "refused";
  if (isLineDown) return { kind: "stale", ageMs };
  if (feed?.state === "closed") return { kind: "closed", ageMs };
  if (feed !== undefined && (feed.state === "stale" || feed.state === "down")) return { kind: "stale", ageMs };
  if (feed?.stale_symbols.includes(symbol)) return { kind: "stale", ageMs };
  if (ageMs === null || feed === undefined || feed.state === "connecting") return { kind: "waiting", ageMs };
  if (ageMs > 3 * expectedMs) return { kind: "stale", ageMs };
  return { kind: feed.state === "delayed" || feed.delay_ms > 0 ? "delayed" : "live", ageMs };
}

export const isGrey = (freshness: Freshness): boolean => freshness.kind === "stale" || freshness.kind === "closed";

export type HopTimes = { toServer: number; inServer: number; toBrowser: number | null; all: number | null };

/** How long each hop took. The last one is between two machines' clocks: null where they plainly differ. */
export function hopTimes(hops: Hops, heardAt: number): HopTimes {
  const toBrowser = heardAt - hops.published;
  const isClockWrong = toBrowser < -50 || toBrowser > 600_000;
  return {
    toServer: hops.received - hops.venue,
    inServer: hops.published - hops.received,
    toBrowser: isClockWrong ? null : Math.max(0, toBrowser),
    all: isClockWrong ? null : Math.max(0, heardAt - hops.venue),
  };
}
