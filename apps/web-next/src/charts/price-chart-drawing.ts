import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  LineStyle,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";

import { BarList, type Bar, type Candles } from "@/charts/price-chart-candles";
import { faded, readColours, type ChartColours } from "@/charts/price-chart-colours";
import { drawnMarkers, type ChartMarker } from "@/charts/price-chart-markers";
import { ZoneShift, crosshairTime, tickMark } from "@/charts/price-chart-time";
import { formatCompact, formatNumber } from "@/lib/format";
import type { Language } from "@/lib/language";

/** A line over the candles, or in a pane of its own below them. */
export type ChartLine = {
  key: string;
  title: string;
  /** One value for each candle; null where there is none. */
  values: ArrayLike<number | null>;
  colour: "accent" | "warn" | "paper" | "ok" | "text2" | "rise" | "fall";
  /** Besides the colour, lines differ by it. */
  style?: "solid" | "dashed" | "dotted";
  /** `price` (default), or any other name: lines of one name share a pane. */
  pane?: string;
  /** Dotted levels across the pane: 30 and 70, say. */
  levels?: readonly number[];
};

export type ChartRange = {
  /** Bars in view, as indices; may lie outside the data. */
  from: number;
  to: number;
  fromTime: number | null;
  toTime: number | null;
  /** Whether the newest bar is in view. */
  isAtEnd: boolean;
};

export type DrawingOptions = {
  decimals: number;
  language: Language;
  zone: string;
  hasVolume: boolean;
  isIntraday: boolean;
  /** Bars in view at first. */
  barsInView: number;
};

type Listener = {
  onHover: (index: number | null) => void;
  onRange: (range: ChartRange) => void;
  onMarker: (id: string) => void;
};

/** More than so many bars are drawn conflated when zoomed out. */
const conflateFrom = 20_000;
const lineStyles = { solid: LineStyle.Solid, dashed: LineStyle.Dashed, dotted: LineStyle.Dotted } as const;

/** Candles, volume, lines and marks on lightweight-charts; knows nothing of React. */
export class PriceDrawing {
  private readonly chart: IChartApi;
  private readonly candleSeries: ISeriesApi<"Candlestick">;
  private volumeSeries: ISeriesApi<"Histogram"> | null = null;
  private readonly marks: ISeriesMarkersPluginApi<Time>;
  private lineSeries: Array<{ line: ChartLine; series: ISeriesApi<"Line"> }> = [];
  private colours: ChartColours;
  private shift: ZoneShift;
  private seconds: UTCTimestamp[] = [];
  private markers: readonly ChartMarker[] = [];
  private settle: ReturnType<typeof setTimeout> | undefined;
  private pending = new Map<number, Bar>();
  private frame = 0;
  bars = new BarList({ times: [], opens: [], highs: [], lows: [], closes: [], volumes: [] });
  hovered: number | null = null;
  private held: number | null = null;

