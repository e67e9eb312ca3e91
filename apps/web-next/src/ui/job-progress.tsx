import type { Job } from "@spark/types";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { Badge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Token } from "@/ui/num";
import { ErrorStrip, Skeleton } from "@/ui/panel";
import { isOver, useJob } from "@/ui/use-job";
import { useNow } from "@/ui/use-now";

const words = defineWords({
  queued: ["Waiting", "Bekliyor"],
  running: ["Running", "Çalışıyor"],
  succeeded: ["Done", "Bitti"],
  failed: ["Failed", "Başarısız"],
  canceled: ["Cancelled", "İptal edildi"],
  interrupted: ["Interrupted", "Yarıda kaldı"],
  progress: ["Progress", "İlerleme"],
  eta: ["about {time} left", "kalan süre yaklaşık {time}"],
  took: ["took {time}", "süre: {time}"],
  for: ["for {time}", "geçen süre: {time}"],
  place: ["place {count} in the queue", "kuyruktaki sıra: {count}"],
  cancel: ["Cancel", "İptal et"],
  cancelling: ["Cancelling", "İptal ediliyor"],
  no_right: ["Your role may look, not cancel", "Rolünüz yalnızca bakabilir, iptal edemez"],
  log: ["Log", "Günlük"],
  no_log: ["This job has written nothing so far.", "Bu iş şimdiye dek bir şey yazmadı."],
  file_line: ["{file}, line {line}", "{file}, satır {line}"],
  nothing_kept: ["Nothing was kept.", "Hiçbir şey saklanmadı."],
  interrupted_text: [
    "The server stopped in the middle of it. Start it again.",
    "Sunucu ortasında durdu. Yeniden başlatın.",
  ],
  backtest: ["Backtest", "Geriye dönük test"],
  ingest: ["Import", "İçe aktarma"],
  synth: ["Synthetic market", "Sentetik piyasa"],
  resample: ["Resample", "Yeniden örnekleme"],
  repair: ["Repair", "Onarım"],
  verify: ["Verification", "Doğrulama"],
  reconcile: ["Reconciliation", "Mutabakat"],
  optimize: ["Optimization", "Optimizasyon"],
  generate: ["From a sentence", "Cümleden üretme"],
  rerun: ["Rerun", "Yeniden çalıştırma"],
});

export const jobTones: Record<Job["status"], Tone> = {
  queued: "neutral",
  running: "info",
  succeeded: "ok",
  failed: "crit",
  canceled: "warn",
  interrupted: "warn",
};

/** What kind of work it is, in words; a kind without words is its own name. */
export function useJobWords() {
  const say = useWords(words);
  return {
    kind: (kind: string): string => (kind in words ? say(kind as keyof typeof words) : kind),
    status: (status: Job["status"]): string => say(status),
  };
}

/** How far something is, 0 to 1; null: under way, nobody knows how far. */
export function ProgressBar({ value, label, tone = "info" }: { value: number | null; label: string; tone?: Tone }) {
  const colours: Record<Tone, string> = {
    neutral: "bg-line-strong",
    info: "bg-info",
    ok: "bg-ok",
    warn: "bg-warn",
    crit: "bg-crit",
    paper: "bg-env-paper",
  };
  const percent = value === null ? undefined : Math.round(Math.min(Math.max(value, 0), 1) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 min-w-0 overflow-hidden rounded-full bg-surface-3"
    >
      <div
        className={`h-full rounded-full transition-[width] duration-200 ${colours[tone]} ${percent === undefined ? "animate-pulse" : ""}`}
        style={{ width: `${percent ?? 30}%` }}
      />
    </div>
  );
}

type JobProblem = { code?: string; detail?: string; place?: string; remedy?: string };

/** Why a job failed: where, what was found, what helps. */
export function JobProblemText({ job, note }: { job: Job; note?: ReactNode }) {
  const say = useWords(words);
  const problem = (job.problem ?? {}) as JobProblem;
  const inFile = /^(.+):(\d+)$/.exec(problem.place ?? "");
  return (
    <div
      role="alert"
      className="flex min-w-0 flex-col gap-0.5 rounded-md border border-crit bg-surface-2 px-3 py-2 text-sm"
    >
      {problem.place !== undefined && problem.place !== "" && (
        <span className="font-semibold break-all">
          {inFile === null ? (
            <Token mono>{problem.place}</Token>
          ) : (
            say.rich("file_line", { file: <Token>{inFile[1]}</Token>, line: <Token>{inFile[2]}</Token> })
          )}
        </span>
      )}
      <span lang="en" className="break-words">
        {problem.detail ?? problem.code}
      </span>
      {problem.remedy !== undefined && problem.remedy !== "" && (
        <span lang="en" className="break-words text-text-2">
          {problem.remedy}
        </span>
      )}
      {note !== undefined && <span className="text-text-2">{note}</span>}
    </div>
  );
}

