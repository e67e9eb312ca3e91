import type { LiveCandle, Market } from "@spark/types";
import { useMemo, type ReactNode } from "react";
import { Link } from "react-router";

import { Sparkline } from "@/charts/sparkline";
import { nothing, useFormat } from "@/lib/format";
import { queries, queryKey, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { isGrey } from "@/stream/freshness";
import { useStreamEvents } from "@/stream/live";
import {
  impliedBp,
  marketPath,
  spreadBp,
  useTicker,
  venueName,
  type LiveTicker,
  type MarketKey,
} from "@/stream/markets";
import { Badge, Synthetic } from "@/ui/badge";
import { AgeDot } from "@/ui/market-card-hops";
import { Percent, Time, Token } from "@/ui/num";

const words = defineWords({
  bid_ask: ["Bid / ask", "Alış / satış"],
  spread: ["Spread", "Makas"],
  implied: ["Implied vs {symbols}", "Zımni fark, {symbols}"],
  range: ["24 h range", "24 saat aralığı"],
  last_close: ["Last close", "Son kapanış"],
  no_live: ["not all live", "tümü canlı değil"],
  no_price: ["No price yet.", "Henüz fiyat yok."],
});

/** 24 hours of closed bars: enough points for the width of a card. */
const sparkTimeframe = "15m";
const sparkBars = 96;

function useDayCourse(key: MarketKey) {
  const options = { path: key, query: { timeframe: sparkTimeframe, limit: sparkBars } };
  const query = useApi("/api/v1/markets/{venue}/{symbol}/candles", { ...options, staleTimeMs: 900_000 });
  useStreamEvents(`candle.${key.venue}.${key.symbol}.${sparkTimeframe}`, (event) => {
    if (event.event === "candle")
      void queries.invalidateQueries({ queryKey: queryKey("/api/v1/markets/{venue}/{symbol}/candles", options) });
  });
  const bars = query.data?.data;
  // A venue that closes at night has bars of more than one day among the newest.
  return useMemo(() => bars?.filter((bar) => bar.ts > (bars.at(-1)?.ts ?? 0) - 86_400_000), [bars]);
}

export type ImpliedMarkets = { from: Market; through: Market };

type CardProps = {
  market: Market;
  decimals: number;
  /** This market's price against two others, where the server names such a triangle. */
  implied?: ImpliedMarkets;
  /** Beside the age: the buttons of a card that is being arranged. */
  actions?: ReactNode;
};

/** One market at a glance: price, change, course, quotes, and how fresh all of it is. */
export function MarketCard({ market, decimals, implied, actions }: CardProps) {
  const format = useFormat();
  const say = useWords(words);
  const live = useTicker(market, market);
  const course = useDayCourse(market);
  const { ticker, freshness, feed, heardAt } = live;
  const grey = isGrey(freshness);
  const lastBar = course?.at(-1);
  const price = ticker?.last ?? lastBar?.close;
  const values = useMemo(() => {
    const closes = (course ?? []).map((bar: LiveCandle) => Number(bar.close));
    return ticker?.last == null ? closes : [...closes.slice(0, -1), Number(ticker.last)];
  }, [course, ticker?.last]);
  const price_text = (value: string | null | undefined) => format.number(value, { decimals });
  const spread = spreadBp(ticker);
  return (
    <section
      aria-label={`${market.symbol} ${venueName(market.venue)}`}
      data-testid={`card-${market.symbol}`}
      className="flex min-h-[254px] min-w-0 flex-col gap-2 rounded-md border border-line bg-surface p-3"
    >
      <header className="flex min-h-7 flex-wrap items-center justify-between gap-x-2 gap-y-1">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <Link to={marketPath(market)} className="text-lg font-semibold text-text no-underline hover:underline">
            <Token>{market.symbol}</Token>
          </Link>
          <Badge>
            <Token>{venueName(market.venue)}</Token>
          </Badge>
          {market.synthetic && <Synthetic />}
        </div>
        <div className="ml-auto flex items-center gap-1">
          {actions ?? (
            <AgeDot
              freshness={freshness}
              hops={heardAt === undefined ? undefined : ticker?.hops}
              heardAt={heardAt}
              delayMs={feed?.delay_ms ?? 0}
              gaps={feed?.gaps}
              reason={grey ? feed?.reason : undefined}
            />
          )}
        </div>
      </header>
      <div className={`flex flex-wrap items-baseline gap-x-3 ${grey ? "text-text-3 italic" : ""}`} data-stale={grey}>
        <span className="num text-2xl font-semibold" data-testid="price">
          {price_text(price)}
        </span>
        {ticker?.change_ratio != null &&
          (grey ? (
            <span className="num">{format.percent(ticker.change_ratio, { sign: "always" })}</span>
          ) : (
            <Percent value={ticker.change_ratio} signed />
          ))}
        {ticker?.last == null && lastBar !== undefined && (
          <span className="text-sm">
            {say("last_close")} <Time value={lastBar.ts} precision="minute" />
          </span>
        )}
      </div>
      <div className="py-1">
        {course === undefined ? <div style={{ height: 44 }} /> : <Sparkline values={values} isGrey={grey} />}
      </div>
      <dl className={`m-0 flex flex-col gap-0.5 text-sm ${grey ? "text-text-3 italic" : ""}`}>
        <Row name={say("bid_ask")}>
          {ticker?.bid == null ? nothing : `${price_text(ticker.bid)} / ${price_text(ticker.ask)}`}
        </Row>
        <Row name={say("spread")}>
          {format.number(spread, { decimals: 2, unit: spread === null ? undefined : "bp" })}
        </Row>
        {implied !== undefined && <ImpliedRow live={live} implied={implied} />}
        <DayRange name={say("range")} live={live} course={course} decimals={decimals} isGrey={grey} />
      </dl>
    </section>
  );
}

function Row({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap justify-between gap-x-3">
      <dt className="text-text-3">{name}</dt>
      <dd className="num m-0 ml-auto">{children}</dd>
    </div>
  );
}

/** Only where all three prices are of now: otherwise the difference would be one of times, not of markets. */
function ImpliedRow({ live, implied }: { live: LiveTicker; implied: ImpliedMarkets }) {
  const say = useWords(words);
  const format = useFormat();
  const from = useTicker(implied.from, implied.from);
  const through = useTicker(implied.through, implied.through);
  const isLive = [live, from, through].every((one) => one.freshness.kind === "live");
  const bp = isLive ? impliedBp(live.ticker, from.ticker, through.ticker) : null;
  const name = say.rich("implied", {
    symbols: (
      <Token key="symbols">
        {implied.from.symbol} × {implied.through.symbol}
      </Token>
    ),
  });
  return (
    <Row name={name}>
      {bp === null ? (
        <span className="text-text-3">{say("no_live")}</span>
      ) : (
        <span className={Math.abs(bp) >= 10 ? "text-warn" : ""} data-testid="implied">
          {format.number(bp, { decimals: 1, sign: "always", unit: "bp" })}
        </span>
      )}
    </Row>
  );
}

/** Lowest and highest of 24 hours with the place of the price between them. */
function DayRange({
  name,
  live,
  course,
  decimals,
  isGrey: grey,
}: {
  name: string;
  live: LiveTicker;
  course: readonly LiveCandle[] | undefined;
  decimals: number;
  isGrey: boolean;
}) {
  const format = useFormat();
  const { ticker } = live;
  const lowest = ticker?.low ?? extreme(course, "low");
  const highest = ticker?.high ?? extreme(course, "high");
  const price = Number(ticker?.last ?? course?.at(-1)?.close);
  const [low, high] = [Number(lowest), Number(highest)];
  const place =
    lowest == null || highest == null || high <= low ? null : Math.min(Math.max((price - low) / (high - low), 0), 1);
  return (
    <>
      <Row name={name}>
        {lowest == null ? nothing : `${format.number(lowest, { decimals })} – ${format.number(highest, { decimals })}`}
      </Row>
      <div className="relative mt-1 h-1 rounded-full bg-surface-3" aria-hidden>
        {place !== null && (
          <span
            className={`absolute -top-1 h-3 w-0.5 ${grey ? "bg-text-3" : "bg-accent"}`}
            style={{ left: `calc(${(place * 100).toFixed(1)}% - 1px)` }}
          />
        )}
      </div>
    </>
  );
}

function extreme(course: readonly LiveCandle[] | undefined, side: "low" | "high"): string | null {
  let found: LiveCandle | undefined;
  for (const bar of course ?? []) {
    const isBeyond =
      found === undefined ||
      (side === "low" ? Number(bar.low) < Number(found.low) : Number(bar.high) > Number(found.high));
    if (isBeyond) found = bar;
  }
  return found?.[side] ?? null;
}
