import { lazy, Suspense, useEffect, useState, useTransition } from "react";
import { flushSync } from "react-dom";
import { useParams } from "react-router";

import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { LinkButton } from "@/ui/button";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, ErrorStrip, Panel, Skeleton } from "@/ui/panel";

import { Funnel } from "./funnel";
import { HeadActions, HeadFacts } from "./head";
import { Honesty } from "./honesty";
import { PartBoundary } from "./part-boundary";
import { ReportProvider, useReport } from "./report-state";
import { runOf, type Run } from "./run";
import { RunningJob } from "./running-job";
import { Tiles } from "./tiles";

// The figures stand on the screen before the charts' code is here.
const ChartBlock = lazy(async () => ({ default: (await import("./chart-block")).ChartBlock }));
const Sections = lazy(() => import("./sections"));

const words = defineWords({
  title: ["Backtest", "Geriye dönük test"],
  in_range: ["in range: {from} → {to}", "aralıkta: {from} → {to}"],
  whole: ["Whole run", "Bütün dönem"],
  gone: ["There is no run {id}.", "{id} diye bir çalıştırma yok."],
  all: ["All runs", "Bütün çalıştırmalar"],
  damaged: ["This run's evidence is damaged", "Bu çalıştırmanın kanıtı hasarlı"],
  damaged_text: [
    "No figure of it is shown, because it could be wrong. Restore the file from a backup or run it again.",
    "Yanlış olabileceği için hiçbir rakamı gösterilmez. Dosyayı yedekten geri alın ya da yeniden çalıştırın.",
  ],
});

function RangeNote() {
  const { figures, range, setRange, figuresError, retryFigures } = useReport();
  const say = useWords(words);
  const format = useFormat();
  if (range === null) return null;
  // Days are the server's, UTC, as in the fields of the strip; the day after the range is left out.
  const isDays = range.from.length === 10 && range.to.length === 10;
  const lastDay = `${new Date(range.toMs - 1).toISOString().slice(0, 10)} UTC`;
  if (figuresError !== null) return <ErrorStrip error={figuresError} onRetry={retryFigures} />;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm" data-in-range>
      <Badge tone="info">
        {say("in_range", {
          from: isDays ? range.from : format.time(figures.from, "minute"),
          to: isDays ? lastDay : format.time(figures.to, "minute"),
        })}
      </Badge>
      <button
        type="button"
        onClick={() => setRange(null)}
        data-no-print
        className="min-h-6 rounded-md px-1.5 text-accent hover:bg-surface-2"
      >
        {say("whole")}
      </button>
    </div>
  );
}

function Report({ isReady }: { isReady: boolean }) {
  const { run } = useReport();
  return (
    <>
      <HeadFacts />
      <RangeNote />
      <Tiles />
      <Honesty />
      {run.metrics.trades === 0 && isReady && <Funnel />}
      {isReady ? (
        <Suspense
          fallback={
            <Panel>
              <Skeleton rows={1} height={640} />
            </Panel>
          }
        >
          <PartBoundary>
            <ChartBlock />
          </PartBoundary>
          <PartBoundary>
            <Sections />
          </PartBoundary>
        </Suspense>
      ) : (
        <Panel>
          <Skeleton rows={1} height={640} />
        </Panel>
      )}
    </>
  );
}

/** Charts and trades wait for the frame in which the tiles are painted. */
function useAfterPaint(isOn: boolean): boolean {
  const [isPast, setPast] = useState(false);
  const [, start] = useTransition();
  useEffect(() => {
    if (!isOn) return;
    const frame = requestAnimationFrame(() => setTimeout(() => start(() => setPast(true)), 0));
    return () => cancelAnimationFrame(frame);
  }, [isOn]);
  return isPast;
}

/** Paper is white: while the page is printed it wears the light theme. */
function useLightPrint() {
  useEffect(() => {
    const root = document.documentElement;
    let before: string | undefined;
    const wear = (theme: string | undefined) =>
      flushSync(() => {
        root.dataset.theme = theme ?? "dark";
        document.dispatchEvent(new CustomEvent("spark:looks"));
      });
    const begin = () => {
      before ??= root.dataset.theme;
      wear("light");
    };
    const end = () => {
      if (before !== undefined) wear(before);
      before = undefined;
    };
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
}

function Loaded({ run }: { run: Run }) {
  const isReady = useAfterPaint(true);
  const say = useWords(words);
  useLightPrint();
  const name = `${run.strategy.name} v${run.strategy.version}`;
  const markets =
    run.books === undefined ? run.dataset.symbol : [...new Set(run.books.map((book) => book.symbol))].join(", ");
  return (
    <ReportProvider run={run} isReady={isReady}>
      <Page
        title={`${name} · ${markets}`}
        heading={
          <>
            <Token>{name}</Token> <span className="font-normal text-text-3">·</span>{" "}
            <Token>
              {markets} {run.dataset.timeframe}
            </Token>
            <span className="sr-only"> {say("title")}</span>
          </>
        }
        actions={<HeadActions />}
      >
        <Report isReady={isReady} />
      </Page>
    </ReportProvider>
  );
}

export default function BacktestReportPage() {
  const { id = "" } = useParams();
  const say = useWords(words);
  const isJob = id.startsWith("job_");
  const query = useApi("/api/v1/backtests/{id}", { path: { id }, enabled: !isJob, staleTimeMs: Infinity });
  if (isJob) return <RunningJob id={id} />;
  if (query.data !== undefined) return <Loaded key={id} run={runOf(query.data)} />;
  const back = <LinkButton to="/backtest">{say("all")}</LinkButton>;
  if (query.error?.code === "not_found")
    return (
      <Page title={say("title")}>
        <Panel>
          <EmptyState text={say.rich("gone", { id: <Token mono>{id}</Token> })} action={back} cli="spark backtest ls" />
        </Panel>
      </Page>
    );
  if (query.error?.code === "corrupt")
    return (
      <Page title={say("title")} heading={<Token mono>{id}</Token>} actions={back}>
        <Panel title={say("damaged")}>
          <div data-damaged className="flex flex-col gap-3">
            <ErrorStrip error={query.error} onRetry={() => void query.refetch()} />
            <p className="m-0">{say("damaged_text")}</p>
            <code
              lang="en"
              translate="no"
              className="rounded-md bg-surface-2 px-2 py-1 font-mono text-sm"
            >{`spark evidence verify ${id}`}</code>
          </div>
        </Panel>
      </Page>
    );
  return (
    <Page title={say("title")}>
      {query.error !== null ? (
        <ErrorStrip error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <Skeleton rows={2} height={24} />
          <Skeleton rows={1} height={160} />
          <Skeleton rows={1} height={640} />
        </>
      )}
    </Page>
  );
}
