import { useImperativeHandle, useState, type Ref } from "react";

import type { Reading } from "@/charts/report-chart";
import type { Mark } from "@/charts/report-chart-marks";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { Token } from "@/ui/num";

import { chartWords as words } from "./chart-words";
import type { Trade } from "./trades-csv";

export type LegendHandle = { read: (reading: Reading | null) => void; hover: (mark: Mark | null) => void };

type Props = {
  ref: Ref<LegendHandle>;
  hold: { hasAny: boolean; isFlattening: boolean };
  hasHold: boolean;
  onHold: () => void;
  barsPerCandle: number | undefined;
  trades: Trade[] | undefined;
};

/** What the lines are, or what stands under the crosshair; it alone is drawn anew when the pointer moves. */
export function ChartLegend({ ref, hold, hasHold, onHold, barsPerCandle, trades }: Props) {
  const [reading, read] = useState<Reading | null>(null);
  const [hovered, hover] = useState<Mark | null>(null);
  useImperativeHandle(ref, () => ({ read, hover }), []);
  const say = useWords(words);
  const format = useFormat();
  const point = reading?.point ?? null;
  const money = (value: string | number | null | undefined) => format.number(value, { decimals: 2 });
  return (
    <div
      className="flex min-h-9 flex-wrap items-center gap-x-3 text-sm text-text-2 sm:min-h-6"
      aria-live="off"
      data-reading
    >
      {hold.hasAny && (
        <button
          type="button"
          aria-pressed={hasHold}
          onClick={onHold}
          title={hold.isFlattening ? say("flattens") : undefined}
          data-hold
          className={`inline-flex min-h-6 items-center gap-1.5 rounded-md border px-1.5 ${hasHold ? "border-line-strong text-text" : "border-line text-text-3"}`}
        >
          <i className={`w-4 border-t-2 border-dashed ${hasHold ? "border-warn" : "border-line-strong"}`} />{" "}
          {say("hold")}
        </button>
      )}
      {hovered !== null && (
        <b className="text-text">
          {hovered.kind === "cluster"
            ? say("cluster", { count: hovered.trades.length, net: money(hovered.net) })
            : say("mark", {
                number: hovered.trade + 1,
                what: say(hovered.kind),
                net: money(trades?.[hovered.trade]?.net),
              })}
        </b>
      )}
      {hovered !== null ? null : point !== null || reading?.bar ? (
        <>
          <span className="text-text">{format.time(point?.time ?? reading?.bar?.time, "minute")}</span>
          {point !== null && (
            <>
              <span>
                <b className="text-accent">{say("equity")}</b> {money(point.text)}
              </span>
              {hasHold && point.hold !== null && (
                <span>
                  <b className="text-warn">{say("hold")}</b> {money(point.hold)}
                </span>
              )}
              <span>
                <b className="text-down">{say("under")}</b> {format.percent(point.drawdown)}
              </span>
            </>
          )}
          {reading?.bar && (
            <Token>{`O ${money(reading.bar.open)}  H ${money(reading.bar.high)}  L ${money(reading.bar.low)}  C ${money(reading.bar.close)}`}</Token>
          )}
        </>
      ) : (
        <>
          <span className="inline-flex items-center gap-1.5">
            <i className="h-0.5 w-4 bg-accent" /> {say("equity")}
          </span>
          <span className="inline-flex items-center gap-1.5">
            <i className="h-2 w-4 border-t border-down bg-down/20" /> {say("under")}
          </span>
          <span className="text-text-3">
            {barsPerCandle === undefined
              ? ""
              : barsPerCandle === 1
                ? say("bar_one")
                : say("bars", { count: barsPerCandle })}
          </span>
        </>
      )}
    </div>
  );
}
