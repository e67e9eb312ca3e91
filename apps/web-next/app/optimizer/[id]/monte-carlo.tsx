import { useState } from "react";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/panel";

import type { Bands, FanPoint, MonteCarlo, MonteCarloKind } from "../_parts/types";

const words = defineWords({
  title: ["Monte Carlo of the trades", "İşlemlerin Monte Carlo denemesi"],
  shuffled: ["Other order", "Başka sıra"],
  resampled: ["Other trades of the kind", "Benzer başka işlemler"],
  block_resampled: ["… with streaks kept", "… seriler korunarak"],
  skipped: ["Missed trades", "Kaçan işlemler"],
  shuffled_text: [
    "Every trade once, in random order: was the drawdown luck of the order?",
    "Her işlem bir kez, rastgele sırada: düşüş sıranın şansı mıydı?",
  ],
  resampled_text: [
    "As many trades, drawn with replacement: what if history had dealt others?",
    "Aynı sayıda işlem, yinelenebilir çekilişle: geçmiş başka işlemler verseydi?",
  ],
  block_resampled_text: [
    "The same in blocks of neighbours, so that losing streaks stay together.",
    "Aynısı, komşu bloklarla: kayıp serileri bir arada kalır.",
  ],
  skipped_text: ["Each trade is missed with a chance of {share}.", "Her işlem {share} olasılıkla kaçırılır."],
  final: ["Final equity", "Son varlık"],
  drawdown: ["Max drawdown", "En derin düşüş"],
  loss: ["Ends in a loss", "Zararla biter"],
  ruin: ["Ruin", "İflas"],
  worse: ["Deeper drawdown", "Daha derin düşüş"],
  traded: ["as traded", "gerçekleşen"],
  runs: ["{runs} runs of {trades} trades", "{trades} işlemle {runs} deneme"],
  fan: [
    "Equity after so many trades: middle half and middle 90 % of the runs; median at the end {median}, as traded {traded}",
    "İşlem sayısına göre varlık: denemelerin orta yarısı ve orta %90'ı; sondaki ortanca {median}, gerçekleşen {traded}",
  ],
  kind: ["Kind", "Tür"],
});

const kinds = ["resampled", "block_resampled", "shuffled", "skipped"] as const;
type Kind = (typeof kinds)[number];
const size = { width: 800, height: 220 };

/** The upper edge there and the lower edge back. */
export function bandPath(
  points: readonly FanPoint[],
  low: keyof Bands,
  high: keyof Bands,
  x: (trades: number) => number,
  y: (value: number) => number,
): string {
  const edge = (key: keyof Bands, of: readonly FanPoint[], first: "M" | "L") =>
    of
      .map((point, index) => `${index === 0 ? first : "L"}${x(point.trades).toFixed(1)} ${y(point[key]).toFixed(1)}`)
      .join("");
  return `${edge(high, points, "M")}${edge(low, [...points].reverse(), "L")}Z`;
}

function Fan({ fan, label }: { fan: readonly FanPoint[]; label: string }) {
  const format = useFormat();
  const last = fan.at(-1)?.trades ?? 1;
  const least = Math.min(...fan.map((one) => one.p5));
  const most = Math.max(...fan.map((one) => one.p95));
  const x = (trades: number) => (trades / Math.max(1, last)) * size.width;
  const y = (value: number) =>
    most === least ? size.height / 2 : 4 + ((most - value) / (most - least)) * (size.height - 8);
  const middle = fan
    .map((point, index) => `${index === 0 ? "M" : "L"}${x(point.trades).toFixed(1)} ${y(point.p50).toFixed(1)}`)
    .join("");
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-text-3">
      <span className="num flex flex-col justify-between text-right" aria-hidden>
        <span>{format.compact(most)}</span>
        <span>{format.compact(least)}</span>
      </span>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        className="h-[220px] w-full border-b border-l border-line"
      >
        <path d={bandPath(fan, "p5", "p95", x, y)} className="text-accent" fill="currentColor" fillOpacity="0.12" />
        <path d={bandPath(fan, "p25", "p75", x, y)} className="text-accent" fill="currentColor" fillOpacity="0.22" />
        <path
          d={middle}
          fill="none"
          className="text-accent"
          stroke="currentColor"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span />
      <span className="flex justify-between" aria-hidden>
        <span>0</span>
        <span className="num">{format.number(last)}</span>
      </span>
    </div>
  );
}

