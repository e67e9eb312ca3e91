import type { Job, Optimization } from "@spark/types";
import { useRef, useState } from "react";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { nothing, useFormat } from "@/lib/format";
import { useRight, useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { useJobs } from "@/shell/jobs/jobs";
import { useStale } from "@/stream/live";
import { Button } from "@/ui/button";
import { JobProblemText, ProgressBar } from "@/ui/job-progress";
import { Num, Token } from "@/ui/num";
import { ErrorStrip, Panel } from "@/ui/panel";

import { StateBadge, type Standing } from "../_parts/states";
import { paramsText } from "./heat-data";
import { readAnew } from "./use-optimization";

const words = defineWords({
  progress: ["Progress", "İlerleme"],
  search: ["Searching", "Aranıyor"],
  walk_forward: ["Walking forward", "İleri yürünüyor"],
  assessment: ["Telling luck from skill", "Şans beceriden ayrılıyor"],
  writing: ["Writing", "Yazılıyor"],
  done: ["Sets done", "Biten küme"],
  rate: ["Sets a second", "Saniyede küme"],
  eta: ["Time left", "Kalan süre"],
  workers: ["Workers", "Çalışan"],
  place: ["Place in the queue", "Kuyruktaki sıra"],
  queue: ["Searches waiting", "Bekleyen arama"],
  took: ["Took", "Süre"],
  refused: ["Refused sets", "Reddedilen küme"],
  best: ["Best so far", "Şimdiye dek en iyi"],
  best_end: ["Best point", "En iyi nokta"],
  of: ["{done} of {expected}", "{done} / {expected}"],
  fair: ["One at a time, in the order asked for.", "Sırayla, istendiği düzende."],
  kept: [
    "What is done is kept; going on runs no set twice.",
    "Bitenler saklanır; sürdürünce hiçbir küme ikinci kez çalışmaz.",
  ],
  cancel: ["Cancel", "İptal et"],
  pause: ["Pause", "Duraklat"],
  resume: ["Go on", "Sürdür"],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  others: ["Only its owner or an admin may", "Yalnızca sahibi ya da yönetici yapabilir"],
  stale: ["The stream is not live; these figures may be old.", "Akış canlı değil; bu rakamlar eski olabilir."],
});

const phases = new Set(["search", "walk_forward", "assessment", "writing"]);

/** Cancel, pause, go on: each is sent once for each press, and the answer is the new state. */
function Controls({ optimization }: { optimization: Optimization }) {
  const say = useWords(words);
  const may = useRight("research");
  const session = useSession().data;
  const isAdmin = useRight("administer");
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const key = useRef(newIdempotencyKey());
  const { id, state } = optimization;
  const isMine = isAdmin || session === undefined || ownerIs(optimization.owner, session);
  const reason = !may ? say("right") : !isMine ? say("others") : undefined;
  const act = async (name: string, send: () => Promise<unknown>) => {
    setBusy(name);
    setRefusal(null);
    try {
      await send();
      key.current = newIdempotencyKey();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      setBusy(null);
      readAnew(id);
    }
  };
  if (state === "succeeded") return null;
  const path = { id };
  const common = { disabled: reason !== undefined, title: reason };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {(state === "running" || state === "queued") && (
          <Button
            {...common}
            icon="pause"
            isBusy={busy === "pause"}
            onClick={() => void act("pause", () => api.post("/api/v1/optimizations/{id}/pause", { path }))}
          >
            {say("pause")}
          </Button>
        )}
        {(state === "running" || state === "queued" || state === "paused") && (
          <Button
            {...common}
            icon="stop"
            isBusy={busy === "cancel"}
            onClick={() => void act("cancel", () => api.post("/api/v1/optimizations/{id}/cancel", { path }))}
          >
            {say("cancel")}
          </Button>
        )}
        {(state === "paused" || state === "canceled" || state === "interrupted" || state === "failed") && (
          <Button
            {...common}
            kind="primary"
            icon="play"
            isBusy={busy === "resume"}
            onClick={() =>
              void act("resume", () =>
                api.post("/api/v1/optimizations/{id}/resume", { path, idempotencyKey: key.current }),
              )
            }
          >
            {say("resume")}
          </Button>
        )}
      </div>
      {reason !== undefined && <p className="m-0 text-sm text-text-3">{reason}</p>}
      {refusal !== null && <ErrorStrip error={refusal} />}
    </div>
  );
}

