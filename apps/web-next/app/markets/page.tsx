import type { Market, Ticker } from "@spark/types";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { nothing, useFormat } from "@/lib/format";
import { useMedia, usePhone } from "@/lib/use-media";
import { defineWords, useWords } from "@/lib/words";
import { freshnessOf, hopTimes } from "@/stream/freshness";
import { useLineState, useUpdates } from "@/stream/live";
import { keyText, marketPath, spreadBp, useFeeds, useMarkets, useSymbols, venueName } from "@/stream/markets";
import { Badge, Synthetic } from "@/ui/badge";
import { inputShape } from "@/ui/fields";
import { freshnessText } from "@/ui/market-card-hops";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { useNow } from "@/ui/use-now";

import { LiveCells, type CellWriter } from "./live-cells";

const words = defineWords({
  title: ["Markets", "Piyasalar"],
  search: ["Search symbol or venue", "Sembol ya da borsa ara"],
  symbol: ["Symbol", "Sembol"],
  last: ["Last", "Son"],
  change: ["24 h change", "24 saat değişimi"],
  bid: ["Bid", "Alış"],
  ask: ["Ask", "Satış"],
  spread: ["Spread", "Makas"],
  high: ["24 h high", "24 saat en yüksek"],
  low: ["24 h low", "24 saat en düşük"],
  volume: ["24 h volume", "24 saat hacmi"],
  age: ["Freshness", "Tazelik"],
  none: ["No markets are running on this server.", "Bu sunucuda çalışan piyasa yok."],
  no_match: ["No market has “{text}” in its name.", "Adında “{text}” geçen piyasa yok."],
  shown: ["{count} of {all}", "{count} / {all}"],
});

export default function MarketsPage() {
  const say = useWords(words);
  const query = useMarkets();
  return (
    <Page title={say("title")}>
      <Loaded
        query={query}
        isEmpty={(list) => list.data.length === 0}
        skeleton={
          <Panel>
            <Skeleton rows={6} height={28} />
          </Panel>
        }
        empty={
          <Panel>
            <EmptyState text={say("none")} cli="SPARK_MARKET_SYNTHETIC=true spark serve" />
          </Panel>
        }
      >
        {(list) => <MarketTable markets={list.data} />}
      </Loaded>
    </Page>
  );
}

/** A cell that writes itself: React draws it once, live prices go straight into it. */
function LiveCell({
  cells,
  market,
  write,
  flashes,
  way,
  className,
}: {
  cells: LiveCells;
  market: Market;
  write: CellWriter;
  flashes?: (ticker: Ticker) => number;
  way?: (ticker: Ticker) => number;
  className?: string;
}) {
  const place = useCallback(
    (element: HTMLSpanElement | null) =>
      element === null
        ? undefined
        : cells.add(keyText(market), element, { write, flashes, way, isSlow: flashes === undefined }),
    [cells, market, write, flashes, way],
  );
  return (
    <span
      ref={place}
      className={`num block contain-content data-[stale=true]:text-text-3 data-[stale=true]:italic ${className ?? ""}`}
    />
  );
}

const ageClass =
  "before:mr-1.5 before:inline-block before:size-2 before:rounded-full before:border before:border-current before:content-[''] " +
  "data-[freshness=live]:text-ok data-[freshness=live]:before:bg-ok data-[freshness=delayed]:text-warn data-[freshness=waiting]:text-warn";
const wayClass = "data-[stale=false]:data-[way=up]:text-up data-[stale=false]:data-[way=down]:text-down";
const flashClass = "data-[flash=down]:bg-down/25 data-[flash=up]:bg-up/25 rounded-[3px]";
/** A column that grows with its width, so that wide ones do not stretch the narrow ones. */
const track = (px: number): string => `minmax(${px}px, ${px / 100}fr)`;
const priceOf = (ticker: Ticker): number => Number(ticker.last);
const wayOf = (ticker: Ticker): number => ticker.change_ratio ?? 0;

