import type { OptimizationList } from "@spark/types";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { useTopic } from "@/stream/live";
import { ProgressBar } from "@/ui/job-progress";

import { StateBadge, isAtRest, type Standing } from "./states";

const words = defineWords({
  progress: ["Progress", "İlerleme"],
  place: ["place {count}", "sıra: {count}"],
});

type Row = OptimizationList["data"][number];

/** State of one search in a list; a running one moves by the stream. */
export function LiveProgress({ row }: { row: Row }) {
  const say = useWords(words);
  const format = useFormat();
  const live = useTopic<Standing>(isAtRest(row.state) ? null : `optimization.${row.id}`)?.value;
  const standing = live ?? row.standing;
  if (row.state === "queued")
    return (
      <span className="flex items-center gap-2">
        <StateBadge state={row.state} />
        {row.standing?.queue_position != null && (
          <span className="text-sm text-text-3">{say("place", { count: row.standing.queue_position })}</span>
        )}
      </span>
    );
  if (row.state !== "running") return <StateBadge state={row.state} />;
  const expected = standing?.expected ?? null;
  const isSearching = standing?.phase === "search" && expected !== null && expected > 0;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StateBadge state={row.state} />
      <span className="min-w-8 grow">
        <ProgressBar label={say("progress")} value={isSearching ? (standing?.done ?? 0) / expected : null} />
      </span>
      {isSearching && (
        <span className="num text-sm text-text-3">
          {format.percent((standing?.done ?? 0) / expected, { decimals: 0 })}
        </span>
      )}
    </span>
  );
}
