import { useQuery } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";

import { fetchRaw, type Refusal } from "@/lib/api";
import { useApi } from "@/lib/query";

import { rangeOfSearch, type Range } from "./range";
import { wholeOf, type Figures, type Metrics, type Run, type Statistics } from "./run";
import { filterTrades, readTrades, type Trade } from "./trades-csv";

export type Span = { from: number; to: number };

export type ReportState = {
  run: Run;
  /** Part of the run's time that everything on the page tells of; null is all of it. */
  range: Range | null;
  setRange: (range: Range | null) => void;
  /** Of the range; while they load, those before stay with `isStale`. */
  figures: Figures;
  isStale: boolean;
  figuresError: Refusal | null;
  retryFigures: () => void;
  trades: Trade[] | undefined;
  tradesError: Refusal | null;
  /** Those of the range and of the filter in the address. */
  shownTrades: Trade[];
  selected: Trade | null;
  select: (index: number | null) => void;
  /** What the chart shall show; a new object moves it again. */
  view: Span | null;
  show: (span: Span) => void;
};

const Context = createContext<ReportState | null>(null);

export function useReport(): ReportState {
  const state = useContext(Context);
  if (state === null) throw new Error("useReport outside a report");
  return state;
}

/** Every closed trade in one request: the very bytes of the evidence, read here, so that sums stay exact. */
function useTrades(run: Run, isWanted: boolean) {
  const { symbol } = run.dataset;
  const { name } = run.strategy;
  const query = useQuery<string, Refusal>({
    queryKey: ["trades.csv", run.id],
    enabled: isWanted,
    staleTime: Infinity,
    queryFn: async ({ signal }) =>
      (
        await fetchRaw("GET", "/api/v1/backtests/{id}/trades.csv", {
          path: { id: run.id },
          headers: { accept: "text/csv" },
          signal,
        })
      ).text(),
  });
  const trades = useMemo(
    () => (query.data === undefined ? undefined : readTrades(query.data, { symbol, strategy: name })),
    [query.data, symbol, name],
  );
  return { trades, error: query.error };
}

export function ReportProvider({ run, isReady, children }: { run: Run; isReady: boolean; children: ReactNode }) {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (values: Record<string, string | null>) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === null) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const from = search.get("from");
  const to = search.get("to");
  const range = useMemo(() => rangeOfSearch(from, to, run), [from, to, run]);
  const statistics = useApi("/api/v1/backtests/{id}/statistics", {
    path: { id: run.id },
    query: range === null ? {} : { from: range.from, to: range.to },
    enabled: range !== null,
    keepPrevious: true,
    staleTimeMs: Infinity,
  });
  const whole = useMemo(() => wholeOf(run), [run]);
  const figures = useMemo<Figures>(() => {
    const answer = statistics.data;
    if (range === null || answer === undefined) return whole;
    const metrics = { ...(answer.metrics as unknown as Metrics) };
    // Of several books the server knows no holding of a part of the time; its 0 is no figure.
    if (run.books !== undefined) metrics.buy_hold_return = null;
    return {
      metrics,
      statistics: answer.statistics as Statistics,
      from: answer.from,
      to: answer.to,
      bars: answer.bars,
      isRange: true,
    };
  }, [range, statistics.data, whole, run.books]);
  const { trades, error: tradesError } = useTrades(run, isReady);
  const side = search.get("side");
  const reason = search.get("reason");
  const result = search.get("result");
  const shownTrades = useMemo(
    () =>
      filterTrades(trades ?? [], {
        side,
        reason,
        result,
        ...(range === null ? {} : { from: range.fromMs, to: range.toMs }),
      }),
    [trades, side, reason, result, range],
  );
  const chosen = search.get("trade");
  const selected = chosen === null ? null : (trades?.[Number(chosen)] ?? null);
  const [view, setView] = useState<Span | null>(null);
  const value: ReportState = {
    run,
    range,
    figures,
    trades,
    tradesError,
    shownTrades,
    selected,
    view,
    setRange: (next) => change({ from: next?.from ?? null, to: next?.to ?? null }),
    isStale: range !== null && (statistics.isPlaceholderData || statistics.data === undefined),
    figuresError: range === null ? null : statistics.error,
    retryFigures: () => void statistics.refetch(),
    select: (index) => change({ trade: index === null ? null : String(index) }),
    show: setView,
  };
  return <Context value={value}>{children}</Context>;
}
