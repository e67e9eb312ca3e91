import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";

import type { Bar, Candles } from "@/charts/price-chart-candles";
import { onColours } from "@/charts/price-chart-colours";
import { PriceDrawing, type ChartLine, type ChartRange, type DrawingOptions } from "@/charts/price-chart-drawing";
import type { ChartMarker } from "@/charts/price-chart-markers";
import { ChartReadOut, type ReadOutHandle } from "@/charts/price-chart-read-out";
import { ChartTable } from "@/charts/price-chart-table";
import { summaryOf } from "@/charts/price-chart-summary";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";

export type { Bar, Candles, CandleTexts } from "@/charts/price-chart-candles";
export type { ChartLine, ChartRange } from "@/charts/price-chart-drawing";
export type { ChartMarker } from "@/charts/price-chart-markers";

const words = defineWords({
  table: ["Table", "Tablo"],
  chart: ["Chart", "Grafik"],
  keys: [
    "Arrows move the crosshair, plus and minus zoom, 0 shows everything, End goes to the newest bar, t shows the table.",
    "Oklar imleci taşır, artı ve eksi yakınlaştırır, 0 tümünü gösterir, End en yeni muma gider, t tabloyu gösterir.",
  ],
  zoom_in: ["Zoom in", "Yakınlaştır"],
  zoom_out: ["Zoom out", "Uzaklaştır"],
  fit: ["Show everything", "Tümünü göster"],
  to_end: ["To the newest bar", "En yeni muma git"],
  credit: ["Charts: TradingView Lightweight Charts", "Grafikler: TradingView Lightweight Charts"],
});

/** What the parent may do without drawing the page anew. */
export type PriceChartHandle = {
  /** A live bar: replaces the last one or follows it. Drawn once a frame. */
  update: (bar: Bar) => void;
  updateLine: (key: string, value: number | null) => void;
  show: (fromTime: number, toTime: number) => void;
  toEnd: () => void;
};

export type PriceChartProps = {
  /** A new object draws everything anew; live bars go through the handle. */
  candles: Candles;
  /** What is drawn: `BTCUSDT 1m`; stands in the sentence for who cannot see it. */
  label: string;
  /** Decimals of the tick. */
  decimals: number;
  lines?: readonly ChartLine[];
  markers?: readonly ChartMarker[];
  hasVolume?: boolean;
  barsInView?: number;
  onRangeChange?: (range: ChartRange) => void;
  onMarker?: (id: string) => void;
  /** Left of the tools: a time frame switch, say. */
  tools?: ReactNode;
  /** Laid over the chart's upper edge. */
  banner?: ReactNode;
  height?: number | string;
  ref?: Ref<PriceChartHandle>;
};

const dayMs = 86_400_000;
const none: never[] = [];

