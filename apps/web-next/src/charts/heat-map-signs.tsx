/** What stands in a cell beside its colour, in the order of the legend. */
export const heatSigns = ["none", "idle", "refused", "broken", "best", "plateau"] as const;
export type HeatSignName = (typeof heatSigns)[number];

/** A cell as the map draws it, small, for the legend. */
export function HeatSign({ sign }: { sign: HeatSignName }) {
  const isMark = sign === "best" || sign === "plateau";
  return (
    <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden className="shrink-0 text-text-3">
      <rect
        width="14"
        height="12"
        className={isMark || sign === "broken" ? "text-accent" : "text-surface-3"}
        fill="currentColor"
        fillOpacity={isMark ? 0.35 : sign === "broken" ? 0.2 : 1}
      />
      {sign === "idle" && <path d="M0 12 12 0M-6 12 6 0M6 12 18 0" stroke="currentColor" />}
      {sign === "refused" && <path d="M4 3l6 6M10 3 4 9" stroke="currentColor" />}
      {sign === "broken" && <rect x="0.5" y="0.5" width="13" height="11" fill="none" stroke="currentColor" />}
      {isMark && (
        <>
          <rect
            x="1"
            y="1"
            width="12"
            height="10"
            fill="none"
            stroke="#000"
            strokeWidth="2"
            strokeDasharray={sign === "plateau" ? "3 2" : undefined}
          />
          <rect
            x="1"
            y="1"
            width="12"
            height="10"
            fill="none"
            stroke="#fff"
            strokeDasharray={sign === "plateau" ? "3 2" : undefined}
          />
        </>
      )}
    </svg>
  );
}
