import { sumTexts } from "@/lib/decimal";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Amount, Num, Token } from "@/ui/num";
import { EmptyState, Panel } from "@/ui/panel";

import { useReport } from "./report-state";
import type { Group } from "./run";
import { Reason, Side } from "./trade-words";
import { Verdict } from "./verdict";

const words = defineWords({
  by_exit_reason: ["By exit reason", "Çıkış nedenine göre"],
  by_side: ["Long and short", "Long ve short"],
  by_symbol: ["By symbol", "Sembole göre"],
  name: ["Group", "Grup"],
  trades: ["Trades", "İşlem"],
  win_rate: ["Win rate", "Kazanma"],
  net: ["Net", "Net"],
  fees: ["Fees", "Komisyon"],
  profit_factor: ["Profit factor", "Kâr faktörü"],
  expectancy: ["Expectancy", "Beklenen"],
  holding: ["Mean holding", "Ort. süre"],
  sum: ["the groups add up to the net profit exactly", "grupların toplamı net kâra tam eşit"],
  none: ["No trade in this range.", "Bu aralıkta işlem yok."],
});

function GroupTable({
  title,
  rows,
  kind,
  total,
}: {
  title: string;
  rows: Group[];
  kind: "reason" | "side" | "symbol";
  total: string;
}) {
  const say = useWords(words);
  const format = useFormat();
  const most = Math.max(...rows.map((row) => Math.abs(Number(row.net_pnl))), 0);
  const isEqual = sumTexts(rows.map((row) => row.net_pnl)) === sumTexts([total]);
  return (
    <Panel
      title={title}
      actions={
        <span className="inline-flex items-center gap-1.5">
          <Verdict isRight={isEqual} /> {say("sum")}
        </span>
      }
    >
      <div className="overflow-x-auto">
        <table className="w-full min-w-[720px] border-collapse">
          <caption className="sr-only">{title}</caption>
          <thead className="text-sm text-text-3">
            <tr className="border-b border-line">
              {[
                say("name"),
                say("trades"),
                say("win_rate"),
                say("net"),
                "",
                say("fees"),
                say("profit_factor"),
                say("expectancy"),
                say("holding"),
              ].map((one, at) => (
                <th
                  key={at}
                  scope="col"
                  className={`px-2 py-1 font-normal whitespace-nowrap ${at === 0 || at === 4 ? "text-left" : "text-right"}`}
                >
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} className="border-b border-line last:border-b-0">
                <th scope="row" className="px-2 py-1.5 text-left font-normal">
                  {kind === "reason" ? (
                    <Reason reason={row.name} />
                  ) : kind === "side" ? (
                    <Side side={row.name} />
                  ) : (
                    <Token>{row.name}</Token>
                  )}
                </th>
                <td className="num px-2">{format.number(row.trades)}</td>
                <td className="num px-2">{format.percent(row.win_rate, { decimals: 1 })}</td>
                <td className="num px-2">
                  <Amount value={row.net_pnl} arrow />
                </td>
                <td className="w-[140px] px-2">
                  <div
                    className={`h-1.5 ${Number(row.net_pnl) < 0 ? "bg-down" : "bg-up"}`}
                    style={{
                      width: most === 0 ? 0 : `${(Math.abs(Number(row.net_pnl)) / most) * 100}%`,
                    }}
                  />
                </td>
                <td className="num px-2">
                  <Num value={row.fees} />
                </td>
                <td className="num px-2">{format.number(row.profit_factor, { decimals: 2 })}</td>
                <td className="num px-2">{format.number(row.expectancy, { decimals: 2, sign: "always" })}</td>
                <td className="num px-2">
                  {row.mean_holding_s === null ? "–" : format.duration(row.mean_holding_s * 1000)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export function GroupsTab() {
  const { figures } = useReport();
  const say = useWords(words);
  const { by_exit_reason: reasons = [], by_side: sides = [], by_symbol: symbols = [] } = figures.statistics;
  if (reasons.length === 0)
    return (
      <Panel>
        <EmptyState text={say("none")} />
      </Panel>
    );
  const total = figures.metrics.net_pnl;
  return (
    <div className="flex flex-col gap-3">
      <GroupTable title={say("by_exit_reason")} rows={reasons} kind="reason" total={total} />
      {sides.length > 0 && <GroupTable title={say("by_side")} rows={sides} kind="side" total={total} />}
      {symbols.length > 0 && <GroupTable title={say("by_symbol")} rows={symbols} kind="symbol" total={total} />}
    </div>
  );
}
