import { useSearchParams } from "react-router";

import { useWords } from "@/lib/words";
import { useFailedJobs, useJobs } from "@/shell/jobs/jobs";
import type { StatusNow } from "@/shell/status";
import { cell } from "@/shell/status-cells";
import { statusWords } from "@/shell/status-words";
import { Icon } from "@/ui/icon";

/** How far the work is, as a ring. */
export function Ring({ ratio, size = 14 }: { ratio: number; size?: number }) {
  const length = 2 * Math.PI * 5;
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden className="shrink-0 -rotate-90">
      <circle cx="7" cy="7" r="5" fill="none" strokeWidth="2" className="stroke-line-strong" />
      <circle
        cx="7"
        cy="7"
        r="5"
        fill="none"
        strokeWidth="2"
        className="stroke-accent"
        strokeDasharray={`${length * ratio} ${length}`}
      />
    </svg>
  );
}

/** Opens the job centre: `?jobs` in the address, so that a reload and a link show it again. */
export function useJobCentre(): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const [search, setSearch] = useSearchParams();
  const setOpen = (isOpen: boolean) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (isOpen) next.set("jobs", "");
        else {
          next.delete("jobs");
          next.delete("job");
        }
        return next;
      },
      { replace: !isOpen, preventScrollReset: true },
    );
  return [search.has("jobs"), setOpen];
}

export function JobsCell({ now }: { now: StatusNow }) {
  const say = useWords(statusWords);
  const failed = useFailedJobs();
  const [, setOpen] = useJobCentre();
  const running = (useJobs().data?.data ?? []).filter((job) => job.status === "running");
  const count = (now.status?.jobs.running ?? 0) + (now.status?.jobs.queued ?? 0);
  const ratio = running.length === 0 ? 0 : running.reduce((sum, job) => sum + job.progress, 0) / running.length;
  const label = say("jobs_label", { count });
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onClick={() => setOpen(true)}
      className={`${cell} gap-1.5 border-l max-xs:hidden whitespace-nowrap hover:bg-surface-3 ${failed > 0 ? "text-warn" : count > 0 ? "text-text" : "text-text-2"}`}
    >
      {failed > 0 ? (
        <Icon name="warning" size={14} />
      ) : count > 0 ? (
        <Ring ratio={ratio} />
      ) : (
        <Icon name="jobs" size={14} />
      )}
      <span className="max-md:hidden">{say("jobs", { count })}</span>
      <span className="md:hidden" aria-hidden>
        {count}
      </span>
    </button>
  );
}
