import {
  CandlestickSeries,
  LineSeries,
  AreaSeries,
  LineStyle,
  createChart,
  createSeriesMarkers,
  type AutoscaleInfo,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Logical,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { useEffect, useMemo, useRef, useState, type RefObject } from "react";

import type { CurvePoint, Mark } from "@/charts/report-chart-marks";
import { offsetsBetween } from "@/charts/zone-shift";
import { formatNumber, formatPercent, formatTime } from "@/lib/format";
import { languageTag, useLanguage } from "@/lib/language";
import { useTimeZone } from "@/lib/time-zone";

export type Bar = { time: number; open: number; high: number; low: number; close: number };
export type BucketPoint = CurvePoint & { bucket: number };
export type ChartTrade = {
  index: number;
  entryMs: number;
  exitMs: number;
  entryPrice: number;
  exitPrice: number;
  isLong: boolean;
  isWin: boolean;
};
export type Reading = { bar: Bar | null; point: BucketPoint | null };

type Props = {
  bars: readonly Bar[];
  points: readonly BucketPoint[];
  marks: readonly Mark[];
  /** Drawn beside the curve; left out where it would flatten it. */
  hasHold: boolean;
  troughs: ReadonlyArray<{ rank: number; time: number }>;
  trade: ChartTrade | null;
  /** Moved there when it is another object. */
  view: { from: number; to: number };
  height: number;
  label: string;
  words: { entry: string; exit: string };
  onWindow: (from: number, to: number) => void;
  onPick: (mark: Mark) => void;
  onRead: (reading: Reading | null) => void;
  /** The mark under the pointer. */
  onHover: (mark: Mark | null) => void;
  /** Filled with what keys do. */
  keys: RefObject<ChartKeys | null>;
};
export type ChartKeys = { zoom: (factor: number) => void; step: (bars: number) => void };

type Series = {
  equity: ISeriesApi<"Line">;
  hold: ISeriesApi<"Line">;
  under: ISeriesApi<"Area">;
  candles: ISeriesApi<"Candlestick">;
  path: ISeriesApi<"Line">;
  tradeMarks: ISeriesMarkersPluginApi<Time>;
  troughMarks: ISeriesMarkersPluginApi<Time>;
};

export const paneShares = [0.4, 0.2, 0.4] as const;

const tokens = () => {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: of("--text-3"),
    strong: of("--text"),
    line: of("--border"),
    accent: of("--accent"),
    warn: of("--warn"),
    up: of("--rise"),
    down: of("--fall"),
    surface: of("--surface"),
  };
};

/** A fall is never above 0, and a flat curve is no wave. */
const belowZero = (found: () => AutoscaleInfo | null): AutoscaleInfo | null => {
  const range = found()?.priceRange;
  return { priceRange: { minValue: Math.min(range?.minValue ?? 0, -0.001), maxValue: 0 } };
};

