import { useImperativeHandle, useRef, type Ref } from "react";

import type { Bar } from "@/charts/price-chart-candles";
import { nothing, useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  open: ["O", "A"],
  high: ["H", "Y"],
  low: ["L", "D"],
  close: ["C", "K"],
  volume: ["Vol", "Hacim"],
  open_long: ["Open", "Açılış"],
  high_long: ["High", "En yüksek"],
  low_long: ["Low", "En düşük"],
  close_long: ["Close", "Kapanış"],
  volume_long: ["Volume", "Hacim"],
});

export type ReadOutHandle = { show: (bar: Bar | null) => void; text: () => string };

const fields = ["open", "high", "low", "close", "volume"] as const;

/** The values under the crosshair, or of the newest bar. Written into the page directly: it changes with every move of the mouse. */
export function ChartReadOut({
  decimals,
  isIntraday,
  ref,
}: {
  decimals: number;
  isIntraday: boolean;
  ref?: Ref<ReadOutHandle>;
}) {
  const say = useWords(words);
  const format = useFormat();
  const line = useRef<HTMLDivElement>(null);
  const shown = useRef<Bar | null>(null);
  const write = (bar: Bar | null) => {
    shown.current = bar;
    const put = (name: string, text: string) => {
      const place = line.current?.querySelector(`[data-field="${name}"]`);
      if (place && place.textContent !== text) place.textContent = text;
    };
    put("time", bar === null ? nothing : format.time(bar.time, isIntraday ? "minute" : "day"));
    for (const name of fields) {
      const value = bar?.texts?.[name] ?? bar?.[name];
      put(name, format.number(value, name === "volume" ? { decimalsMax: 8 } : { decimals }));
    }
    if (line.current && bar !== null) line.current.dataset.way = bar.close >= bar.open ? "up" : "down";
  };
  useImperativeHandle(ref, () => ({ show: write, text: () => line.current?.innerText.replace(/\s+/g, " ") ?? "" }), [
    format.language,
    format.zone,
    decimals,
    isIntraday,
  ]);
  return (
    <div
      ref={(node) => {
        line.current = node;
        if (node !== null) write(shown.current);
      }}
      className="group flex min-h-[18px] flex-wrap gap-x-3 text-sm"
      data-testid="read-out"
    >
      <span data-field="time" className="num text-text-3" />
      {fields.map((name) => (
        <span key={name} className="whitespace-nowrap">
          <abbr title={say(`${name}_long`)} className="text-text-3 no-underline">
            {say(name)}
          </abbr>{" "}
          <span
            data-field={name}
            className={`num ${name === "volume" ? "" : "group-data-[way=down]:text-down group-data-[way=up]:text-up"}`}
          />
        </span>
      ))}
    </div>
  );
}
