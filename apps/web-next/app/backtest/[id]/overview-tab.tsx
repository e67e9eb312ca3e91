import { Link } from "react-router";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Panel } from "@/ui/panel";

import { compare, compounded } from "./compounding";
import { Facts } from "./facts";
import { metricNames } from "../_parts/metric-words";
import { useReport } from "./report-state";
import { Verdict } from "./verdict";

const words = defineWords({
  returns: ["Return and risk", "Getiri ve risk"],
  trades: ["Trades", "İşlemler"],
  money: ["Where the money went", "Para nereye gitti"],
  years: ["Years", "Yıllar"],
  against: ["Against buy & hold", "Al ve tut'a karşı"],
  alpha: ["Alpha", "Alfa"],
  beta: ["Beta", "Beta"],
  var: ["Value at risk, day, 5 %", "Riske maruz değer, gün, %5"],
  shortfall: ["Expected shortfall, day", "Beklenen kayıp, gün"],
  skew: ["Skew", "Çarpıklık"],
  kurtosis: ["Kurtosis", "Basıklık"],
  best_day: ["Best day", "En iyi gün"],
  worst_day: ["Worst day", "En kötü gün"],
  positive: ["Days above 0", "Artıda kapanan gün"],
  track: ["Track record needed, days", "Gereken kayıt, gün"],
  gross: ["Gross profit", "Brüt kâr"],
  fees: ["Fees", "Komisyon"],
  net: ["Net profit", "Net kâr"],
  open: ["Open at the end", "Sonda açık"],
  compound: ["months compound to the total", "aylar toplamı veriyor"],
  see: ["See the months", "Aylara bak"],
  winner: ["Average winner", "Ortalama kazanç"],
  loser: ["Average loser", "Ortalama kayıp"],
  holding: ["Mean holding", "Ortalama süre"],
  in_row: ["Losers in a row, most", "Art arda en çok kayıp"],
});

export function OverviewTab() {
  const { figures, run } = useReport();
  const { metrics, statistics } = figures;
  const say = useWords(words);
  const name = useWords(metricNames);
  const format = useFormat();
  const daily = statistics.returns ?? {};
  const bars = statistics.bars ?? {};
  const trades = statistics.trades ?? {};
  const two = (value: number | string | null | undefined, sign?: "always") =>
    format.number(value, { decimals: 2, ...(sign ? { sign } : {}) });
  const percent = (value: number | null | undefined) => format.percent(value, { sign: "always" });
  const years = statistics.yearly ?? [];
  const greatest = Math.max(...years.map((one) => Math.abs(one.return)), 1e-12);
  const isCompound = compare(
    compounded((statistics.monthly ?? []).map((one) => one.return)),
    metrics.total_return ?? Number.NaN,
  ).isEqual;
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("returns")} className="col-span-12 sm:col-span-6 lg:col-span-3">
        <Facts
          rows={[
            [name("annual_return"), percent(metrics.annual_return)],
            [name("volatility"), format.percent(metrics.volatility)],
            [name("calmar"), two(metrics.calmar)],
            [name("psr"), format.percent(metrics.psr, { decimals: 1 })],
            [say("best_day"), percent(daily.best_return)],
            [say("worst_day"), percent(daily.worst_return)],
            [say("positive"), format.percent(daily.positive_share, { decimals: 1 })],
            [say("var"), percent(daily.value_at_risk)],
            [say("shortfall"), percent(daily.expected_shortfall)],
            [say("skew"), two(daily.skew)],
            [say("kurtosis"), two(daily.kurtosis)],
            [say("track"), format.number(daily.track_length_min, { decimalsMax: 0 })],
          ]}
        />
      </Panel>
      <Panel title={say("trades")} className="col-span-12 sm:col-span-6 lg:col-span-3">
        <Facts
          rows={[
            [name("expectancy"), two(metrics.expectancy, "always")],
            [name("sqn"), two(metrics.sqn)],
            [name("payoff"), two(trades.payoff)],
            [say("winner"), two(trades.average_win, "always")],
            [say("loser"), two(trades.average_loss, "always")],
            [
              say("holding"),
              statistics.holding?.mean_s == null ? "–" : format.duration(statistics.holding.mean_s * 1000),
            ],
            [say("in_row"), format.number(trades.losses_in_a_row_max)],
          ]}
        />
        <Facts
          className="mt-3"
          title={say("against")}
          rows={[
            [name("buy_hold_return"), percent(metrics.buy_hold_return)],
            ...(bars.alpha == null ? [] : [[say("alpha"), percent(bars.alpha)] as [string, string]]),
            ...(bars.beta == null ? [] : [[say("beta"), two(bars.beta)] as [string, string]]),
          ]}
        />
      </Panel>
      <Panel title={say("money")} className="col-span-12 sm:col-span-6 lg:col-span-3">
        <Facts
          rows={[
            [say("gross"), format.number(metrics.gross_pnl, { sign: "always" })],
            [`− ${say("fees")}`, format.number(metrics.fees)],
            [<b key="n">= {say("net")}</b>, <b key="v">{format.number(metrics.net_pnl, { sign: "always" })}</b>],
            ...(run.open_position && !figures.isRange
              ? [[say("open"), format.number(run.open_position.unrealized_pnl, { sign: "always" })] as [string, string]]
              : []),
            [
              name("cost_share"),
              Number(metrics.gross_pnl) === 0 ? "–" : format.percent(metrics.cost_share, { decimals: 1 }),
            ],
          ]}
        />
      </Panel>
      <Panel title={say("years")} className="col-span-12 sm:col-span-6 lg:col-span-3">
        <ul className="m-0 flex list-none flex-col gap-1.5 p-0">
          {years.map((one) => (
            <li key={one.year} className="grid grid-cols-[5ch_1fr_9ch] items-center gap-2">
              <span className="text-text-2">{one.year}</span>
              <span className="flex h-3 items-stretch">
                <span className="flex w-1/2 justify-end">
                  {one.return < 0 && <i className="bg-down" style={{ width: `${(-one.return / greatest) * 100}%` }} />}
                </span>
                <span className="flex w-1/2 border-l border-line-strong">
                  {one.return > 0 && <i className="bg-up" style={{ width: `${(one.return / greatest) * 100}%` }} />}
                </span>
              </span>
              <span className="num">{percent(one.return)}</span>
            </li>
          ))}
        </ul>
        {years.length > 0 && (
          <p className="m-0 mt-3 flex items-center gap-1.5 text-sm text-text-2">
            <Verdict isRight={isCompound} /> {say("compound")}{" "}
            <Link to="?tab=months" replace preventScrollReset data-no-print>
              {say("see")}
            </Link>
          </p>
        )}
      </Panel>
    </div>
  );
}
