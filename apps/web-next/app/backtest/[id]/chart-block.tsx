import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { paneShares, ReportChart, type ChartKeys } from "@/charts/report-chart";
import { marksOf, type Mark } from "@/charts/report-chart-marks";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { ErrorStrip, Panel, Skeleton } from "@/ui/panel";
import { DataTable } from "@/ui/table";

import { Brush } from "./brush";
import { clampSpan, useChartData } from "./chart-data";
import { ChartLegend, type LegendHandle } from "./chart-legend";
import { chartWords as words } from "./chart-words";
import { periodOf } from "./range";
import { useReport, type Span } from "./report-state";
import { timeframeMs } from "./run";
import { TradeStrip } from "./trade-strip";

export function ChartBlock() {
  const report = useReport();
  const { run, range, view, trades, shownTrades, selected, select, figures, show } = report;
  const say = useWords(words);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const period = useMemo(() => periodOf(run), [run]);
  const barMs = timeframeMs(run.dataset.timeframe) ?? 60_000;
  const home = useMemo<Span>(
    () =>
      range === null ? period : { from: Math.max(range.fromMs, period.from), to: Math.min(range.toMs, period.to) },
    [range, period],
  );
  const [seen, setSeen] = useState<Span>(home);
  const legend = useRef<LegendHandle>(null);
  const keys = useRef<ChartKeys | null>(null);
  const isTable = search.get("chart") === "table";
  const go = useCallback((span: Span) => setSeen(clampSpan(span, period, barMs * 20)), [period, barMs]);
  useEffect(() => go(home), [home, go]);
  useEffect(() => {
    if (view !== null) go(view);
  }, [view, go]);
  useEffect(() => {
    if (selected === null) return;
    const around = Math.max(40 * barMs, (selected.exitMs - selected.entryMs) * 1.5);
    go({ from: selected.entryMs - around, to: selected.exitMs + around });
  }, [selected, barMs, go]);

  const markets = run.books?.map((book) => ({ dataset: book.dataset, symbol: book.symbol })) ?? [
    { dataset: run.dataset.id, symbol: run.dataset.symbol },
  ];
  const market =
    markets.find((one) => one.dataset === search.get("market")) ?? (markets[0] as (typeof markets)[number]);
  const { byBar, byDay, candles, equity, bars, points, small, hold } = useChartData(run, market.dataset, seen, period);

  const marked = useMemo(
    () =>
      shownTrades
        .filter((one) => one.symbol === market.symbol)
        .map((one) => ({
          index: one.index,
          entryMs: one.entryMs,
          exitMs: one.exitMs,
          isLong: one.side !== "short",
          net: Number(one.net),
        })),
    [shownTrades, market.symbol],
  );
  const hasHold = hold.hasAny && (search.get("hold") ?? (hold.isFlattening ? "off" : "on")) === "on";
  const isNarrow = typeof window !== "undefined" && window.innerWidth < 760;
  const marks = useMemo(
    () => marksOf(marked, seen.from, seen.to, isNarrow ? 60 : 200, isNarrow ? 10 : 44),
    [marked, seen, isNarrow],
  );
  const troughs = useMemo(
    () => (figures.statistics.drawdowns ?? []).map((one, at) => ({ rank: at + 1, time: Date.parse(one.trough) })),
    [figures.statistics.drawdowns],
  );
  const chartTrade = useMemo(
    () =>
      selected === null || selected.symbol !== market.symbol
        ? null
        : {
            index: selected.index,
            entryMs: selected.entryMs,
            exitMs: selected.exitMs,
            entryPrice: Number(selected.entryPrice),
            exitPrice: Number(selected.exitPrice),
            isLong: selected.side !== "short",
            isWin: Number(selected.net) > 0,
          },
    [selected, market.symbol],
  );
  const pick = useCallback(
    (mark: Mark) => {
      if (mark.kind !== "cluster") select(mark.trade);
      else if (mark.trades.length === 1) select(mark.trades[0] as number);
      else show({ from: mark.from, to: mark.to });
    },
    [select, show],
  );
  const flipTable = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (isTable) next.delete("chart");
        else next.set("chart", "table");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  const order = shownTrades;
  // A key that is held down comes faster than the address changes.
  const chosen = useRef<number | null>(null);
  useEffect(() => {
    chosen.current = selected?.index ?? null;
  }, [selected]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        at.closest("input, select, textarea, dialog, [contenteditable]") !== null
      )
        return;
      if ((event.key === "n" || event.key === "p") && order.length > 0) {
        const step = event.key === "n" ? 1 : -1;
        const here = order.findIndex((one) => one.index === chosen.current);
        const wanted = here < 0 ? (step > 0 ? 0 : order.length - 1) : here + step;
        const next = order[Math.min(Math.max(wanted, 0), order.length - 1)] as (typeof order)[number];
        chosen.current = next.index;
        select(next.index);
      } else if (event.key === "t") flipTable();
      else if (at.closest("[data-chart]") === null) return;
      else if (event.key === "ArrowLeft" || event.key === "ArrowRight")
        keys.current?.step((event.key === "ArrowRight" ? 1 : -1) * (event.shiftKey ? 10 : 1));
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
  const money = (value: string | number | null | undefined) => format.number(value, { decimals: 2 });
  const sentence = say("sentence", {
    from: figures.from.slice(0, 10),
    to: figures.to.slice(0, 10),
    change: format.percent(figures.metrics.total_return, { sign: "always" }),
    net: format.number(figures.metrics.net_pnl, { decimals: 2, sign: "always" }),
    fall: format.percent(figures.metrics.max_drawdown_pct === null ? null : figures.metrics.max_drawdown_pct / 100),
    count: figures.metrics.trades,
  });
  const error = byBar.error !== null && equity === undefined && byDay.error !== null ? byBar.error : null;
  const flipHold = () =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("hold", hasHold ? "off" : "on");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Panel
      title={say("title")}
      actions={
        <div className="flex items-center gap-1" data-no-print>
          {markets.length > 1 && (
            <select
              aria-label={say("market")}
              className={inputShape}
              value={market.dataset}
              onChange={(event) =>
                setSearch(
                  (before) => {
                    const next = new URLSearchParams(before);
                    next.set("market", event.target.value);
                    return next;
                  },
                  { replace: true },
                )
              }
            >
              {markets.map((one) => (
                <option key={one.dataset} value={one.dataset}>
                  {one.symbol}
                </option>
              ))}
            </select>
          )}
          <IconButton icon="plus" label={say("zoom_in")} onClick={() => keys.current?.zoom(0.5)} />
          <Button
            kind="quiet"
            aria-label={say("zoom_out")}
            title={say("zoom_out")}
            onClick={() => keys.current?.zoom(2)}
          >
            −
          </Button>
          <Button kind="quiet" onClick={() => go(home)}>
            {say("fit")}
          </Button>
          <Button kind="quiet" onClick={flipTable} aria-pressed={isTable}>
            {say(isTable ? "chart" : "table")}
          </Button>
        </div>
      }
    >
      {error !== null ? (
        <ErrorStrip error={error} onRetry={() => void byBar.refetch()} />
      ) : equity === undefined ? (
        <Skeleton rows={1} height={height + 60} />
      ) : (
        <div className="flex flex-col gap-2">
          <Brush times={small.times} values={small.values} />
          {byDay.data !== undefined && byBar.data === undefined && (
            <p className="m-0 text-sm text-warn">{say("daily")}</p>
          )}
          {candles.error !== null && (
            <p className="m-0 text-sm text-warn">
              {say("no_candles", { why: candles.error.problem.detail || candles.error.problem.title })}
            </p>
          )}
          {isTable ? (
            <DataTable
              label={say("equity")}
              rows={points.filter((one) => one.time >= seen.from && one.time <= seen.to)}
              keyOf={(row) => String(row.time)}
              maxHeight={height}
              columns={[
                {
                  key: "time",
                  title: say("time"),
                  width: "18ch",
                  value: (row) => row.time,
                  cell: (row) => format.time(row.time, "minute"),
                },
                {
                  key: "equity",
                  title: say("equity"),
                  align: "right",
                  value: (row) => row.value,
                  cell: (row) => money(row.text),
                },
                {
                  key: "hold",
                  title: say("hold"),
                  align: "right",
                  value: (row) => row.hold,
                  cell: (row) => money(row.hold),
                },
                {
                  key: "under",
                  title: say("under"),
                  align: "right",
                  value: (row) => row.drawdown,
                  cell: (row) => format.percent(row.drawdown),
                },
              ]}
            />
          ) : (
            <>
              <ChartLegend
                ref={legend}
                hold={hold}
                hasHold={hasHold}
                onHold={flipHold}
                barsPerCandle={candles.data?.bars_per_bucket}
                trades={trades}
              />
              <div
                data-chart
                tabIndex={0}
                aria-describedby="chart-keys"
                className="relative"
                data-seen-from={Math.round(seen.from)}
                data-seen-to={Math.round(seen.to)}
                data-marks={marks.length}
                data-clusters={marks.filter((mark) => mark.kind === "cluster").length}
                data-bars={candles.data?.bars_per_bucket}
              >
                {[say("equity"), say("under"), say("candles")].map((name, at) => (
                  <span
                    key={name}
                    aria-hidden
                    className="pointer-events-none absolute left-1 z-10 text-xs text-text-3 print:hidden"
                    style={{
                      top:
                        (at === 1 ? -20 : 4) +
                        (height - 28) * paneShares.slice(0, at === 1 ? 2 : at).reduce((sum, one) => sum + one, 0),
                    }}
                  >
                    {name}
                  </span>
                ))}
                <ReportChart
                  bars={bars}
                  points={points}
                  marks={marks}
                  troughs={troughs}
                  hasHold={hasHold}
                  trade={chartTrade}
                  view={seen}
                  height={height}
                  label={sentence}
                  words={{ entry: say("entry"), exit: say("exit") }}
                  onPick={pick}
                  onRead={(reading) => legend.current?.read(reading)}
                  onHover={(mark) => legend.current?.hover(mark)}
                  keys={keys}
                  onWindow={(from, to) => setSeen(clampSpan({ from, to }, period, barMs * 10))}
                />
              </div>
            </>
          )}
          <p className="m-0 text-sm text-text-2" data-sentence>
            {sentence}
          </p>
          <p id="chart-keys" className="m-0 flex flex-wrap justify-between gap-x-4 text-xs text-text-3">
            <span data-no-print>{say("keys")}</span>
            <span>{say("credit")}</span>
          </p>
        </div>
      )}
      {selected !== null && trades !== undefined && <TradeStrip trade={selected} />}
    </Panel>
  );
}