/** An owner is written as `user:…` or as the user's own id. */
export const ownerIs = (owner: string, session: { kind: string; user?: unknown }): boolean => {
  const user = session.user as { id?: string; name?: string } | null | undefined;
  if (session.kind !== "session" || user === null || user === undefined) return true;
  return [user.id, user.name].some((one) => one !== undefined && (owner === one || owner.endsWith(`:${one}`)));
};

type Props = {
  optimization: Optimization;
  job: Job | undefined;
  standing: Standing | null;
};

/** How far it is, how fast, the best so far, and what can be done to it. */
export function ProgressPanel({ optimization, job, standing }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const { state } = optimization;
  const isRunning = state === "running";
  const jobs = useJobs().data?.data;
  const stale = useStale(undefined, 60_000);
  const done = standing?.done ?? 0;
  const document = optimization.document;
  const expected = standing?.expected || null;
  const phase = standing?.phase ?? "";
  const isSearching = phase === "search" || phase === "";
  const position = standing?.queue_position ?? job?.queue_position ?? null;
  const from = optimization.started_at == null ? null : Date.parse(optimization.started_at);
  const to = optimization.ended_at == null ? null : Date.parse(optimization.ended_at);
  const best = standing?.best ?? null;
  const facts: Array<[string, React.ReactNode]> = [
    [
      say("done"),
      expected !== null && isRunning ? (
        say("of", { done, expected })
      ) : (
        <Num key="done" value={document?.sets ?? done} />
      ),
    ],
  ];
  if (isRunning) {
    facts.push([
      say("rate"),
      <Num key="rate" value={standing?.sets_per_s} decimalsMax={(standing?.sets_per_s ?? 0) < 10 ? 1 : 0} />,
    ]);
    facts.push([say("eta"), standing?.eta_s == null ? nothing : format.duration(standing.eta_s * 1000)]);
    facts.push([say("workers"), <Num key="workers" value={standing?.workers} />]);
  }
  if (state === "queued") facts.push([say("place"), <Num key="place" value={position} />]);
  if (isRunning || state === "queued")
    facts.push([
      say("queue"),
      <Num key="queue" value={jobs?.filter((one) => one.kind === "optimize" && one.status === "queued").length} />,
    ]);
  if (!isRunning && from !== null && to !== null) facts.push([say("took"), format.duration(to - from)]);
  if (document?.refused !== undefined && document.refused > 0)
    facts.push([say("refused"), <Num key="refused" value={document.refused} />]);
  return (
    <Panel
      title={say("progress")}
      actions={
        <span role="status" data-state={state}>
          <StateBadge state={state} />
        </span>
      }
    >
      <div className="flex flex-col gap-3" data-progress>
        {(isRunning || state === "queued") && (
          <div className="flex flex-col gap-1">
            {isRunning && phases.has(phase) && <span className="text-sm text-text-2">{say(phase as "search")}</span>}
            <ProgressBar
              label={say("progress")}
              value={state === "queued" ? 0 : isSearching && expected !== null ? done / expected : null}
            />
          </div>
        )}
        <dl className="m-0 grid grid-cols-2 gap-x-4 gap-y-2">
          {facts.map(([name, value]) => (
            <div key={name} className="flex min-w-0 flex-col-reverse">
              <dt className="text-sm text-text-3">{name}</dt>
              <dd className="num m-0 truncate text-left text-lg font-semibold">{value}</dd>
            </div>
          ))}
        </dl>
        {best !== null && (
          <div className="min-w-0 border-t border-line pt-2" data-best>
            <div className="text-sm text-text-3">{say(state === "succeeded" ? "best_end" : "best")}</div>
            <div className="flex flex-wrap items-baseline gap-x-3">
              <Num value={best.objective} decimalsMax={4} className="text-xl font-semibold" />
              <Token mono className="break-all text-text-2">
                {paramsText(best.values)}
              </Token>
            </div>
          </div>
        )}
        {state === "queued" && <p className="m-0 text-sm text-text-3">{say("fair")}</p>}
        {(state === "paused" || state === "canceled" || state === "interrupted") && (
          <p className="m-0 text-sm text-text-3">{say("kept")}</p>
        )}
        {isRunning && stale.isStale && <p className="m-0 text-sm text-warn">{say("stale")}</p>}
        {state === "failed" && job !== undefined && <JobProblemText job={job} note={say("kept")} />}
        <Controls optimization={optimization} />
      </div>
    </Panel>
  );
}
