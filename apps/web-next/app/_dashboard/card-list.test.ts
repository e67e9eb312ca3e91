import type { Market } from "@spark/types";
import { beforeEach, describe, expect, it } from "vitest";

import { defaultCards, keepCards, moved, storedCards } from "./card-list";

const market = (venue: string, symbol: string) => ({ venue, symbol }) as Market;

describe("the dashboard's cards", () => {
  beforeEach(() => localStorage.clear());
  it("are the pair abroad, the pair at home and the index at first, in this order", () => {
    const markets = [
      market("synthetic-bist", "SPK100"),
      market("synthetic-binance", "ETHUSDT"),
      market("synthetic-btcturk", "BTCTRY"),
      market("synthetic-binance", "BTCUSDT"),
    ];
    expect(defaultCards(markets)).toEqual([
      "synthetic-binance/BTCUSDT",
      "synthetic-btcturk/BTCTRY",
      "synthetic-bist/SPK100",
    ]);
    expect(defaultCards([market("x", "A")])).toEqual(["x/A"]);
  });
  it("move by one place and stay at an end", () => {
    expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
    expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  });
  it("are kept by this browser, and what is damaged counts as nothing", () => {
    keepCards(["a", "b"]);
    expect(storedCards()).toEqual(["a", "b"]);
    localStorage.setItem("spark.dashboard.cards", "{broken");
    expect(storedCards()).toBeNull();
    keepCards(null);
    expect(storedCards()).toBeNull();
  });
});
