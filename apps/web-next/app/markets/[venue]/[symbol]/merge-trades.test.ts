import type { MarketTrade } from "@spark/types";
import { describe, expect, it } from "vitest";

import { mergeTrades } from "./merge-trades";

const trades = (...ids: number[]) => ids.map((id) => ({ id }) as MarketTrade);
const ids = (list: readonly MarketTrade[]) => list.map((trade) => trade.id);

describe("the tape", () => {
  it("holds each trade once, newest first, though it is told several times", () => {
    expect(ids(mergeTrades(trades(3, 2), trades(2, 3, 4, 4, 5), 10))).toEqual([5, 4, 3, 2]);
  });
  it("keeps no more than it shows, and the same list when nothing is new", () => {
    expect(ids(mergeTrades([], trades(1, 2, 3), 2))).toEqual([3, 2]);
    const before = trades(2, 1);
    expect(mergeTrades(before, trades(1), 2)).toBe(before);
  });
});
