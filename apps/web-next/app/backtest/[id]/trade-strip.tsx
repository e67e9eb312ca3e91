import type { ReactNode } from "react";

import { lessTexts } from "@/lib/decimal";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { IconButton } from "@/ui/button";
import { Amount, Num, Time, Token } from "@/ui/num";

import { useReport } from "./report-state";
import { Reason, Side } from "./trade-words";
import type { Trade } from "./trades-csv";

const words = defineWords({
  trade: ["Trade {number} of {all}", "İşlem {number} / {all}"],
  entry: ["Entry", "Giriş"],
  exit: ["Exit", "Çıkış"],
  held: ["Held", "Süre"],
  quantity: ["Quantity", "Miktar"],
  sum: ["Gross − fees = net", "Brüt − komisyon = net"],
  excursion: ["Worst / best on the way", "Yol boyunca en kötü / en iyi"],
  stop: ["Stop path", "Stop yolu"],
  stop_missing: ["not recorded by the run", "çalıştırma kaydetmiyor"],
  previous: ["Previous trade (p)", "Önceki işlem (p)"],
  next: ["Next trade (n)", "Sonraki işlem (n)"],
  close: ["Close the trade", "İşlemi kapat"],
});

/** The chosen trade in figures, below the candles it is drawn on. */
export function TradeStrip({ trade }: { trade: Trade }) {
  const { run, trades, shownTrades, select } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const distribution = useApi("/api/v1/backtests/{id}/distribution", { path: { id: run.id }, staleTimeMs: Infinity });
  const worst = distribution.data?.mae?.[trade.index] as number | null | undefined;
  const best = distribution.data?.mfe?.[trade.index] as number | null | undefined;
  const here = shownTrades.findIndex((one) => one.index === trade.index);
  const step = (by: number) => {
    const next = shownTrades[here + by];
    if (next !== undefined) select(next.index);
  };
  const cell = (label: string, value: ReactNode) => (
    <div className="min-w-0">
      <dt className="text-xs text-text-3">{label}</dt>
      <dd className="m-0">{value}</dd>
    </div>
  );
  const isExact = lessTexts(trade.gross, trade.fees) === lessTexts(trade.net, "0");
  return (
    <section
      data-trade={trade.index}
      aria-live="polite"
      className="mt-3 flex flex-col gap-1 rounded-md border border-line-strong bg-surface-2 px-3 py-2"
    >
      <div className="flex items-center gap-2">
        <b>{say("trade", { number: trade.index + 1, all: trades?.length ?? 0 })}</b> <Side side={trade.side} />{" "}
        <Token>{trade.symbol}</Token>
        <div className="ml-auto flex" data-no-print>
          <IconButton icon="left" label={say("previous")} disabled={here <= 0} onClick={() => step(-1)} />
          <IconButton
            icon="right"
            label={say("next")}
            disabled={here < 0 || here + 1 >= shownTrades.length}
            onClick={() => step(1)}
          />
          <IconButton icon="close" label={say("close")} onClick={() => select(null)} />
        </div>
      </div>
      <dl className="m-0 flex min-w-0 flex-wrap gap-x-6 gap-y-1">
        {cell(
          say("entry"),
          <>
            <Time value={trade.entryMs} precision="minute" /> · <Num value={trade.entryPrice} />
          </>,
        )}
        {cell(
          say("exit"),
          <>
            <Time value={trade.exitMs} precision="minute" /> · <Num value={trade.exitPrice} /> ·{" "}
            <Reason reason={trade.reason} />
          </>,
        )}
        {cell(say("held"), format.duration(trade.exitMs - trade.entryMs))}
        {cell(say("quantity"), <Num value={trade.quantity} />)}
        {cell(
          say("sum"),
          <span data-sum={isExact ? "exact" : "wrong"}>
            <Num value={trade.gross} /> − <Num value={trade.fees} /> ={" "}
            <Amount value={trade.net} arrow className="font-semibold" />
          </span>,
        )}
        {worst != null &&
          best != null &&
          cell(
            say("excursion"),
            <>
              {format.percent(worst, { sign: "always" })} / {format.percent(best, { sign: "always" })}
            </>,
          )}
        {cell(say("stop"), <span className="text-text-3">{say("stop_missing")}</span>)}
      </dl>
    </section>
  );
}