function JobLog({ id }: { id: string }) {
  const say = useWords(words);
  const format = useFormat();
  const log = useApi("/api/v1/jobs/{id}/log", { path: { id }, query: { limit: 200 }, staleTimeMs: 0 });
  const read = log.refetch;
  useStreamEvents(`job.${id}`, () => void read());
  if (log.data === undefined)
    return log.error === null ? <Skeleton rows={2} height={16} /> : <ErrorStrip error={log.error} />;
  if (log.data.data.length === 0) return <p className="m-0 text-sm text-text-3">{say("no_log")}</p>;
  return (
    <ol
      lang="en"
      translate="no"
      tabIndex={0}
      aria-label={say("log")}
      className="m-0 max-h-48 list-none overflow-auto rounded-md bg-surface-2 p-2 font-mono text-sm"
    >
      {log.data.data.map((line) => (
        <li
          key={line.sequence}
          className={line.level === "error" ? "text-crit" : line.level === "warning" ? "text-warn" : "text-text-2"}
        >
          <span className="text-text-3">{format.time(line.time).slice(11)}</span> {line.text}
        </li>
      ))}
    </ol>
  );
}

type JobProgressProps = {
  id: string;
  /** Beside the kind: what it works on. */
  about?: ReactNode;
  /** Told once when the job is over, also when it was over before anybody looked. */
  onOver?: (job: Job) => void;
  /** Beside the state when the job has succeeded: where to go now. */
  result?: (job: Job) => ReactNode;
  /** Under the reason of a failure: that nothing was kept, say. */
  failureNote?: ReactNode;
};

/** One job as it gets on: bar, time left, cancel, log, and its end in words. */
export function JobProgress({ id, about, onOver, result, failureNote }: JobProgressProps) {
  const say = useWords(words);
  const name = useJobWords();
  const format = useFormat();
  const now = useNow(1_000);
  const mayCancel = useRight("research");
  const reason = useId();
  const { job, error } = useJob(id);
  const told = useRef<string | null>(null);
  const [isLogOpen, setLogOpen] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [key] = useState(newIdempotencyKey);
  const tell = useRef(onOver);
  tell.current = onOver;
  useEffect(() => {
    if (job === undefined || !isOver(job) || told.current === job.id) return;
    told.current = job.id;
    tell.current?.(job);
  }, [job]);
  if (job === undefined) return error === null ? <Skeleton rows={2} height={16} /> : <ErrorStrip error={error} />;

  const isDone = isOver(job);
  const cancel = async () => {
    setRefusal(null);
    try {
      await api.post("/api/v1/jobs/{id}/cancel", { path: { id }, idempotencyKey: key });
    } catch (caught) {
      if (!(caught instanceof Refusal)) throw caught;
      setRefusal(caught);
    }
  };
  const started = job.started_at === null ? null : Date.parse(job.started_at);
  const ended = job.ended_at === null ? null : Date.parse(job.ended_at);
  const times: string[] = [];
  if (!isDone && job.queue_position !== null && job.status === "queued")
    times.push(say("place", { count: job.queue_position }));
  if (!isDone && started !== null) times.push(say("for", { time: format.duration(Math.max(0, now - started)) }));
  if (!isDone && job.eta_ms !== null && job.progress > 0 && job.progress < 1)
    times.push(say("eta", { time: format.duration(job.eta_ms) }));
  if (isDone && started !== null && ended !== null)
    times.push(say("took", { time: format.duration(Math.max(0, ended - started)) }));
  return (
    <div className="flex min-w-0 flex-col gap-2" data-job={id} data-status={job.status}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">{name.kind(job.kind)}</span>
        {about !== undefined && <span className="min-w-0 break-all text-text-2">{about}</span>}
        <span role="status">
          <Badge tone={jobTones[job.status]}>{name.status(job.status)}</Badge>
        </span>
        <span className="text-sm text-text-3">{times.join(" · ")}</span>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          {job.status === "succeeded" && result?.(job)}
          <Button kind="quiet" aria-expanded={isLogOpen} onClick={() => setLogOpen(!isLogOpen)}>
            {say("log")}
          </Button>
          {!isDone && (
            <Button
              icon="stop"
              isBusy={job.cancel_asked}
              disabled={!mayCancel}
              title={mayCancel ? undefined : say("no_right")}
              aria-describedby={mayCancel ? undefined : reason}
              onClick={() => void cancel()}
            >
              {job.cancel_asked ? say("cancelling") : say("cancel")}
            </Button>
          )}
          {!isDone && !mayCancel && (
            <span id={reason} className="sr-only">
              {say("no_right")}
            </span>
          )}
        </span>
      </div>
      {!isDone && (
        <ProgressBar
          label={say("progress")}
          value={job.status === "running" && job.progress > 0 ? job.progress : job.status === "queued" ? 0 : null}
        />
      )}
      {refusal !== null && <ErrorStrip error={refusal} />}
      {job.status === "failed" && <JobProblemText job={job} note={failureNote} />}
      {job.status === "canceled" && <p className="m-0 text-sm text-text-2">{say("nothing_kept")}</p>}
      {job.status === "interrupted" && <p className="m-0 text-sm text-text-2">{say("interrupted_text")}</p>}
      {isLogOpen && <JobLog id={id} />}
    </div>
  );
}
