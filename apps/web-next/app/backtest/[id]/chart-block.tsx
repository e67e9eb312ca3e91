import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { paneShares, ReportChart, type ChartKeys, type Reading } from "@/charts/report-chart";
import { marksOf, pointsOfBuckets, type CurvePoint, type Mark } from "@/charts/report-chart-marks";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";
import { ErrorStrip, Panel, Skeleton } from "@/ui/panel";
import { DataTable } from "@/ui/table";

import { Brush } from "./brush";
import { periodOf } from "./range";
import { useReport, type Span } from "./report-state";
import { timeframeMs } from "./run";
import { TradeStrip } from "./trade-strip";

const words = defineWords({
  title: ["Equity, drawdown and trades", "Sermaye, düşüş ve işlemler"],
  equity: ["Equity", "Sermaye"],
  hold: ["Buy & hold", "Al ve tut"],
  flattens: ["Holding moved over three times as much: on one scale it flattens the run's own curve", "Elde tutmak üç kattan fazla oynadı: aynı ölçekte çalıştırmanın eğrisini düzleştirir"],
  under: ["Underwater", "Düşüş"],
  candles: ["Candles and trades", "Mumlar ve işlemler"],
  daily: ["End of each UTC day, as the evidence keeps it: the bars cannot be made again", "Kanıttaki haliyle her UTC gününün sonu: mumlar yeniden hesaplanamıyor"],
  no_candles: ["Candles are not shown: {why}", "Mumlar gösterilemiyor: {why}"],
  bars: [{ one: "{count} bar a candle", other: "{count} bars a candle" }, "mum başına {count} bar"],
  bar_one: ["every bar", "her mum"],
  credit: ["Charts: TradingView Lightweight Charts", "Grafikler: TradingView Lightweight Charts"],
  zoom_in: ["Zoom in", "Yakınlaştır"],
  zoom_out: ["Zoom out", "Uzaklaştır"],
  fit: ["Fit (0)", "Sığdır (0)"],
  table: ["As a table (t)", "Tablo olarak (t)"],
  chart: ["As a chart (t)", "Grafik olarak (t)"],
  market: ["Candles of", "Mumları göster"],
  cluster: [{ one: "{count} trade, net {net}: press to zoom", other: "{count} trades, net {net}: press to zoom" }, "{count} işlem, net {net}: yakınlaştırmak için basın"],
  mark: ["trade {number}, {what}, net {net}: press to choose", "işlem {number}, {what}, net {net}: seçmek için basın"],
  entry: ["entry", "giriş"],
  exit: ["exit", "çıkış"],
  time: ["Time", "Zaman"],
  sentence: [
    "From {from} to {to} the equity changed by {change}; deepest fall {fall}; {count} trades, net {net}.",
    "{from} – {to} arasında sermaye değişimi {change}; en derin düşüş {fall}; {count} işlem, net {net}.",
  ],
  keys: ["Arrows move the crosshair, + and − zoom, 0 fits, n and p step through trades, t shows the table.", "Oklar imleci gezdirir, + ve − yakınlaştırır, 0 sığdırır, n ve p işlemler arasında gezer, t tabloyu gösterir."],
});

const bucketsMax = 1_200;
const pointsMax = 4_800;

/** The window that is loaded around what is seen, on round times, so that small moves ask for nothing. */
export function loadedWindow(seen: Span, period: Span): Span {
  const width = Math.max(60_000, seen.to - seen.from);
  const grid = 2 ** Math.ceil(Math.log2(width)) / 2;
  const from = Math.max(period.from, Math.floor((seen.from - width / 2) / grid) * grid);
  const to = Math.min(period.to, Math.ceil((seen.to + width / 2) / grid) * grid);
  return from <= period.from && to >= period.to ? period : { from, to };
}

const clamp = (span: Span, period: Span, least: number): Span => {
  const from = Math.max(period.from, span.from);
  const to = Math.min(period.to, span.to);
  return to - from >= least ? { from, to } : { from: Math.max(period.from, to - least), to: Math.max(period.from, to - least) + least };
};

