import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";

import { nothing, useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { LineChart, type LineSeries } from "@/charts/line-chart";
import { Badge } from "@/ui/badge";
import { IconButton, LinkButton } from "@/ui/button";
import { HashChip } from "@/ui/hash-chip";
import { Amount, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

import {
  bestOf,
  differenceCurves,
  isForeign,
  metricForm,
  type ComparedRow,
  type Comparison,
} from "../_parts/comparison";
import { metricNames } from "../_parts/metric-words";

const words = defineWords({
  title: ["Compare runs", "Çalıştırmaları karşılaştır"],
  pick: [
    "Choose two to six runs in the list, then compare them.",
    "Listeden iki ile altı arasında çalıştırma seçip karşılaştırın.",
  ],
  to_list: ["To the list", "Listeye git"],
  equity: ["Equity, rebased to 100", "Sermaye, 100 bazlı"],
  difference: ["Difference from run A, points", "A çalıştırmasından fark, puan"],
  metrics: ["Figures", "Ölçütler"],
  figure: ["Figure", "Ölçüt"],
  inputs: ["What differs in the inputs", "Girdilerdeki farklar"],
  same_inputs: ["The runs have the same inputs.", "Çalıştırmaların girdileri aynı."],
  input: ["Input", "Girdi"],
  trades: ["Trades in common with run A", "A çalıştırmasıyla ortak işlemler"],
  common: ["in common", "ortak"],
  only_here: ["only here", "yalnız burada"],
  only_first: ["only in A", "yalnız A'da"],
  best: ["best", "en iyi"],
  same_result: ["Byte for byte the same result", "Sonuçlar bayt bayt aynı"],
  caution: ["Not the same test:", "Aynı test değil:"],
  costs_differ: ["the costs differ", "maliyetler farklı"],
  data_sets_differ: ["the data differ", "veriler farklı"],
  periods_differ: ["the periods differ", "dönemler farklı"],
  sizes_differ: ["size or cash differs", "büyüklük ya da nakit farklı"],
  remove: ["Take run {name} out", "{name} çalıştırmasını çıkar"],
  foreign: ["another test", "başka test"],
});

/** A…F: short names for long ids. */
const nameOf = (index: number): string => String.fromCharCode(65 + index);
const colours = ["accent", "warn", "env-paper", "ok", "crit", "text-2"];
const dashes: number[][] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4]];

const seriesOf = (index: number, label: string, times: number[], values: Array<number | null>): LineSeries => ({
  key: String(index),
  label,
  points: times.map((time, at) => ({ time, value: values[at] ?? null })),
  colour: colours[index],
  dash: dashes[index],
});

export default function ComparePage() {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const ids = (search.get("ids") ?? "").split(",").filter(Boolean);
  const isEnough = ids.length >= 2 && ids.length <= 6;
  const query = useApi("/api/v1/backtests/compare", {
    query: { ids: ids.join(","), points_max: 4000 },
    enabled: isEnough,
    keepPrevious: true,
  });
  const remove = (id: string) => setSearch({ ids: ids.filter((one) => one !== id).join(",") }, { replace: true });
  return (
    <Page
      title={say("title")}
      actions={
        <LinkButton to={`/backtest?choice=${ids.join(",")}`} icon="left">
          {say("to_list")}
        </LinkButton>
      }
    >
      {!isEnough ? (
        <Panel>
          <EmptyState
            text={say("pick")}
            action={
              <LinkButton to="/backtest" kind="primary">
                {say("to_list")}
              </LinkButton>
            }
            cli="spark backtest compare RUN RUN"
          />
        </Panel>
      ) : (
        <Loaded query={query} skeleton={<Skeleton rows={10} height={40} />}>
          {(data) => <Compared data={data as unknown as Comparison} onRemove={remove} />}
        </Loaded>
      )}
    </Page>
  );
}

