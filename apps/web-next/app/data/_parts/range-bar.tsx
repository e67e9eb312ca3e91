import { placeOn, type Range } from "./time-line";

/** From when to when on a time line that all rows share. */
export function RangeBar({
  whole,
  part,
  isDamaged = false,
}: {
  whole: Range | null;
  part: Range | null;
  isDamaged?: boolean;
}) {
  if (whole === null || part === null) return null;
  const { left, width } = placeOn(whole, part, 0.01);
  return (
    <span aria-hidden className="relative block h-1.5 w-full rounded-full bg-surface-3">
      <span
        className={`absolute inset-y-0 rounded-full ${isDamaged ? "bg-crit" : "bg-accent"}`}
        style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
      />
    </span>
  );
}
