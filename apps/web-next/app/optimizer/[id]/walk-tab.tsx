import { useMemo } from "react";

import { LineChart } from "@/charts/line-chart";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Amount, Num, Percent, Time, Token } from "@/ui/num";
import { EmptyState, Panel } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

import type { Assessment, Fold, WalkForward } from "../_parts/types";
import { paramsText } from "./heat-data";

const words = defineWords({
  none: [
    "History was not walked forward. An order asks for it with windows such as 6x30d.",
    "Geçmiş ileri yürünmedi. İstekte 6x30d gibi pencereler verilir.",
  ],
  later: ["The walk forward comes after the search.", "İleri yürüyen test aramadan sonra gelir."],
  equity: ["Return, windows one after another", "Getiri, pencereler art arda"],
  folds: ["Windows", "Pencereler"],
  train: ["Trained until", "Eğitim sonu"],
  test: ["Tested", "Sınama"],
  params: ["Chosen set", "Seçilen küme"],
  inside: ["In training", "Eğitimde"],
  outside: ["In the test", "Sınamada"],
  result: ["Return", "Getiri"],
  trades: ["Trades", "İşlem"],
  net: ["Net profit", "Net kâr"],
  efficiency: ["Efficiency", "Verimlilik"],
  efficiency_text: [
    "Return a day in the tests ÷ return a day in training.",
    "Sınamada günlük getiri ÷ eğitimde günlük getiri.",
  ],
  total: ["Return, stitched", "Birleşik getiri"],
  sharpe: ["Sharpe", "Sharpe"],
  drawdown: ["Max drawdown", "En derin düşüş"],
  earned: ["Windows that earned", "Kazandıran pencere"],
  of: ["{earned} of {folds}", "{earned} / {folds}"],
  stability: ["How steady the choice is", "Seçim ne kadar kararlı"],
  parameter: ["Parameter", "Parametre"],
  values: ["Chosen, window by window", "Pencere pencere seçilen"],
  changes: ["Changes", "Değişim"],
  nothing_ranked: ["no set was ranked", "sıralanan küme yok"],
});

function Summary({ walk }: { walk: WalkForward }) {
  const say = useWords(words);
  const facts: Array<[string, React.ReactNode]> = [
    [say("efficiency"), <Num key="e" value={walk.efficiency} decimalsMax={2} />],
    [say("total"), <Percent key="t" value={walk.stitched.total_return} signed />],
    [say("sharpe"), <Num key="s" value={walk.stitched.sharpe} decimalsMax={2} />],
    [say("drawdown"), <Percent key="d" value={walk.stitched.max_drawdown_pct / 100} />],
    [say("trades"), <Num key="n" value={walk.stitched.trades} />],
    [say("earned"), say("of", { earned: walk.folds_that_earned, folds: walk.folds.length })],
  ];
  return (
    <>
      <dl className="m-0 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-sm text-text-3">{name}</dt>
            <dd className="num m-0 text-left text-lg font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="m-0 mt-2 text-sm text-text-3">{say("efficiency_text")}</p>
    </>
  );
}

