import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { HashChip } from "@/ui/hash-chip";
import { Num, Time, Token } from "@/ui/num";
import { Panel } from "@/ui/panel";

import { Facts, type Fact } from "./facts";
import { useReport } from "./report-state";
import type { Metrics } from "./run";

const words = defineWords({
  params: ["Parameters", "Parametreler"],
  costs: ["Costs", "Maliyetler"],
  rules: ["Rules of the fills", "Gerçekleşme kuralları"],
  account: ["Account", "Hesap"],
  cash: ["Starting cash", "Başlangıç nakdi"],
  size: ["Size of an entry", "Giriş büyüklüğü"],
  final: ["Final equity", "Son sermaye"],
  data: ["Data", "Veri"],
  data_set: ["Data set", "Veri seti"],
  bars: ["Bars", "Mum"],
  warm_up: ["Warm-up bars", "Isınma mumu"],
  period: ["Period", "Dönem"],
  none: ["none", "yok"],
  oos: ["In sample and out of sample", "Örneklem içi ve dışı"],
  from: ["Out of sample from", "Örneklem dışı başlangıcı"],
  inside: ["in sample", "örneklem içi"],
  outside: ["out of sample", "örneklem dışı"],
  trades: ["Trades", "İşlem"],
  net: ["Net profit", "Net kâr"],
  total_return: ["Total return", "Toplam getiri"],
  open: ["Open position at the end", "Sonda açık pozisyon"],
  entry: ["Entry", "Giriş"],
  unrealized: ["Unrealised", "Gerçekleşmemiş"],
  rejected: ["Rejected entries", "Reddedilen girişler"],
});

const text = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

export function ParametersTab() {
  const { run } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const rows = (values: { [name: string]: unknown }): Fact[] =>
    Object.entries(values).map(([name, value]) => [
      <Token key={name} mono>
        {name}
      </Token>,
      <Token key={`${name}=`} mono>
        {text(value)}
      </Token>,
    ]);
  const part = (figures: Partial<Metrics>) =>
    [figures.trades, figures.net_pnl, figures.total_return, figures.sharpe] as const;
  const oos = run.out_of_sample;
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("params")} className="col-span-12 sm:col-span-6 md:col-span-4">
        {Object.keys(run.params).length === 0 ? (
          <p className="m-0 text-text-3">{say("none")}</p>
        ) : (
          <Facts rows={rows(run.params)} />
        )}
      </Panel>
      <Panel title={say("costs")} className="col-span-12 sm:col-span-6 md:col-span-4">
        <Facts rows={rows(run.costs)} />
      </Panel>
      <Panel title={say("rules")} className="col-span-12 sm:col-span-6 md:col-span-4">
        <Facts rows={rows(run.rules ?? {})} />
      </Panel>
      <Panel title={say("account")} className="col-span-12 sm:col-span-6 md:col-span-4">
        <Facts
          rows={[
            [say("cash"), <Num key="c" value={run.cash} />],
            [
              say("size"),
              <Token key="s" mono>
                {run.size}
              </Token>,
            ],
            [say("final"), <Num key="f" value={run.final_equity} />],
            [say("rejected"), format.number(run.rejected_orders?.count ?? 0)],
          ]}
        />
        {run.open_position && (
          <Facts
            className="mt-3"
            title={say("open")}
            rows={[
              [
                say("entry"),
                <span key="e">
                  <Token>{run.open_position.side ?? "long"}</Token> ·{" "}
                  <Time value={run.open_position.entry_time_ms} precision="minute" /> ·{" "}
                  <Num value={run.open_position.entry_price} />
                </span>,
              ],
              [say("unrealized"), <Num key="u" value={run.open_position.unrealized_pnl} sign="always" />],
            ]}
          />
        )}
      </Panel>
      <Panel title={say("data")} className="col-span-12 sm:col-span-6 md:col-span-4">
        <Facts
          rows={[
            ...(run.books ?? [{ dataset: run.dataset.id }]).map<Fact>((book, at) => [
              say("data_set"),
              <Token key={at} mono>
                {book.dataset}
              </Token>,
            ]),
            ["SHA-256", <HashChip key="h" value={run.dataset.sha256} />],
            [say("bars"), format.number(run.dataset.bars)],
            [say("warm_up"), format.number(run.period.warm_up_bars)],
            [
              say("period"),
              <span key="p">
                <Time value={run.period.first} precision="day" /> → <Time value={run.period.last} precision="day" />
              </span>,
            ],
          ]}
        />
      </Panel>
      {oos !== undefined && (
        <Panel title={say("oos")} className="col-span-12 sm:col-span-6 md:col-span-4">
          <Facts rows={[[say("from"), <Time key="t" value={oos.from} precision="day" />]]} />
          <table className="mt-2 w-full border-collapse">
            <caption className="sr-only">{say("oos")}</caption>
            <thead className="text-sm text-text-3">
              <tr>
                <th />
                <th scope="col" className="text-right font-normal">
                  {say("inside")}
                </th>
                <th scope="col" className="text-right font-normal">
                  {say("outside")}
                </th>
              </tr>
            </thead>
            <tbody>
              {[say("trades"), say("net"), say("total_return"), "Sharpe"].map((name, at) => (
                <tr key={name} className="border-t border-line">
                  <th scope="row" className="py-1 text-left font-normal text-text-2">
                    {name}
                  </th>
                  {[part(oos.in_sample), part(oos.out_of_sample)].map((one, side) => (
                    <td key={side} className="num">
                      {at === 2
                        ? format.percent(one[at] as number, { sign: "always" })
                        : format.number(one[at], { decimalsMax: 2 })}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </div>
  );
}
