import type { Optimization } from "@spark/types";
import { useParams } from "react-router";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { HashChip } from "@/ui/hash-chip";
import { Time, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import { Tabs } from "@/ui/tabs";

import { commandOf, rangesOf } from "../_parts/order";
import { VerdictBadge, isAtRest, useMethodName } from "../_parts/states";
import type { Assessment, Finalist } from "../_parts/types";
import { HoldoutPanel } from "./holdout-panel";
import { Leaderboard } from "./leaderboard";
import { MapPanel } from "./map-panel";
import { ParallelPanel } from "./parallel-panel";
import { ProgressPanel } from "./progress-panel";
import { useView } from "./set-address";
import { SetCard } from "./set-card";
import { SlicesTab } from "./slices-tab";
import { useOptimization } from "./use-optimization";
import { VerdictTab } from "./verdict-tab";
import { WalkTab } from "./walk-tab";

const words = defineWords({
  title: ["Optimization", "Optimizasyon"],
  parts: ["Parts of the optimization", "Optimizasyonun bölümleri"],
  leaderboard: ["Leaderboard", "Sıralama"],
  parameters: ["Parameters", "Parametreler"],
  verdict: ["Luck or skill", "Şans mı beceri mi"],
  walk: ["Walk forward", "İleri yürüyen test"],
  order: ["Order", "İstek"],
  order_json: ["The order as it was understood", "Anlaşıldığı biçimiyle istek"],
  command: ["The same as a command", "Komut olarak aynısı"],
  picture: ["Picture", "Resim"],
  best: ["best.json", "best.json"],
  leaderboard_csv: ["leaderboard.csv", "leaderboard.csv"],
  all: ["All searches", "Tüm aramalar"],
});

const nobody: readonly Finalist[] = [];

type Backtest = { strategy?: string; dataset?: string | string[] };

const datasetOf = ({ dataset }: Backtest): string => (Array.isArray(dataset) ? dataset.join(", ") : (dataset ?? ""));

function Facts({ optimization, assessment }: { optimization: Optimization; assessment: Assessment | null }) {
  const method = useMethodName();
  const { language } = useFormat();
  const order = optimization.order as { backtest?: Backtest; method?: string; objective?: string };
  const verdict = assessment?.verdict;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5 text-text-2" data-head>
      {verdict !== undefined && (
        <VerdictBadge verdict={verdict.verdict} title={language === "tr" ? verdict.text_tr : verdict.text} />
      )}
      <Token mono className="break-all">
        {datasetOf(order.backtest ?? {})}
      </Token>
      <span>{method(order.method ?? "")}</span>
      <Token mono>{order.objective}</Token>
      {rangesOf(optimization.order.parameters as string[]).map((range) => (
        <span key={range.parameter} className="rounded-md bg-surface-2 px-1.5 text-sm">
          <Token mono>{`${range.parameter}=${range.values}`}</Token>
        </span>
      ))}
      <span className="text-text-3">
        <Time value={optimization.created_at} precision="minute" />
      </span>
      <HashChip value={optimization.id} letters={32} />
    </div>
  );
}

