import { useSearchParams } from "react-router";

import { isSameAmount, lessTexts, sumTexts } from "@/lib/decimal";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { HashChip } from "@/ui/hash-chip";
import { Num, Time, Token } from "@/ui/num";

import { Facts, type Fact } from "./facts";
import { metricNames } from "../_parts/metric-words";
import { derivationWords, metricMeanings } from "./metric-words";
import { useReport, type ReportState } from "./report-state";
import type { TileKey } from "./tiles";
import { filterTrades } from "./trades-csv";

const ofEquity = new Set<TileKey>(["total_return", "cagr", "max_drawdown_pct", "exposure"]);
const ofDays = new Set<TileKey>(["sharpe", "sortino"]);

/** What the page itself can make again from the trades, exactly; null where it cannot. */
function remade(state: ReportState, metric: TileKey): { text: string; isEqual: boolean } | null {
  if (state.trades === undefined) return null;
  const trades = filterTrades(
    state.trades,
    state.range === null ? {} : { from: state.range.fromMs, to: state.range.toMs },
  );
  const { metrics } = state.figures;
  const exact = (text: string, of: string) => ({ text, isEqual: isSameAmount(text, of) });
  if (metric === "trades") return exact(String(trades.length), String(metrics.trades));
  if (metric === "fees") return exact(sumTexts(trades.map((one) => one.fees)), metrics.fees);
  if (metric === "net_pnl")
    return exact(
      lessTexts(sumTexts(trades.map((one) => one.gross)), sumTexts(trades.map((one) => one.fees))),
      metrics.net_pnl,
    );
  if (metric === "win_rate" && trades.length > 0) {
    const rate = filterTrades(trades, { result: "winners" }).length / trades.length;
    return { text: String(rate), isEqual: rate === metrics.win_rate };
  }
  return null;
}

function inputsOf(
  state: ReportState,
  metric: TileKey,
  say: ReturnType<typeof useWords<typeof derivationWords>>,
  name: ReturnType<typeof useWords<typeof metricNames>>,
): Fact[] {
  const { figures, run } = state;
  const { metrics, statistics } = figures;
  const trades = statistics.trades ?? {};
  const amount = (value: string | number | null | undefined) => <Num value={value} />;
  const whole: Fact[] = figures.isRange
    ? []
    : [
        [say("starting"), amount(run.cash)],
        [say("final"), amount(run.final_equity)],
      ];
  const open: Fact[] =
    run.open_position && !figures.isRange ? [[say("open"), amount(run.open_position.unrealized_pnl)]] : [];
  const table: Partial<Record<TileKey, Fact[]>> = {
    total_return: [...whole, ...open],
    net_pnl: [[name("gross_pnl"), amount(metrics.gross_pnl)], [name("fees"), amount(metrics.fees)], ...open],
    cagr: whole,
    max_drawdown_pct: [[name("max_drawdown_bars"), amount(metrics.max_drawdown_bars)]],
    sharpe: [
      [name("annual_return"), amount(metrics.annual_return)],
      [name("volatility"), amount(metrics.volatility)],
      [say("periods"), amount(metrics.periods_per_year)],
    ],
    sortino: [
      [name("annual_return"), amount(metrics.annual_return)],
      [say("periods"), amount(metrics.periods_per_year)],
    ],
    profit_factor: [
      [say("won"), amount((trades.wins ?? 0) * (trades.average_win ?? 0))],
      [say("lost"), amount((trades.losses ?? 0) * (trades.average_loss ?? 0))],
    ],
    win_rate: [
      [say("wins"), amount(metrics.wins)],
      [name("trades"), amount(metrics.trades)],
    ],
    trades: [
      [say("wins"), amount(trades.wins)],
      [say("losses"), amount(trades.losses)],
    ],
    fees: [
      [name("gross_pnl"), amount(metrics.gross_pnl)],
      [name("net_pnl"), amount(metrics.net_pnl)],
    ],
    expectancy: [
      [name("net_pnl"), amount(metrics.net_pnl)],
      [name("trades"), amount(metrics.trades)],
    ],
  };
  return table[metric] ?? [];
}

/** Formula, inputs, data version and trades of one figure: numbers that can be followed. */
export function Derivation({ metric, onClose }: { metric: TileKey; onClose: () => void }) {
  const state = useReport();
  const { figures, run } = state;
  const say = useWords(derivationWords);
  const name = useWords(metricNames);
  const mean = useWords(metricMeanings);
  const format = useFormat();
  const [, setSearch] = useSearchParams();
  const again = remade(state, metric);
  const value = figures.metrics[metric];
  const isOfTrades = !ofEquity.has(metric) && !ofDays.has(metric);
  const seeTrades = () => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("tab", "trades");
        if (metric === "win_rate") next.set("result", "winners");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
    onClose();
    requestAnimationFrame(() => document.getElementById("tabs")?.scrollIntoView({ block: "start" }));
  };
  return (
    <Dialog title={say("title", { name: name(metric) })} onClose={onClose} place="side" width={460}>
      <div className="flex flex-col gap-4" data-derivation={metric}>
        <section>
          <h3 className="m-0 mb-1 text-sm font-semibold text-text-3">{say("formula")}</h3>
          <p className="m-0 rounded-md bg-surface-2 p-3">{mean(metric)}</p>
        </section>
        <Facts title={say("inputs")} rows={inputsOf(state, metric, say, name)} />
        <Facts
          rows={[
            [
              say("value"),
              <Token key="v" mono className="break-all">
                {value === null || value === undefined ? "null" : String(value)}
              </Token>,
            ],
            [say("json"), <Token key="j" mono>{`metrics.${metric}`}</Token>],
          ]}
        />
        {again !== null && (
          <p
            className="m-0 flex flex-wrap items-center gap-2 text-sm"
            data-remade={again.isEqual ? "equal" : "differs"}
          >
            {say("check")}: <Token mono>{again.text}</Token>
            <Badge tone={again.isEqual ? "ok" : "crit"}>
              {again.isEqual ? `✓ ${say("equal")}` : `✗ ${say("differs")}`}
            </Badge>
          </p>
        )}
        <Facts
          title={say("data")}
          rows={[
            [
              <Token key="d" mono>
                {run.dataset.id}
              </Token>,
              <HashChip key="h" value={run.dataset.sha256} />,
            ],
            [
              say("period"),
              <span key="p">
                <Time value={figures.from} precision="minute" /> → <Time value={figures.to} precision="minute" />
              </span>,
            ],
            [say("bars"), format.number(figures.bars)],
          ]}
        />
        <section className="flex flex-col items-start gap-2">
          <h3 className="m-0 text-sm font-semibold text-text-3">{say("trades_of")}</h3>
          <p className="m-0">
            {isOfTrades
              ? say("trades_all", { count: figures.metrics.trades })
              : say(ofDays.has(metric) ? "daily" : "equity")}
          </p>
          {isOfTrades && figures.metrics.trades > 0 && <Button onClick={seeTrades}>{say("see")}</Button>}
        </section>
      </div>
    </Dialog>
  );
}
