import { useMemo } from "react";

import { Histogram } from "@/charts/histogram";
import { binsOf } from "@/charts/histogram-bins";
import { Scatter } from "@/charts/report-chart-scatter";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

import { Facts } from "./facts";
import { useReport } from "./report-state";

const words = defineWords({
  profit: ["Net of trades", "İşlemlerin neti"],
  holding: ["Holding time", "Elde tutma süresi"],
  excursions: ["Worst and best on the way (MAE, MFE)", "Yol boyunca en kötü ve en iyi (MAE, MFE)"],
  mae: ["worst (MAE)", "en kötü (MAE)"],
  mfe: ["best (MFE)", "en iyi (MFE)"],
  figures: ["Figures of trades", "İşlem göstergeleri"],
  none: ["No trade in this range.", "Bu aralıkta işlem yok."],
  bin: [
    { one: "{from} to {to}: {count} trade", other: "{from} to {to}: {count} trades" },
    "{from} – {to}: {count} işlem",
  ],
  dot: ["Trade {number}: worst {mae}, best {mfe}", "İşlem {number}: en kötü {mae}, en iyi {mfe}"],
  median: ["Median net", "Medyan net"],
  average_win: ["Average winner", "Ortalama kazanç"],
  average_loss: ["Average loser", "Ortalama kayıp"],
  best: ["Best trade", "En iyi işlem"],
  worst: ["Worst trade", "En kötü işlem"],
  wins_row: ["Winners in a row, most", "Art arda en çok kazanç"],
  losses_row: ["Losers in a row, most", "Art arda en çok kayıp"],
  median_hold: ["Median holding", "Medyan süre"],
  longest_hold: ["Longest holding", "En uzun süre"],
  kelly: ["Kelly", "Kelly"],
  ring: ["ring: winner · cross: loser", "halka: kazanan · çarpı: kaybeden"],
});

export function DistributionsTab() {
  const { run, figures, shownTrades, select, trades } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const query = useApi("/api/v1/backtests/{id}/distribution", { path: { id: run.id }, staleTimeMs: Infinity });
  const nets = useMemo(() => shownTrades.map((one) => Number(one.net)), [shownTrades]);
  const held = useMemo(() => shownTrades.map((one) => one.exitMs - one.entryMs), [shownTrades]);
  const dots = useMemo(() => {
    const { mae, mfe, net_pnl: net } = query.data ?? {};
    if (mae === undefined || mfe === undefined || net === undefined || net.length !== trades?.length) return [];
    return shownTrades
      .filter((one) => typeof mae[one.index] === "number" && typeof mfe[one.index] === "number")
      .map((one) => ({
        x: mae[one.index] as number,
        y: mfe[one.index] as number,
        isWin: Number(one.net) > 0,
        key: one.index,
      }));
  }, [query.data, shownTrades, trades]);
  const money = (value: number) => format.number(value, { decimalsMax: Math.abs(value) >= 100 ? 0 : 2 });
  const facts = figures.statistics.trades ?? {};
  const holding = figures.statistics.holding ?? {};
  const seconds = (value: number | null | undefined) => (value == null ? "–" : format.duration(value * 1000));
  const two = (value: number | null | undefined) => format.number(value, { decimals: 2 });
  if (trades !== undefined && shownTrades.length === 0)
    return (
      <Panel>
        <EmptyState text={say("none")} />
      </Panel>
    );
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("profit")} className="col-span-12 md:col-span-6">
        <Histogram
          bins={binsOf(nets)}
          label={say("profit")}
          isSigned
          write={money}
          tell={(bin) => say("bin", { from: money(bin.from), to: money(bin.to), count: bin.count })}
        />
      </Panel>
      <Panel title={say("holding")} className="col-span-12 md:col-span-6">
        <Histogram
          bins={binsOf(held)}
          label={say("holding")}
          write={format.duration}
          tell={(bin) => say("bin", { from: format.duration(bin.from), to: format.duration(bin.to), count: bin.count })}
        />
      </Panel>
      <Panel title={say("excursions")} actions={say("ring")} className="col-span-12 md:col-span-6">
        <Loaded query={query} skeleton={<Skeleton rows={1} height={260} />}>
          {() => (
            <Scatter
              dots={dots}
              label={say("excursions")}
              xTitle={say("mae")}
              yTitle={say("mfe")}
              onPick={select}
              write={(value) => format.percent(value, { decimals: 1 })}
              tell={(dot) =>
                say("dot", {
                  number: dot.key + 1,
                  mae: format.percent(dot.x),
                  mfe: format.percent(dot.y),
                })
              }
            />
          )}
        </Loaded>
      </Panel>
      <Panel title={say("figures")} className="col-span-12 md:col-span-6">
        <Facts
          rows={[
            [say("median"), two(facts.median)],
            [say("average_win"), two(facts.average_win)],
            [say("average_loss"), two(facts.average_loss)],
            [say("best"), two(facts.best)],
            [say("worst"), two(facts.worst)],
            [say("wins_row"), format.number(facts.wins_in_a_row_max)],
            [say("losses_row"), format.number(facts.losses_in_a_row_max)],
            [say("median_hold"), seconds(holding.median_s)],
            [say("longest_hold"), seconds(holding.longest_s)],
            [say("kelly"), format.percent(facts.kelly)],
          ]}
        />
      </Panel>
    </div>
  );
}
