import { useMemo } from "react";

import type { Bar, BarList } from "@/charts/price-chart-candles";
import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Num, Time } from "@/ui/num";
import { DataTable, type Column } from "@/ui/table";
import { useNow } from "@/ui/use-now";

const words = defineWords({
  time: ["Opened", "Açılış zamanı"],
  open: ["Open", "Açılış"],
  high: ["High", "En yüksek"],
  low: ["Low", "En düşük"],
  close: ["Close", "Kapanış"],
  volume: ["Volume", "Hacim"],
  label: ["{label}, as a table", "{label}, tablo olarak"],
});

/** The chart's twin: the same bars, newest first, with their exact values. */
export function ChartTable({
  bars,
  label,
  decimals,
  isIntraday,
  height,
}: {
  bars: BarList | null;
  label: string;
  decimals: number;
  isIntraday: boolean;
  height: number | string;
}) {
  const say = useWords(words);
  const language = useLanguage();
  const second = useNow(1_000);
  const rows = useMemo(
    () =>
      Array.from({ length: bars?.length ?? 0 }, (_, index) =>
        (bars as BarList).at((bars as BarList).length - 1 - index),
      ),
    [bars, second],
  );
  const columns = useMemo<Column<Bar>[]>(
    () => [
      {
        key: "time",
        title: say("time"),
        width: "minmax(17ch, 1fr)",
        value: (bar) => bar.time,
        cell: (bar) => <Time value={bar.time} precision={isIntraday ? "minute" : "day"} />,
      },
      ...(["open", "high", "low", "close"] as const).map((name): Column<Bar> => ({
        key: name,
        title: say(name),
        align: "right",
        width: "minmax(11ch, 1fr)",
        value: (bar) => bar[name],
        cell: (bar) => <Num value={bar.texts?.[name] ?? bar[name]} decimals={decimals} />,
      })),
      {
        key: "volume",
        title: say("volume"),
        align: "right",
        width: "minmax(13ch, 1fr)",
        value: (bar) => bar.volume,
        cell: (bar) => <Num value={bar.texts?.volume ?? bar.volume} />,
      },
    ],
    [language, decimals, isIntraday],
  );
  return (
    <DataTable
      label={say("label", { label })}
      rows={rows}
      columns={columns}
      keyOf={(bar) => String(bar.time)}
      sort="-time"
      maxHeight={typeof height === "number" ? height : 420}
    />
  );
}
