import { useState } from "react";

import { useWords } from "@/lib/words";
import { nothing, useFormat } from "@/lib/format";
import { JobsCell, useJobCentre } from "@/shell/jobs/jobs-cell";
import { Facts } from "@/shell/popover";
import { useStatus } from "@/shell/status";
import {
  ClockCell,
  DriftCell,
  EnvironmentCell,
  FeedCells,
  FeedDots,
  HealthCell,
  NotYetCell,
  StreamCell,
  useHealthReasons,
} from "@/shell/status-cells";
import { statusWords } from "@/shell/status-words";
import { UserCell, UserPanel } from "@/shell/user-menu";
import { VenueTable } from "@/shell/venue-table";
import { Synthetic } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";

/** One line that no page can hide: on the login, on wrong and broken pages, and when the session has ended. */
export function StatusBar() {
  const say = useWords(statusWords);
  const now = useStatus();
  const [isOpen, setOpen] = useState(false);
  const feeds = now.status?.feeds ?? [];
  return (
    <header
      aria-label={say("bar")}
      data-stale={now.isStale || undefined}
      className="group sticky top-0 z-40 flex h-[var(--status-h)] items-stretch overflow-x-clip border-b border-line bg-surface-2 text-sm"
    >
      <EnvironmentCell now={now} />
      <DriftCell now={now} />
      <div className="contents max-sm:hidden">
        <FeedCells now={now} />
      </div>
      <button
        type="button"
        aria-label={say("feeds")}
        onClick={() => setOpen(true)}
        className="flex items-center gap-1 border-r border-line px-1.5 sm:hidden"
      >
        <FeedDots feeds={feeds} isStale={now.isStale} />
      </button>
      <NotYetCell what="gate" words="wide" className="max-md:px-1.5" />
      <NotYetCell what="risk" words="wide" className="max-md:px-1.5" />
      <NotYetCell what="alerts" words="widest" className="max-md:px-1.5" />
      <StreamCell now={now} />
      <div className="grow" />
      <HealthCell status={now.status} isStale={now.isStale} className="border-l max-[1000px]:hidden" />
      <JobsCell now={now} />
      <ClockCell className="max-md:hidden" />
      <UserCell />
      <NotYetCell what="kill" className="border-r-0 border-l-2 border-l-line-strong max-md:hidden" />
      <button
        type="button"
        aria-label={say("more")}
        title={say("more")}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="flex items-center px-2 -outline-offset-2 hover:bg-surface-3 md:hidden"
      >
        <Icon name="down" size={14} />
      </button>
      {isOpen && <StatusSheet now={now} onClose={() => setOpen(false)} />}
    </header>
  );
}

/** Everything the bar has no room for on a small screen. */
function StatusSheet({ now, onClose }: { now: ReturnType<typeof useStatus>; onClose: () => void }) {
  const say = useWords(statusWords);
  const format = useFormat();
  const status = now.status;
  const [, setJobs] = useJobCentre();
  const count = (status?.jobs.running ?? 0) + (status?.jobs.queued ?? 0);
  const reasons = useHealthReasons(status?.health_reasons ?? []);
  const absent = (["gate", "risk", "alerts", "kill"] as const).map((what): [string, string] => [
    say(what),
    say(`${what}_text`),
  ]);
  return (
    <Dialog title={say("bar")} place="bottom" onClose={onClose} width={560}>
      <div className="flex flex-col gap-4">
        <Facts
          rows={[
            [say("env"), <Token key="env">{status?.env.toLocaleUpperCase("en") ?? nothing}</Token>],
            [
              "drift",
              status?.drift_ms === null || status === undefined
                ? nothing
                : format.number(status.drift_ms, { unit: "ms" }),
            ],
            [
              say("health"),
              <span key="health">
                <Token>{status?.health ?? nothing}</Token> {reasons.join(", ")}
              </span>,
            ],
          ]}
        />
        <section>
          <h3 className="m-0 mb-1 text-md font-semibold">
            {say("feeds")} {status?.feeds.some((feed) => feed.synthetic) && <Synthetic />}
          </h3>
          <VenueTable feeds={status?.feeds ?? []} />
        </section>
        <section className="flex flex-col gap-2">
          {absent.map(([name, text]) => (
            <div key={name}>
              <h3 className="m-0 text-md font-semibold">{say("not_yet_cell", { what: name })}</h3>
              <p className="m-0 text-sm text-text-2">{text}</p>
            </div>
          ))}
        </section>
        <div className="flex h-11 items-center justify-between border-t border-line pt-3">
          <ClockCell className="border-0" />
          <Button
            icon="jobs"
            onClick={() => {
              onClose();
              setTimeout(() => setJobs(true), 0);
            }}
          >
            {say("jobs", { count })}
          </Button>
        </div>
        <div className="border-t border-line pt-3 xs:hidden">
          <UserPanel onDone={onClose} />
        </div>
      </div>
    </Dialog>
  );
}
