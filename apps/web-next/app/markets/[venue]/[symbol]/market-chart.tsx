import type { LiveCandle } from "@spark/types";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { api, Refusal } from "@/lib/api";
import { queries, queryKey, useApi } from "@/lib/query";
import { usePhone } from "@/lib/use-media";
import { defineWords, useWords } from "@/lib/words";
import { chartLines, indicatorKeys, lastValues, type IndicatorKey } from "@/charts/chart-indicators";
import { barOfRow, candlesOfRows, joinRows } from "@/charts/price-chart-candles";
import { PriceChart, type ChartRange, type PriceChartHandle } from "@/charts/price-chart";
import { useStreamEvents, useUpdates } from "@/stream/live";
import { useRecovery, type MarketKey } from "@/stream/markets";
import { Button } from "@/ui/button";
import { EmptyState, ErrorStrip, Loaded, Skeleton } from "@/ui/panel";

const words = defineWords({
  timeframe: ["Time frame", "Zaman dilimi"],
  indicators: ["Indicators", "Göstergeler"],
  history: ["HISTORY – live paused", "GEÇMİŞ – canlı akış durdu"],
  to_now: ["To now", "Şimdiye dön"],
  loading: ["loading older bars…", "eski mumlar yükleniyor…"],
  begin: ["the first bar there is", "ilk mum"],
  none: ["There are no bars of this time frame yet.", "Bu zaman diliminde henüz mum yok."],
});

export const timeframes = ["1m", "5m", "15m", "1h", "1d"] as const;
export type LiveTimeframe = (typeof timeframes)[number];
export const timeframeOf = (text: string | null): LiveTimeframe => timeframes.find((one) => one === text) ?? "1m";

const firstBars = 500;
const olderBars = 1_000;
/** A live chart holds no more: each update of a longer one costs a frame. */
const barsMax = 20_000;

const candlesUrl = "/api/v1/markets/{venue}/{symbol}/candles";

/** Bars of a market, older ones as they are asked for, and the live ones after them. */
function useBars(key: MarketKey, timeframe: LiveTimeframe) {
  const options = { path: key, query: { timeframe, limit: firstBars } };
  const query = useApi(candlesUrl, options);
  const [older, setOlder] = useState<LiveCandle[]>([]);
  const [isLoading, setLoading] = useState(false);
  const [isBegin, setBegin] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const live = useRef(new Map<number, LiveCandle>());
  // How often what was live has been made part of the bars.
  const [merges, setMerges] = useState(0);
  useEffect(() => {
    setOlder([]);
    setBegin(false);
    live.current.clear();
  }, [key.venue, key.symbol, timeframe]);
  const rows = useMemo(() => {
    const loaded = joinRows(older, query.data?.data ?? []);
    const news = [...live.current.values()].sort((left, right) => left.ts - right.ts);
    return joinRows(loaded, news);
  }, [older, query.data, merges]);
  const asking = useRef(false);
  const loadOlder = useCallback(async () => {
    const first = rows[0];
    if (first === undefined || asking.current || rows.length >= barsMax) return;
    asking.current = true;
    setLoading(true);
    setRefusal(null);
    try {
      const answer = await api.get(candlesUrl, {
        path: key,
        query: { timeframe, limit: olderBars, to: new Date(first.ts).toISOString() },
      });
      if (answer.data.length === 0) setBegin(true);
      else setOlder((before) => joinRows(answer.data, before.length > 0 ? before : rows));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      asking.current = false;
      setLoading(false);
    }
  }, [rows, key.venue, key.symbol, timeframe]);
  const reload = () => void queries.invalidateQueries({ queryKey: queryKey(candlesUrl, options) });
  useRecovery(reload);
  const merge = () => setMerges((count) => count + 1);
  return { query, rows, older, loadOlder, isLoading, isBegin, refusal, live: live.current, reload, merge };
}

