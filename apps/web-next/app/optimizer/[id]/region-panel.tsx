import type { OptimizationRegion } from "@spark/types";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { HeatRegion } from "@/charts/heat-map-drawing";
import { api, type Refusal } from "@/lib/api";
import { nothing } from "@/lib/format";
import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Num, Token } from "@/ui/num";
import { ErrorStrip } from "@/ui/panel";

import type { HeatMapDocument } from "../_parts/types";
import { sidesOf } from "./heat-data";

const words = defineWords({
  region: ["Region", "Bölge"],
  hint: [
    "Shift and drag on the map, or choose corners here.",
    "Haritada Shift ile sürükleyin ya da köşeleri buradan seçin.",
  ],
  from: ["{name} from", "{name} ilk"],
  to: ["{name} to", "{name} son"],
  choose: ["Choose a region", "Bölge seç"],
  clear: ["Clear region", "Bölgeyi kaldır"],
  sets: ["Sets", "Küme"],
  median: ["Median", "Ortanca"],
  worst: ["Worst", "En kötü"],
  best: ["Best", "En iyi"],
  spread: ["Spread", "Yayılım"],
  open: ["Its best set", "En iyi kümesi"],
  refused: ["{count} refused", "{count} reddedildi"],
  idle: ["{count} without trades", "{count} işlemsiz"],
  unranked: ["{count} of them ranked", "{count} tanesi sıralandı"],
});

type Props = {
  id: string;
  map: HeatMapDocument;
  metric: string;
  region: HeatRegion | null;
  held: string;
  /** Sets run so far: statistics follow them. */
  sets: number;
  write: (value: number) => string;
  onRegion: (region: HeatRegion | null) => void;
  onPick: (number: number) => void;
};

/** Statistics of a rectangle: is it a mountain, or one bright dot? */
export function RegionPanel({ id, map, metric, region, held, sets, write, onRegion, onPick }: Props) {
  const say = useWords(words);
  const language = useLanguage();
  const body = region === null ? null : { ...sidesOf(map, region), metric, ...(held === "" ? {} : { set: held }) };
  const query = useQuery<OptimizationRegion, Refusal>({
    queryKey: ["/api/v1/optimizations/{id}/region", { id }, body, sets, language],
    queryFn: ({ signal }) =>
      api.post("/api/v1/optimizations/{id}/region", {
        path: { id },
        body: body ?? { x: { parameter: "", from: "", to: "" } },
        signal,
      }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });
  const [columns, rows] = [map.x_values.length, Math.max(1, map.y_values.length)];
  if (region === null)
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-2">
        <span className="text-sm text-text-3">{say("hint")}</span>
        <Button
          onClick={() =>
            onRegion({ from: { x: 0, y: 0 }, to: { x: Math.floor((columns - 1) / 2), y: Math.floor((rows - 1) / 2) } })
          }
        >
          {say("choose")}
        </Button>
      </div>
    );
  const corner = (name: string, values: readonly string[], axis: "x" | "y", end: "from" | "to") => (
    <select
      aria-label={say(end, { name })}
      className={`${inputShape} w-auto font-mono`}
      value={region[end][axis]}
      onChange={(event) => {
        const at = Number(event.target.value);
        const next = { from: { ...region.from }, to: { ...region.to } };
        next[end][axis] = at;
        // The other end gives way.
        if (next.from[axis] > next.to[axis]) next[end === "from" ? "to" : "from"][axis] = at;
        onRegion(next);
      }}
    >
      {values.map((value, index) => (
        <option key={value} value={index} lang="en">
          {value}
        </option>
      ))}
    </select>
  );
  const found = query.data;
  const text = (value: number | null | undefined) => (value == null ? nothing : write(value));
  const notes = [
    found !== undefined && found.ranked < found.sets && say("unranked", { count: found.ranked }),
    found !== undefined && found.refused > 0 && say("refused", { count: found.refused }),
    found !== undefined && found.without_trades > 0 && say("idle", { count: found.without_trades }),
  ].filter((one): one is string => typeof one === "string");
  return (
    <section aria-label={say("region")} data-region className="flex flex-col gap-2 border-t border-line pt-2">
      <div className="flex flex-wrap items-center gap-2">
        <b className="font-semibold">{say("region")}</b>
        <span className="inline-flex items-center gap-1.5">
          <Token mono>{map.x}</Token>
          {corner(map.x, map.x_values, "x", "from")}–{corner(map.x, map.x_values, "x", "to")}
        </span>
        {map.y !== null && (
          <span className="inline-flex items-center gap-1.5">
            <Token mono>{map.y}</Token>
            {corner(map.y, map.y_values, "y", "from")}–{corner(map.y, map.y_values, "y", "to")}
          </span>
        )}
        <Button kind="quiet" icon="close" onClick={() => onRegion(null)}>
          {say("clear")}
        </Button>
      </div>
      {query.error !== null && <ErrorStrip error={query.error} onRetry={() => void query.refetch()} />}
      {found !== undefined && (
        <div className="flex flex-wrap items-end gap-x-6 gap-y-2" role="status">
          {(
            [
              ["sets", <Num key="n" value={found.sets} />],
              ["median", text(found.median)],
              ["worst", text(found.worst)],
              ["best", text(found.best)],
              ["spread", text(found.spread)],
            ] as const
          ).map(([name, value]) => (
            <div key={name} className="flex flex-col-reverse">
              <span className="text-sm text-text-3">{say(name)}</span>
              <span className="num text-left text-lg font-semibold" data-statistic={name}>
                {value}
              </span>
            </div>
          ))}
          {found.best_set !== null && (
            <Button onClick={() => found.best_set !== null && onPick(found.best_set.number)}>{say("open")}</Button>
          )}
        </div>
      )}
      {notes.length > 0 && <p className="m-0 text-sm text-text-3">{notes.join(" · ")}</p>}
    </section>
  );
}
