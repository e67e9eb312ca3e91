import { useEffect } from "react";
import { useNavigate } from "react-router";

import { api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { queries, queryKey, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents, useTopic } from "@/stream/live";
import { Badge } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { Time, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Loaded, Panel } from "@/ui/panel";

import { Facts } from "./facts";

const words = defineWords({
  title: ["Running", "Çalışıyor"],
  progress: ["Progress", "İlerleme"],
  left: ["about {time} left", "yaklaşık {time} kaldı"],
  queue: ["Place in the queue", "Kuyruktaki sıra"],
  created: ["Asked", "İstendi"],
  started: ["Started", "Başladı"],
  ended: ["Ended", "Bitti"],
  cancel: ["Cancel", "İptal et"],
  cancelling: ["Cancelling", "İptal ediliyor"],
  log: ["Log", "Günlük"],
  log_empty: ["The job has said nothing yet.", "İş henüz bir şey söylemedi."],
  failed: ["The run has failed", "Çalıştırma başarısız oldu"],
  canceled: ["Cancelled before it was done; nothing was kept.", "Bitmeden iptal edildi; hiçbir şey saklanmadı."],
  interrupted: ["The server stopped while it ran. Start it again.", "Çalışırken sunucu durdu. Yeniden başlatın."],
  partial: ["A partial curve while it runs: not yet.", "Çalışırken kısmi eğri: henüz yok."],
  all: ["All runs", "Bütün çalıştırmalar"],
});

/** A job whose result will be this report: told by the stream, and the report opens by itself when it is there. */
export function RunningJob({ id }: { id: string }) {
  const say = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const mayCancel = useRight("research");
  const query = useApi("/api/v1/jobs/{id}", { path: { id } });
  const log = useApi("/api/v1/jobs/{id}/log", { path: { id } });
  const live = useTopic<{ progress?: number; eta_ms?: number | null }>(`job.${id}`);
  const again = () => {
    void queries.invalidateQueries({ queryKey: [queryKey("/api/v1/jobs/{id}")[0]] });
    void queries.invalidateQueries({ queryKey: [queryKey("/api/v1/jobs/{id}/log")[0]] });
  };
  useStreamEvents(`job.${id}`, again);
  const job = query.data;
  const result = job?.links.result;
  useEffect(() => {
    const run = /\/backtests\/([^/]+)/.exec(result ?? "")?.[1];
    if (job?.status === "succeeded" && run !== undefined) void navigate(`/backtest/${run}`, { replace: true });
  }, [job?.status, result, navigate]);
  const progress = Math.max(job?.progress ?? 0, live?.value.progress ?? 0);
  const eta = live?.value.eta_ms ?? job?.eta_ms;
  const isOver = job !== undefined && job.status !== "queued" && job.status !== "running";
  return (
    <Page
      title={say("title")}
      heading={<Token mono>{id}</Token>}
      actions={<LinkButton to="/backtest">{say("all")}</LinkButton>}
    >
      <Panel
        title={say("progress")}
        actions={
          job !== undefined && !isOver ? (
            <Button
              kind="danger"
              icon="stop"
              disabled={!mayCancel || job.cancel_asked}
              onClick={() => void api.post("/api/v1/jobs/{id}/cancel", { path: { id } }).then(again)}
            >
              {say(job.cancel_asked ? "cancelling" : "cancel")}
            </Button>
          ) : undefined
        }
      >
        <Loaded query={query}>
          {(one) => (
            <div className="flex flex-col gap-3" data-job={one.status}>
              <div className="flex items-center gap-3">
                <Badge tone={one.status === "failed" ? "crit" : "info"}>
                  <Token>{one.status}</Token>
                </Badge>
                <Token>{one.kind}</Token>
                <span className="text-text-3">
                  {eta == null || isOver ? "" : say("left", { time: format.duration(eta) })}
                </span>
              </div>
              {!isOver && (
                <progress
                  max={1}
                  value={progress}
                  aria-label={say("progress")}
                  className="h-2 w-full accent-[var(--accent)]"
                />
              )}
              {one.problem !== undefined && (
                <div role="alert" className="rounded-md border border-crit p-3">
                  <b>{say("failed")}</b>
                  <p className="m-0">{String(one.problem.detail ?? "")}</p>
                  <Token mono>{[one.problem.code, one.problem.place].filter(Boolean).join(" · ")}</Token>
                  {one.problem.remedy !== undefined && <p className="m-0">{String(one.problem.remedy)}</p>}
                </div>
              )}
              {one.status === "canceled" && <p className="m-0">{say("canceled")}</p>}
              {one.status === "interrupted" && <p className="m-0">{say("interrupted")}</p>}
              <Facts
                rows={[
                  ...(one.queue_position === null
                    ? []
                    : [[say("queue"), format.number(one.queue_position)] as [string, string]]),
                  [say("created"), <Time key="c" value={one.created_at} />],
                  [say("started"), <Time key="s" value={one.started_at} />],
                  [say("ended"), <Time key="e" value={one.ended_at} />],
                ]}
              />
              {!isOver && <p className="m-0 text-sm text-text-3">{say("partial")}</p>}
            </div>
          )}
        </Loaded>
      </Panel>
      <Panel title={say("log")}>
        <Loaded
          query={log}
          isEmpty={(answer) => answer.data.length === 0}
          empty={<EmptyState text={say("log_empty")} cli={`spark jobs log ${id}`} />}
        >
          {(answer) => (
            <pre lang="en" translate="no" className="m-0 max-h-80 overflow-auto text-sm">
              {answer.data.map((line) => `${line.time} ${line.level} ${line.text}`).join("\n")}
            </pre>
          )}
        </Loaded>
      </Panel>
    </Page>
  );
}