/** What the same trades could have come to. */
export function MonteCarloPanel({ monteCarlo }: { monteCarlo: MonteCarlo }) {
  const say = useWords(words);
  const format = useFormat();
  const [kind, setKind] = useState<Kind>("resampled");
  const chosen: MonteCarloKind = monteCarlo[kind];
  const bands = (of: Bands, write: (value: number) => string) => [of.p5, of.p25, of.p50, of.p75, of.p95].map(write);
  const rows: Array<[string, string[]]> = [
    [say("final"), bands(chosen.final_equity, (value) => format.number(value, { decimals: 0 }))],
    [say("drawdown"), bands(chosen.max_drawdown, (value) => format.percent(value, { decimals: 1 }))],
  ];
  const shares: Array<[string, number]> = [
    [say("loss"), chosen.loss_probability],
    [say("worse"), chosen.worse_drawdown_share],
    [say("ruin"), chosen.ruin_probability],
  ];
  return (
    <Panel
      title={say("title")}
      className="col-span-12"
      actions={say("runs", { runs: monteCarlo.runs, trades: monteCarlo.trades })}
    >
      <div className="flex flex-col gap-3" data-monte-carlo>
        <div role="group" aria-label={say("kind")} className="flex flex-wrap gap-1">
          {kinds.map((one) => (
            <Button
              key={one}
              aria-pressed={one === kind}
              className={one === kind ? "bg-surface-3 font-semibold" : ""}
              onClick={() => setKind(one)}
            >
              {say(one)}
            </Button>
          ))}
        </div>
        <p className="m-0 text-text-2">
          {say(`${kind}_text`, { share: format.percent(monteCarlo.skip_probability, { decimals: 0 }) })}
        </p>
        {chosen.fan !== undefined && chosen.fan.length > 1 && (
          <Fan
            fan={chosen.fan}
            label={say("fan", {
              median: format.number(chosen.final_equity.p50, { decimals: 0 }),
              traded: format.number(monteCarlo.final_equity_as_traded, { decimals: 0 }),
            })}
          />
        )}
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={say("title")}>
          <table className="w-full min-w-[520px] border-collapse">
            <caption className="sr-only">{say("title")}</caption>
            <thead>
              <tr className="text-sm text-text-3">
                <td />
                {["5", "25", "50", "75", "95"].map((one) => (
                  <th key={one} scope="col" className="num pb-1 pl-3 text-right font-normal">
                    {format.percent(Number(one) / 100, { decimals: 0 })}
                  </th>
                ))}
                <th scope="col" className="pb-1 pl-3 text-right font-normal">
                  {say("traded")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, values], row) => (
                <tr key={name} className="border-t border-line">
                  <th scope="row" className="py-1.5 text-left font-normal">
                    {name}
                  </th>
                  {values.map((value, index) => (
                    <td key={index} className="num py-1.5 pl-3 text-right">
                      {value}
                    </td>
                  ))}
                  <td className="num py-1.5 pl-3 text-right font-semibold">
                    {row === 0
                      ? format.number(monteCarlo.final_equity_as_traded, { decimals: 0 })
                      : format.percent(monteCarlo.max_drawdown_as_traded, { decimals: 1 })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="flex flex-wrap gap-x-8 gap-y-2">
          {shares.map(([name, share]) => (
            <div key={name} className="flex flex-col-reverse">
              <span className="text-sm text-text-3">{name}</span>
              <span className="num text-left text-lg font-semibold">{format.percent(share, { decimals: 1 })}</span>
            </div>
          ))}
        </div>
      </div>
    </Panel>
  );
}
