import type { Ticker } from "@spark/types";
import { describe, expect, it } from "vitest";

import { freshnessText } from "@/ui/market-card-hops";
import { freshnessOf, hopTimes, isGrey } from "@/stream/freshness";
import { decimalsOf, impliedBp, spreadBp } from "@/stream/markets";

const feed = { state: "live" as const, delay_ms: 0, stale_symbols: [] as string[] };
const given = { symbol: "BTCUSDT", heardAt: 1_000, feed, line: "live" as const, now: 1_500 };

describe("freshness", () => {
  it("is live while values come", () => expect(freshnessOf({ ...given }).kind).toBe("live"));
  it("is stale after three times the interval, and at once when the line or the feed is down", () => {
    expect(freshnessOf({ ...given, now: 3_900 }).kind).toBe("live");
    expect(freshnessOf({ ...given, now: 4_100 })).toEqual({ kind: "stale", ageMs: 3_100 });
    expect(freshnessOf({ ...given, line: "waiting" }).kind).toBe("stale");
    expect(freshnessOf({ ...given, feed: { ...feed, state: "down" } }).kind).toBe("stale");
    expect(freshnessOf({ ...given, feed: { ...feed, stale_symbols: ["BTCUSDT"] } }).kind).toBe("stale");
  });
  it("is closed, not stale, when the venue rests; delayed when it tells late", () => {
    expect(freshnessOf({ ...given, now: 99_000, feed: { ...feed, state: "closed" } }).kind).toBe("closed");
    expect(freshnessOf({ ...given, feed: { ...feed, delay_ms: 900_000 } }).kind).toBe("delayed");
  });
  it("does not call live what was never heard", () => {
    expect(freshnessOf({ ...given, heardAt: undefined }).kind).toBe("waiting");
    expect(freshnessOf({ ...given, feed: undefined }).kind).toBe("waiting");
  });
  it("greys what is stale or closed", () =>
    expect(
      ["live", "delayed", "waiting", "stale", "closed"].filter((kind) => isGrey({ kind: kind as "live", ageMs: 0 })),
    ).toEqual(["stale", "closed"]));
  it("splits the way into hops, and says nothing of the last where the clocks differ", () => {
    expect(hopTimes({ venue: 100, received: 130, published: 150 }, 190)).toEqual({
      toServer: 30,
      inServer: 20,
      toBrowser: 40,
      all: 90,
    });
    expect(hopTimes({ venue: 100, received: 130, published: 150 }, -4_000)).toMatchObject({
      toBrowser: null,
      all: null,
    });
  });
  it("reads the same in both languages", () => {
    expect(freshnessText({ kind: "stale", ageMs: 12_000 }, null, 0, "tr")).toBe("12 sn. önce");
    expect(freshnessText({ kind: "delayed", ageMs: 0 }, 900_100, 900_000, "en")).toBe("delayed 15 min");
    expect(freshnessText({ kind: "live", ageMs: 0 }, 42, 0, "en")).toBe("42 ms");
  });
});

describe("quotes", () => {
  const quote = (bid: string, ask: string) => ({ bid, ask }) as Ticker;
  it("have a spread in basis points", () => {
    expect(spreadBp(quote("99.95", "100.05"))).toBeCloseTo(10, 6);
    expect(spreadBp({ bid: null, ask: null } as Ticker)).toBeNull();
  });
  it("are compared across three markets", () => {
    expect(impliedBp(quote("3003", "3003"), quote("100", "100"), quote("30", "30"))).toBeCloseTo(10, 6);
    expect(impliedBp(quote("3003", "3003"), quote("100", "100"), undefined)).toBeNull();
  });
  it("take their decimals from the tick", () =>
    expect(["0.01", "0.010", "1", "0.00001"].map(decimalsOf)).toEqual([2, 2, 0, 5]));
});