  constructor(
    place: HTMLElement,
    private options: DrawingOptions,
    private readonly listener: Listener,
  ) {
    this.colours = readColours();
    this.shift = new ZoneShift(options.zone);
    // The logo brings a style element, which the page's security policy forbids; the credit stands below the chart instead.
    this.chart = createChart(place, {
      autoSize: true,
      layout: {
        attributionLogo: false,
        fontSize: 11,
        background: { type: ColorType.Solid, color: "transparent" },
        panes: { enableResize: true },
      },
      timeScale: {
        timeVisible: options.isIntraday,
        secondsVisible: false,
        rightOffset: 4,
        minBarSpacing: 0.05,
        borderVisible: false,
      },
      rightPriceScale: { borderVisible: false },
      handleScroll: { vertTouchDrag: false },
      crosshair: { mode: CrosshairMode.Normal },
    });
    this.candleSeries = this.chart.addSeries(CandlestickSeries);
    this.marks = createSeriesMarkers(this.candleSeries, [], { autoScale: false });
    if (options.hasVolume)
      this.volumeSeries = this.chart.addSeries(
        HistogramSeries,
        { priceLineVisible: false, lastValueVisible: false },
        1,
      );
    this.paint();
    this.divide();
    this.chart.subscribeCrosshairMove((event) => {
      // Chosen by the keyboard: the crosshair stays with its bar when the range moves under it.
      if (event.sourceEvent === undefined && this.held !== null) return;
      this.held = null;
      this.hovered = event.point === undefined || event.logical === undefined ? null : this.inData(event.logical);
      listener.onHover(this.hovered);
    });
    this.chart.subscribeClick((event) => {
      if (typeof event.hoveredObjectId === "string") listener.onMarker(event.hoveredObjectId);
    });
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.rangeMoved());
  }

  dispose(): void {
    clearTimeout(this.settle);
    cancelAnimationFrame(this.frame);
    this.chart.remove();
  }

  private inData(logical: number): number | null {
    const index = Math.round(logical);
    return index >= 0 && index < this.bars.length ? index : null;
  }

  /** Theme, language, decimals: all that is no data. */
  restyle(options: DrawingOptions): void {
    const isZoneNew = options.zone !== this.options.zone;
    this.options = options;
    this.colours = readColours();
    this.paint();
    if (isZoneNew) this.redraw();
    else this.redrawVolume();
    this.setLines(this.lineSeries.map((one) => one.line));
    this.drawMarkers();
  }

  private paint(): void {
    const { colours, options } = this;
    this.chart.applyOptions({
      layout: {
        textColor: colours.text2,
        fontFamily: getComputedStyle(document.body).fontFamily,
        panes: { separatorColor: colours.line, separatorHoverColor: faded(colours.accent, 0.3) },
      },
      grid: { vertLines: { color: faded(colours.line, 0.5) }, horzLines: { color: faded(colours.line, 0.5) } },
      crosshair: {
        vertLine: { color: colours.strong, labelBackgroundColor: colours.strong },
        horzLine: { color: colours.strong, labelBackgroundColor: colours.strong },
      },
      timeScale: {
        timeVisible: options.isIntraday,
        tickMarkFormatter: (time: Time, type: number) => tickMark(time as number, type, options.language),
      },
      localization: { locale: options.language, timeFormatter: (time: Time) => crosshairTime(time as number) },
    });
    const format = (value: number) => formatNumber(value, { decimals: options.decimals }, options.language);
    // Hollow up, filled down: the direction is seen without the colour.
    this.candleSeries.applyOptions({
      upColor: "rgba(0, 0, 0, 0)",
      downColor: colours.fall,
      borderUpColor: colours.rise,
      borderDownColor: colours.fall,
      wickUpColor: colours.rise,
      wickDownColor: colours.fall,
      priceLineColor: colours.text3,
      priceLineStyle: LineStyle.Dotted,
      priceFormat: { type: "custom", minMove: 10 ** -options.decimals, formatter: format },
    });
    this.volumeSeries?.applyOptions({
      priceFormat: {
        type: "custom",
        minMove: 0.01,
        formatter: (value: number) => formatCompact(value, options.language),
      },
    });
  }

  /** The price has most of the height. */
  private divide(): void {
    this.chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 4 : 1));
  }

  setCandles(candles: Candles): void {
    const wasEmpty = this.bars.length === 0;
    const heldTime = this.held === null ? null : this.bars.timeAt(this.held);
    this.pending.clear();
    this.bars = new BarList(candles);
    if (heldTime !== null) this.hovered = this.held = Math.max(this.bars.indexAt(heldTime), 0);
    this.redraw();
    if (wasEmpty && this.bars.length > 0) this.toEnd();
  }

  private redraw(): void {
    this.shift = new ZoneShift(this.options.zone);
    const rows = Array.from({ length: this.bars.length }, (_, index) => this.bars.at(index));
    this.seconds = rows.map((bar) => this.shift.next(bar.time));
    this.chart.applyOptions({ timeScale: { enableConflation: rows.length > conflateFrom } });
    this.candleSeries.setData(
      rows.map(({ open, high, low, close }, index) => ({
        time: this.seconds[index] as UTCTimestamp,
        open,
        high,
        low,
        close,
      })),
    );
    this.redrawVolume();
    for (const { line, series } of this.lineSeries) series.setData(this.lineData(line));
    this.drawMarkers();
  }

  private volumeOf(bar: Bar, time: UTCTimestamp) {
    const isUp = bar.close >= bar.open;
    return { time, value: bar.volume, color: faded(isUp ? this.colours.rise : this.colours.fall, isUp ? 0.35 : 0.6) };
  }

  private redrawVolume(): void {
    this.volumeSeries?.setData(this.seconds.map((time, index) => this.volumeOf(this.bars.at(index), time)));
  }

  private lineData(line: ChartLine) {
    return this.seconds.map((time, index) => {
      const value = line.values[index];
      return value === null || value === undefined ? { time } : { time, value };
    });
  }

  setLines(lines: readonly ChartLine[]): void {
    for (const { series } of this.lineSeries) this.chart.removeSeries(series);
    const panes = ["price", ...(this.volumeSeries === null ? [] : ["volume"])];
    this.lineSeries = lines.map((line) => {
      const name = line.pane ?? "price";
      if (!panes.includes(name)) panes.push(name);
      const series = this.chart.addSeries(
        LineSeries,
        {
          color: this.colours[line.colour],
          lineWidth: 1,
          lineStyle: lineStyles[line.style ?? "solid"],
          title: "",
          priceLineVisible: false,
          lastValueVisible: name !== "price",
          crosshairMarkerVisible: false,
          priceFormat: {
            type: "custom",
            minMove: name === "price" ? 10 ** -this.options.decimals : 0.01,
            formatter: (value: number) =>
              formatNumber(value, { decimals: name === "price" ? this.options.decimals : 1 }, this.options.language),
          },
        },
        panes.indexOf(name),
      );
      for (const price of line.levels ?? [])
        series.createPriceLine({
          price,
          color: this.colours.text3,
          lineStyle: LineStyle.Dotted,
          lineWidth: 1,
          axisLabelVisible: false,
        });
      series.setData(this.lineData(line));
      return { line, series };
    });
    this.divide();
  }

  setMarkers(markers: readonly ChartMarker[]): void {
    this.markers = markers;
    this.drawMarkers();
  }

  private drawMarkers(): void {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (range === null || this.markers.length === 0) {
      this.marks.setMarkers([]);
      return;
    }
    const width = range.to - range.from;
    const drawn = drawnMarkers(this.markers, (time) => this.bars.indexAt(time), range.from - width, range.to + width);
    this.marks.setMarkers(
      drawn.map((mark): SeriesMarker<Time> => ({
        time: this.seconds[mark.index] as UTCTimestamp,
        position: mark.side === "buy" ? "belowBar" : "aboveBar",
        shape: mark.kind === "exit" ? "circle" : mark.side === "buy" ? "arrowUp" : "arrowDown",
        color: mark.side === "buy" ? this.colours.rise : this.colours.fall,
        id: mark.id,
        text: mark.text,
        size: mark.kind === "exit" ? 0.7 : 1,
      })),
    );
  }

  private rangeMoved(): void {
    const range = this.range();
    if (range === null) return;
    this.listener.onRange(range);
    if (this.markers.length === 0) return;
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.drawMarkers(), 100);
  }

  range(): ChartRange | null {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    if (range === null || this.bars.length === 0) return null;
    const last = this.bars.length - 1;
    const timeOf = (index: number) => this.bars.timeAt(Math.min(Math.max(Math.round(index), 0), last));
    return {
      from: range.from,
      to: range.to,
      fromTime: timeOf(range.from),
      toTime: timeOf(range.to),
      isAtEnd: range.to >= last - 0.5,
    };
  }

  /** A live bar; drawn with the next frame, however many come before it. */
  update(bar: Bar): void {
    this.pending.set(bar.time, bar);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      const bars = [...this.pending.values()].sort((left, right) => left.time - right.time);
      this.pending.clear();
      for (const one of bars) this.drawBar(one);
    });
  }

  private drawBar(bar: Bar): void {
    const before = this.bars.length;
    const index = this.bars.update(bar);
    if (index < 0) return;
    if (index === before) this.seconds.push(this.shift.next(bar.time));
    const time = this.seconds[index] as UTCTimestamp;
    const isOfThePast = index < this.bars.length - 1;
    this.candleSeries.update({ time, open: bar.open, high: bar.high, low: bar.low, close: bar.close }, isOfThePast);
    this.volumeSeries?.update(this.volumeOf(bar, time), isOfThePast);
    if (this.hovered === null || this.hovered === this.bars.length - 1) this.listener.onHover(this.hovered);
  }

  /** The newest value of a line, after `update` of its bar. */
  updateLine(key: string, value: number | null): void {
    const time = this.seconds.at(-1);
    const found = this.lineSeries.find((one) => one.line.key === key);
    if (time !== undefined && value !== null) found?.series.update({ time, value });
  }

  hover(index: number): void {
    const inside = Math.min(Math.max(index, 0), this.bars.length - 1);
    const range = this.range();
    if (inside < 0 || range === null) return;
    if (inside < range.from) this.show(inside, inside + (range.to - range.from));
    else if (inside > range.to) this.show(inside - (range.to - range.from), inside);
    this.hovered = inside;
    this.held = inside;
    this.placeCrosshair();
    this.listener.onHover(inside);
  }

  private placeCrosshair(): void {
    if (this.held === null) return;
    this.chart.setCrosshairPosition(
      this.bars.at(this.held).close,
      this.seconds[this.held] as UTCTimestamp,
      this.candleSeries,
    );
  }

  leave(): void {
    this.held = null;
    this.chart.clearCrosshairPosition();
    this.hovered = null;
    this.listener.onHover(null);
  }

  show(from: number, to: number): void {
    this.chart.timeScale().setVisibleLogicalRange({ from, to });
    this.placeCrosshair();
  }

  showTimes(from: number, to: number): void {
    const first = this.bars.indexAt(from);
    this.show(Math.max(first, 0) - 0.5, this.bars.indexAt(to) + 0.5);
  }

  zoom(factor: number): void {
    const range = this.range();
    if (range === null) return;
    const middle = this.hovered ?? (range.isAtEnd ? range.to : (range.from + range.to) / 2);
    this.show(middle - (middle - range.from) * factor, middle + (range.to - middle) * factor);
  }

  fit(): void {
    this.chart.timeScale().fitContent();
    this.placeCrosshair();
  }

  toEnd(): void {
    const last = this.bars.length;
    this.show(Math.max(last - this.options.barsInView, 0), last + 3);
  }
}
