/** An entry or exit drawn on the candles. */
export type ChartMarker = {
  /** Told when it is chosen: a trade's number, say. */
  id: string;
  /** Ms since 1970; drawn at the bar that holds it. */
  time: number;
  kind: "entry" | "exit";
  side: "buy" | "sell";
  /** Beside the mark; keep it short. */
  text?: string;
};

/** One mark as drawn: alone, or for several that are too near to each other. */
export type DrawnMarker = {
  index: number;
  kind: ChartMarker["kind"];
  side: ChartMarker["side"];
  text: string;
  id: string;
  count: number;
};

export const markersMax = 500;

/**
 * The marks of bars `from` to `to`, at most `max`: where there are more, those of equal kind and side within some bars become one with their
 * number. `indexAt` gives the bar of a time; marks before the first bar are left out.
 */
export function drawnMarkers(
  markers: readonly ChartMarker[],
  indexAt: (time: number) => number,
  from: number,
  to: number,
  max: number = markersMax,
): DrawnMarker[] {
  const inRange: DrawnMarker[] = [];
  for (const marker of markers) {
    const index = indexAt(marker.time);
    if (index < 0 || index < from || index > to) continue;
    inRange.push({ index, kind: marker.kind, side: marker.side, text: marker.text ?? "", id: marker.id, count: 1 });
  }
  inRange.sort((left, right) => left.index - right.index);
  for (let width = 2, drawn = inRange; ; width *= 2) {
    if (drawn.length <= max) return drawn;
    drawn = clustered(inRange, width);
  }
}

function clustered(markers: readonly DrawnMarker[], width: number): DrawnMarker[] {
  const open = new Map<string, DrawnMarker>();
  const result: DrawnMarker[] = [];
  for (const marker of markers) {
    const key = `${marker.kind} ${marker.side}`;
    const before = open.get(key);
    if (before !== undefined && Math.floor(before.index / width) === Math.floor(marker.index / width)) {
      ++before.count;
      before.text = `×${before.count}`;
      continue;
    }
    const copy = { ...marker };
    open.set(key, copy);
    result.push(copy);
  }
  return result;
}
