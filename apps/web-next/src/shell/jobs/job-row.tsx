import type { Job } from "@spark/types";
import { useRef, useState } from "react";
import { Link } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useRight, useSession } from "@/lib/session";
import { useWords, type Say } from "@/lib/words";
import { jobWords } from "@/shell/jobs/job-words";
import { isOver, resultPage } from "@/shell/jobs/jobs";
import { LogView } from "@/shell/jobs/log-view";
import { Badge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Ago, Token } from "@/ui/num";
import { ErrorStrip } from "@/ui/panel";

const tones: Record<Job["status"], Tone> = {
  queued: "neutral",
  running: "info",
  succeeded: "ok",
  failed: "crit",
  canceled: "neutral",
  interrupted: "warn",
};

export function jobName(job: Job, say: Say<typeof jobWords>): string {
  if (job.kind === "backtest") return say("kind_backtest");
  if (job.kind === "generate") return say("kind_generate");
  return job.kind === "optimize" ? say("kind_optimize") : job.kind;
}

function Bar({ ratio, label }: { ratio: number; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(ratio * 100)}
      className="h-1.5 overflow-hidden rounded-full bg-surface-3"
    >
      <div className="h-full bg-accent" style={{ width: `${ratio * 100}%` }} />
    </div>
  );
}

/** One job: what it is, how far, whose, and what may be done with it. */
export function JobRow({ job, isOpen, onToggle }: { job: Job; isOpen: boolean; onToggle: () => void }) {
  const say = useWords(jobWords);
  const format = useFormat();
  const me = useSession().data?.user?.id;
  const mayCancel = useRight("research");
  const isSent = useRef(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const name = jobName(job, say);
  const page = resultPage(job);
  const state =
    job.status === "running" ? (job.cancel_asked ? say("cancelling") : say("status_running")) : say(job.status);
  const cancel = async () => {
    if (isSent.current) return;
    isSent.current = true;
    setRefusal(null);
    try {
      await api.post("/api/v1/jobs/{id}/cancel", { path: { id: job.id }, idempotencyKey: newIdempotencyKey() });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      isSent.current = false;
    }
  };
  const spanMs =
    job.started_at !== null && job.ended_at !== null ? Date.parse(job.ended_at) - Date.parse(job.started_at) : null;
  return (
    <li className="flex flex-col gap-2 border-b border-line py-2.5 last:border-0" data-job={job.id}>
      <div className="flex flex-wrap items-center gap-2">
        <strong className="font-semibold">{name}</strong>
        <Badge tone={tones[job.status]}>{state}</Badge>
        {job.status === "running" && (
          <span className="text-sm text-text-2">{format.percent(job.progress, { decimals: 0 })}</span>
        )}
        <span className="grow" />
        {page !== null && <Link to={page}>{say("result")}</Link>}
        {!isOver(job) && (
          <Button
            kind="danger"
            disabled={!mayCancel || job.cancel_asked}
            title={mayCancel ? undefined : say("may_not")}
            aria-label={say("cancel_job", { job: name })}
            onClick={() => void cancel()}
          >
            {say("cancel")}
          </Button>
        )}
        <Button kind="quiet" icon={isOpen ? "up" : "down"} aria-expanded={isOpen} onClick={onToggle}>
          {say("log")}
        </Button>
      </div>
      {job.status === "running" && <Bar ratio={job.progress} label={`${say("progress")}: ${name}`} />}
      <div className="flex flex-wrap gap-x-3 text-sm text-text-3">
        <Token mono>{job.id}</Token>
        <span>
          {say("owner")}: {job.owner === me ? say("me") : <Token>{job.owner}</Token>}
        </span>
        <Ago time={job.started_at ?? job.created_at} />
        {job.queue_position !== null && job.status === "queued" && (
          <span>{say("queue", { position: job.queue_position })}</span>
        )}
        {job.eta_ms !== null && job.status === "running" && (
          <span>{say("eta", { time: format.duration(job.eta_ms) })}</span>
        )}
        {spanMs !== null && <span>{say("took", { time: format.duration(spanMs) })}</span>}
      </div>
      {job.problem !== undefined && (
        <p className="m-0 text-sm text-crit">{String(job.problem.detail ?? job.problem.title ?? "")}</p>
      )}
      {refusal !== null && <ErrorStrip error={refusal} />}
      {isOpen && <LogView job={job} />}
    </li>
  );
}
