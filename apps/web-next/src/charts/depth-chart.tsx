import { useMemo } from "react";

import type { BookLevel } from "@/charts/book-levels";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  sentence: [
    "Down to {bid} stand bids for {bids}, up to {ask} asks for {asks}.",
    "{bid} fiyatına kadar {bids} alış, {ask} fiyatına kadar {asks} satış bekliyor.",
  ],
});

type Props = {
  bids: readonly BookLevel[];
  asks: readonly BookLevel[];
  decimals: number;
  height?: number;
  isGrey?: boolean;
};
const width = 600;

/** Steps of the cumulative quantity from the middle outward, as SVG paths. */
export function depthPaths(
  bids: readonly BookLevel[],
  asks: readonly BookLevel[],
  height: number,
): { bids: string; asks: string } {
  const prices = [...bids, ...asks].map((level) => Number(level.price));
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const span = high - low || 1;
  const x = (price: string) => (((Number(price) - low) / span) * width).toFixed(1);
  const y = (part: number) => (height - part * (height - 4)).toFixed(1);
  const side = (levels: readonly BookLevel[]) => {
    const first = levels[0];
    if (first === undefined) return "";
    const steps = levels.map((level) => `H${x(level.price)}V${y(level.cumulativePart)}`).join("");
    return `M${x(first.price)} ${height}${steps}`;
  };
  return { bids: side(bids), asks: side(asks) };
}

/** How much stands in the book up to each price. The book beside it is its table. */
export function DepthChart({ bids, asks, decimals, height = 180, isGrey = false }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const paths = useMemo(() => depthPaths(bids, asks, height), [bids, asks, height]);
  const [lowest, highest] = [bids.at(-1), asks.at(-1)];
  if (lowest === undefined || highest === undefined) return null;
  const price = (level: BookLevel | undefined) => format.number(level?.price, { decimals });
  const sentence = say("sentence", {
    bid: price(lowest),
    bids: format.number(lowest.cumulative),
    ask: price(highest),
    asks: format.number(highest.cumulative),
  });
  return (
    <figure className="m-0 flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={sentence}
        className={`block w-full ${isGrey ? "opacity-40" : ""}`}
        style={{ height }}
      >
        <path d={`${paths.bids}V${height}Z`} className="text-up" fill="currentColor" fillOpacity="0.16" />
        <path
          d={paths.bids}
          className="text-up"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
        <path d={`${paths.asks}V${height}Z`} className="text-down" fill="currentColor" fillOpacity="0.16" />
        <path
          d={paths.asks}
          className="text-down"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="4 2.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="flex justify-between text-xs text-text-3">
        <span className="num">{price(lowest)}</span>
        <span className="num">
          {price(bids[0])} / {price(asks[0])}
        </span>
        <span className="num">{price(highest)}</span>
      </div>
      <figcaption className="text-xs text-text-3">{sentence}</figcaption>
    </figure>
  );
}
