import { useMemo } from "react";

/** Points as a path in a box of `width` × `height`, with the line's own thickness kept inside. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return "";
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = width / (values.length - 1);
  const inset = 1.5;
  return values
    .map(
      (value, index) =>
        `${index === 0 ? "M" : "L"}${(index * step).toFixed(1)} ${(inset + (height - 2 * inset) * (1 - (value - low) / span)).toFixed(1)}`,
    )
    .join("");
}

/** A course without axes; dashed when it ends below its beginning, so that the colour is not the only sign. */
export function Sparkline({
  values,
  height = 44,
  isGrey = false,
}: {
  values: readonly number[];
  height?: number;
  isGrey?: boolean;
}) {
  const path = useMemo(() => sparkPath(values, 320, height), [values, height]);
  const isDown = values.length > 1 && (values.at(-1) as number) < (values[0] as number);
  const colour = isGrey ? "text-text-3" : isDown ? "text-down" : "text-up";
  return (
    <svg
      viewBox={`0 0 320 ${height}`}
      preserveAspectRatio="none"
      aria-hidden
      className={`block w-full ${colour}`}
      style={{ height }}
    >
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
        strokeDasharray={isDown ? "4 2.5" : undefined}
      />
    </svg>
  );
}
