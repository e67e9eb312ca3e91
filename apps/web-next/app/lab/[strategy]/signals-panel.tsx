import type { DataSet } from "@spark/types";
import { useMemo } from "react";

import { PriceChart, type ChartMarker } from "@/charts/price-chart";
import { candlesOfRows } from "@/charts/price-chart-candles";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Badge, Synthetic } from "@/ui/badge";
import { LinkButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Panel } from "@/ui/panel";
import type { SignalsOf } from "./use-checked";

const words = defineWords({
  title: ["Signals", "Sinyaller"],
  dataset: ["Data set", "Veri kümesi"],
  bars: ["Bars", "Barlar"],
  newest: ["last ~{count} bars", "son ~{count} bar"],
  no_data: ["There is no data set yet to draw signals on.", "Sinyallerin çizileceği veri kümesi henüz yok."],
  to_data: ["To the data", "Veriye git"],
  stale: ["Of the last document without a fault", "Son hatasız belgenin sinyalleri"],
  long_enter: ["Long entries", "Uzun giriş"],
  long_exit: ["Long exits", "Uzun çıkış"],
  short_enter: ["Short entries", "Kısa giriş"],
  short_exit: ["Short exits", "Kısa çıkış"],
  warm_up: ["Warm-up bars", "Isınma barı"],
  on_bars: ["On bars", "Bar sayısı"],
  truncated: ["Only the newest signals are drawn", "Yalnız en yeni sinyaller çizildi"],
  chart: ["{dataset} with signals", "{dataset} ve sinyaller"],
  waiting: ["Signals appear when the document has no fault.", "Belge hatasız olunca sinyaller görünür."],
});

export const barChoices = [500, 1500, 5000] as const;

/** The first moment of the newest bars, from the data set's own length: bars are taken to be evenly long. */
export function startOf(dataset: DataSet | undefined, bars: number): string | undefined {
  if (dataset?.first === undefined || dataset.last === undefined || dataset.rows === undefined || dataset.rows <= bars)
    return undefined;
  const first = Date.parse(dataset.first);
  const last = Date.parse(dataset.last);
  const length = (last - first) / (dataset.rows - 1);
  return `${new Date(last - Math.round(length * (bars - 1))).toISOString().slice(0, 19)}Z`;
}

export function useDataSets() {
  return useApi("/api/v1/datasets");
}

type SignalsPanelProps = {
  found: SignalsOf & { isCurrent: boolean };
  datasets: DataSet[];
  dataset: string;
  bars: number;
  from: string | undefined;
  onDataset: (id: string) => void;
  onBars: (bars: number) => void;
  className?: string;
};

/** Where the document that is being written would enter and leave, on the newest candles. */
export function SignalsPanel({
  found,
  datasets,
  dataset,
  bars,
  from,
  onDataset,
  onBars,
  className,
}: SignalsPanelProps) {
  const say = useWords(words);
  const format = useFormat();
  const chosen = datasets.find((one) => one.id === dataset);
  const candles = useApi("/api/v1/datasets/{id}/candles", {
    path: { id: dataset },
    query: { bars_max: bars, ...(from === undefined ? {} : { from }) },
    enabled: dataset !== "",
    keepPrevious: true,
    staleTimeMs: Infinity,
  });
  const drawn = useMemo(() => (candles.data === undefined ? null : candlesOfRows(candles.data.data)), [candles.data]);
  const signals = found.signals;
  const markers = useMemo<ChartMarker[]>(
    () =>
      (signals?.marks ?? []).map((mark, index) => ({
        id: String(index),
        time: mark.ts,
        kind: mark.kind === "enter" ? "entry" : "exit",
        side: (mark.side === "long") === (mark.kind === "enter") ? "buy" : "sell",
      })),
    [signals],
  );
  const decimals = useMemo(
    () => Math.max(...(candles.data?.data.slice(-50) ?? []).map((row) => row.close.split(".")[1]?.length ?? 0), 0),
    [candles.data],
  );
  if (datasets.length === 0)
    return (
      <Panel title={say("title")} className={className}>
        <EmptyState
          text={say("no_data")}
          action={<LinkButton to="/data">{say("to_data")}</LinkButton>}
          cli="spark data synth --symbol BTCUSDT --timeframe 1h --bars 20000 --seed 7"
        />
      </Panel>
    );
  const isStale = signals !== null && !found.isCurrent;
  const count = (name: string) => Number(signals?.counts[name] ?? 0);
  const rows: Array<[keyof typeof words, number]> = [
    ["long_enter", count("long_enter")],
    ["long_exit", count("long_exit")],
    ["short_enter", count("short_enter")],
    ["short_exit", count("short_exit")],
    ["warm_up", signals?.warm_up_bars ?? 0],
    ["on_bars", signals?.bars ?? 0],
  ];
  return (
    <Panel
      title={say("title")}
      className={className}
      actions={
        <>
          {chosen?.synthetic === true && <Synthetic />}
          {isStale && <Badge tone="warn">{say("stale")}</Badge>}
        </>
      }
    >
      <div className="mb-2 flex flex-wrap gap-2">
        <div className="min-w-0 grow basis-48">
          <select
            aria-label={say("dataset")}
            lang="en"
            translate="no"
            value={dataset}
            className={inputShape}
            onChange={(event) => onDataset(event.target.value)}
          >
            {datasets.map((one) => (
              <option key={one.id} value={one.id} disabled={one.damaged}>
                {one.id}
              </option>
            ))}
          </select>
        </div>
        <div className="min-w-0 grow basis-36">
          <select
            aria-label={say("bars")}
            value={bars}
            className={inputShape}
            onChange={(event) => onBars(Number(event.target.value))}
          >
            {barChoices.map((one) => (
              <option key={one} value={one}>
                {say("newest", { count: one })}
              </option>
            ))}
          </select>
        </div>
      </div>
      {candles.error !== null && <ErrorStrip error={candles.error} onRetry={() => void candles.refetch()} />}
      {found.refusal !== null && found.isCurrent && <ErrorStrip error={found.refusal} />}
      <div
        className={`transition-opacity ${isStale ? "opacity-60 grayscale" : ""}`}
        data-signals={signals === null ? "none" : isStale ? "stale" : "current"}
      >
        {drawn === null ? (
          <div className="skeleton h-[330px]" />
        ) : (
          <PriceChart
            candles={drawn}
            label={say("chart", { dataset })}
            decimals={decimals}
            markers={markers}
            hasVolume={false}
            barsInView={160}
            height={330}
          />
        )}
      </div>
      {signals === null ? (
        <p className="m-0 mt-2 text-sm text-text-3">{say("waiting")}</p>
      ) : (
        <>
          <dl
            className={`m-0 mt-2 grid grid-cols-[repeat(auto-fill,minmax(110px,1fr))] gap-x-4 gap-y-1 ${isStale ? "text-text-3" : ""}`}
          >
            {rows.map(([key, value]) => (
              <div key={key} className="min-w-0">
                <dt className="text-sm text-text-3">{say(key)}</dt>
                <dd className="m-0 text-lg font-semibold" data-count={key}>
                  {format.number(value)}
                </dd>
              </div>
            ))}
          </dl>
          {signals.truncated && <p className="m-0 mt-1 text-sm text-warn">{say("truncated")}</p>}
          <p className="sr-only">
            <Token>{signals.dataset}</Token>
          </p>
        </>
      )}
    </Panel>
  );
}
