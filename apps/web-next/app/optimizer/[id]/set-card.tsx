import type { BacktestOrder, Job, OptimizationTrial, Strategy } from "@spark/types";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { nothing, useFormat } from "@/lib/format";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { JobProgress } from "@/ui/job-progress";
import { Amount, Num, Token } from "@/ui/num";
import { ErrorStrip, Loaded, Panel, Skeleton } from "@/ui/panel";

import { metricNames } from "../../backtest/_parts/metric-words";
import { AdoptButton } from "../_parts/adopt";
import type { Finalist } from "../_parts/types";
import { BadgeRow } from "./badges";

const words = defineWords({
  set: ["Set {number}", "Küme {number}"],
  close: ["Close", "Kapat"],
  objective: ["Objective", "Amaç"],
  outside: ["Out of sample", "Örneklem dışı"],
  decay: ["Decay", "Kayıp"],
  plateau: ["Plateau score", "Plato puanı"],
  open: ["Open as a backtest", "Geriye dönük test olarak aç"],
  open_hint: ["Runs the same set alone over the same bars.", "Aynı kümeyi tek başına, aynı mumlarda çalıştırır."],
  refused: ["This set cannot be run", "Bu küme çalıştırılamaz"],
  broken: ["It breaks a constraint and is not ranked.", "Bir kısıtı bozuyor, sıralanmıyor."],
  part: ["Run on {share} of the bars only.", "Mumların yalnızca {share} kadarında çalıştı."],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
});

/** Opens a set as a run of its own. */
function OpenButton({ body }: { body: BacktestOrder }) {
  const say = useWords(words);
  const navigate = useNavigate();
  const may = useRight("research");
  const key = useRef(newIdempotencyKey());
  const isSent = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [jobId, setJobId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const open = async () => {
    if (isSent.current) return;
    isSent.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      const answer = await api.post("/api/v1/backtests", { body, idempotencyKey: key.current, waitSeconds: 2 });
      void queries.invalidateQueries({ queryKey: ["/api/v1/backtests"] });
      if (answer.schema === "spark.backtest/1") void navigate(`/backtest/${answer.id as string}`);
      else setJobId((answer as Job).id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      key.current = newIdempotencyKey();
      isSent.current = false;
    } finally {
      setBusy(false);
    }
  };
  const over = (job: Job) => {
    if (job.status === "succeeded" && job.links.result !== undefined)
      void navigate(job.links.result.replace("/api/v1/backtests/", "/backtest/"));
    isSent.current = false;
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button
          kind="primary"
          icon="backtest"
          isBusy={isBusy}
          disabled={!may}
          title={may ? undefined : say("right")}
          onClick={() => void open()}
        >
          {say("open")}
        </Button>
        <span className="text-sm text-text-3">{say(may ? "open_hint" : "right")}</span>
      </div>
      {refusal !== null && <ErrorStrip error={refusal} />}
      {jobId !== null && <JobProgress key={jobId} id={jobId} onOver={over} />}
    </div>
  );
}

function Figures({ set, finalist }: { set: OptimizationTrial; finalist: Finalist | undefined }) {
  const say = useWords(words);
  const metric = useWords(metricNames);
  const format = useFormat();
  const outside = finalist?.out_of_sample ?? null;
  const rows: Array<[string, React.ReactNode]> = [
    [say("objective"), <Num key="o" value={set.objective} decimalsMax={4} />],
    [metric("net_pnl"), <Amount key="n" value={set.net_pnl} decimals={2} />],
    [metric("trades"), <Num key="t" value={set.trades} />],
    [metric("sharpe"), <Num key="s" value={set.sharpe} decimalsMax={3} />],
    [
      metric("max_drawdown_pct"),
      set.max_drawdown_pct === undefined ? nothing : format.percent(set.max_drawdown_pct / 100),
    ],
    [metric("profit_factor"), <Num key="p" value={set.profit_factor} decimalsMax={3} />],
  ];
  if (outside !== null) {
    rows.push([say("outside"), <Num key="x" value={outside.objective} decimalsMax={4} />]);
    rows.push([
      say("decay"),
      outside.decay_pct === null ? nothing : format.percent(outside.decay_pct / 100, { decimals: 0, sign: "always" }),
    ]);
  }
  if (finalist !== undefined)
    rows.push([say("plateau"), <Num key="c" value={finalist.plateau.score} decimalsMax={2} />]);
  return (
    <dl className="m-0 grid grid-cols-2 gap-x-4 gap-y-1.5">
      {rows.map(([name, value]) => (
        <div key={name} className="flex min-w-0 flex-col-reverse">
          <dt className="truncate text-sm text-text-3">{name}</dt>
          <dd className="num m-0 text-left font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Props = {
  id: string;
  number: number;
  finalists: readonly Finalist[];
  onClose: () => void;
  /** Kept as a version: where to go then; without it to the strategy's versions. */
  onKept?: (kept: Strategy) => void;
};

/** One set in short, with the way to its whole report. */
export function SetCard({ id, number, finalists, onClose, onKept }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const query = useApi("/api/v1/optimizations/{id}/sets/{number}", {
    path: { id, number: String(number) },
    keepPrevious: true,
  });
  const finalist = finalists.find((one) => one.number === number);
  return (
    <Panel
      title={say("set", { number: format.number(number) })}
      actions={<IconButton icon="close" label={say("close")} onClick={onClose} />}
    >
      <div className="flex flex-col gap-3" data-set={query.data?.set.number}>
        <Loaded query={query} skeleton={<Skeleton rows={6} height={28} />}>
          {({ set, backtest }) => (
            <>
              <div className="flex flex-wrap gap-1.5">
                {Object.entries(set.values).map(([name, value]) => (
                  <span key={name} className="rounded-md bg-surface-2 px-1.5 text-sm">
                    <Token mono>{`${name}=${value}`}</Token>
                  </span>
                ))}
              </div>
              {set.refusal !== null ? (
                <p className="m-0 text-crit">
                  {say("refused")}: <span lang="en">{set.refusal}</span>
                </p>
              ) : (
                <>
                  <Figures set={set} finalist={finalist} />
                  {finalist !== undefined && <BadgeRow badges={finalist.badges} />}
                  {!set.keeps_constraints && <p className="m-0 text-sm text-warn">{say("broken")}</p>}
                  {set.bars_share < 1 && (
                    <p className="m-0 text-sm text-warn">
                      {say("part", { share: format.percent(set.bars_share, { decimals: 0 }) })}
                    </p>
                  )}
                  <OpenButton key={set.number} body={backtest as BacktestOrder} />
                  {typeof backtest.strategy === "string" && (
                    <AdoptButton
                      key={`keep ${set.number}`}
                      strategy={backtest.strategy}
                      optimization={id}
                      set={set.number}
                      values={set.values}
                      onKept={onKept}
                    />
                  )}
                </>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Panel>
  );
}