export function ChartBlock() {
  const report = useReport();
  const { run, range, view, trades, shownTrades, selected, select, figures, show } = report;
  const say = useWords(words);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const period = useMemo(() => periodOf(run), [run]);
  const barMs = timeframeMs(run.dataset.timeframe) ?? 60_000;
  const home = useMemo<Span>(() => (range === null ? period : { from: Math.max(range.fromMs, period.from), to: Math.min(range.toMs, period.to) }), [range, period]);
  const [seen, setSeen] = useState<Span>(home);
  const [reading, setReading] = useState<Reading | null>(null);
  const [hovered, setHovered] = useState<Mark | null>(null);
  const keys = useRef<ChartKeys | null>(null);
  const isTable = search.get("chart") === "table";
  const go = useCallback((span: Span) => setSeen(clamp(span, period, barMs * 20)), [period, barMs]);
  useEffect(() => go(home), [home, go]);
  useEffect(() => { if (view !== null) go(view); }, [view, go]);
  useEffect(() => {
    if (selected === null) return;
    const around = Math.max(40 * barMs, (selected.exitMs - selected.entryMs) * 1.5);
    go({ from: selected.entryMs - around, to: selected.exitMs + around });
  }, [selected, barMs, go]);

  const loaded = useMemo(() => loadedWindow(seen, period), [seen, period]);
  const isWhole = loaded.from <= period.from && loaded.to >= period.to;
  const between = isWhole ? {} : { from: new Date(loaded.from).toISOString(), to: new Date(loaded.to).toISOString() };
  const byBar = useApi("/api/v1/backtests/{id}/equity", { path: { id: run.id }, query: { points_max: pointsMax, ...between }, keepPrevious: true, staleTimeMs: Infinity });
  const byDay = useApi("/api/v1/backtests/{id}/equity", { path: { id: run.id }, query: { resolution: "day", points_max: 20_000 }, enabled: byBar.error !== null && byBar.data === undefined, staleTimeMs: Infinity });
  const overview = useApi("/api/v1/backtests/{id}/equity", { path: { id: run.id }, query: { points_max: pointsMax }, staleTimeMs: Infinity, enabled: byBar.error === null });
  const markets = run.books?.map((book) => ({ dataset: book.dataset, symbol: book.symbol })) ?? [{ dataset: run.dataset.id, symbol: run.dataset.symbol }];
  const market = markets.find((one) => one.dataset === search.get("market")) ?? (markets[0] as (typeof markets)[number]);
  const ofRun = run.period.first_bar ? { from: run.period.first } : {};
  const candles = useApi("/api/v1/datasets/{id}/candles", {
    path: { id: market.dataset }, query: { bars_max: bucketsMax, ...(isWhole ? { ...ofRun, to: new Date(period.to).toISOString() } : between) }, keepPrevious: true, staleTimeMs: Infinity,
  });
  const equity = byBar.data ?? byDay.data;

  const curve = useMemo<CurvePoint[]>(
    () => (equity === undefined ? [] : equity.t.map((time, at) => ({
      time, text: equity.equity[at] as string, value: Number(equity.equity[at]), drawdown: equity.drawdown?.[at] ?? 0, hold: equity.buy_hold?.[at] ?? null,
    }))),
    [equity],
  );
  const bars = useMemo(
    () => (candles.data?.data ?? []).map((row) => ({ time: row.ts, open: Number(row.open), high: Number(row.high), low: Number(row.low), close: Number(row.close) })),
    [candles.data],
  );
  const points = useMemo(() => pointsOfBuckets(curve, bars.length > 0 ? bars.map((bar) => bar.time) : curve.map((point) => point.time)), [curve, bars]);
  const small = useMemo(() => {
    const whole = overview.data ?? byDay.data;
    const every = Math.max(1, Math.floor((whole?.t.length ?? 0) / 600));
    const at = (whole?.t ?? []).map((_, index) => index).filter((index) => index % every === 0 || index === (whole?.t.length ?? 0) - 1);
    return { times: at.map((index) => whole?.t[index] as number), values: at.map((index) => Number(whole?.equity[index])) };
  }, [overview.data, byDay.data]);

  const marked = useMemo(
    () => shownTrades.filter((one) => one.symbol === market.symbol)
      .map((one) => ({ index: one.index, entryMs: one.entryMs, exitMs: one.exitMs, isLong: one.side !== "short", net: Number(one.net) })),
    [shownTrades, market.symbol],
  );
  // Where holding moved over three times as much as the run, its curve would flatten the run's own: off until asked for.
  const spreadOf = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
  const held = curve.map((one) => one.hold).filter((one) => one !== null);
  const isFlattened = held.length > 0 && spreadOf(held) > 3 * spreadOf(curve.map((one) => one.value));
  const hasHold = held.length > 0 && (search.get("hold") ?? (isFlattened ? "off" : "on")) === "on";
  const isNarrow = typeof window !== "undefined" && window.innerWidth < 760;
  const marks = useMemo(() => marksOf(marked, seen.from, seen.to, isNarrow ? 60 : 200, isNarrow ? 16 : 44), [marked, seen, isNarrow]);
  const troughs = useMemo(() => (figures.statistics.drawdowns ?? []).map((one, at) => ({ rank: at + 1, time: Date.parse(one.trough) })), [figures.statistics.drawdowns]);
  const chartTrade = useMemo(
    () => (selected === null || selected.symbol !== market.symbol ? null : {
      index: selected.index, entryMs: selected.entryMs, exitMs: selected.exitMs, entryPrice: Number(selected.entryPrice), exitPrice: Number(selected.exitPrice),
      isLong: selected.side !== "short", isWin: Number(selected.net) > 0,
    }),
    [selected, market.symbol],
  );
  const pick = useCallback((mark: Mark) => {
    if (mark.kind !== "cluster") select(mark.trade);
    else if (mark.trades.length === 1) select(mark.trades[0] as number);
    else show({ from: mark.from, to: mark.to });
  }, [select, show]);
  const flipTable = () => setSearch((before) => { const next = new URLSearchParams(before); if (isTable) next.delete("chart"); else next.set("chart", "table"); return next; }, { replace: true, preventScrollReset: true });

  const order = shownTrades;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || at.closest("input, select, textarea, dialog, [contenteditable]") !== null) return;
      if ((event.key === "n" || event.key === "p") && order.length > 0) {
        const here = order.findIndex((one) => one.index === selected?.index);
        const next = here < 0 ? (event.key === "n" ? 0 : order.length - 1) : Math.min(Math.max(here + (event.key === "n" ? 1 : -1), 0), order.length - 1);
        select((order[next] as (typeof order)[number]).index);
      } else if (event.key === "t") flipTable();
      else if (at.closest("[data-chart]") === null) return;
      else if (event.key === "ArrowLeft" || event.key === "ArrowRight") keys.current?.step((event.key === "ArrowRight" ? 1 : -1) * (event.shiftKey ? 10 : 1));
      else if (event.key === "+" || event.key === "=") keys.current?.zoom(0.5);
      else if (event.key === "-") keys.current?.zoom(2);
      else if (event.key === "0") go(home);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });

  const height = isNarrow ? 440 : 520;
  const point = reading?.point ?? null;
  const money = (value: string | number | null | undefined) => format.number(value, { decimals: 2 });
  const sentence = say("sentence", {
    from: figures.from.slice(0, 10), to: figures.to.slice(0, 10), change: format.percent(figures.metrics.total_return, { sign: "always" }), net: format.number(figures.metrics.net_pnl, { decimals: 2, sign: "always" }),
    fall: format.percent(figures.metrics.max_drawdown_pct === null ? null : figures.metrics.max_drawdown_pct / 100), count: figures.metrics.trades,
  });
  const error = byBar.error !== null && equity === undefined && byDay.error !== null ? byBar.error : null;
  const flipHold = () => setSearch((before) => { const next = new URLSearchParams(before); next.set("hold", hasHold ? "off" : "on"); return next; }, { replace: true, preventScrollReset: true });
  const legend = (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 text-sm text-text-2 sm:min-h-6" aria-live="off" data-reading>
      {held.length > 0 && (
        <button type="button" aria-pressed={hasHold} onClick={flipHold} title={isFlattened ? say("flattens") : undefined} data-hold
          className={`inline-flex min-h-6 items-center gap-1.5 rounded-md border px-1.5 ${hasHold ? "border-line-strong text-text" : "border-line text-text-3"}`}>
          <i className={`w-4 border-t-2 border-dashed ${hasHold ? "border-warn" : "border-line-strong"}`} /> {say("hold")}
        </button>
      )}
      {hovered !== null && (
        <b className="text-text">{hovered.kind === "cluster" ? say("cluster", { count: hovered.trades.length, net: money(hovered.net) })
          : say("mark", { number: hovered.trade + 1, what: say(hovered.kind), net: money(trades?.[hovered.trade]?.net) })}</b>
      )}
      {hovered !== null ? null : point !== null || reading?.bar ? (
        <>
          <span className="text-text">{format.time(point?.time ?? reading?.bar?.time, "minute")}</span>
          {point !== null && <><span><b className="text-accent">{say("equity")}</b> {money(point.text)}</span>
            {hasHold && point.hold !== null && <span><b className="text-warn">{say("hold")}</b> {money(point.hold)}</span>}
            <span><b className="text-down">{say("under")}</b> {format.percent(point.drawdown)}</span></>}
          {reading?.bar && <Token>{`O ${money(reading.bar.open)}  H ${money(reading.bar.high)}  L ${money(reading.bar.low)}  C ${money(reading.bar.close)}`}</Token>}
        </>
      ) : (
        <>
          <span className="inline-flex items-center gap-1.5"><i className="h-0.5 w-4 bg-accent" /> {say("equity")}</span>
          <span className="inline-flex items-center gap-1.5"><i className="h-2 w-4 border-t border-down bg-down/20" /> {say("under")}</span>
          <span className="text-text-3">{candles.data === undefined ? "" : candles.data.bars_per_bucket === 1 ? say("bar_one") : say("bars", { count: candles.data.bars_per_bucket })}</span>
        </>
      )}
    </div>
  );
  return (
    <Panel title={say("title")} actions={
      <div className="flex items-center gap-1" data-no-print>
        {markets.length > 1 && (
          <select aria-label={say("market")} className={inputShape} value={market.dataset} onChange={(event) => setSearch((before) => { const next = new URLSearchParams(before); next.set("market", event.target.value); return next; }, { replace: true })}>
            {markets.map((one) => <option key={one.dataset} value={one.dataset}>{one.symbol}</option>)}
          </select>
        )}
        <IconButton icon="plus" label={say("zoom_in")} onClick={() => keys.current?.zoom(0.5)} />
        <Button kind="quiet" aria-label={say("zoom_out")} title={say("zoom_out")} onClick={() => keys.current?.zoom(2)}>−</Button>
        <Button kind="quiet" onClick={() => go(home)}>{say("fit")}</Button>
        <Button kind="quiet" onClick={flipTable} aria-pressed={isTable}>{say(isTable ? "chart" : "table")}</Button>
      </div>
    }>
      {error !== null ? <ErrorStrip error={error} onRetry={() => void byBar.refetch()} /> : equity === undefined ? <Skeleton rows={1} height={height + 60} /> : (
        <div className="flex flex-col gap-2">
          <Brush times={small.times} values={small.values} />
          {byDay.data !== undefined && byBar.data === undefined && <p className="m-0 text-sm text-warn">{say("daily")}</p>}
          {candles.error !== null && <p className="m-0 text-sm text-warn">{say("no_candles", { why: candles.error.problem.detail || candles.error.problem.title })}</p>}
          {isTable ? (
            <DataTable label={say("equity")} rows={points.filter((one) => one.time >= seen.from && one.time <= seen.to)} keyOf={(row) => String(row.time)} maxHeight={height} columns={[
              { key: "time", title: say("time"), width: "18ch", value: (row) => row.time, cell: (row) => format.time(row.time, "minute") },
              { key: "equity", title: say("equity"), align: "right", value: (row) => row.value, cell: (row) => money(row.text) },
              { key: "hold", title: say("hold"), align: "right", value: (row) => row.hold, cell: (row) => money(row.hold) },
              { key: "under", title: say("under"), align: "right", value: (row) => row.drawdown, cell: (row) => format.percent(row.drawdown) },
            ]} />
          ) : (
            <>
              {legend}
              <div data-chart tabIndex={0} aria-describedby="chart-keys" className="relative" data-seen-from={Math.round(seen.from)} data-seen-to={Math.round(seen.to)} data-marks={marks.length}
                data-clusters={marks.filter((mark) => mark.kind === "cluster").length} data-bars={candles.data?.bars_per_bucket}>
                {[say("equity"), say("under"), say("candles")].map((name, at) => (
                  <span key={name} aria-hidden className="pointer-events-none absolute left-1 z-10 text-xs text-text-3"
                    style={{ top: (at === 1 ? -20 : 4) + (height - 28) * paneShares.slice(0, at === 1 ? 2 : at).reduce((sum, one) => sum + one, 0) }}>{name}</span>
                ))}
                <ReportChart bars={bars} points={points} marks={marks} troughs={troughs} hasHold={hasHold} trade={chartTrade} view={seen} height={height} label={sentence}
                  words={{ entry: say("entry"), exit: say("exit") }} onPick={pick} onRead={setReading} onHover={setHovered} keys={keys}
                  onWindow={(from, to) => setSeen(clamp({ from, to }, period, barMs * 10))} />
              </div>
            </>
          )}
          <p className="m-0 text-sm text-text-2" data-sentence>{sentence}</p>
          <p id="chart-keys" className="m-0 flex flex-wrap justify-between gap-x-4 text-xs text-text-3">
            <span data-no-print>{say("keys")}</span><span>{say("credit")}</span>
          </p>
        </div>
      )}
      {selected !== null && trades !== undefined && <TradeStrip trade={selected} />}
    </Panel>
  );
}
