import type { Feed, Market, Status, Ticker } from "@spark/types";
import { useEffect, useMemo, useRef } from "react";

import { queries, useApi } from "@/lib/query";
import { freshnessOf, type Freshness } from "@/stream/freshness";
import { useLineState, useTopic, type Latest } from "@/stream/live";
import { useNow } from "@/ui/use-now";

export type MarketKey = { venue: string; symbol: string };
export const keyText = ({ venue, symbol }: MarketKey): string => `${venue}/${symbol}`;
export const topicOf = (kind: "ticker" | "book" | "trades", { venue, symbol }: MarketKey): string =>
  `${kind}.${venue}.${symbol}`;
export const marketPath = ({ venue, symbol }: MarketKey): string =>
  `/markets/${encodeURIComponent(venue)}/${encodeURIComponent(symbol)}`;

const names: Record<string, string> = { binance: "Binance", btcturk: "BTCTurk", bist: "BIST" };

/** `synthetic-btcturk` is BTCTurk; that it is made up is said by the mark beside it. */
export function venueName(venue: string): string {
  const bare = venue.replace(/^synthetic-/, "");
  return names[bare] ?? bare;
}

/** Decimals of a tick: `0.010` has two. */
export function decimalsOf(tick: string): number {
  return /\.(\d*?)0*$/.exec(tick)?.[1]?.length ?? 0;
}

/** Rules change with a release, not in a session. */
export function useSymbols() {
  const query = useApi("/api/v1/feeds/symbols", { staleTimeMs: Infinity });
  const data = query.data as SymbolList | undefined;
  return useMemo(() => {
    const rules = new Map(data?.symbols.map((row) => [keyText(row), row]));
    return {
      rules,
      decimals: (key: MarketKey) => decimalsOf(rules.get(keyText(key))?.tick_size ?? "0.01"),
      mapping: data?.mapping ?? [],
    };
  }, [data]);
}
type SymbolList = {
  symbols: Array<MarketKey & { synthetic: boolean; tick_size: string; lot_step: string; min_notional: string }>;
  mapping: Array<{ from: string; to: string; through: string }>;
};

/** The feeds of all venues, as the stream tells them. */
export function useFeeds(): Feed[] | undefined {
  const told = useTopic<Pick<Status, "feeds">>("status");
  const query = useApi("/api/v1/status");
  return (told?.value ?? query.data)?.feeds;
}

export const useFeed = (venue: string): Feed | undefined => useFeeds()?.find((feed) => feed.venue === venue);

export type LiveTicker = {
  ticker: Ticker | undefined;
  heardAt: number | undefined;
  feed: Feed | undefined;
  freshness: Freshness;
};

/** What a market's newest ticker is and whether it is of now. `market` stands in until the stream has told something. */
export function useTicker(key: MarketKey, market: Market | undefined): LiveTicker {
  const told: Latest<Ticker> | undefined = useTopic<Ticker>(topicOf("ticker", key));
  const feed = useFeed(key.venue);
  const line = useLineState().kind;
  const now = useNow(500);
  const freshness = freshnessOf({
    symbol: key.symbol,
    heardAt: told?.heardAt,
    feed,
    line,
    now: Math.max(now, told?.heardAt ?? 0),
  });
  return { ticker: told?.value ?? market, heardAt: told?.heardAt, feed, freshness };
}

/** Calls back when the line has come back: what was missed meanwhile is read anew. */
export function useRecovery(onRecovered: () => void): void {
  const line = useLineState().kind;
  const wasDown = useRef(false);
  const handler = useRef(onRecovered);
  handler.current = onRecovered;
  useEffect(() => {
    if (line === "waiting" || line === "refused") wasDown.current = true;
    else if (line === "live" && wasDown.current) {
      wasDown.current = false;
      handler.current();
    }
  }, [line]);
}

/** Every market; read anew when the line comes back. */
export function useMarkets() {
  const query = useApi("/api/v1/markets");
  useRecovery(() => void queries.invalidateQueries({ queryKey: ["/api/v1/markets"] }));
  return query;
}

const middle = (ticker: Ticker | undefined): number | null =>
  ticker === undefined || ticker.bid === null || ticker.ask === null
    ? null
    : (Number(ticker.bid) + Number(ticker.ask)) / 2;

/** Ask above bid, in hundredths of a per cent of the middle: a ratio, so a double will do. */
export function spreadBp(ticker: Ticker | undefined): number | null {
  const mid = middle(ticker);
  return mid === null || mid === 0 ? null : ((Number(ticker?.ask) - Number(ticker?.bid)) / mid) * 10_000;
}

/** How far `to` lies above `from` × `through`, in bp of middle prices. */
export function impliedBp(
  to: Ticker | undefined,
  from: Ticker | undefined,
  through: Ticker | undefined,
): number | null {
  const [price, base, rate] = [middle(to), middle(from), middle(through)];
  if (price === null || base === null || rate === null || base * rate === 0) return null;
  return (price / (base * rate) - 1) * 10_000;
}
