import { useState, type PointerEvent } from "react";

type Props = {
  times: readonly number[];
  values: ReadonlyArray<number | null>;
  label: string;
  write: (value: number) => string;
  writeTime: (time: number) => string;
  height?: number;
};

/** A plain curve with its least, greatest and zero line, and a read-out for pointer and arrow keys. */
export function LineChart({ times, values, label, write, writeTime, height = 120 }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const known = values.filter((one) => one !== null);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  if (known.length < 2) return null;
  const low = Math.min(least, 0);
  const high = Math.max(most, 0);
  const x = (index: number) => (index / (times.length - 1)) * 1000;
  const y = (value: number) => 100 - ((value - low) / (high - low || 1)) * 100;
  let path = "";
  values.forEach((value, index) => {
    if (value !== null)
      path += `${path === "" || values[index - 1] === null ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(2)}`;
  });
  const find = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(
      Math.min(
        times.length - 1,
        Math.max(0, Math.round(((event.clientX - box.left) / box.width) * (times.length - 1))),
      ),
    );
  };
  const value = at === null ? null : values[at];
  return (
    <div className="min-w-0">
      <p className="m-0 flex h-5 justify-between text-xs text-text-3">
        <span>
          {at === null || value == null ? (
            ""
          ) : (
            <span className="text-sm text-text">
              {writeTime(times[at] as number)} · <b>{write(value)}</b>
            </span>
          )}
        </span>
        <span>
          {write(least)} … {write(most)}
        </span>
      </p>
      <div
        role="img"
        aria-label={label}
        tabIndex={0}
        className="relative"
        style={{ height }}
        onPointerMove={find}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 30, PageDown: -30 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          setAt((before) => Math.min(times.length - 1, Math.max(0, (before ?? times.length - 1) + step)));
        }}
      >
        <svg
          viewBox="0 0 1000 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
          aria-hidden
        >
          <line
            x1="0"
            x2="1000"
            y1={y(0)}
            y2={y(0)}
            stroke="var(--border-strong)"
            strokeWidth="1"
            vectorEffect="non-scaling-stroke"
            strokeDasharray="3 3"
          />
          <path d={path} fill="none" stroke="var(--accent)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
          {at !== null && (
            <line
              x1={x(at)}
              x2={x(at)}
              y1="0"
              y2="100"
              stroke="var(--text-3)"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
            />
          )}
        </svg>
      </div>
      <div className="flex justify-between pt-1 text-xs text-text-3">
        <span>{writeTime(times[0] as number)}</span>
        <span>{writeTime(times.at(-1) as number)}</span>
      </div>
    </div>
  );
}
