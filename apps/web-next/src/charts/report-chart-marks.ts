/** A trade as a chart needs it: times in ms, net only for its colour. */
export type MarkedTrade = { index: number; entryMs: number; exitMs: number; isLong: boolean; net: number };
export type Mark =
  | { kind: "entry" | "exit"; time: number; trade: number; isLong: boolean; net: number }
  | { kind: "cluster"; time: number; from: number; to: number; trades: number[]; net: number };

/**
 * What stands on the candles between two times: every entry and exit while they are at most `marksMax`, else one mark for
 * the trades entered in each of `binsMax` equal stretches. Trades are in the order of their exits; any order works.
 */
export function marksOf(
  trades: readonly MarkedTrade[],
  from: number,
  to: number,
  marksMax: number,
  binsMax: number,
): Mark[] {
  const isSeen = (time: number) => time >= from && time <= to;
  const seen = trades.filter((trade) => isSeen(trade.entryMs) || isSeen(trade.exitMs));
  const marks: Mark[] = [];
  for (const trade of seen) {
    if (isSeen(trade.entryMs))
      marks.push({
        kind: "entry",
        time: trade.entryMs,
        trade: trade.index,
        isLong: trade.isLong,
        net: trade.net,
      });
    if (isSeen(trade.exitMs))
      marks.push({ kind: "exit", time: trade.exitMs, trade: trade.index, isLong: trade.isLong, net: trade.net });
  }
  if (marks.length <= marksMax) return marks.sort((left, right) => left.time - right.time);
  const width = Math.max(1, (to - from) / Math.max(1, binsMax));
  const bins = new Map<number, Extract<Mark, { kind: "cluster" }>>();
  for (const trade of seen) {
    if (!isSeen(trade.entryMs)) continue;
    const bin = Math.min(binsMax - 1, Math.floor((trade.entryMs - from) / width));
    const start = from + bin * width;
    const cluster = bins.get(bin) ?? {
      kind: "cluster",
      time: start + width / 2,
      from: start,
      to: start + width,
      trades: [],
      net: 0,
    };
    cluster.trades.push(trade.index);
    cluster.net += trade.net;
    bins.set(bin, cluster);
  }
  return [...bins.values()].sort((left, right) => left.time - right.time);
}

export type CurvePoint = { time: number; text: string; value: number; drawdown: number; hold: number | null };

/**
 * One point of the curve for each bucket of candles: the one furthest from the point chosen before, so that peaks and
 * troughs between two candles are not lost; of the last bucket the last. Every point is one the server sent.
 */
export function pointsOfBuckets(
  points: readonly CurvePoint[],
  bucketTimes: readonly number[],
): Array<CurvePoint & { bucket: number }> {
  const chosen: Array<CurvePoint & { bucket: number }> = [];
  let bucket = 0;
  let best: CurvePoint | null = null;
  let before = points[0]?.value ?? 0;
  const close = () => {
    if (best === null) return;
    chosen.push({ ...best, bucket: bucketTimes[bucket] as number });
    before = best.value;
    best = null;
  };
  points.forEach((point, at) => {
    while (bucket + 1 < bucketTimes.length && (bucketTimes[bucket + 1] as number) <= point.time) {
      close();
      ++bucket;
    }
    const isLast = at === points.length - 1;
    if (best === null || isLast || Math.abs(point.value - before) > Math.abs((best as CurvePoint).value - before))
      best = point;
  });
  if (bucketTimes.length > 0) close();
  return chosen;
}