/** Index of the last time that is not after `time`; 0 when all are. */
function indexAt(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((times[middle] as number) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Three panes on one crosshair: equity with buy & hold, the fall below its peak, and candles with trades. */
export function ReportChart(props: Props) {
  const { bars, points, marks, troughs, trade, view, height, label, words, hasHold } = props;
  const box = useRef<HTMLDivElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  // Marks carry their colours themselves: they are made anew with the theme.
  const [looks, setLooks] = useState(0);
  const chart = useRef<IChartApi | null>(null);
  const series = useRef<Series | null>(null);
  const isMoving = useRef(false);
  const language = useLanguage();
  const zone = useTimeZone();
  const latest = useRef(props);
  latest.current = props;

  // Times as the chart shows them (seconds, shifted to the zone), strictly rising also where a clock goes back.
  const axis = useMemo(() => {
    const times = bars.length > 0 ? bars.map((bar) => bar.time) : points.map((point) => point.bucket);
    const offset = offsetsBetween(times[0] ?? 0, times.at(-1) ?? 0, zone);
    const shifted: number[] = [];
    let before = -Infinity;
    for (const time of times) {
      before = Math.max(Math.floor((time + offset(time)) / 1000), before + 1);
      shifted.push(before);
    }
    return {
      times,
      shifted,
      index: new Map(times.map((time, at) => [time, at])),
      of: new Map(shifted.map((time, at) => [time, at])),
    };
  }, [bars, points, zone]);
  const axisRef = useRef(axis);
  axisRef.current = axis;

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = createChart(element, {
      autoSize: true,
      layout: {
        attributionLogo: false,
        fontSize: 11,
        fontFamily: getComputedStyle(document.body).fontFamily,
        background: { color: "transparent" },
        panes: { enableResize: false },
      },
      rightPriceScale: { borderVisible: false, minimumWidth: 68 },
      timeScale: {
        timeVisible: true,
        secondsVisible: false,
        borderVisible: false,
        minBarSpacing: 0.2,
        enableConflation: true,
        rightOffset: 0,
      },
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
    });
    const amount = (value: number) => formatNumber(value, { decimals: Math.abs(value) >= 10_000 ? 0 : 2 });
    const money = { type: "custom" as const, formatter: amount, minMove: 0.01 };
    const share = {
      type: "custom" as const,
      formatter: (value: number) => formatPercent(value, { decimals: 1 }),
      minMove: 0.0001,
    };
    const quiet = { lastValueVisible: false, priceLineVisible: false } as const;
    const drawn: Series = {
      hold: made.addSeries(
        LineSeries,
        {
          ...quiet,
          lineWidth: 1,
          lineStyle: LineStyle.Dashed,
          priceFormat: money,
          crosshairMarkerVisible: false,
        },
        0,
      ),
      equity: made.addSeries(LineSeries, { ...quiet, lineWidth: 2, priceFormat: money }, 0),
      under: made.addSeries(
        AreaSeries,
        {
          ...quiet,
          lineWidth: 1,
          priceFormat: share,
          invertFilledArea: true,
          autoscaleInfoProvider: belowZero,
        },
        1,
      ),
      candles: made.addSeries(CandlestickSeries, { ...quiet, priceFormat: money }, 2),
      path: made.addSeries(
        LineSeries,
        {
          ...quiet,
          lineWidth: 2,
          lineStyle: LineStyle.Dashed,
          priceFormat: money,
          pointMarkersVisible: true,
          crosshairMarkerVisible: false,
        },
        2,
      ),
    } as Series;
    drawn.tradeMarks = createSeriesMarkers(drawn.candles, [], { autoScale: false });
    drawn.troughMarks = createSeriesMarkers(drawn.under, [], { autoScale: false });
    drawn.under.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0.3 } });
    drawn.candles.priceScale().applyOptions({ scaleMargins: { top: 0.16, bottom: 0.12 } });
    made.panes().forEach((pane, at) => pane.setStretchFactor(paneShares[at] ?? 1));
    chart.current = made;
    series.current = drawn;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const told = () => {
      if (isMoving.current) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const range = made.timeScale().getVisibleLogicalRange();
        const { times } = axisRef.current;
        if (range === null || times.length < 2) return;
        const first = times[0] as number;
        const step = ((times.at(-1) as number) - first) / (times.length - 1);
        latest.current.onWindow(first + range.from * step, first + range.to * step);
      }, 120);
    };
    made.timeScale().subscribeVisibleLogicalRangeChange(told);
    const read = (time: Time | undefined) => {
      const at = time === undefined ? undefined : axisRef.current.of.get(time as number);
      if (at === undefined) return latest.current.onRead(null);
      const ms = axisRef.current.times[at] as number;
      const { bars: rows, points: curve } = latest.current;
      const found =
        curve[
          indexAt(
            curve.map((point) => point.bucket),
            ms,
          )
        ];
      latest.current.onRead({
        bar: rows[at] ?? null,
        point: found !== undefined && found.bucket <= ms ? found : null,
      });
    };
    const markAt = (id: unknown) => (typeof id === "string" ? latest.current.marks[Number(id.slice(1))] : undefined);
    made.subscribeCrosshairMove((event) => {
      read(event.time);
      const mark = markAt(event.hoveredObjectId);
      element.dataset.hovered = mark === undefined ? "" : mark.kind;
      latest.current.onHover(mark ?? null);
    });
    made.subscribeClick((event) => {
      const mark = markAt(event.hoveredObjectId);
      if (mark !== undefined) latest.current.onPick(mark);
    });
    const keys = latest.current.keys;
    let cursor: number | null = null;
    keys.current = {
      zoom: (factor) => {
        const range = made.timeScale().getVisibleLogicalRange();
        if (range === null) return;
        const middle = (range.from + range.to) / 2;
        const half = Math.max(5, ((range.to - range.from) / 2) * factor);
        made.timeScale().setVisibleLogicalRange({ from: middle - half, to: middle + half });
      },
      step: (count) => {
        const { shifted } = axisRef.current;
        const range = made.timeScale().getVisibleLogicalRange();
        if (range === null || shifted.length === 0) return;
        cursor = Math.min(Math.max((cursor ?? Math.round((range.from + range.to) / 2)) + count, 0), shifted.length - 1);
        const time = shifted[cursor] as UTCTimestamp;
        const row = latest.current.bars[cursor];
        made.setCrosshairPosition(row?.close ?? 0, time, drawn.candles);
        read(time);
      },
    };
    return () => {
      clearTimeout(timer);
      keys.current = null;
      made.remove();
      chart.current = null;
      series.current = null;
    };
  }, []);

  useEffect(() => {
    const paint = () => {
      const all = series.current;
      if (all === null) return;
      const now = tokens();
      chart.current?.applyOptions({
        layout: { textColor: now.text, panes: { separatorColor: now.line } },
        grid: { vertLines: { color: "transparent" }, horzLines: { color: now.line } },
        crosshair: {
          vertLine: { color: now.text, labelBackgroundColor: now.text },
          horzLine: { color: now.text, labelBackgroundColor: now.text },
        },
        localization: {
          locale: languageTag(language),
          timeFormatter: (time: Time) => formatTime((time as number) * 1000, "minute", "UTC"),
        },
      });
      all.equity.applyOptions({ color: now.accent });
      all.hold.applyOptions({ color: now.warn });
      all.under.applyOptions({ lineColor: now.down, topColor: `${now.down}33`, bottomColor: `${now.down}33` });
      all.candles.applyOptions({
        upColor: now.surface,
        borderUpColor: now.up,
        wickUpColor: now.up,
        downColor: now.down,
        borderDownColor: now.down,
        wickDownColor: now.down,
      });
    };
    // The printer waits for no frame: paper gets a picture that is drawn at once, in the colours of paper.
    const print = () => {
      paint();
      const picture = chart.current?.takeScreenshot(true);
      if (picture === undefined) return;
      picture.style.width = "100%";
      picture.style.height = "auto";
      paper.current?.replaceChildren(picture);
    };
    const unprint = () => paper.current?.replaceChildren();
    const repaint = () => {
      paint();
      setLooks((count) => count + 1);
    };
    paint();
    document.addEventListener("spark:looks", repaint);
    addEventListener("beforeprint", print);
    addEventListener("afterprint", unprint);
    return () => {
      document.removeEventListener("spark:looks", repaint);
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", unprint);
    };
  }, [language]);

  useEffect(() => {
    const all = series.current;
    if (all === null || axis.times.length === 0) return;
    isMoving.current = true;
    const at = (time: number) => axis.shifted[axis.index.get(time) ?? indexAt(axis.times, time)] as UTCTimestamp;
    all.candles.setData(
      bars.map((bar, index) => ({
        time: axis.shifted[index] as UTCTimestamp,
        open: bar.open,
        high: bar.high,
        low: bar.low,
        close: bar.close,
      })),
    );
    all.equity.setData(points.map((point) => ({ time: at(point.bucket), value: point.value })));
    all.hold.setData(
      (hasHold ? points : [])
        .filter((point) => point.hold !== null)
        .map((point) => ({ time: at(point.bucket), value: point.hold as number })),
    );
    all.under.setData(points.map((point) => ({ time: at(point.bucket), value: point.drawdown })));
    const release = requestAnimationFrame(() => (isMoving.current = false));
    return () => cancelAnimationFrame(release);
  }, [axis, bars, points, hasHold]);

  // After new data too: their first bar has another number, and the same times must stay on the screen.
  useEffect(() => {
    const { times } = axis;
    if (chart.current === null || times.length < 2) return;
    isMoving.current = true;
    const step = ((times.at(-1) as number) - (times[0] as number)) / (times.length - 1);
    const place = (time: number) => ((time - (times[0] as number)) / step) as Logical;
    chart.current.timeScale().setVisibleLogicalRange({ from: place(view.from), to: place(view.to) });
    const release = requestAnimationFrame(() => requestAnimationFrame(() => (isMoving.current = false)));
    return () => cancelAnimationFrame(release);
  }, [axis, view]);

  useEffect(() => {
    const all = series.current;
    if (all === null || axis.times.length === 0) return;
    const now = tokens();
    const at = (time: number) => axis.shifted[indexAt(axis.times, time)] as UTCTimestamp;
    const shapes = marks.map<SeriesMarker<Time>>((mark, index) => {
      const id = `m${index}`;
      if (mark.kind === "cluster")
        return {
          id,
          time: at(mark.time),
          position: "aboveBar",
          shape: "circle",
          size: 0.6,
          color: mark.net >= 0 ? now.up : now.down,
          text: String(mark.trades.length),
        };
      const isBuy = (mark.kind === "entry") === mark.isLong;
      const color = mark.kind === "entry" ? now.accent : mark.net >= 0 ? now.up : now.down;
      return {
        id,
        time: at(mark.time),
        position: isBuy ? "belowBar" : "aboveBar",
        shape: isBuy ? "arrowUp" : "arrowDown",
        size: 0.8,
        color,
      };
    });
    all.tradeMarks.setMarkers(shapes.sort((left, right) => (left.time as number) - (right.time as number)));
    const isInside = (time: number) =>
      time >= (axis.times[0] as number) && time <= (axis.times.at(-1) as number) + 86_400_000;
    all.troughMarks.setMarkers(
      troughs
        .filter((one) => isInside(one.time))
        .sort((left, right) => left.time - right.time)
        .map((one) => ({
          time: at(one.time),
          position: "belowBar",
          shape: "circle",
          size: 0.3,
          color: now.text,
          text: String(one.rank),
        })),
    );
  }, [axis, marks, troughs, language, looks]);

  useEffect(() => {
    const all = series.current;
    if (all === null || axis.times.length === 0) return;
    const now = tokens();
    const lines =
      trade === null
        ? []
        : [
            all.candles.createPriceLine({
              price: trade.entryPrice,
              color: now.accent,
              lineWidth: 1,
              lineStyle: LineStyle.Dotted,
              axisLabelVisible: true,
              title: words.entry,
            }),
            all.candles.createPriceLine({
              price: trade.exitPrice,
              color: trade.isWin ? now.up : now.down,
              lineWidth: 1,
              lineStyle: LineStyle.Dotted,
              axisLabelVisible: true,
              title: words.exit,
            }),
          ];
    const at = (time: number) => axis.shifted[indexAt(axis.times, time)] as UTCTimestamp;
    const isInside =
      trade !== null && trade.exitMs >= (axis.times[0] as number) && trade.entryMs <= (axis.times.at(-1) as number);
    const ends =
      trade === null || !isInside
        ? []
        : [
            { time: at(trade.entryMs), value: trade.entryPrice },
            { time: at(trade.exitMs), value: trade.exitPrice },
          ];
    all.path.applyOptions({ color: trade?.isWin ? now.up : now.down });
    all.path.setData(ends.length === 2 && ends[0]?.time === ends[1]?.time ? ends.slice(1) : ends);
    return () =>
      lines.forEach((line) => {
        if (series.current === all) all.candles.removePriceLine(line);
      });
  }, [axis, trade, words.entry, words.exit, looks]);

  return (
    <>
      <div ref={box} role="img" aria-label={label} style={{ height }} className="w-full min-w-0 print:hidden" />
      <div ref={paper} aria-hidden className="hidden print:block" />
    </>
  );
}
