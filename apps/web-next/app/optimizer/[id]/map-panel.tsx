import type { Optimization, OptimizationRegion } from "@spark/types";
import { useEffect, useMemo, useRef, useState } from "react";

import { HeatMap } from "@/charts/heat-map";
import type { HeatPlace, HeatRegion } from "@/charts/heat-map-drawing";
import { Refusal, api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Panel, Skeleton } from "@/ui/panel";

import { metricNames } from "../../backtest/_parts/metric-words";
import { rangesOf } from "../_parts/order";
import { isAtRest, type Standing } from "../_parts/states";
import type { Assessment, Finalist, HeatMapDocument } from "../_parts/types";
import { AxisSliders, heldOf, heldText } from "./axis-sliders";
import {
  decimalsOf,
  isShown,
  lookedAt,
  outOfSampleTable,
  placeOfSet,
  regionOf,
  regionText,
  sidesOf,
  tableOf,
  type LookedAt,
} from "./heat-data";
import { MapTable } from "./map-table";
import { RegionPanel } from "./region-panel";
import { useView } from "./set-address";
import { useFollowed } from "./use-optimization";

const words = defineWords({
  map: ["Heat map", "Isı haritası"],
  map_of: ["{metric} over {x} and {y}", "{metric}: {x} ve {y} üzerinde"],
  map_of_one: ["{metric} over {x}", "{metric}: {x} üzerinde"],
  x: ["Across", "Yatay"],
  y: ["Upward", "Dikey"],
  metric: ["Figure", "Ölçüt"],
  objective: ["Objective", "Amaç"],
  sample: ["Sample", "Örneklem"],
  inside: ["In sample", "Örneklem içi"],
  outside: ["Out of sample", "Örneklem dışı"],
  no_look: ["Nothing was looked at out of sample yet", "Örneklem dışına henüz bakılmadı"],
  looked: [
    { one: "Only the {count} finalist that was looked at", other: "Only the {count} finalists that were looked at" },
    "Yalnızca bakılan {count} finalist",
  ],
  not_looked: ["not looked at", "bakılmadı"],
  point: ["Best point", "En iyi nokta"],
  plateau: ["Best plateau", "En iyi plato"],
  plateau_later: ["Known after the assessment", "Değerlendirmeden sonra bilinir"],
  plateau_none: ["No neighbourhood keeps enough of the value", "Değerin yeterini koruyan bir komşuluk yok"],
  table: ["Table", "Tablo"],
  chart: ["Map", "Harita"],
  waiting: ["The map fills as sets come in. None is done yet.", "Harita kümeler bittikçe dolar. Henüz biten yok."],
  no_sets: ["No set was run.", "Hiç küme çalıştırılmadı."],
  of_best: [
    "A cell shows the best set over all values of the other parameters.",
    "Bir hücre, diğer parametrelerin tüm değerleri içindeki en iyi kümeyi gösterir.",
  ],
});

const metrics = [
  "net_pnl",
  "total_return",
  "sharpe",
  "sortino",
  "calmar",
  "profit_factor",
  "max_drawdown_pct",
  "win_rate",
  "trades",
  "annual_return",
  "volatility",
  "fees",
] as const;

const nobody: readonly Finalist[] = [];

type Props = {
  optimization: Optimization;
  told: number;
  standing: Standing | null;
  assessment: Assessment | null;
  /** The set that is looked at. */
  picked: number | null;
  onPick: (number: number) => void;
};

