import type { Job } from "@spark/types";
import { Link } from "react-router";

import { queries, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents, useUpdates } from "@/stream/live";
import { Badge, Dot, Synthetic, type Tone } from "@/ui/badge";
import { LinkButton } from "@/ui/button";
import { Ago, Num, Percent, Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  jobs: ["Jobs", "İşler"],
  no_jobs: ["No job has run yet.", "Henüz iş çalışmadı."],
  data: ["Data sets", "Veri kümeleri"],
  all_data: ["All data", "Tüm veri"],
  no_data: ["There is no data set yet.", "Henüz veri kümesi yok."],
  add_data: ["Add data", "Veri ekle"],
  rows: ["{count} bars", "{count} mum"],
  damaged: ["damaged", "hasarlı"],
  whole: ["intact", "sağlam"],
  trading: ["Trading", "İşlem"],
  later: [
    "Trading comes in a later part: there are no orders, executions, limits, approvals or alerts yet.",
    "Alım satım sonraki bir bölümde gelecek: henüz emir, gerçekleşme, limit, onay ve alarm yok.",
  ],
  queued: ["queued", "sırada"],
  running: ["running", "sürüyor"],
  succeeded: ["done", "bitti"],
  failed: ["failed", "başarısız"],
  canceled: ["cancelled", "iptal edildi"],
  interrupted: ["interrupted", "yarıda kaldı"],
});

const tones: Record<Job["status"], Tone> = {
  queued: "neutral",
  running: "info",
  succeeded: "ok",
  failed: "crit",
  canceled: "neutral",
  interrupted: "warn",
};

function resultOf(job: Job): string | null {
  const [, kind, id] = /^\/api\/v1\/(backtests|datasets)\/([^/]+)/.exec(job.links.result ?? "") ?? [];
  return kind === undefined ? null : `${kind === "backtests" ? "/backtest" : "/data"}/${id}`;
}

export function JobsPanel() {
  const say = useWords(words);
  const query = useApi("/api/v1/jobs", { query: { limit: 6 } });
  const refresh = () => void queries.invalidateQueries({ queryKey: ["/api/v1/jobs"] });
  useStreamEvents("jobs", refresh);
  useUpdates("jobs", refresh);
  return (
    <Panel title={say("jobs")} className="h-full">
      <Loaded
        query={query}
        isEmpty={(list) => list.data.length === 0}
        skeleton={<Skeleton rows={4} height={24} />}
        empty={<EmptyState text={say("no_jobs")} />}
      >
        {(list) => (
          <ul className="m-0 flex list-none flex-col p-0">
            {list.data.map((job) => {
              const to = resultOf(job);
              const name = <Token>{job.kind}</Token>;
              return (
                <li
                  key={job.id}
                  className="flex min-h-[var(--row)] items-center gap-2 border-b border-line last:border-0"
                >
                  <Dot
                    tone={tones[job.status]}
                    shape={job.status === "running" ? "half" : job.status === "queued" ? "ring" : "full"}
                  />
                  <span className="min-w-0 grow truncate">
                    {to === null ? (
                      name
                    ) : (
                      <Link to={to} className="text-text">
                        {name}
                      </Link>
                    )}
                  </span>
                  <span className="text-text-2">
                    {say(job.status)}
                    {job.status === "running" && (
                      <>
                        {" "}
                        <Percent value={job.progress} decimals={0} />
                      </>
                    )}
                  </span>
                  <Ago time={job.ended_at ?? job.created_at} className="w-[11ch] text-right text-text-3" />
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

export function DataPanel() {
  const say = useWords(words);
  const query = useApi("/api/v1/datasets", { query: { limit: 6 } });
  return (
    <Panel title={say("data")} actions={<Link to="/data">{say("all_data")}</Link>} className="h-full">
      <Loaded
        query={query}
        isEmpty={(list) => list.data.length === 0}
        skeleton={<Skeleton rows={4} height={24} />}
        empty={
          <EmptyState
            text={say("no_data")}
            action={
              <LinkButton to="/data" icon="upload">
                {say("add_data")}
              </LinkButton>
            }
            cli="spark ingest csv prices.csv --venue binance --symbol BTCUSDT --timeframe 1h"
          />
        }
      >
        {(list) => (
          <ul className="m-0 flex list-none flex-col p-0">
            {list.data.map((set) => (
              <li
                key={set.id}
                className="flex min-h-[var(--row)] flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1 last:border-0"
              >
                <Link to={`/data/${encodeURIComponent(set.id)}`} className="min-w-0 truncate text-text">
                  <Token mono>{set.id}</Token>
                </Link>
                {set.synthetic && <Synthetic />}
                <span className="ml-auto inline-flex flex-wrap items-center gap-x-3 text-sm text-text-2">
                  {set.rows !== undefined && (
                    <span>{say.rich("rows", { count: <Num key="rows" value={set.rows} /> })}</span>
                  )}
                  <span className="text-text-3">
                    <Time value={set.first} precision="day" /> – <Time value={set.last} precision="day" />
                  </span>
                  <Badge tone={set.damaged ? "crit" : "ok"}>{say(set.damaged ? "damaged" : "whole")}</Badge>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

/** What does not exist yet, said once. */
export function TradingLater() {
  const say = useWords(words);
  return (
    <Panel title={say("trading")} className="h-full">
      <p className="m-0 text-text-2">{say("later")}</p>
    </Panel>
  );
}
