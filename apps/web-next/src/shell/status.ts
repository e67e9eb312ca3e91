import type { Feed, Status } from "@spark/types";

import { useQuery } from "@tanstack/react-query";

import { useApi } from "@/lib/query";
import { useStale, useTopic } from "@/stream/live";
import type { Tone } from "@/ui/badge";

/** What the topic `status` brings: the route's document without what never changes. */
export type LiveStatus = Pick<Status, "env" | "health" | "health_reasons" | "drift_ms" | "feeds" | "jobs">;

export type StatusNow = {
  status: LiveStatus | undefined;
  version: string | undefined;
  isStale: boolean;
  ageMs: number;
};

/** The server tells it twice a second; in a hidden page's first moments the answer of the route stands in. */
export function useStatus(): StatusNow {
  const query = useApi("/api/v1/status");
  // A page opened with a session that has ended: what anybody may know of the server is still shown.
  const anonymous = useQuery({
    queryKey: ["status-without-session"],
    queryFn: async () => (await (await fetch("/api/v1/status", { credentials: "omit" })).json()) as Status,
    enabled: query.data === undefined && query.error?.status === 401,
    retry: false,
  });
  const known = query.data ?? (anonymous.data?.schema === "spark.status/1" ? anonymous.data : undefined);
  const told = useTopic<LiveStatus>("status");
  const { isStale, ageMs } = useStale(told, 1_000);
  return { status: told?.value ?? known, version: known?.version, isStale, ageMs };
}

/** Thresholds of the desk: below 250 ms is good, above 1,000 ms is not. */
export function driftTone(ms: number | null | undefined): Tone {
  if (ms === null || ms === undefined) return "neutral";
  return ms < 250 ? "ok" : ms <= 1_000 ? "warn" : "crit";
}

export type FeedLook = { tone: Tone; shape: "full" | "half" | "ring" };

/** Delayed is never green; what sends nothing is a ring. */
export function feedLook(feed: Pick<Feed, "state" | "delay_ms">): FeedLook {
  if (feed.state === "live") return feed.delay_ms > 0 ? { tone: "warn", shape: "half" } : { tone: "ok", shape: "full" };
  if (feed.state === "delayed" || feed.state === "stale") return { tone: "warn", shape: "half" };
  if (feed.state === "connecting") return { tone: "warn", shape: "ring" };
  if (feed.state === "closed") return { tone: "neutral", shape: "ring" };
  return { tone: "crit", shape: "ring" };
}

/** A reason of HEALTH as the server words it, taken apart: `synthetic-bist is down`, `binance drifts 1200 ms`. */
export function healthReason(
  text: string,
): { venue: string; state: Feed["state"] } | { venue: string; driftMs: number } | null {
  const [, venue, state] = /^(\S+) is (down|connecting|stale)$/.exec(text) ?? [];
  if (venue !== undefined) return { venue, state: state as Feed["state"] };
  const [, drifting, ms] = /^(\S+) drifts (\d+) ms$/.exec(text) ?? [];
  return drifting === undefined ? null : { venue: drifting, driftMs: Number(ms) };
}

const names: Record<string, string> = { binance: "Binance", btcturk: "BTCTurk", bist: "BIST" };

/** `synthetic-btcturk` is BTCTurk with the mark SYNTHETIC beside it. */
export const venueName = (venue: string): string => {
  const bare = venue.replace(/^synthetic-/, "");
  return names[bare] ?? bare;
};