function Body({
  followed,
  optimization,
}: {
  followed: ReturnType<typeof useOptimization>;
  optimization: Optimization;
}) {
  const say = useWords(words);
  const view = useView();
  const { id } = optimization;
  const { standing, told, job } = followed;
  const assessment = (optimization.assessment ?? null) as Assessment | null;
  const pick = view.get("set");
  const picked = pick !== null && /^\d+$/.test(pick) ? Number(pick) : null;
  const onPick = (number: number) => view.set({ set: String(number) });
  const names = rangesOf(optimization.order.parameters as string[]).map((range) => range.parameter);
  const finalists = assessment?.finalists ?? nobody;
  const hasSets = (standing?.done ?? 0) > 0 || told > 0;
  const isRest = isAtRest(optimization.state);
  const walkAsked = (optimization.order as { walk_forward?: unknown }).walk_forward != null;
  return (
    <>
      <Facts optimization={optimization} assessment={assessment} />
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 min-w-0 md:col-span-8">
          <MapPanel
            optimization={optimization}
            told={told}
            standing={standing}
            assessment={assessment}
            picked={picked}
            onPick={onPick}
          />
        </div>
        <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-4">
          <ProgressPanel optimization={optimization} job={job} standing={standing} />
          {picked !== null && (
            <SetCard id={id} number={picked} finalists={finalists} onClose={() => view.set({ set: null })} />
          )}
          {assessment?.holdout != null && <HoldoutPanel id={id} holdout={assessment.holdout} />}
        </div>
      </div>
      <Tabs
        label={say("parts")}
        tabs={[
          {
            key: "leaderboard",
            title: say("leaderboard"),
            content: () => (
              <div className="flex flex-col gap-3">
                <Leaderboard
                  id={id}
                  told={told}
                  hasSets={hasSets}
                  isDone={optimization.state === "succeeded"}
                  finalists={finalists}
                  picked={picked}
                  onPick={onPick}
                />
                <ParallelPanel id={id} names={names} hasSets={hasSets} onPick={onPick} />
              </div>
            ),
          },
          {
            key: "parameters",
            title: say("parameters"),
            content: () => (
              <SlicesTab
                id={id}
                told={told}
                hasSets={hasSets}
                isRest={isRest}
                metric={view.get("metric") ?? "objective"}
                assessment={assessment}
              />
            ),
          },
          { key: "verdict", title: say("verdict"), content: () => <VerdictTab assessment={assessment} /> },
          { key: "walk", title: say("walk"), content: () => <WalkTab assessment={assessment} isAsked={walkAsked} /> },
          {
            key: "order",
            title: say("order"),
            content: () => (
              <Panel>
                <div className="flex flex-col gap-3">
                  <div className="text-sm text-text-3">{say("command")}</div>
                  <CodeBlock text={commandOf(optimization.order as never)} label={say("command")} wrap />
                  <div className="text-sm text-text-3">{say("order_json")}</div>
                  <CodeBlock text={JSON.stringify(optimization.order, null, 2)} label={say("order_json")} />
                </div>
              </Panel>
            ),
          },
        ]}
      />
    </>
  );
}

export default function OptimizationPage() {
  const { id = "" } = useParams();
  const say = useWords(words);
  const { language } = useFormat();
  const view = useView();
  const followed = useOptimization(id);
  const { optimization } = followed;
  const backtest = (optimization?.order as { backtest?: Backtest } | undefined)?.backtest;
  const base = `/api/v1/optimizations/${id}`;
  const names = rangesOf(optimization?.order.parameters as string[] | undefined).map((range) => range.parameter);
  const axes = new URLSearchParams();
  for (const [name, value] of [
    ["x", view.get("x")],
    ["y", view.get("y")],
    ["metric", view.get("metric")],
    ["set", view.get("held")],
  ] as const)
    if (value !== null) axes.set(name, value);
  if (names.length > 1 && axes.has("x") && !axes.has("y"))
    axes.set("y", names.find((name) => name !== axes.get("x")) ?? "");
  axes.set("lang", language);
  const hasSets = (optimization?.standing.done ?? 0) > 0 || followed.told > 0;
  return (
    <Page
      title={backtest?.strategy === undefined ? say("title") : `${say("title")} · ${backtest.strategy}`}
      actions={
        <>
          {hasSets && (
            <LinkButton icon="download" reloadDocument download to={`${base}/heatmap.png?${axes.toString()}`}>
              {say("picture")}
            </LinkButton>
          )}
          {optimization?.state === "succeeded" && (
            <>
              <LinkButton icon="download" reloadDocument download to={`${base}/best.json`}>
                {say("best")}
              </LinkButton>
              <LinkButton icon="download" reloadDocument download to={`${base}/leaderboard.csv`}>
                {say("leaderboard_csv")}
              </LinkButton>
            </>
          )}
          <LinkButton icon="optimizer" to="/optimizer">
            {say("all")}
          </LinkButton>
        </>
      }
    >
      <Loaded query={followed.query} skeleton={<Skeleton rows={4} height={160} />}>
        {(data) => <Body followed={followed} optimization={data} />}
      </Loaded>
    </Page>
  );
}
