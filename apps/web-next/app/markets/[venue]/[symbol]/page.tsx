import type { Market } from "@spark/types";
import type { ReactNode } from "react";
import { Link, useParams, useSearchParams } from "react-router";

import { nothing, useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { usePhone } from "@/lib/use-media";
import { defineWords, useWords } from "@/lib/words";
import { isGrey } from "@/stream/freshness";
import { decimalsOf, spreadBp, useSymbols, useTicker, venueName, keyText, type MarketKey } from "@/stream/markets";
import { Badge, Synthetic } from "@/ui/badge";
import { AgeDot } from "@/ui/market-card-hops";
import { Percent, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import { Tabs } from "@/ui/tabs";

import { MarketChart, timeframeOf } from "./market-chart";
import { DepthPanel, OrderBook } from "./order-book";
import { RawFeed } from "./raw-feed";
import { TradesTape } from "./trades-tape";

const words = defineWords({
  markets: ["Markets", "Piyasalar"],
  last: ["Last", "Son"],
  change: ["24 h change", "24 saat değişimi"],
  high: ["24 h high", "24 saat en yüksek"],
  low: ["24 h low", "24 saat en düşük"],
  volume: ["24 h volume", "24 saat hacmi"],
  bid_ask: ["Bid / ask", "Alış / satış"],
  spread: ["Spread", "Makas"],
  gaps: ["Sequence gaps", "Sıra boşluğu"],
  chart: ["Chart", "Grafik"],
  book: ["Book", "Defter"],
  trades: ["Trades", "İşlemler"],
  depth: ["Depth", "Derinlik"],
  raw: ["Raw feed", "Ham akış"],
  below: ["More of this market", "Bu piyasanın ayrıntıları"],
  views: ["Views of this market", "Bu piyasanın görünümleri"],
  later: [
    "The order ticket and your own orders come in a later part.",
    "Emir formu ve kendi emirleriniz sonraki bir bölümde gelecek.",
  ],
});

export default function MarketPage() {
  const { venue = "", symbol = "" } = useParams();
  const query = useApi("/api/v1/markets/{venue}/{symbol}", { path: { venue, symbol } });
  const say = useWords(words);
  return (
    <Page
      title={`${symbol} · ${venueName(venue)}`}
      heading={
        <span className="flex flex-wrap items-center gap-2">
          <Token>{symbol}</Token>
          <Badge>
            <Token>{venueName(venue)}</Token>
          </Badge>
          {query.data?.synthetic && <Synthetic />}
        </span>
      }
      actions={<Link to="/markets">{say("markets")}</Link>}
    >
      <Loaded
        query={query}
        skeleton={
          <Panel>
            <Skeleton rows={2} height={40} />
          </Panel>
        }
      >
        {(market) => <MarketView key={keyText(market)} market={market} />}
      </Loaded>
    </Page>
  );
}

function MarketView({ market }: { market: Market }) {
  const say = useWords(words);
  const isPhone = usePhone();
  const [search] = useSearchParams();
  const { rules, decimals: decimalsFor } = useSymbols();
  const rule = rules.get(keyText(market));
  const decimals = decimalsFor(market);
  const key: MarketKey = { venue: market.venue, symbol: market.symbol };
  const tick = rule?.tick_size ?? "0.01";
  const lotDecimals = decimalsOf(rule?.lot_step ?? "0.00000001");
  const chart = () => <MarketChart market={key} decimals={decimals} />;
  const book = () => <OrderBook market={key} tick={tick} decimals={decimals} lotDecimals={lotDecimals} />;
  const trades = () => <TradesTape market={key} decimals={decimals} lotDecimals={lotDecimals} />;
  const later = <p className="m-0 text-sm text-text-3">{say("later")}</p>;
  if (isPhone) {
    return (
      <>
        <HeaderStats market={market} decimals={decimals} />
        <Tabs
          name="view"
          label={say("views")}
          tabs={[
            { key: "chart", title: say("chart"), content: chart },
            {
              key: "book",
              title: say("book"),
              content: () => (
                <div className="flex flex-col gap-3">
                  {book()}
                  <DepthPanel market={key} tick={tick} decimals={decimals} />
                </div>
              ),
            },
            { key: "trades", title: say("trades"), content: trades },
            {
              key: "raw",
              title: say("raw"),
              content: () => <RawFeed market={key} timeframe={timeframeOf(search.get("tf"))} />,
            },
          ]}
        />
        {later}
      </>
    );
  }
  return (
    <>
      <HeaderStats market={market} decimals={decimals} />
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-8">
          <Panel>{chart()}</Panel>
          <Panel>
            <Tabs
              name="below"
              label={say("below")}
              tabs={[
                {
                  key: "depth",
                  title: say("depth"),
                  content: () => <DepthPanel market={key} tick={tick} decimals={decimals} />,
                },
                {
                  key: "raw",
                  title: say("raw"),
                  content: () => <RawFeed market={key} timeframe={timeframeOf(search.get("tf"))} />,
                },
              ]}
            />
          </Panel>
          {later}
        </div>
        <div className="col-span-12 grid min-w-0 grid-cols-2 content-start gap-3 md:col-span-4 md:grid-cols-1">
          {book()}
          {trades()}
        </div>
      </div>
    </>
  );
}

function HeaderStats({ market, decimals }: { market: Market; decimals: number }) {
  const say = useWords(words);
  const format = useFormat();
  const { ticker, freshness, feed, heardAt } = useTicker(market, market);
  const grey = isGrey(freshness);
  const price = (value: string | null | undefined) => format.number(value, { decimals });
  const spread = spreadBp(ticker);
  return (
    <Panel>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
        <dl
          className={`m-0 flex flex-wrap items-end gap-x-6 gap-y-2 ${grey ? "text-text-3 italic" : ""}`}
          data-stale={grey}
        >
          <Stat name={say("last")}>
            <span className="text-2xl font-semibold" data-testid="price">
              {price(ticker?.last)}
            </span>
          </Stat>
          <Stat name={say("change")}>
            {grey || ticker?.change_ratio == null ? (
              format.percent(ticker?.change_ratio, { sign: "always" })
            ) : (
              <Percent value={ticker.change_ratio} signed />
            )}
          </Stat>
          <Stat name={say("bid_ask")}>
            {ticker?.bid == null ? nothing : `${price(ticker.bid)} / ${price(ticker.ask)}`}
          </Stat>
          <Stat name={say("spread")}>
            {format.number(spread, { decimals: 2, unit: spread === null ? undefined : "bp" })}
          </Stat>
          <Stat name={say("low")}>{price(ticker?.low)}</Stat>
          <Stat name={say("high")}>{price(ticker?.high)}</Stat>
          <Stat name={say("volume")}>{ticker?.volume == null ? nothing : format.compact(Number(ticker.volume))}</Stat>
          <Stat name={say("gaps")}>
            <span data-testid="gaps">{feed === undefined ? nothing : format.number(feed.gaps)}</span>
          </Stat>
        </dl>
        <div className="ml-auto">
          <AgeDot
            freshness={freshness}
            hops={heardAt === undefined ? undefined : ticker?.hops}
            heardAt={heardAt}
            delayMs={feed?.delay_ms ?? 0}
            gaps={feed?.gaps}
            reason={grey ? feed?.reason : undefined}
          />
        </div>
      </div>
    </Panel>
  );
}

function Stat({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-sm text-text-3 not-italic">{name}</dt>
      <dd className="num m-0 text-left!">{children}</dd>
    </div>
  );
}
