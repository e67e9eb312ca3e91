import type { OptimizationTrial } from "@spark/types";
import { useMemo } from "react";

import { ParallelCoordinates, axisOf, type ParallelRow } from "@/charts/parallel-coordinates";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Panel } from "@/ui/panel";

import { decimalsOf, paramsText } from "./heat-data";
import { useTrials } from "./leaderboard";

const words = defineWords({
  title: ["Best sets as lines", "Çizgilerle en iyi kümeler"],
  label: [
    "The {count} best sets over their parameters; the table above has the same sets. Arrows walk through them, Enter opens one.",
    "En iyi {count} küme, parametreleri üzerinde; yukarıdaki tablo aynı kümeleri içerir. Oklar gezdirir, Enter açar.",
  ],
  objective: ["objective", "amaç"],
  few: ["Lines need at least two sets.", "Çizgiler için en az iki küme gerekir."],
});

type Props = { id: string; names: readonly string[]; hasSets: boolean; onPick: (number: number) => void };

/** Which values the best sets share: a bundle through one place is a value that matters. */
export function ParallelPanel({ id, names, hasSets, onPick }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const trials = useTrials(id, "rank", hasSets).data?.rows;
  const { rows, axes } = useMemo(() => {
    const of = (trials ?? []).slice(0, 60);
    const choices = names.map((name) => [...new Set(of.map((one) => one.values[name] ?? ""))].sort());
    const isNumber = names.map((_, index) =>
      (choices[index] ?? []).every((value) => value !== "" && !Number.isNaN(Number(value))),
    );
    const made: ParallelRow[] = of.map((one: OptimizationTrial) => ({
      key: String(one.number),
      // A choice stands at its place in the list.
      values: [
        ...names.map((name, index) =>
          isNumber[index] ? Number(one.values[name]) : (choices[index] ?? []).indexOf(one.values[name] ?? ""),
        ),
        one.objective,
      ],
      score: one.objective,
    }));
    const write = (index: number) => (value: number) =>
      isNumber[index] ? format.number(value) : (choices[index]?.[value] ?? "");
    return {
      rows: made,
      axes: [
        ...names.map((name, index) => axisOf(name, index, made, write(index))),
        axisOf(say("objective"), names.length, made, (value) => format.number(value, { decimals: decimalsOf(value) })),
      ],
    };
  }, [trials, names.join(), format.language]);
  const tell = (row: ParallelRow) => {
    const trial = trials?.find((one) => String(one.number) === row.key);
    return trial === undefined
      ? ""
      : `${paramsText(trial.values)} · ${format.number(trial.objective, { decimalsMax: 4 })}`;
  };
  return (
    <Panel title={say("title")}>
      {rows.length < 2 ? (
        <p className="m-0 text-text-3">{say("few")}</p>
      ) : (
        <ParallelCoordinates
          axes={axes}
          rows={rows}
          label={say("label", { count: rows.length })}
          tell={tell}
          onSelect={(row) => onPick(Number(row.key))}
        />
      )}
    </Panel>
  );
}
