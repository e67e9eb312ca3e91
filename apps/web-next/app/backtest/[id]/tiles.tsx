import { useState, type ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Arrow } from "@/ui/num";

import { Derivation } from "./derivation";
import { metricNames } from "../_parts/metric-words";
import { useReport } from "./report-state";
import type { Figures } from "./run";

const words = defineWords({
  tiles: ["Figures", "Göstergeler"],
  against: ["buy & hold {value}", "al ve tut {value}"],
  gross: ["gross {value}", "brüt {value}"],
  volatility: ["volatility {value}", "oynaklık {value}"],
  longest: [{ one: "longest {count} bar", other: "longest {count} bars" }, "en uzun {count} mum"],
  psr: ["PSR {value}", "PSR {value}"],
  calmar: ["Calmar {value}", "Calmar {value}"],
  payoff: ["payoff {value}", "kazanç/kayıp {value}"],
  wins: ["{wins} of {all}", "{wins} / {all}"],
  holding: ["held {value} on average", "ortalama {value}"],
  of_bars: [{ one: "of {count} bar", other: "of {count} bars" }, "{count} mumun payı"],
  share: ["{value} of the gross", "brütün payı {value}"],
  share_none: ["no gross profit", "brüt kâr yok"],
  sqn: ["SQN {value}", "SQN {value}"],
  open: ["Open how {name} is made", "{name} hesabını aç"],
});

export type TileKey =
  | "total_return"
  | "net_pnl"
  | "cagr"
  | "max_drawdown_pct"
  | "sharpe"
  | "sortino"
  | "profit_factor"
  | "win_rate"
  | "trades"
  | "exposure"
  | "fees"
  | "expectancy";
type Tile = { key: TileKey; value: number | string | null; text: string; note: ReactNode; sign?: number };

/** Rounded for the eye; the whole value stands in the derivation. */
export function tilesOf(
  figures: Figures,
  format: ReturnType<typeof useFormat>,
  say: ReturnType<typeof useWords<typeof words>>,
): Tile[] {
  const { metrics, statistics } = figures;
  const ratio = (value: number | null | undefined) => format.number(value, { decimals: 2 });
  const money = (value: string | number | null | undefined, sign?: "always") =>
    format.number(value, { decimals: 2, ...(sign ? { sign } : {}) });
  const signed = (value: number | null) => format.percent(value, { sign: "always" });
  const drawdown = metrics.max_drawdown_pct === null ? null : metrics.max_drawdown_pct / 100;
  const holding = statistics.holding?.mean_s;
  return [
    {
      key: "total_return",
      value: metrics.total_return,
      text: signed(metrics.total_return),
      sign: metrics.total_return ?? 0,
      note: say("against", { value: signed(metrics.buy_hold_return) }),
    },
    {
      key: "net_pnl",
      value: metrics.net_pnl,
      text: money(metrics.net_pnl, "always"),
      sign: Number(metrics.net_pnl),
      note: say("gross", { value: money(metrics.gross_pnl, "always") }),
    },
    {
      key: "cagr",
      value: metrics.cagr,
      text: signed(metrics.cagr),
      sign: metrics.cagr ?? 0,
      note: say("volatility", { value: format.percent(metrics.volatility) }),
    },
    {
      key: "max_drawdown_pct",
      value: metrics.max_drawdown_pct,
      text: format.percent(drawdown),
      note: say("longest", { count: metrics.max_drawdown_bars ?? 0 }),
    },
    {
      key: "sharpe",
      value: metrics.sharpe,
      text: ratio(metrics.sharpe),
      note: say("psr", { value: format.percent(metrics.psr, { decimals: 1 }) }),
    },
    {
      key: "sortino",
      value: metrics.sortino,
      text: ratio(metrics.sortino),
      note: say("calmar", { value: ratio(metrics.calmar) }),
    },
    {
      key: "profit_factor",
      value: metrics.profit_factor,
      text: ratio(metrics.profit_factor),
      note: say("payoff", { value: ratio(statistics.trades?.payoff) }),
    },
    {
      key: "win_rate",
      value: metrics.win_rate,
      text: format.percent(metrics.win_rate, { decimals: 1 }),
      note: say("wins", { wins: metrics.wins, all: metrics.trades }),
    },
    {
      key: "trades",
      value: metrics.trades,
      text: format.number(metrics.trades),
      note: say("holding", { value: holding == null ? "–" : format.duration(holding * 1000) }),
    },
    {
      key: "exposure",
      value: metrics.exposure,
      text: format.percent(metrics.exposure, { decimals: 1 }),
      note: say("of_bars", { count: figures.bars }),
    },
    {
      key: "fees",
      value: metrics.fees,
      text: money(metrics.fees),
      note:
        Number(metrics.gross_pnl) > 0
          ? say("share", { value: format.percent(metrics.cost_share, { decimals: 1 }) })
          : say("share_none"),
    },
    {
      key: "expectancy",
      value: metrics.expectancy,
      text: money(metrics.expectancy, "always"),
      sign: metrics.expectancy ?? 0,
      note: say("sqn", { value: ratio(metrics.sqn) }),
    },
  ];
}

/** The first thing on the screen: every figure opens how it is made. */
export function Tiles() {
  const { figures, isStale } = useReport();
  const format = useFormat();
  const say = useWords(words);
  const name = useWords(metricNames);
  const [open, setOpen] = useState<TileKey | null>(null);
  const colour = (sign: number | undefined) =>
    sign === undefined || sign === 0 ? "text-text" : sign > 0 ? "text-up" : "text-down";
  return (
    <>
      <ul
        aria-label={say("tiles")}
        data-tiles={figures.isRange ? "range" : "whole"}
        aria-busy={isStale || undefined}
        className={
          "m-0 grid list-none grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line p-0 " +
          `sm:grid-cols-4 lg:grid-cols-6 ${isStale ? "opacity-60" : ""}`
        }
      >
        {tilesOf(figures, format, say).map((tile) => (
          <li key={tile.key} className="bg-surface">
            <button
              type="button"
              data-tile={tile.key}
              data-value={tile.value === null ? "null" : String(tile.value)}
              onClick={() => setOpen(tile.key)}
              aria-haspopup="dialog"
              title={say("open", { name: name(tile.key) })}
              className={
                "flex w-full min-w-0 flex-col items-start px-3 py-2 text-left hover:bg-surface-2 " +
                "focus-visible:outline-offset-[-2px]"
              }
            >
              <span className="text-sm text-text-3">{name(tile.key)}</span>
              <span className={`flex max-w-full items-baseline gap-1.5 text-xl font-semibold ${colour(tile.sign)}`}>
                {tile.sign !== undefined && tile.sign !== 0 && <Arrow of={tile.sign} size={9} />}
                <span data-text className="truncate">
                  {tile.text}
                </span>
              </span>
              <span className="w-full truncate text-xs text-text-3">{tile.note}</span>
            </button>
          </li>
        ))}
      </ul>
      {open !== null && <Derivation metric={open} onClose={() => setOpen(null)} />}
    </>
  );
}
