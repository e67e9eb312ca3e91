import type { Job, JobLogList } from "@spark/types";
import { useState } from "react";

import { useApi } from "@/lib/query";
import { useWords } from "@/lib/words";
import { jobWords } from "@/shell/jobs/job-words";
import { useStreamEvents } from "@/stream/live";
import { Time } from "@/ui/num";
import { Loaded } from "@/ui/panel";

export type LogLine = JobLogList["data"][number];

/** What was read and what came since, each line once, in order. */
export function withLines(lines: LogLine[], more: LogLine[]): LogLine[] {
  const all = new Map(lines.map((line) => [line.sequence, line]));
  for (const line of more) all.set(line.sequence, line);
  return [...all.values()].sort((a, b) => a.sequence - b.sequence);
}

const tones: Record<LogLine["level"], string> = {
  debug: "text-text-3",
  info: "text-text-2",
  warning: "text-warn",
  error: "text-crit",
};

/** What a job has said, and says now. */
export function LogView({ job }: { job: Job }) {
  const say = useWords(jobWords);
  const read = useApi("/api/v1/jobs/{id}/log", { path: { id: job.id }, query: { limit: 200 } });
  const [told, setTold] = useState<LogLine[]>([]);
  useStreamEvents(`job.${job.id}`, (event) => {
    if (event.event !== "log") return;
    const line = event.value as Pick<LogLine, "sequence" | "level" | "text">;
    setTold((before) => [...before, { ...line, time: new Date(event.time).toISOString() }]);
  });
  return (
    <Loaded query={read}>
      {(data) => {
        const lines = withLines(data.data, told);
        if (lines.length === 0) return <p className="m-0 text-sm text-text-3">{say("log_empty")}</p>;
        return (
          <ol
            aria-label={say("log_of", { job: job.kind })}
            tabIndex={0}
            className="m-0 max-h-64 list-none overflow-auto rounded-md bg-bg p-2 font-mono text-xs"
          >
            {lines.map((line) => (
              <li key={line.sequence} className="flex gap-2 whitespace-pre-wrap">
                <Time value={line.time} className="shrink-0 text-text-3" />
                <span lang="en" translate="no" className={`min-w-0 break-words ${tones[line.level]}`}>
                  {line.level !== "info" && `${line.level}: `}
                  {line.text}
                </span>
              </li>
            ))}
          </ol>
        );
      }}
    </Loaded>
  );
}