function Compared({ data, onRemove }: { data: Comparison; onRemove: (id: string) => void }) {
  const say = useWords(words);
  const format = useFormat();
  const points = (value: number) => format.number(value, { decimals: 2 });
  const curves = useMemo(
    () => data.equity.runs.map((run, index) => seriesOf(index, nameOf(index), data.equity.t, run.rebased)),
    [data],
  );
  const differences = useMemo(
    () =>
      differenceCurves(data.equity).map((values, index) =>
        seriesOf(index + 1, `${nameOf(index + 1)} − A`, data.equity.t, values),
      ),
    [data],
  );
  return (
    <div className="grid grid-cols-12 gap-3">
      <ol className="col-span-12 m-0 flex list-none flex-wrap gap-2 p-0">
        {data.runs.map((id, index) => (
          <li
            key={id}
            className="flex min-w-0 flex-wrap items-center gap-2 rounded-md border border-line bg-surface px-2 py-1"
          >
            <svg width="22" height="8" aria-hidden>
              <line
                x1="0"
                x2="22"
                y1="4"
                y2="4"
                stroke={`var(--${colours[index]})`}
                strokeWidth="2"
                strokeDasharray={dashes[index]?.join(" ")}
              />
            </svg>
            <strong>{nameOf(index)}</strong>
            <Link to={`/backtest/${id}`}>
              <Token mono>{id.slice(0, 16)}…</Token>
            </Link>
            <HashChip value={data.result_hashes[index] ?? ""} letters={14} />
            {data.runs.length > 2 && (
              <IconButton icon="close" label={say("remove", { name: nameOf(index) })} onClick={() => onRemove(id)} />
            )}
          </li>
        ))}
        {data.same_result && (
          <li className="self-center">
            <Badge tone="ok">{say("same_result")}</Badge>
          </li>
        )}
      </ol>
      {data.cautions.length > 0 && (
        <p role="note" className="col-span-12 m-0 rounded-md border border-warn bg-surface px-3 py-2 text-warn">
          {say("caution")}{" "}
          {data.cautions.map((one) => (one in words ? say(one as keyof typeof words) : one)).join(" · ")}
        </p>
      )}
      <Panel title={say("equity")} className="col-span-12">
        <LineChart label={say("equity")} series={curves} height={280} formatValue={points} />
      </Panel>
      <Panel title={say("difference")} className="col-span-12">
        <LineChart label={say("difference")} series={differences} height={160} formatValue={points} />
      </Panel>
      <Panel title={say("metrics")} flush className="col-span-12 md:col-span-7">
        <Rows rows={data.metrics} runs={data.runs} head={say("figure")} isMetric />
      </Panel>
      <div className="col-span-12 flex flex-col gap-3 md:col-span-5">
        <Panel title={say("inputs")} flush>
          {data.inputs.length === 0 ? (
            <p className="m-0 px-3 pb-3 text-text-2">{say("same_inputs")}</p>
          ) : (
            <Rows rows={data.inputs} runs={data.runs} head={say("input")} />
          )}
        </Panel>
        <Panel title={say("trades")}>
          <dl className="m-0 flex flex-col gap-2">
            {data.trades.slice(1).map((one, index) => (
              <div key={data.runs[index + 1]} className="flex flex-wrap items-baseline justify-between gap-2">
                <dt className="font-semibold">{nameOf(index + 1)}</dt>
                <dd className="m-0 flex gap-4 text-text-2">
                  <span>
                    {say("common")} <Count value={one.common} />
                  </span>
                  <span>
                    {say("only_here")} <Count value={one.only_here} />
                  </span>
                  <span>
                    {say("only_first")} <Count value={one.only_in_first} />
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      </div>
    </div>
  );
}

function Count({ value }: { value: number }) {
  return <strong className="num text-text">{useFormat().number(value)}</strong>;
}

function Rows({
  rows,
  runs,
  head,
  isMetric = false,
}: {
  rows: ComparedRow[];
  runs: string[];
  head: string;
  isMetric?: boolean;
}) {
  const say = useWords(words);
  const name = useWords(metricNames);
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={head}>
      <table className="w-full border-collapse">
        <thead>
          <tr className="text-sm text-text-3">
            <th scope="col" className="px-3 py-1 text-left font-normal">
              {head}
            </th>
            {runs.map((id, index) => (
              <th key={id} scope="col" className="px-3 py-1 text-right font-normal">
                {nameOf(index)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const best = isMetric ? bestOf(row) : [];
            const isApart = !isMetric && isForeign(row.field);
            return (
              <tr key={row.field} className="border-t border-line">
                <th scope="row" className={`px-3 py-1 text-left font-normal ${isApart ? "text-crit" : ""}`}>
                  {isMetric && row.field in metricNames ? (
                    name(row.field as keyof typeof metricNames)
                  ) : (
                    <Token mono>{row.field}</Token>
                  )}
                  {isApart && <span className="block text-xs">{say("foreign")}</span>}
                </th>
                {row.values.map((value, index) => (
                  <td
                    key={runs[index]}
                    className={`num px-3 py-1 ${isApart ? "text-crit" : ""} ${best.includes(index) ? "font-semibold" : ""}`}
                  >
                    {best.includes(index) && <span className="mr-2 text-xs font-normal text-ok">{say("best")}</span>}
                    <Value field={row.field} value={value} isMetric={isMetric} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Value({
  field,
  value,
  isMetric,
}: {
  field: string;
  value: string | number | boolean | null;
  isMetric: boolean;
}) {
  const format = useFormat();
  if (value === null) return <>{nothing}</>;
  if (typeof value === "string" && /^(sha256:)?[0-9a-f]{64}$/.test(value))
    return <HashChip value={value} letters={10} />;
  if (!isMetric || typeof value === "boolean") return <Token>{String(value)}</Token>;
  const { form } = metricForm(field);
  if (form === "money") return <Amount value={value} decimals={2} />;
  if (form === "cost") return <>{format.number(value, { decimals: 2 })}</>;
  if (form === "percent") return <>{format.percent(Number(value))}</>;
  if (form === "points") return <>{format.percent(Number(value) / 100)}</>;
  return <>{format.number(value, form === "count" ? {} : { decimals: 3 })}</>;
}