/** Windows tested one after another, each with the set its past would have chosen. */
export function WalkTab({ assessment, isAsked }: { assessment: Assessment | null; isAsked: boolean }) {
  const say = useWords(words);
  const format = useFormat();
  const walk = assessment?.walk_forward ?? null;
  const series = useMemo(
    () => [
      {
        key: "equity",
        label: say("equity"),
        points: (walk?.stitched.equity ?? []).map((one) => ({
          time: typeof one.time === "number" ? one.time : Date.parse(one.time),
          // A growth factor: 1 is the start. Drawn as the return since.
          value: Number(one.equity) - 1,
        })),
      },
    ],
    [walk, format.language],
  );
  if (walk === null) {
    const why = assessment?.missing.find((one) => one.part === "walk_forward");
    return (
      <Panel>
        <EmptyState
          text={
            isAsked && assessment === null
              ? say("later")
              : isAsked && why !== undefined
                ? format.language === "tr"
                  ? why.text_tr
                  : why.text
                : say("none")
          }
        />
      </Panel>
    );
  }
  const columns: Column<Fold>[] = [
    {
      key: "train",
      title: say("train"),
      width: "12ch",
      isMinor: true,
      cell: (fold) => <Time value={fold.train.at(-1)?.to} precision="day" />,
    },
    {
      key: "test",
      title: say("test"),
      width: "25ch",
      value: (fold) => fold.test_from,
      cell: (fold) => (
        <>
          <Time value={fold.test_from} precision="day" /> → <Time value={fold.test_to} precision="day" />
        </>
      ),
    },
    {
      key: "params",
      title: say("params"),
      width: "minmax(18ch, 1.5fr)",
      cell: (fold) =>
        fold.params === null ? (
          <span className="text-text-3">{say("nothing_ranked")}</span>
        ) : (
          <Token mono>{paramsText(fold.params)}</Token>
        ),
    },
    {
      key: "inside",
      title: say("inside"),
      align: "right",
      isMinor: true,
      value: (fold) => fold.train_objective,
      cell: (fold) => <Num value={fold.train_objective} decimalsMax={3} />,
    },
    {
      key: "outside",
      title: say("outside"),
      align: "right",
      value: (fold) => fold.test?.objective,
      cell: (fold) => <Num value={fold.test?.objective} decimalsMax={3} />,
    },
    {
      key: "result",
      title: say("result"),
      align: "right",
      width: "12ch",
      value: (fold) => fold.test?.total_return,
      cell: (fold) => <Percent value={fold.test?.total_return} signed />,
    },
    {
      key: "net",
      title: say("net"),
      align: "right",
      width: "15ch",
      isMinor: true,
      value: (fold) => fold.test?.net_pnl,
      cell: (fold) => <Amount value={fold.test?.net_pnl} decimals={2} />,
    },
    {
      key: "trades",
      title: say("trades"),
      align: "right",
      width: "9ch",
      isMinor: true,
      value: (fold) => fold.test?.trades,
      cell: (fold) => <Num value={fold.test?.trades} />,
    },
  ];
  return (
    <div className="grid grid-cols-12 gap-3" data-walk>
      <Panel className="col-span-12">
        <Summary walk={walk} />
      </Panel>
      <Panel title={say("equity")} className="col-span-12">
        <LineChart
          label={say("equity")}
          series={series}
          formatValue={(value) => format.percent(value, { sign: "always" })}
          height={240}
        />
      </Panel>
      <Panel title={say("folds")} className="col-span-12" flush>
        <DataTable
          label={say("folds")}
          rows={walk.folds}
          columns={columns}
          keyOf={(fold) => fold.test_from}
          sort="test"
          maxHeight={360}
        />
      </Panel>
      <Panel title={say("stability")} className="col-span-12">
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={say("stability")}>
          <table className="w-full border-collapse">
            <caption className="sr-only">{say("stability")}</caption>
            <thead>
              <tr className="text-sm text-text-3">
                <th scope="col" className="pr-4 pb-1 text-left font-normal">
                  {say("parameter")}
                </th>
                <th scope="col" className="pr-4 pb-1 text-left font-normal">
                  {say("values")}
                </th>
                <th scope="col" className="pb-1 text-right font-normal">
                  {say("changes")}
                </th>
              </tr>
            </thead>
            <tbody>
              {walk.stability.map((row) => (
                <tr key={row.parameter} className="border-t border-line">
                  <th scope="row" className="py-1.5 pr-4 text-left font-normal">
                    <Token mono>{row.parameter}</Token>
                  </th>
                  <td className="py-1.5 pr-4 whitespace-nowrap">
                    <Token mono>{row.values.map((value) => value ?? "–").join(" → ")}</Token>
                  </td>
                  <td className="num py-1.5 text-right">{format.number(row.changes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}
