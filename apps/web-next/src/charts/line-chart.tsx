import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type uPlot from "uplot";

import {
  alignSeries,
  gapsOf,
  precisionOf,
  summaryOf,
  valueAt,
  withGaps,
  type LineSeries,
  type Span,
} from "@/charts/line-chart-data";
import { colourOf, dashOf, dataOf, makePlot, type PlotKind } from "@/charts/line-chart-plot";
import { nothing, useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { DataTable, type Column } from "@/ui/table";

export type { LinePoint, LineSeries, Span } from "@/charts/line-chart-data";

const words = defineWords({
  none: ["No values yet.", "Henüz değer yok."],
  sentence: [
    "{label}: last {last}, lowest {least} at {leastAt}, highest {greatest} at {greatestAt}.",
    "{label}: son {last}, en düşük {least} ({leastAt}), en yüksek {greatest} ({greatestAt}).",
  ],
  hatched: ["Hatched: no data.", "Taralı: veri yok."],
  table: ["Table", "Tablo"],
  chart: ["Chart", "Grafik"],
  table_of: ["{label}, as a table", "{label}, tablo olarak"],
  time: ["Time", "Zaman"],
  zoom_in: ["Zoom in", "Yakınlaştır"],
  zoom_out: ["Zoom out", "Uzaklaştır"],
  all: ["Show all", "Tümünü göster"],
  keys: [
    "Arrow keys move the crosshair, plus and minus zoom, 0 shows all, t shows the table.",
    "Ok tuşları imleci taşır, artı ve eksi yakınlaştırır, 0 tümünü gösterir, t tabloyu açar.",
  ],
});

export type LineChartProps = {
  /** What the chart is called by screen readers and above the table. */
  label: string;
  series: readonly LineSeries[];
  formatValue: (value: number) => string;
  height?: number;
  kind?: PlotKind;
  /** The axis begins at zero: rates, counts, times. */
  yFromZero?: boolean;
  /** Shown even where there is no point; without it from the first point to the last. */
  range?: Span;
  /** Longer than this without a point is hatched as "no data". */
  longestGapMs?: number;
  /** Instead of the sentence made from the first series; null: none is needed here. */
  sentence?: string | null;
};

const noSpans: readonly Span[] = [];

/** Lines over time by uPlot: legend as text, read-out at the crosshair, zoom, a table twin and a sentence. */
export function LineChart(props: LineChartProps) {
  const { label, series, formatValue, height = 200, kind = "line", yFromZero = false, range, longestGapMs } = props;
  const say = useWords(words);
  const format = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const hint = useId();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [index, setIndex] = useState<number | null>(null);
  const [isZoomed, setZoomed] = useState(false);
  const [isTable, setTable] = useState(false);
  const [looks, setLooks] = useState(0);
  const aligned = useMemo(() => {
    const all = alignSeries(series);
    return longestGapMs === undefined ? all : withGaps(all, longestGapMs);
  }, [series, longestGapMs]);
  const gaps = useMemo(
    () => (range === undefined || longestGapMs === undefined ? noSpans : gapsOf(aligned.times, range, longestGapMs)),
    [aligned, range, longestGapMs],
  );
  // Read by the plot while it draws; a new value needs no new plot.
  const now = useRef({ aligned, gaps, range, formatValue, isZoomed });
  now.current = { aligned, gaps, range, formatValue, isZoomed };
  const isEmpty = aligned.times.length === 0 && range === undefined;
  const shape = series.map((one) => [one.key, one.label, one.colour, one.dash].join()).join("|");
  const shown = [...hidden].join();

  useEffect(() => {
    const listen = () => setLooks((count) => count + 1);
    document.addEventListener("spark:looks", listen);
    return () => document.removeEventListener("spark:looks", listen);
  }, []);

  useEffect(() => {
    if (host.current === null || isTable || isEmpty) return;
    const made = makePlot(
      {
        host: host.current,
        series,
        hidden,
        kind,
        height,
        zone: format.zone,
        yFromZero,
        formatValue: (value) => now.current.formatValue(value),
        getGaps: () => now.current.gaps,
        getTimes: () => now.current.aligned.times,
        getRange: () => (now.current.isZoomed ? null : (now.current.range ?? null)),
        onIndex: setIndex,
        onZoom: (zoomed) => {
          if (zoomed) {
            now.current.isZoomed = true;
            setZoomed(true);
          }
        },
      },
      now.current.aligned,
    );
    plot.current = made;
    setZoomed(false);
    const whenWide = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== made.width) made.setSize({ width, height });
    });
    whenWide.observe(host.current);
    return () => {
      whenWide.disconnect();
      made.destroy();
      plot.current = null;
    };
    // A plot is made anew where its structure changes; its data are handed over below.
  }, [shape, shown, kind, height, yFromZero, looks, format.zone, format.language, isTable, isEmpty]);

  useEffect(() => {
    plot.current?.setData(dataOf(aligned), !now.current.isZoomed);
  }, [aligned, gaps, range]);

  const showAll = () => {
    now.current.isZoomed = false;
    setZoomed(false);
    plot.current?.setData(dataOf(aligned), true);
  };
  const zoom = (factor: number) => {
    const scale = plot.current?.scales.x;
    if (plot.current === null || scale?.min == null || scale.max == null) return;
    const at = index === null ? (scale.min + scale.max) / 2 : (aligned.times[index] ?? 0) / 1000;
    const from = at - (at - scale.min) * factor;
    const to = at + (scale.max - at) * factor;
    const [first, last] = range ?? [aligned.times[0] ?? 0, aligned.times.at(-1) ?? 0];
    if (from * 1000 <= first && to * 1000 >= last) return showAll();
    now.current.isZoomed = true;
    setZoomed(true);
    plot.current.setScale("x", { min: Math.max(from, first / 1000), max: Math.min(to, last / 1000) });
  };
  const moveTo = (place: number) => {
    const chart = plot.current;
    const time = aligned.times[place];
    if (chart === null || time === undefined) return;
    chart.setCursor({ left: chart.valToPos(time / 1000, "x"), top: 10 });
    setIndex(place);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const last = aligned.times.length - 1;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => moveTo(Math.max((index ?? last + 1) - 1, 0)),
      ArrowRight: () => moveTo(Math.min((index ?? -1) + 1, last)),
      Home: () => moveTo(0),
      End: () => moveTo(last),
      "+": () => zoom(0.5),
      "-": () => zoom(2),
      0: showAll,
      t: () => setTable(true),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const stepMs =
    aligned.times.length > 1
      ? ((aligned.times.at(-1) as number) - (aligned.times[0] as number)) / (aligned.times.length - 1)
      : 60_000;
  const precision = precisionOf(stepMs);
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? nothing : formatValue(value);
  const place = index ?? aligned.times.length - 1;
  const toggle = (key: string) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const columns = useMemo<Column<number>[]>(
    () => [
      {
        key: "time",
        title: say("time"),
        value: (row) => row,
        cell: (row) => format.time(aligned.times[row], precision),
        width: "22ch",
      },
      ...series.map((one, column): Column<number> => ({
        key: one.key,
        title: one.label,
        align: "right",
        width: "minmax(12ch, 1fr)",
        value: (row) => aligned.columns[column]?.[row],
        cell: (row) => text(aligned.columns[column]?.[row]),
      })),
    ],
    [aligned, series, format.language, format.zone, precision],
  );
  const first = series.find((one) => !hidden.has(one.key));
  const summary = first === undefined ? null : summaryOf(first.points);
  const sentence =
    props.sentence !== undefined
      ? props.sentence
      : summary === null || first === undefined
        ? say("none")
        : say("sentence", {
            label: first.label,
            last: text(summary.last),
            least: text(summary.least),
            greatest: text(summary.greatest),
            leastAt: format.time(summary.leastAt, precision),
            greatestAt: format.time(summary.greatestAt, precision),
          });

  return (
    <figure className="spark-line m-0 flex min-w-0 flex-col gap-1" role="group" aria-label={label}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {series.map((one, at) => (
          <button
            key={one.key}
            type="button"
            aria-pressed={!hidden.has(one.key)}
            onClick={() => toggle(one.key)}
            className={`inline-flex min-h-[24px] items-center gap-1.5 text-sm ${
              hidden.has(one.key) ? "text-text-3 line-through" : "text-text-2"
            }`}
          >
            <svg width="18" height="6" aria-hidden className="shrink-0">
              <line
                x1="0"
                x2="18"
                y1="3"
                y2="3"
                strokeWidth="2"
                style={{ stroke: `var(${colourOf(one, at)})` }}
                strokeDasharray={dashOf(one, at).join(" ")}
              />
            </svg>
            <span>{one.label}</span>
            <b className="num font-semibold text-text">{text(valueAt(aligned.columns[at] ?? [], place))}</b>
          </button>
        ))}
        <span className="ml-auto flex items-center" data-no-print>
          <span className="num mr-1 text-sm text-text-3">
            {aligned.times.length > 0 && format.time(aligned.times[place], precision)}
          </span>
          {!isTable && !isEmpty && (
            <>
              {isZoomed && (
                <Button kind="quiet" onClick={showAll}>
                  {say("all")}
                </Button>
              )}
              <IconButton icon="plus" label={say("zoom_in")} onClick={() => zoom(0.5)} />
              <IconButton icon="minus" label={say("zoom_out")} onClick={() => zoom(2)} />
            </>
          )}
          <Button kind="quiet" aria-pressed={isTable} onClick={() => setTable((before) => !before)}>
            {say(isTable ? "chart" : "table")}
          </Button>
        </span>
      </div>
      {isTable ? (
        <div style={{ height }} className="min-h-0 overflow-hidden rounded-md border border-line">
          <DataTable
            label={say("table_of", { label })}
            rows={aligned.times.map((_, row) => row)}
            keyOf={String}
            columns={columns}
            sort="-time"
            maxHeight={height - 2}
          />
        </div>
      ) : isEmpty ? (
        <div
          style={{ height }}
          className="grid place-items-center rounded-md border border-dashed border-line text-text-3"
        >
          {say("none")}
        </div>
      ) : (
        <div
          ref={host}
          role="application"
          tabIndex={0}
          aria-label={label}
          aria-describedby={hint}
          onKeyDown={press}
          onDoubleClick={showAll}
          style={{ height }}
          className="min-w-0 overflow-hidden"
        />
      )}
      <figcaption id={hint} className="text-sm text-text-3">
        {sentence} {gaps.length > 0 && say("hatched")}
        <span className="sr-only"> {say("keys")}</span>
      </figcaption>
      <span className="sr-only" aria-live="polite">
        {index !== null &&
          document.activeElement === host.current &&
          `${format.time(aligned.times[place], precision)}: ${series
            .map((one, at) => `${one.label} ${text(valueAt(aligned.columns[at] ?? [], place))}`)
            .join(", ")}`}
      </span>
    </figure>
  );
}
