import { expect, it } from "vitest";

import { driftTone, feedLook, healthReason, venueName } from "@/shell/status";

it("calls drift good below 250 ms, bad above 1,000, and nothing when there is none", () => {
  expect([0, 249, 250, 1_000, 1_001, null, undefined].map(driftTone)).toEqual([
    "ok",
    "ok",
    "warn",
    "warn",
    "crit",
    "neutral",
    "neutral",
  ]);
});

it("never shows a delayed, stale, closed or lost feed green", () => {
  expect(feedLook({ state: "live", delay_ms: 0 })).toEqual({ tone: "ok", shape: "full" });
  expect(feedLook({ state: "live", delay_ms: 900_000 })).toEqual({ tone: "warn", shape: "half" });
  for (const state of ["connecting", "delayed", "stale", "down", "closed"] as const)
    expect(feedLook({ state, delay_ms: 0 }).tone, state).not.toBe("ok");
  expect(feedLook({ state: "down", delay_ms: 0 })).toEqual({ tone: "crit", shape: "ring" });
});

it("takes the server's reasons apart, and leaves one it does not know", () => {
  expect(healthReason("synthetic-bist is down")).toEqual({ venue: "synthetic-bist", state: "down" });
  expect(healthReason("binance drifts 1200 ms")).toEqual({ venue: "binance", driftMs: 1200 });
  expect(healthReason("the disk is full")).toBeNull();
});

it("names a venue as people do", () => {
  expect(["synthetic-btcturk", "bist", "kraken"].map(venueName)).toEqual(["BTCTurk", "BIST", "kraken"]);
});
