import type { MarketTrade } from "@spark/types";

/** Newest first, each trade once: the stream tells the last ones again when it is asked anew. */
export function mergeTrades(before: MarketTrade[], more: readonly MarketTrade[], max: number): MarketTrade[] {
  const known = new Set(before.map((trade) => trade.id));
  const fresh = more.filter((trade) => !known.has(trade.id) && known.add(trade.id));
  return fresh.length === 0 ? before : [...fresh, ...before].sort((left, right) => right.id - left.id).slice(0, max);
}
