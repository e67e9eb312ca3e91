import type { ReactNode } from "react";

import { apiQuantile, quantileBetween } from "./figures";
import { words } from "./words";
import { useFormat } from "@/lib/format";
import { seriesKey, type Reading, type Snapshot } from "@/lib/prometheus";
import { useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/panel";

/** The bars of the plan ("Figures to reach"): what each figure has to stay at or below, in ms. */
const targets = { api_p95: 20, backtest_p95: 30, drift_p95: 250, ingest_p95: 300 } as const;
/** Our own: the plan names no share of requests. */
const errorFreeTarget = 0.999;

function Tile({
  name,
  value,
  target,
  isMet,
  basis,
}: {
  name: ReactNode;
  value: string | null;
  target: string;
  isMet: boolean | null;
  basis: ReactNode;
}) {
  const say = useWords(words);
  return (
    <div
      className={`flex min-w-0 flex-col gap-0.5 rounded-md border bg-surface p-3 ${
        isMet === false ? "border-crit" : isMet === null ? "border-dashed border-line-strong" : "border-line"
      }`}
    >
      <div className="text-sm text-text-3">{name}</div>
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        {value === null ? (
          <span className="text-xl leading-9 text-text-3">{say("no_data")}</span>
        ) : (
          <span className="num text-2xl font-semibold">{value}</span>
        )}
        {isMet !== null && <Badge tone={isMet ? "ok" : "crit"}>{say(isMet ? "met" : "missed")}</Badge>}
      </div>
      <div className="text-sm text-text-3">{say("target", { value: target })}</div>
      <div className="text-sm text-text-3">{basis}</div>
    </div>
  );
}

export function Tiles({ reading, now }: { reading: Reading; now: Snapshot }) {
  const say = useWords(words);
  const format = useFormat();
  const ms = (value: number) => format.number(value, { decimalsMax: value < 10 ? 2 : value < 100 ? 1 : 0, unit: "ms" });
  const quantileTile = (name: "api_p95" | "backtest_p95", metric: string, basis: "of_requests" | "of_runs") => {
    const found =
      name === "api_p95" ? apiQuantile(reading, 0.95, now) : quantileBetween(reading, metric, 0.95, null, now);
    return (
      <Tile
        name={say(name)}
        target={`≤ ${ms(targets[name])}`}
        value={found.value === null ? null : `${found.isMore ? "> " : ""}${ms(found.value)}`}
        isMet={found.value === null ? null : !found.isMore && found.value <= targets[name]}
        basis={say(basis, { count: found.count })}
      />
    );
  };
  const lags = reading.samples.filter((sample) => sample.name === "ws_lag_ms" && Number.isFinite(sample.value));
  const worst = lags.length === 0 ? null : lags.reduce((one, other) => (other.value > one.value ? other : one));
  const venues = [
    ...new Set(
      reading.samples
        .filter((sample) => sample.name === "ingest_latency_ms_count" && sample.value > 0)
        .map((sample) => sample.labels.venue ?? ""),
    ),
  ];
  const ingest = venues
    .map((venue) => ({
      venue,
      ...quantileBetween(reading, "ingest_latency_ms", 0.95, null, now, {
        venue,
      }),
    }))
    .reduce<{ venue: string; value: number | null; isMore: boolean; count: number } | null>(
      (one, other) => (one === null || (other.value ?? 0) > (one.value ?? 0) ? other : one),
      null,
    );
  const count = (status: string) => now.values(seriesKey("spark_http_requests_total", { status })) ?? 0;
  const total = count("ok") + count("client_error") + count("server_error");
  const errorFree = total === 0 ? null : 1 - count("server_error") / total;
  return (
    <Panel title={say("targets")}>
      <div className="grid grid-cols-1 gap-3 xs:grid-cols-2 sm:grid-cols-5">
        {quantileTile("api_p95", "spark_http_request_ms", "of_requests")}
        {quantileTile("backtest_p95", "spark_backtest_latency_ms", "of_runs")}
        <Tile
          name={say("errors")}
          target={`≥ ${format.percent(errorFreeTarget, { decimals: 1 })}`}
          value={errorFree === null ? null : format.percent(errorFree, { decimals: 2 })}
          isMet={errorFree === null ? null : errorFree >= errorFreeTarget}
          basis={say("of_requests", { count: total })}
        />
        <Tile
          name={say("drift_p95")}
          target={`< ${ms(targets.drift_p95)}`}
          value={worst === null ? null : ms(worst.value)}
          isMet={worst === null ? null : worst.value < targets.drift_p95}
          basis={
            <>
              {worst !== null && (
                <span lang="en" translate="no">
                  {worst.labels.venue}
                </span>
              )}{" "}
              {say("last_10s")}
            </>
          }
        />
        <Tile
          name={say("ingest_p95")}
          target={`< ${ms(targets.ingest_p95)}`}
          value={ingest === null || ingest.value === null ? null : `${ingest.isMore ? "> " : ""}${ms(ingest.value)}`}
          isMet={ingest === null || ingest.value === null ? null : !ingest.isMore && ingest.value < targets.ingest_p95}
          basis={
            ingest === null ? (
              ""
            ) : (
              <>
                <span lang="en" translate="no">
                  {ingest.venue}
                </span>{" "}
                {say("of_values", {
                  count: ingest.count,
                })}
              </>
            )
          }
        />
      </div>
      <p className="mt-2 mb-0 text-sm text-text-3">{say("targets_note")}</p>
    </Panel>
  );
}
