import { useMemo } from "react";
import { useSearchParams } from "react-router";

import { LineChart } from "@/charts/report-chart-line";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { inputShape } from "@/ui/fields";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

import { useReport } from "./report-state";
import { rollingOf } from "./rolling";

const words = defineWords({
  window: ["Window", "Pencere"],
  days: [{ one: "{count} day", other: "{count} days" }, "{count} gün"],
  sharpe: ["Rolling Sharpe", "Kayan Sharpe"],
  volatility: ["Rolling volatility", "Kayan oynaklık"],
  growth: ["Rolling return", "Kayan getiri"],
  short: ["The range has fewer days than the window.", "Aralıktaki gün sayısı pencereden az."],
  how: [
    "Made in this page from the equity at UTC day ends: mean ÷ sample deviation × √{periods}. " +
      "The tiles' Sharpe is annualised another way, so the two do not compare.",
    "Bu sayfada UTC gün sonu sermayesinden hesaplanır: ortalama ÷ örneklem sapması × √{periods}. " +
      "Üstteki Sharpe başka yolla yıllıklanır; ikisi karşılaştırılmaz.",
  ],
  beta: ["Rolling beta: not yet.", "Kayan beta: henüz yok."],
});

export function RollingTab() {
  const { run, range } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const days = [30, 90, 180, 365].find((one) => String(one) === search.get("window")) ?? 90;
  const periods = run.metrics.periods_per_year ?? 365;
  const query = useApi("/api/v1/backtests/{id}/equity", {
    path: { id: run.id },
    query: { resolution: "day", points_max: 20_000 },
    staleTimeMs: Infinity,
  });
  const points = useMemo(() => {
    const { t = [], equity = [] } = query.data ?? {};
    const kept = t
      .map((_, at) => at)
      .filter((at) => range === null || ((t[at] as number) >= range.fromMs && (t[at] as number) < range.toMs));
    return rollingOf(
      kept.map((at) => t[at] as number),
      kept.map((at) => Number(equity[at])),
      days,
      periods,
    );
  }, [query.data, days, periods, range]);
  const times = points.map((one) => one.time);
  const percent = (value: number) => format.percent(value, { decimals: 1 });
  const day = (time: number) => format.time(time, "day");
  const ratio = (value: number) => format.number(value, { decimals: 2 });
  const chosen = (
    <label className="flex items-center gap-1.5">
      {say("window")}
      <select
        className={`${inputShape} w-auto!`}
        value={days}
        onChange={(event) =>
          setSearch(
            (before) => {
              const next = new URLSearchParams(before);
              next.set("window", event.target.value);
              return next;
            },
            { replace: true, preventScrollReset: true },
          )
        }
      >
        {[30, 90, 180, 365].map((one) => (
          <option key={one} value={one}>
            {say("days", { count: one })}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Loaded query={query} skeleton={<Skeleton rows={3} height={150} />}>
      {() => (
        <div className="flex flex-col gap-3">
          {points.length < 2 ? (
            <Panel title={say("sharpe")} actions={chosen}>
              <EmptyState text={say("short")} />
            </Panel>
          ) : (
            <>
              <Panel title={say("sharpe")} actions={chosen}>
                <LineChart
                  times={times}
                  values={points.map((one) => one.sharpe)}
                  label={say("sharpe")}
                  write={ratio}
                  writeTime={day}
                />
              </Panel>
              <div className="grid grid-cols-12 gap-3">
                <Panel title={say("volatility")} className="col-span-12 md:col-span-6">
                  <LineChart
                    times={times}
                    values={points.map((one) => one.volatility)}
                    label={say("volatility")}
                    write={percent}
                    writeTime={day}
                  />
                </Panel>
                <Panel title={say("growth")} className="col-span-12 md:col-span-6">
                  <LineChart
                    times={times}
                    values={points.map((one) => one.growth)}
                    label={say("growth")}
                    write={percent}
                    writeTime={day}
                  />
                </Panel>
              </div>
            </>
          )}
          <p className="m-0 text-sm text-text-3">
            {say("how", { periods })} {say("beta")}
          </p>
        </div>
      )}
    </Loaded>
  );
}
