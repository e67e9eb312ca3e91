import type { OptimizationSlices } from "@spark/types";
import { useState } from "react";

import { nothing, useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Num, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

import type { Assessment } from "../_parts/types";
import { decimalsOf } from "./heat-data";
import { useFollowed } from "./use-optimization";

const words = defineWords({
  title: ["Along {name}", "{name} boyunca"],
  label: [
    "{name}: best, median and quartiles of each value; best median {value} at {at}",
    "{name}: her değerin en iyisi, ortancası, çeyrekleri; en iyi ortanca {value}, değer {at}",
  ],
  importance: ["Which parameter matters", "Hangi parametre önemli"],
  importance_text: [
    "Share of the objective's variation over all sets that each parameter explains by itself.",
    "Amacın tüm kümelerdeki değişiminden her parametrenin tek başına açıkladığı pay.",
  ],
  later: ["Known after the assessment.", "Değerlendirmeden sonra bilinir."],
  none: ["No set is done yet.", "Henüz biten küme yok."],
  table: ["Table", "Tablo"],
  chart: ["Chart", "Grafik"],
  value: ["Value", "Değer"],
  best: ["Best", "En iyi"],
  upper: ["Upper quartile", "Üst çeyrek"],
  median: ["Median", "Ortanca"],
  lower: ["Lower quartile", "Alt çeyrek"],
  worst: ["Worst", "En kötü"],
  sets: ["Sets", "Küme"],
  legend: ["dots: best · line: median · band: quartiles", "noktalar: en iyi · çizgi: ortanca · bant: çeyrekler"],
});

type Slice = OptimizationSlices["slices"][number];
type Value = Slice["values"][number];

const box = { width: 400, height: 150, left: 4, right: 4, top: 6, bottom: 6 };

/** Places in the drawing of one slice; null where nothing is ranked. */
export function placesOf(values: readonly Value[]) {
  const all = values.flatMap((one) =>
    [one.best, one.lower_quartile, one.upper_quartile].filter((value) => value !== null),
  );
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const x = (index: number) =>
    values.length < 2 ? box.width / 2 : box.left + (index * (box.width - box.left - box.right)) / (values.length - 1);
  const y = (value: number) =>
    most === least ? box.height / 2 : box.top + ((most - value) * (box.height - box.top - box.bottom)) / (most - least);
  return { least, most, x, y, isEmpty: all.length === 0 };
}

function SliceChart({ slice }: { slice: Slice }) {
  const say = useWords(words);
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  const { x, y, least, most, isEmpty } = placesOf(slice.values);
  const write = (value: number | null | undefined) =>
    value == null ? nothing : format.number(value, { decimals: decimalsOf(value) });
  const known = slice.values.flatMap((one, index) => (one.median === null ? [] : [{ ...one, index }]));
  const top = known.reduce<Value | null>(
    (best, one) => (best === null || (one.median ?? -Infinity) > (best.median ?? -Infinity) ? one : best),
    null,
  );
  const line = known
    .map((one, at) => `${at === 0 ? "M" : "L"}${x(one.index).toFixed(1)} ${y(one.median ?? 0).toFixed(1)}`)
    .join("");
  const band = [
    ...known.map(
      (one, at) => `${at === 0 ? "M" : "L"}${x(one.index).toFixed(1)} ${y(one.upper_quartile ?? 0).toFixed(1)}`,
    ),
    ...[...known].reverse().map((one) => `L${x(one.index).toFixed(1)} ${y(one.lower_quartile ?? 0).toFixed(1)}`),
  ].join("");
  const number = (
    key: "best" | "upper_quartile" | "median" | "lower_quartile" | "worst",
    title: string,
  ): Column<Value> => ({
    key,
    title,
    align: "right",
    value: (row) => row[key],
    cell: (row) => write(row[key]),
  });
  const columns: Column<Value>[] = [
    {
      key: "value",
      title: say("value"),
      value: (row) => (Number.isNaN(Number(row.value)) ? row.value : Number(row.value)),
      cell: (row) => <Token>{row.value}</Token>,
    },
    number("best", say("best")),
    number("median", say("median")),
    number("lower_quartile", say("lower")),
    number("worst", say("worst")),
    {
      key: "sets",
      title: say("sets"),
      align: "right",
      isMinor: true,
      value: (row) => row.sets,
      cell: (row) => <Num value={row.sets} />,
    },
  ];
  const label = say("label", { name: slice.parameter, value: write(top?.median), at: top?.value ?? nothing });
  return (
    <Panel
      title={say.rich("title", { name: <Token mono>{slice.parameter}</Token> })}
      actions={
        <Button kind="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {say(isTable ? "chart" : "table")}
        </Button>
      }
    >
      {isTable ? (
        <DataTable label={label} rows={slice.values} columns={columns} keyOf={(row) => row.value} maxHeight={190} />
      ) : isEmpty ? (
        <p className="m-0 text-text-3">{say("none")}</p>
      ) : (
        <figure className="m-0 flex flex-col gap-1">
          <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-text-3">
            <span className="num flex flex-col justify-between text-right" aria-hidden>
              <span>{write(most)}</span>
              <span>{write(least)}</span>
            </span>
            <svg
              viewBox={`0 0 ${box.width} ${box.height}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={label}
              className="h-[150px] w-full border-b border-l border-line"
            >
              {least < 0 && most > 0 && (
                <line
                  x1="0"
                  x2={box.width}
                  y1={y(0)}
                  y2={y(0)}
                  className="text-line-strong"
                  stroke="currentColor"
                  strokeDasharray="4 4"
                  vectorEffect="non-scaling-stroke"
                />
              )}
              <path d={`${band}Z`} className="text-accent" fill="currentColor" fillOpacity="0.16" />
              <path
                d={line}
                fill="none"
                className="text-accent"
                stroke="currentColor"
                strokeWidth="2"
                vectorEffect="non-scaling-stroke"
              />
              {known.map((one) => (
                <line
                  key={one.value}
                  x1={x(one.index)}
                  x2={x(one.index)}
                  y1={y(one.best ?? 0)}
                  y2={y(one.best ?? 0)}
                  className="text-text"
                  stroke="currentColor"
                  strokeWidth="5"
                  strokeLinecap="round"
                  vectorEffect="non-scaling-stroke"
                >
                  <title>{`${slice.parameter}=${one.value} · ${say("best")} ${write(one.best)} · ${say("median")} ${write(one.median)}`}</title>
                </line>
              ))}
            </svg>
            <span />
            <span className="flex justify-between" aria-hidden>
              <span>{slice.values[0]?.value}</span>
              <span>{slice.values.at(-1)?.value}</span>
            </span>
          </div>
          <figcaption className="text-xs text-text-3">{say("legend")}</figcaption>
        </figure>
      )}
    </Panel>
  );
}

function Importance({ assessment }: { assessment: Assessment | null }) {
  const say = useWords(words);
  const format = useFormat();
  const rows = [...(assessment?.importance ?? [])].sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
  return (
    <Panel title={say("importance")} className="col-span-12">
      {rows.length === 0 ? (
        <p className="m-0 text-text-3">{say("later")}</p>
      ) : (
        <>
          <ul className="m-0 flex list-none flex-col gap-2 p-0">
            {rows.map((row) => (
              <li
                key={row.parameter}
                className="grid grid-cols-[minmax(8ch,16ch)_minmax(0,1fr)_7ch] items-center gap-3"
              >
                <Token mono className="truncate">
                  {row.parameter}
                </Token>
                <span className="h-2 overflow-hidden rounded-full bg-surface-3" aria-hidden>
                  <span
                    className="block h-full bg-accent"
                    style={{ width: `${Math.min(Math.max(row.share ?? 0, 0), 1) * 100}%` }}
                  />
                </span>
                <span className="num">{format.percent(row.share, { decimals: 0 })}</span>
              </li>
            ))}
          </ul>
          <p className="m-0 mt-2 text-sm text-text-3">{say("importance_text")}</p>
        </>
      )}
    </Panel>
  );
}

type Props = {
  id: string;
  told: number;
  hasSets: boolean;
  isRest: boolean;
  metric: string;
  assessment: Assessment | null;
};

/** Each parameter by itself, all others over their values. */
export function SlicesTab({ id, told, hasSets, isRest, metric, assessment }: Props) {
  const say = useWords(words);
  const query = useApi("/api/v1/optimizations/{id}/slices", {
    path: { id },
    query: { metric },
    enabled: hasSets,
    keepPrevious: true,
    staleTimeMs: isRest ? Infinity : 0,
  });
  useFollowed(query, told, 1_000);
  return (
    <div className="grid grid-cols-12 gap-3">
      <Importance assessment={assessment} />
      {!hasSets ? (
        <Panel className="col-span-12">
          <EmptyState text={say("none")} />
        </Panel>
      ) : (
        <Loaded
          query={query}
          skeleton={
            <div className="col-span-12">
              <Skeleton rows={2} height={190} />
            </div>
          }
        >
          {(data) =>
            data.slices.map((slice) => (
              <div key={slice.parameter} className="col-span-12 min-w-0 md:col-span-6">
                <SliceChart slice={slice} />
              </div>
            ))
          }
        </Loaded>
      )}
    </div>
  );
}
