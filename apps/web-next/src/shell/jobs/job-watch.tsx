import type { Job } from "@spark/types";
import { useEffect } from "react";
import { Link } from "react-router";

import { setTitleBadge, titleBadge } from "@/lib/document-title";
import { queries } from "@/lib/query";
import { useSession } from "@/lib/session";
import { useWords } from "@/lib/words";
import { announce } from "@/shell/announce";
import { markStep } from "@/shell/checklist-steps";
import { jobName } from "@/shell/jobs/job-row";
import { jobWords } from "@/shell/jobs/job-words";
import { failedJobs, resultPage, setFailed, useJobStream } from "@/shell/jobs/jobs";
import { useStreamEvents } from "@/stream/live";
import { useToast } from "@/ui/toast";

/** Says when a job has ended: in passing, to screen readers, and by the tab's title while nobody looks. */
export function JobWatch() {
  const say = useWords(jobWords);
  const toast = useToast();
  const session = useSession().data;
  const isOwn = (job: Job) => session?.user !== null && session?.user !== undefined && job.owner === session.user.id;
  useJobStream((job) => {
    if (job.status === "failed") setFailed(failedJobs() + 1);
    const name = jobName(job, say);
    const text =
      job.status === "succeeded"
        ? say("ended_ok", { kind: name })
        : job.status === "canceled"
          ? say("ended_canceled", { kind: name })
          : say("ended_bad", { kind: name });
    announce(text);
    if (document.hidden) setTitleBadge(titleBadge() + 1);
    if (!isOwn(job)) return;
    if (job.kind === "backtest" && job.status === "succeeded") markStep("run");
    const page = resultPage(job);
    // It stands in the job centre for good.
    toast({
      seconds: 20,
      text,
      tone: job.status === "succeeded" ? "ok" : job.status === "canceled" ? "info" : "crit",
      action:
        job.status === "failed" ? (
          <Link to={`?jobs&job=${job.id}`}>{say("log")}</Link>
        ) : page !== null && location.pathname !== page ? (
          <Link to={page}>{say("result")}</Link>
        ) : undefined,
    });
  });
  useEffect(() => {
    const look = () => {
      if (!document.hidden) setTitleBadge(0);
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  // A feed that changes is told once, lossless: whoever shows its health reads it anew.
  useStreamEvents(
    "status",
    () =>
      void queries.invalidateQueries({
        predicate: (query) => ["/api/v1/feeds/health", "/api/v1/status"].includes(String(query.queryKey[0])),
      }),
  );
  return null;
}
