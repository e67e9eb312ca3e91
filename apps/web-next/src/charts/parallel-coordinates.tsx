import { useMemo, useState, type KeyboardEvent } from "react";

import { scaleOf } from "@/charts/heat-colours";

/** One upright line: its values in order, or its least and most. */
export type ParallelAxis = {
  name: string;
  /** Where a value stands, 0 (bottom) to 1. */
  place: (row: ParallelRow) => number | null;
  least: string;
  most: string;
};
export type ParallelRow = { key: string; values: readonly (number | null)[]; score: number | null };

type Props = {
  axes: readonly ParallelAxis[];
  /** Best first: the best is drawn last, on top. */
  rows: readonly ParallelRow[];
  label: string;
  tell: (row: ParallelRow) => string;
  onSelect?: (row: ParallelRow) => void;
  height?: number;
};

const width = 800;
const margin = 24;

/** The axis that spans the values of one column. */
export function axisOf(
  name: string,
  column: number,
  rows: readonly ParallelRow[],
  write: (value: number) => string,
): ParallelAxis {
  const scale = scaleOf(rows.flatMap((row) => row.values[column] ?? []));
  const [least, most] = scale === null ? [0, 0] : [scale.least, scale.most];
  return {
    name,
    place: (row) => {
      const value = row.values[column];
      if (value == null) return null;
      return most === least ? 0.5 : (value - least) / (most - least);
    },
    least: scale === null ? "" : write(least),
    most: scale === null ? "" : write(most),
  };
}

/** A row as a line over the axes; it is broken where a value is missing. */
export function pathOf(axes: readonly ParallelAxis[], row: ParallelRow, height: number): string {
  const gap = axes.length < 2 ? 0 : (width - 2 * margin) / (axes.length - 1);
  let isDrawn = false;
  return axes
    .map((axis, index) => {
      const part = axis.place(row);
      if (part === null) {
        isDrawn = false;
        return "";
      }
      const step = isDrawn ? "L" : "M";
      isDrawn = true;
      return `${step}${(margin + index * gap).toFixed(1)} ${(height - 4 - part * (height - 8)).toFixed(1)}`;
    })
    .join("");
}

/** Sets as lines over their parameters and figures; the better, the stronger and the further on top. */
export function ParallelCoordinates({ axes, rows, label, tell, onSelect, height = 260 }: Props) {
  const [at, setAt] = useState<number | null>(null);
  // One hue on both themes: the better a set, the stronger its line.
  const lines = useMemo(
    () =>
      rows.map((row, index) => ({
        row,
        path: pathOf(axes, row, height),
        strength: rows.length < 2 ? 1 : 0.12 + 0.88 * (1 - index / (rows.length - 1)) ** 2,
      })),
    [axes, rows, height],
  );
  const told = at === null ? undefined : lines[at];
  const gap = axes.length < 2 ? 0 : (width - 2 * margin) / (axes.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) setAt((before) => Math.min(rows.length - 1, Math.max(0, (before ?? -1) + step)));
    else if (event.key === "Enter" && told !== undefined) onSelect?.(told.row);
    else return;
    event.preventDefault();
  };
  return (
    <figure className="m-0 flex min-w-0 flex-col gap-1">
      <p className="m-0 h-5 truncate text-sm text-text-2" aria-live="polite">
        {told === undefined ? "" : tell(told.row)}
      </p>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="application"
        aria-label={label}
        tabIndex={0}
        className="block w-full"
        style={{ height }}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onPointerLeave={() => setAt(null)}
      >
        {axes.map((axis, index) => (
          <line
            key={axis.name}
            x1={margin + index * gap}
            x2={margin + index * gap}
            y1={2}
            y2={height - 2}
            className="text-line-strong"
            stroke="currentColor"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {[...lines].reverse().map((line, reversed) => (
          <path
            key={line.row.key}
            d={line.path}
            fill="none"
            className="text-accent"
            stroke="currentColor"
            strokeOpacity={told === undefined || told === line ? line.strength : line.strength * 0.3}
            strokeWidth={told === line ? 3 : line.strength > 0.7 ? 2 : 1.25}
            vectorEffect="non-scaling-stroke"
            onPointerEnter={() => setAt(lines.length - 1 - reversed)}
            onClick={() => onSelect?.(line.row)}
          />
        ))}
        {told !== undefined && (
          <path
            d={told.path}
            fill="none"
            className="pointer-events-none text-focus"
            stroke="currentColor"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      <div className="flex justify-between text-xs text-text-3" aria-hidden>
        {axes.map((axis) => (
          <span key={axis.name} className="min-w-0 truncate text-center">
            {axis.most}
            <br />
            <span className="text-text-2">{axis.name}</span>
            <br />
            {axis.least}
          </span>
        ))}
      </div>
    </figure>
  );
}
