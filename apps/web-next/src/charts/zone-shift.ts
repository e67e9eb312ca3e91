import { zoneOffsetMs } from "@/lib/time-zone";

const dayMs = 86_400_000;

/**
 * The zone's offset at any time between two: charts know no zones, so that their times are shifted. Asked of Intl once in
 * 30 days and at changes only, because asking for every point of a chart is slow.
 */
export function offsetsBetween(from: number, to: number, zone: string): (time: number) => number {
  const changes: Array<{ at: number; offset: number }> = [{ at: -Infinity, offset: zoneOffsetMs(from, zone) }];
  let before = from;
  for (let time = from; time < to + 30 * dayMs; time += 30 * dayMs) {
    const offset = zoneOffsetMs(time, zone);
    const known = (changes.at(-1) as { offset: number }).offset;
    if (offset !== known) {
      let low = before;
      let high = time;
      while (high - low > 60_000) {
        const middle = Math.floor((low + high) / 2);
        if (zoneOffsetMs(middle, zone) === known) low = middle;
        else high = middle;
      }
      changes.push({ at: Math.floor(high / 60_000) * 60_000, offset });
    }
    before = time;
  }
  return (time) => {
    let at = changes.length - 1;
    while (at > 0 && (changes[at] as { at: number }).at > time) --at;
    return (changes[at] as { offset: number }).offset;
  };
}
