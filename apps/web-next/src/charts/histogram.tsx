import { useState } from "react";

import type { Bin } from "@/charts/histogram-bins";

type Props = {
  bins: readonly Bin[];
  label: string;
  write: (value: number) => string;
  /** A bin in words: from, to, count. */
  tell: (bin: Bin) => string;
  /** Bins left of 0 in the colour of losses. */
  isSigned?: boolean;
  height?: number;
};

/** Bars of equal width; the one under the pointer or the arrow keys is told above. */
export function Histogram({ bins, label, write, tell, isSigned = false, height = 180 }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const first = bins[0];
  const last = bins.at(-1);
  const told = at === null ? null : bins[at];
  const move = (step: number) =>
    setAt((before) => Math.min(bins.length - 1, Math.max(0, (before ?? Math.floor(bins.length / 2)) + step)));
  return (
    <div className="min-w-0">
      <p className="m-0 h-5 truncate text-sm text-text-2" aria-live="polite">
        {told == null ? "" : tell(told)}
      </p>
      <div
        role="img"
        aria-label={label}
        tabIndex={0}
        className="flex items-end gap-px border-b border-line-strong"
        style={{ height }}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (step !== undefined) {
            event.preventDefault();
            move(step);
          }
        }}
      >
        {bins.map((bin, index) => (
          <div
            key={index}
            onPointerEnter={() => setAt(index)}
            data-count={bin.count}
            className="flex h-full min-w-0 grow items-end"
          >
            <div
              className={`w-full ${isSigned ? (bin.from + bin.to < 0 ? "bg-down" : "bg-up") : "bg-accent"} ${index === at ? "" : "opacity-75"}`}
              style={{ height: bin.count === 0 ? 0 : `max(1px, ${(bin.count / most) * 100}%)` }}
            />
          </div>
        ))}
      </div>
      {first !== undefined && last !== undefined && (
        <div className="flex justify-between pt-1 text-xs text-text-3">
          <span>{write(first.from)}</span>
          {isSigned && first.from < 0 && last.to > 0 && <span>{write((first.from + last.to) / 2)}</span>}
          <span>{write(last.to)}</span>
        </div>
      )}
    </div>
  );
}
