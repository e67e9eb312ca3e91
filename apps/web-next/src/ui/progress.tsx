/** A bar of 0 to 1; without a value it says only that something is under way. */
export function Progress({ value, label }: { value: number | null; label: string }) {
  const width = value === null ? "100%" : `${Math.min(Math.max(value, 0), 1) * 100}%`;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-surface-3"
    >
      <div className={`h-full bg-accent ${value === null ? "skeleton" : ""}`} style={{ width }} />
    </div>
  );
}