/** Where in the space of parameters the good sets lie, filling as they come. */
export function MapPanel({ optimization, told, standing, assessment, picked, onPick }: Props) {
  const say = useWords(words);
  const sayMetric = useWords(metricNames);
  const format = useFormat();
  const view = useView();
  const { id } = optimization;
  const names = rangesOf(optimization.order.parameters as string[]).map((range) => range.parameter);
  const x = names.find((name) => name === view.get("x")) ?? names[0] ?? "";
  const others = names.filter((name) => name !== x);
  const y = others.find((name) => name === view.get("y")) ?? others[0];
  const metric = view.get("metric") ?? "objective";
  const rest = names.filter((name) => name !== x && name !== y);
  const held = heldOf(view.get("held"), rest);
  const isRest = isAtRest(optimization.state);
  const query = useApi("/api/v1/optimizations/{id}/heatmap", {
    path: { id },
    query: { x, y, metric, set: heldText(held) || undefined },
    keepPrevious: true,
    isLarge: true,
    staleTimeMs: isRest ? Infinity : 0,
    // No set is no fault: there is a map as soon as there is one.
    enabled: x !== "" && (told > 0 || (optimization.standing.done ?? 0) > 0),
  });
  useFollowed(query, told);
  const map = query.data?.map as HeatMapDocument | undefined;
  const finalists = assessment?.finalists ?? nobody;
  const looked = finalists.filter((one) => one.out_of_sample !== null);
  const canLook = looked.length > 0 && (lookedAt as readonly string[]).includes(metric);
  const isOutside = view.get("sample") === "oos" && canLook;
  const table = useMemo(
    () =>
      map === undefined ? null : isOutside ? outOfSampleTable(map, finalists, map.metric as LookedAt) : tableOf(map),
    [map, isOutside, finalists],
  );
  const [isTable, setTable] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const corners = view.get("region");
  const region = useMemo(
    () => (map === undefined ? null : regionOf(corners, map.x_values.length, Math.max(1, map.y_values.length))),
    [map, corners],
  );
  const write = useMemo(
    () => (value: number) =>
      Math.abs(value) >= 100_000 ? format.compact(value) : format.number(value, { decimals: decimalsOf(value) }),
    [format.language],
  );
  const named = (name: string) =>
    name === "objective" ? say("objective") : name in metricNames ? sayMetric(name as "sharpe") : name;

  const best = standing?.best ?? null;
  const bestParams = assessment?.best_point?.params ?? best?.values ?? null;
  const bestNumber = assessment?.best_point?.number ?? best?.number ?? null;
  const plateau = assessment?.best_plateau ?? null;
  const place = (params: Readonly<Record<string, unknown>> | null | undefined): HeatPlace | null =>
    map === undefined || params === null || params === undefined || !isShown(map, params)
      ? null
      : placeOfSet(map, params);
  // The same objects while nothing changes: the map draws only what is new.
  const bestPlace = useMemo(() => place(bestParams), [map, bestNumber]);
  const plateauPlace = useMemo(() => place(plateau?.params), [map, plateau?.number]);
  const filled = useMemo(() => table?.cells.filter((cell) => cell.state !== "none").length ?? 0, [table]);

  const select = async (at: HeatPlace) => {
    if (map === undefined) return;
    setRefusal(null);
    const sides = sidesOf(map, { from: at, to: at });
    try {
      const found: OptimizationRegion = await api.post("/api/v1/optimizations/{id}/region", {
        path: { id },
        body: { ...sides, ...(held.size > 0 ? { set: heldText(held) } : {}) },
      });
      if (found.best_set !== null) onPick(found.best_set.number);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    }
  };
  const setRegion = (next: HeatRegion | null) => view.set({ region: next === null ? null : regionText(next) });
  // A region belongs to its axes.
  const axes = useRef(`${x}|${y}`);
  useEffect(() => {
    if (axes.current !== `${x}|${y}`) view.set({ region: null });
    axes.current = `${x}|${y}`;
  }, [x, y]);

  const picker = (name: string, value: string, options: readonly (readonly [string, string])[], label: string) => (
    <label className="flex min-w-0 items-center gap-1.5 text-sm text-text-3">
      {label}
      <select
        className={`${inputShape} w-auto max-w-44 min-w-0`}
        value={value}
        onChange={(event) => view.set({ [name]: event.target.value === options[0]?.[0] ? null : event.target.value })}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const label =
    y === undefined ? say("map_of_one", { metric: named(metric), x }) : say("map_of", { metric: named(metric), x, y });

  return (
    <Panel
      title={say("map")}
      className="h-full"
      actions={
        <>
          <Button icon="up" disabled={bestNumber === null} onClick={() => bestNumber !== null && onPick(bestNumber)}>
            {say("point")}
          </Button>
          <Button
            icon="optimizer"
            disabled={plateau === null}
            title={plateau !== null ? undefined : say(assessment === null ? "plateau_later" : "plateau_none")}
            onClick={() => plateau !== null && onPick(plateau.number)}
          >
            {say("plateau")}
          </Button>
          <Button kind="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {say(isTable ? "chart" : "table")}
          </Button>
        </>
      }
    >
      <div className="flex min-w-0 flex-col gap-2" data-map data-filled={filled}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          {names.length > 1 &&
            picker(
              "x",
              x,
              names.map((name) => [name, name] as const),
              say("x"),
            )}
          {others.length > 1 &&
            picker(
              "y",
              y ?? "",
              others.map((name) => [name, name] as const),
              say("y"),
            )}
          {picker(
            "metric",
            metric,
            [
              ["objective", `${say("objective")} (${String(optimization.order.objective ?? "net_pnl")})`],
              ...metrics.map((name) => [name, named(name)] as const),
            ],
            say("metric"),
          )}
          <div role="group" aria-label={say("sample")} className="flex">
            {(["is", "oos"] as const).map((one) => (
              <Button
                key={one}
                aria-pressed={isOutside === (one === "oos")}
                className={isOutside === (one === "oos") ? "bg-surface-3 font-semibold" : ""}
                disabled={one === "oos" && !canLook}
                title={one === "oos" && !canLook ? say("no_look") : undefined}
                onClick={() => view.set({ sample: one === "oos" ? "oos" : null })}
              >
                {say(one === "oos" ? "outside" : "inside")}
              </Button>
            ))}
          </div>
        </div>
        {rest.length > 0 && (
          <AxisSliders
            id={id}
            names={rest}
            held={held}
            told={told}
            isRest={isRest}
            onHold={(next) => view.set({ held: heldText(next) })}
          />
        )}
        {refusal !== null && <ErrorStrip error={refusal} />}
        {query.error !== null && query.error.status !== 404 && (
          <ErrorStrip error={query.error} onRetry={() => void query.refetch()} />
        )}
        {table === null || map === undefined ? (
          query.isFetching ? (
            <Skeleton rows={1} height={360} />
          ) : (
            <div className="grid min-h-[360px] place-items-center">
              <EmptyState text={say(isRest ? "no_sets" : "waiting")} />
            </div>
          )
        ) : isTable ? (
          <MapTable map={map} table={table} label={label} write={write} onSelect={(at) => void select(at)} />
        ) : (
          <HeatMap
            table={table}
            label={label}
            xName={map.x}
            yName={map.y ?? ""}
            write={write}
            noneText={isOutside ? say("not_looked") : undefined}
            best={bestPlace}
            plateau={plateauPlace}
            region={region}
            onSelect={(at) => void select(at)}
            onRegion={setRegion}
          />
        )}
        {isOutside && <p className="m-0 text-sm text-text-3">{say("looked", { count: looked.length })}</p>}
        {rest.length > 0 && held.size < rest.length && !isOutside && (
          <p className="m-0 text-sm text-text-3">{say("of_best")}</p>
        )}
        {map !== undefined && (
          <RegionPanel
            id={id}
            map={map}
            metric={metric}
            region={region}
            held={heldText(held)}
            sets={query.data?.sets ?? 0}
            write={write}
            onRegion={setRegion}
            onPick={onPick}
          />
        )}
        {picked !== null && <Token className="sr-only">{`#${picked}`}</Token>}
      </div>
    </Panel>
  );
}
