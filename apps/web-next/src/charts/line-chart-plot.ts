import "uplot/dist/uPlot.min.css";
import "@/charts/line-chart.css";

import uPlot from "uplot";

import { axisText, type Aligned, type LineSeries, type Span } from "@/charts/line-chart-data";
import { formatTime } from "@/lib/format";

/** Six colours and six patterns: a seventh series begins anew. */
const order = ["accent", "warn", "env-paper", "ok", "crit", "text-2"] as const;
const dashes = [[], [6, 3], [2, 3], [10, 3, 2, 3], [4, 4], [1, 4]] as const;

export const colourOf = (series: LineSeries, index: number): string =>
  `--${series.colour ?? order[index % order.length]}`;
export const dashOf = (series: LineSeries, index: number): readonly number[] =>
  series.dash ?? (dashes[index % dashes.length] as readonly number[]);

export type PlotKind = "line" | "step" | "area";
export type PlotOptions = {
  host: HTMLElement;
  series: readonly LineSeries[];
  hidden: ReadonlySet<string>;
  kind: PlotKind;
  height: number;
  zone: string;
  formatValue: (value: number) => string;
  yFromZero: boolean;
  getGaps: () => readonly Span[];
  /** Null while the reader has zoomed, or where the points say it. */
  getRange: () => Span | null;
  getTimes: () => readonly number[];
  onIndex: (index: number | null) => void;
  onZoom: (isZoomed: boolean) => void;
};

export const dataOf = (aligned: Aligned): uPlot.AlignedData =>
  [aligned.times.map((time) => time / 1000), ...aligned.columns] as uPlot.AlignedData;

/** Where nothing was measured there are slanted lines, so that it never looks like zero. */
function drawGaps(plot: uPlot, gaps: readonly Span[], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  for (const [from, to] of gaps) {
    const left = Math.max(bbox.left, plot.valToPos(from / 1000, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to / 1000, "x", true));
    if (!(right > left)) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.beginPath();
    const step = 9 * devicePixelRatio;
    for (let x = left - bbox.height; x < right; x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}

/** A new plot; colours are read from the page now, so a change of looks makes another one. */
export function makePlot(options: PlotOptions, aligned: Aligned): uPlot {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const font = `11px ${colour("--font-ui") || "sans-serif"}`;
  const axis = {
    stroke: colour("--text-3"),
    font,
    grid: { stroke: colour("--border"), width: 1 },
    ticks: { show: false },
  };
  const paths = options.kind === "step" ? uPlot.paths.stepped?.({ align: 1 }) : uPlot.paths.linear?.();
  return new uPlot(
    {
      width: Math.max(options.host.clientWidth, 120),
      height: options.height,
      padding: [10, 20, 0, 4],
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), options.zone),
      cursor: { points: { size: 6 }, drag: { x: true, y: false, uni: 8 } },
      scales: {
        x: {
          time: true,
          range: (_plot, least, greatest) => {
            const wanted = options.getRange();
            if (wanted !== null) return [wanted[0] / 1000, wanted[1] / 1000];
            const times = options.getTimes();
            const only = times.length === 1 ? (times[0] as number) / 1000 : null;
            return only === null ? [least, greatest] : [only - 30, only + 30];
          },
        },
        y: {
          range: (_plot, least, greatest) => {
            if (least === null || greatest === null) return [0, 1];
            const bottom = options.yFromZero ? Math.min(0, least) : least;
            // Only zeros: an axis to one, not to a hundredth of it.
            if (options.yFromZero && greatest === 0 && bottom === 0) return [0, 1];
            const room = (greatest - bottom || Math.abs(greatest) || 1) * 0.08;
            return [options.yFromZero && bottom === 0 ? 0 : bottom - room, greatest + room];
          },
        },
      },
      axes: [
        {
          ...axis,
          space: 64,
          size: 26,
          values: (_plot, splits, _axis, _space, step) =>
            splits.map((at) => axisText(formatTime(at * 1000, "second", options.zone), step)),
        },
        {
          ...axis,
          space: 34,
          values: (_plot, splits) => splits.map(options.formatValue),
          size: (_plot, values) => Math.max(36, ...(values ?? []).map((value) => value.length * 6.6 + 14)),
        },
      ],
      series: [
        {},
        ...options.series.map((one, index) => ({
          label: one.label,
          show: !options.hidden.has(one.key),
          stroke: colour(colourOf(one, index)),
          width: 1.5,
          dash: [...dashOf(one, index)],
          paths,
          fill:
            options.kind === "area" && index === 0
              ? `color-mix(in srgb, ${colour(colourOf(one, index))} 12%, transparent)`
              : undefined,
          points: {
            show: (plot: uPlot, _series: number, from: number, to: number) =>
              plot.data[0].length === 1 || (to - from < 3 && to - from >= 0),
          },
        })),
      ],
      hooks: {
        drawClear: [(plot) => drawGaps(plot, options.getGaps(), colour("--border"))],
        setCursor: [(plot) => options.onIndex(plot.cursor.idx ?? null)],
        setSelect: [(plot) => options.onZoom(plot.select.width > 0)],
      },
    },
    dataOf(aligned),
    options.host,
  );
}
