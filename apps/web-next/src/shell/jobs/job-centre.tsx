import { useEffect } from "react";
import { useSearchParams } from "react-router";

import { useWords } from "@/lib/words";
import { JobRow } from "@/shell/jobs/job-row";
import { jobWords } from "@/shell/jobs/job-words";
import { useJobCentre } from "@/shell/jobs/jobs-cell";
import { isOver, setFailed, useJobs } from "@/shell/jobs/jobs";
import { LinkButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EmptyState, Loaded } from "@/ui/panel";

/** What is at work and what ended lately; `?jobs&job=job_…` shows one's log. */
export function JobCentre() {
  const [isOpen, setOpen] = useJobCentre();
  return isOpen ? <Drawer onClose={() => setOpen(false)} /> : null;
}

function Drawer({ onClose }: { onClose: () => void }) {
  const say = useWords(jobWords);
  const jobs = useJobs();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("job");
  const toggle = (id: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (chosen === id) next.delete("job");
        else next.set("job", id);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  useEffect(() => {
    setFailed(0);
    // What ran before this page was opened, and whatever a lost event would have told.
    void jobs.refetch();
  }, []);
  const list = (rows: NonNullable<typeof jobs.data>["data"]) => (
    <ul className="m-0 list-none p-0">
      {rows.map((job) => (
        <JobRow key={job.id} job={job} isOpen={chosen === job.id} onToggle={() => toggle(job.id)} />
      ))}
    </ul>
  );
  return (
    <Dialog title={say("jobs")} place="side" width={560} onClose={onClose}>
      <Loaded
        query={jobs}
        isEmpty={(data) => data.data.length === 0}
        empty={
          <EmptyState
            text={say("none")}
            cli="spark jobs ls"
            action={<LinkButton to="/backtest?new=1">{say("to_backtest")}</LinkButton>}
          />
        }
      >
        {(data) => {
          const running = data.data.filter((job) => !isOver(job));
          const over = data.data.filter(isOver);
          return (
            <div className="flex flex-col gap-4">
              <section>
                <h3 className="m-0 text-md font-semibold">{say("running")}</h3>
                {running.length === 0 ? (
                  <p className="m-0 mt-1 text-sm text-text-3">{say("none_running")}</p>
                ) : (
                  list(running)
                )}
              </section>
              {over.length > 0 && (
                <section>
                  <h3 className="m-0 text-md font-semibold">{say("recent")}</h3>
                  {list(over)}
                </section>
              )}
            </div>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