export function MarketChart({ market, decimals }: { market: MarketKey; decimals: number }) {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const timeframe = timeframeOf(search.get("tf"));
  const chosen = useMemo(
    () => (search.get("ind") ?? "").split(",").filter((one): one is IndicatorKey => one in indicatorKeys),
    [search],
  );
  const put = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const toggle = (key: IndicatorKey) =>
    put("ind", (chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]).join(","));
  const tools = (
    <>
      <div role="group" aria-label={say("timeframe")} className="flex rounded-md border border-line-strong">
        {timeframes.map((one) => (
          <button
            key={one}
            type="button"
            lang="en"
            aria-pressed={one === timeframe}
            onClick={() => put("tf", one === "1m" ? "" : one)}
            className="min-h-[26px] px-2.5 text-sm text-text-2 first:rounded-l-md last:rounded-r-md hover:bg-surface-2 aria-pressed:bg-surface-3 aria-pressed:font-semibold aria-pressed:text-text"
          >
            {one}
          </button>
        ))}
      </div>
      <div role="group" aria-label={say("indicators")} className="flex flex-wrap gap-1">
        {(Object.keys(indicatorKeys) as IndicatorKey[]).map((one) => (
          <button
            key={one}
            type="button"
            lang="en"
            aria-pressed={chosen.includes(one)}
            onClick={() => toggle(one)}
            className="min-h-[26px] rounded-md px-2 text-sm text-text-3 hover:bg-surface-2 aria-pressed:bg-surface-3 aria-pressed:text-text"
          >
            {indicatorKeys[one]}
          </button>
        ))}
      </div>
    </>
  );
  return (
    <Chart
      key={`${market.venue} ${market.symbol} ${timeframe}`}
      market={market}
      decimals={decimals}
      timeframe={timeframe}
      chosen={chosen}
      tools={tools}
    />
  );
}

type ChartProps = {
  market: MarketKey;
  decimals: number;
  timeframe: LiveTimeframe;
  chosen: IndicatorKey[];
  tools: React.ReactNode;
};

function Chart({ market, decimals, timeframe, chosen, tools }: ChartProps) {
  const say = useWords(words);
  const { query, rows, loadOlder, isLoading, isBegin, refusal, live, reload, merge } = useBars(market, timeframe);
  const isPhone = usePhone();
  const handle = useRef<PriceChartHandle>(null);
  const [isHistory, setHistory] = useState(false);
  const historyNow = useRef(false);
  const candles = useMemo(() => candlesOfRows(rows), [rows]);
  const lines = useMemo(() => chartLines(chosen, candles.closes as number[]), [chosen, candles]);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const take = (row: LiveCandle) => {
    live.set(row.ts, row);
    if (historyNow.current) return;
    handle.current?.update(barOfRow(row));
    if (chosen.length > 0)
      frame.current ||= requestAnimationFrame(() => {
        frame.current = 0;
        const closes = joinRows(
          rows,
          [...live.values()].sort((left, right) => left.ts - right.ts),
        ).map((one) => Number(one.close));
        for (const [key, value] of lastValues(chosen, closes)) handle.current?.updateLine(key, value);
      });
  };
  const topic = `candle.${market.venue}.${market.symbol}.${timeframe}`;
  useUpdates(topic, (update) => take(update.value as LiveCandle));
  useStreamEvents(topic, (event) => {
    if (event.event === "candle") take(event.value as LiveCandle);
  });

  const setMode = (history: boolean) => {
    if (historyNow.current === history) return;
    historyNow.current = history;
    setHistory(history);
    // What came meanwhile is drawn at once.
    if (!history) merge();
  };
  const onRange = (range: ChartRange) => {
    setMode(!range.isAtEnd);
    if (range.from < 20 && !isLoading && !isBegin) void loadOlder();
  };
  const toNow = () => {
    setMode(false);
    reload();
    requestAnimationFrame(() => handle.current?.toEnd());
  };
  const banner = (isHistory || isLoading) && (
    <div
      role="status"
      className="absolute top-2 left-1/2 z-10 flex -translate-x-1/2 items-center gap-3 rounded-md border border-warn bg-surface-3 px-3 py-1 text-sm whitespace-nowrap shadow-lg"
      data-testid="history"
    >
      <span className="font-semibold text-warn">{say("history")}</span>
      {isLoading ? (
        <span className="text-text-2">{say("loading")}</span>
      ) : isBegin ? (
        <span className="text-text-2">{say("begin")}</span>
      ) : null}
      <Button kind="primary" onClick={toNow}>
        {say("to_now")}
      </Button>
    </div>
  );
  return (
    <div className="flex flex-col gap-2">
      {refusal !== null && <ErrorStrip error={refusal} onRetry={() => void loadOlder()} />}
      <Loaded query={query} skeleton={<Skeleton rows={1} height={500} />}>
        {() =>
          rows.length === 0 ? (
            <>
              <div className="flex flex-wrap gap-2">{tools}</div>
              <EmptyState text={say("none")} />
            </>
          ) : (
            <PriceChart
              ref={handle}
              candles={candles}
              lines={lines}
              label={`${market.symbol} ${timeframe}`}
              decimals={decimals}
              tools={tools}
              banner={banner}
              onRangeChange={onRange}
              height={440}
              barsInView={isPhone ? 50 : 120}
            />
          )
        }
      </Loaded>
    </div>
  );
}