/** Candles with volume, lines and marks; by mouse, touch and keyboard, and as a table (`t`). */
export function PriceChart(props: PriceChartProps) {
  const {
    candles,
    label,
    decimals,
    lines = none,
    markers = none,
    hasVolume = true,
    barsInView = 120,
    tools,
    banner,
    height = 420,
    ref,
  } = props;
  const say = useWords(words);
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<PriceDrawing | null>(null);
  const readOut = useRef<ReadOutHandle>(null);
  const listeners = useRef(props);
  listeners.current = props;
  const [isTable, setTable] = useState(false);
  const [spoken, setSpoken] = useState("");
  const count = candles.times.length;
  const isIntraday = count < 2 || (candles.times[1] as number) - (candles.times[0] as number) < dayMs;
  const options = useMemo<DrawingOptions>(
    () => ({ decimals, language: format.language, zone: format.zone, hasVolume, isIntraday, barsInView }),
    [decimals, format.language, format.zone, hasVolume, isIntraday, barsInView],
  );
  const latestOptions = useRef(options);
  latestOptions.current = options;

  useEffect(() => {
    if (place.current === null) return;
    const made = new PriceDrawing(place.current, latestOptions.current, {
      onHover: (index) => {
        const at = index ?? made.bars.length - 1;
        const bar = at < 0 ? null : made.bars.at(at);
        readOut.current?.show(bar);
      },
      onRange: (range) => listeners.current.onRangeChange?.(range),
      onMarker: (id) => listeners.current.onMarker?.(id),
    });
    drawing.current = made;
    const release = onColours(() => made.restyle(latestOptions.current));
    return () => {
      release();
      drawing.current = null;
      made.dispose();
    };
  }, [hasVolume]);
  useEffect(() => drawing.current?.restyle(options), [options]);
  useEffect(() => {
    const made = drawing.current;
    if (made === null) return;
    made.setCandles(candles);
    readOut.current?.show(made.bars.length > 0 ? made.bars.at(made.bars.length - 1) : null);
  }, [candles, hasVolume]);
  useEffect(() => drawing.current?.setLines(lines), [lines, candles, hasVolume]);
  useEffect(() => drawing.current?.setMarkers(markers), [markers, candles, hasVolume]);

  useImperativeHandle(
    ref,
    () => ({
      update: (bar) => drawing.current?.update(bar),
      updateLine: (key, value) => drawing.current?.updateLine(key, value),
      show: (from, to) => drawing.current?.showTimes(from, to),
      toEnd: () => drawing.current?.toEnd(),
    }),
    [],
  );

  const move = (step: number) => {
    const made = drawing.current;
    if (made === null || made.bars.length === 0) return;
    const last = made.bars.length - 1;
    made.hover(Math.min(Math.max((made.hovered ?? last + (step < 0 ? 1 : 0)) + step, 0), last));
    setSpoken(readOut.current?.text() ?? "");
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    PageUp: () => move(-20),
    PageDown: () => move(20),
    Home: () => move(-Infinity),
    End: () => {
      drawing.current?.toEnd();
      move(Infinity);
    },
    "+": () => drawing.current?.zoom(0.7),
    "=": () => drawing.current?.zoom(0.7),
    "-": () => drawing.current?.zoom(1 / 0.7),
    "0": () => drawing.current?.fit(),
    Escape: () => drawing.current?.leave(),
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "t") {
      event.preventDefault();
      event.stopPropagation();
      setTable(!isTable);
      return;
    }
    const act = event.target === place.current ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const summary = useMemo(
    () => summaryOf(candles, label, decimals, format.language, format.zone),
    [candles, label, decimals, format.language, format.zone],
  );

  return (
    <div ref={box} onKeyDown={press} className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <div className="flex flex-wrap items-center gap-2">{tools}</div>
        <div className="flex items-center" data-no-print>
          <IconButton
            icon="plus"
            label={say("zoom_in")}
            onClick={() => drawing.current?.zoom(0.7)}
            disabled={isTable}
          />
          <IconButton
            icon="minus"
            label={say("zoom_out")}
            onClick={() => drawing.current?.zoom(1 / 0.7)}
            disabled={isTable}
          />
          <IconButton icon="fit" label={say("fit")} onClick={() => drawing.current?.fit()} disabled={isTable} />
          <IconButton icon="end" label={say("to_end")} onClick={() => drawing.current?.toEnd()} disabled={isTable} />
          <Button kind="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? say("chart") : say("table")}
          </Button>
        </div>
      </div>
      <ChartReadOut ref={readOut} decimals={decimals} isIntraday={isIntraday} />
      <div className="relative" style={{ height }}>
        <div
          ref={place}
          tabIndex={isTable ? -1 : 0}
          role="application"
          aria-label={`${label}. ${summary} ${say("keys")}`}
          hidden={isTable}
          className="absolute inset-0 overflow-hidden"
          onBlur={() => drawing.current?.leave()}
        />
        {!isTable && banner}
        {isTable && (
          <ChartTable
            bars={drawing.current?.bars ?? null}
            label={label}
            decimals={decimals}
            isIntraday={isIntraday}
            height={height}
          />
        )}
      </div>
      <div className="flex flex-wrap justify-between gap-x-4 text-xs text-text-3">
        <p className="m-0">{summary}</p>
        <a
          href="https://www.tradingview.com/lightweight-charts/"
          target="_blank"
          rel="noreferrer noopener"
          className="text-text-3"
        >
          {say("credit")}
        </a>
      </div>
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
}
