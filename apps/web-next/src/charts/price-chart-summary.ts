import type { Candles } from "@/charts/price-chart-candles";
import { formatNumber, formatPercent, formatTime } from "@/lib/format";
import type { Language } from "@/lib/language";
import { defineWords, sayIn } from "@/lib/words";

const words = defineWords({
  none: ["{label}: no bars yet.", "{label}: henüz mum yok."],
  summary: [
    {
      one: "{label}: {count} bar, {from}.",
      other: "{label}: {count} bars, {from} to {to}; {open} to {close} ({change}), high {high}, low {low}.",
    },
    "{label}: {count} mum, {from} – {to}; {open} → {close} ({change}), en yüksek {high}, en düşük {low}.",
  ],
});

/** What the chart shows in one sentence, made from the data. */
export function summaryOf(candles: Candles, label: string, decimals: number, language: Language, zone: string): string {
  const count = candles.times.length;
  if (count === 0) return sayIn(words, language, "none", { label });
  let highest = 0;
  let lowest = 0;
  for (let index = 1; index < count; ++index) {
    if ((candles.highs[index] as number) > (candles.highs[highest] as number)) highest = index;
    if ((candles.lows[index] as number) < (candles.lows[lowest] as number)) lowest = index;
  }
  const text = (name: "open" | "high" | "low" | "close", index: number) =>
    formatNumber(candles.texts?.(index)[name] ?? candles[`${name}s`][index], { decimals }, language);
  const first = candles.opens[0] as number;
  const last = candles.closes[count - 1] as number;
  return sayIn(words, language, "summary", {
    label,
    count,
    from: formatTime(candles.times[0], "minute", zone),
    to: formatTime(candles.times[count - 1], "minute", zone),
    open: text("open", 0),
    close: text("close", count - 1),
    high: text("high", highest),
    low: text("low", lowest),
    change: formatPercent(first === 0 ? null : last / first - 1, { sign: "always" }, language),
  });
}