function MarketTable({ markets }: { markets: Market[] }) {
  const say = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const isPhone = usePhone();
  const isNarrow = useMedia("(width < 1440px)");
  const [search, setSearch] = useSearchParams();
  const { decimals } = useSymbols();
  const [cells] = useState(() => new LiveCells());
  useEffect(() => () => cells.end(), [cells]);
  useEffect(
    () =>
      markets.forEach((market) => {
        if (cells.get(keyText(market)) === undefined) cells.set(keyText(market), market);
      }),
    [cells, markets],
  );
  useUpdates("ticker.*", (update) => {
    const ticker = update.value as Ticker;
    cells.hear(keyText(ticker), ticker);
  });

  const text = search.get("q") ?? "";
  const sort = search.get("sort") ?? "symbol";
  const put = (name: string, value: string, standard: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === standard) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  const { language } = format;
  const writers = useMemo(() => {
    const price = (field: "last" | "bid" | "ask" | "high" | "low", market: Market): CellWriter => {
      const places = decimals(market);
      return (ticker) => format.number(ticker[field], { decimals: places });
    };
    const all = new Map<string, Record<string, CellWriter>>();
    for (const market of markets) {
      all.set(keyText(market), {
        last: price("last", market),
        bid: price("bid", market),
        ask: price("ask", market),
        high: price("high", market),
        low: price("low", market),
        change: (ticker) =>
          ticker.change_ratio === null
            ? nothing
            : `${ticker.change_ratio > 0 ? "▲" : ticker.change_ratio < 0 ? "▼" : ""} ${format.percent(ticker.change_ratio, { sign: "always" })}`,
        spread: (ticker) => {
          const bp = spreadBp(ticker);
          return format.number(bp, { decimals: 2, unit: bp === null ? undefined : "bp" });
        },
        age: (ticker) => {
          const [heardAt, freshness] = [cells.heard(keyText(market)), cells.freshness(keyText(market))];
          if (freshness === undefined) return nothing;
          const all = heardAt === undefined ? null : hopTimes(ticker.hops, heardAt).all;
          return freshnessText(freshness, all, Math.max(0, ticker.hops.received - ticker.hops.venue), language);
        },
        volume: (ticker) => (ticker.volume === null ? nothing : format.compact(Number(ticker.volume))),
      });
    }
    return all;
  }, [markets, decimals, language, cells]);

  const values = useMemo<Record<string, (market: Market) => string | number | null>>(() => {
    const now = (market: Market): Ticker => cells.get(keyText(market)) ?? market;
    const number = (value: string | null) => (value === null ? null : Number(value));
    return {
      symbol: (market) => market.symbol,
      last: (market) => number(now(market).last),
      change: (market) => now(market).change_ratio,
      bid: (market) => number(now(market).bid),
      ask: (market) => number(now(market).ask),
      spread: (market) => spreadBp(now(market)),
      high: (market) => number(now(market).high),
      low: (market) => number(now(market).low),
      volume: (market) => number(now(market).volume),
    };
  }, [cells]);

  // Sorted when asked to: rows that jump about while one reads them help nobody.
  const rows = useMemo(() => {
    const letters = text.toLocaleLowerCase("en");
    const found = markets.filter((market) =>
      `${market.symbol} ${venueName(market.venue)} ${market.venue}`.toLocaleLowerCase("en").includes(letters),
    );
    const value = values[sort.replace(/^-/, "")] ?? values.symbol;
    const way = sort.startsWith("-") ? -1 : 1;
    const collator = new Intl.Collator(language, { numeric: true });
    return found.sort((left, right) => {
      const [a, b] = [value?.(left) ?? null, value?.(right) ?? null];
      if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
      return way * (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
    });
  }, [markets, text, sort, values, language]);

  const columns = useMemo<Column<Market>[]>(() => {
    const live = (key: string, width: string, isFlashing = false): Column<Market> => ({
      key,
      title: say(key as "last"),
      align: "right",
      width,
      value: values[key],
      cell: (market) => (
        <LiveCell
          cells={cells}
          market={market}
          write={writers.get(keyText(market))?.[key] ?? (() => nothing)}
          flashes={isFlashing ? priceOf : undefined}
          way={key === "change" ? wayOf : undefined}
          className={isFlashing ? flashClass : key === "change" ? wayClass : ""}
        />
      ),
    });
    const symbol: Column<Market> = {
      key: "symbol",
      title: say("symbol"),
      width: isPhone ? track(96) : track(248),
      value: values.symbol,
      cell: (market) => (
        <span className="inline-flex items-center gap-2">
          <Token className="font-semibold">{market.symbol}</Token>
          {!isPhone && (
            <Badge>
              <Token>{venueName(market.venue)}</Token>
            </Badge>
          )}
          {!isPhone && market.synthetic && <Synthetic />}
        </span>
      ),
    };
    const age: Column<Market> = {
      key: "age",
      title: say("age"),
      align: "right",
      width: track(112),
      cell: (market) => (
        <LiveCell
          cells={cells}
          market={market}
          write={writers.get(keyText(market))?.age ?? (() => nothing)}
          className={ageClass}
        />
      ),
    };
    if (isPhone) return [symbol, live("last", track(104), true), live("change", track(100))];
    if (isNarrow)
      return [
        symbol,
        live("last", track(108), true),
        live("change", track(124)),
        live("spread", track(84)),
        live("volume", track(104)),
        age,
      ];
    return [
      symbol,
      live("last", track(108), true),
      live("change", track(124)),
      live("bid", track(100)),
      live("ask", track(100)),
      live("spread", track(84)),
      live("low", track(120)),
      live("high", track(132)),
      live("volume", track(104)),
      age,
    ];
  }, [language, isPhone, isNarrow, values, writers, cells]);

  return (
    <Panel flush>
      <Judge cells={cells} markets={markets} />
      <div className="flex flex-wrap items-center gap-3 p-3">
        <input
          type="search"
          aria-label={say("search")}
          placeholder={say("search")}
          value={text}
          onChange={(event) => put("q", event.target.value, "")}
          className={`${inputShape} max-w-80`}
          autoComplete="off"
          spellCheck={false}
        />
        <span className="text-sm text-text-3" role="status">
          {say("shown", { count: rows.length, all: markets.length })}
        </span>
        {isPhone && markets.some((market) => market.synthetic) && <Synthetic />}
      </div>
      <DataTable
        label={say("title")}
        rows={rows}
        columns={columns}
        keyOf={keyText}
        sort={sort}
        onSort={(next) => put("sort", next, "symbol")}
        onOpen={(market) => void navigate(marketPath(market))}
        maxHeight={720}
        empty={<EmptyState text={say("no_match", { text })} />}
      />
    </Panel>
  );
}

/** Judges all markets twice a second: grey and italic is what is not of now. Draws nothing itself. */
function Judge({ cells, markets }: { cells: LiveCells; markets: Market[] }) {
  const feeds = useFeeds();
  const line = useLineState().kind;
  const now = useNow(500);
  useEffect(() => {
    for (const market of markets) {
      const feed = feeds?.find((one) => one.venue === market.venue);
      cells.judge(
        keyText(market),
        freshnessOf({ symbol: market.symbol, heardAt: cells.heard(keyText(market)), feed, line, now }),
      );
    }
  }, [cells, markets, feeds, line, now]);
  return null;
}
