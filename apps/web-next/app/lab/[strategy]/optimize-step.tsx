import type { Optimization, OptimizationList, Strategy } from "@spark/types";
import { useSearchParams } from "react-router";

import { useFormat } from "@/lib/format";
import { queries, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { LinkButton } from "@/ui/button";
import { Amount, Num, Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { BadgeRow } from "../../optimizer/[id]/badges";
import { paramsText } from "../../optimizer/[id]/heat-data";
import { Leaderboard } from "../../optimizer/[id]/leaderboard";
import { ProgressPanel } from "../../optimizer/[id]/progress-panel";
import { SetCard } from "../../optimizer/[id]/set-card";
import { useOptimization } from "../../optimizer/[id]/use-optimization";
import { AdoptButton, type SetChoice } from "../../optimizer/_parts/adopt";
import { LiveProgress } from "../../optimizer/_parts/live-progress";
import { OptimizeForm } from "../../optimizer/_parts/optimize-form";
import { rangeOf } from "../../optimizer/_parts/order";
import { sentence } from "../../optimizer/_parts/sentence";
import { VerdictBadge } from "../../optimizer/_parts/states";
import type { Assessment, Finalist } from "../../optimizer/_parts/types";
import { Fold } from "../_parts/fold";

const words = defineWords({
  form: ["Search its parameters", "Parametrelerini ara"],
  unsaved: [
    "The kept version {version} is searched, not your unsaved changes.",
    "Kaydedilmemiş değişiklikleriniz değil, saklanan {version}. sürüm aranır.",
  ],
  no_parameters: [
    "This strategy has no parameters, so there is nothing to search. Give the document a parameter in the step Edit.",
    "Bu stratejinin parametresi yok, aranacak bir şey de yok. Düzenle adımında belgeye bir parametre ekleyin.",
  ],
  searches: ["Searches of this strategy", "Bu stratejinin aramaları"],
  none: [
    "Nothing has been searched yet. The ranges beside are proposed from the document.",
    "Henüz arama yapılmadı. Yandaki aralıklar belgeden önerildi.",
  ],
  whole: ["Open with map and all sets", "Harita ve tüm kümelerle aç"],
  result: ["Result", "Sonuç"],
  best: ["Best point", "En iyi nokta"],
  plateau: ["Best plateau", "En iyi plato"],
  best_hint: ["The highest objective. Often luck.", "En yüksek amaç. Çoğu kez şans."],
  plateau_hint: ["Good, and so are its neighbours.", "İyi; komşuları da iyi."],
  no_plateau: ["No neighbourhood keeps enough of the value.", "Değerin yeterini koruyan bir komşuluk yok."],
  no_best: ["No set is ranked.", "Sıralanan küme yok."],
  inside: ["In sample", "Örneklem içi"],
  outside: ["Out of sample", "Örneklem dışı"],
  net: ["Net out of sample", "Örneklem dışı net"],
  trades: ["Trades", "İşlem"],
  keep_best: ["Keep the best point as version", "En iyi noktayı sürüm olarak sakla"],
  keep_plateau: ["Keep the plateau as version", "Platoyu sürüm olarak sakla"],
  leaderboard: ["Leaderboard", "Sıralama"],
  no_assessment: ["The order left the assessment out.", "İstekte değerlendirme kapalıydı."],
});

type Row = OptimizationList["data"][number];
const searchedText = (row: Row): string => (row.parameters ?? []).map((one) => rangeOf(one).parameter).join(" × ");

function Point({
  finalist,
  kind,
  strategy,
  optimization,
  onKept,
}: {
  finalist: Finalist | null;
  kind: "best" | "plateau";
  strategy: string;
  optimization: string;
  onKept: (kept: Strategy) => void;
}) {
  const say = useWords(words);
  return (
    <section
      aria-label={say(kind)}
      data-point={kind}
      className="flex min-w-0 flex-col gap-2 rounded-md border border-line p-3"
    >
      <h3 className="m-0 text-md font-semibold">
        {say(kind)} <span className="block text-sm font-normal text-text-3">{say(`${kind}_hint`)}</span>
      </h3>
      {finalist === null ? (
        <p className="m-0 text-text-2">{say(kind === "best" ? "no_best" : "no_plateau")}</p>
      ) : (
        <>
          <Token mono className="break-all">
            {paramsText(finalist.params)}
          </Token>
          <dl className="m-0 grid grid-cols-2 gap-x-4 gap-y-1.5">
            {(
              [
                ["inside", <Num key="i" value={finalist.objective} decimalsMax={3} />],
                ["outside", <Num key="o" value={finalist.out_of_sample?.objective} decimalsMax={3} />],
                ["net", <Amount key="n" value={finalist.out_of_sample?.net_pnl} decimals={2} />],
                ["trades", <Num key="t" value={finalist.trades} />],
              ] as const
            ).map(([name, value]) => (
              <div key={name} className="flex min-w-0 flex-col-reverse">
                <dt className="text-sm text-text-3">{say(name)}</dt>
                <dd className="num m-0 text-left text-lg font-semibold">{value}</dd>
              </div>
            ))}
          </dl>
          <BadgeRow badges={finalist.badges} most={4} />
          <AdoptButton
            kind={kind === "plateau" ? "primary" : "secondary"}
            strategy={strategy}
            optimization={optimization}
            set={kind satisfies SetChoice}
            values={finalist.params}
            label={say(kind === "best" ? "keep_best" : "keep_plateau")}
            onKept={onKept}
          />
        </>
      )}
    </section>
  );
}

const nobody: readonly Finalist[] = [];

/** One search as it gets on, and what came of it. */
function Search({ id, strategy, onKept }: { id: string; strategy: string; onKept: (kept: Strategy) => void }) {
  const say = useWords(words);
  const { language } = useFormat();
  const [search, setSearch] = useSearchParams();
  const followed = useOptimization(id);
  const set = Number(search.get("set") ?? "");
  const picked = search.get("set") !== null && Number.isInteger(set) ? set : null;
  const pick = (number: number | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (number === null) next.delete("set");
        else next.set("set", String(number));
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const open = (
    <LinkButton icon="external" to={`/optimizer/${id}`}>
      {say("whole")}
    </LinkButton>
  );
  return (
    <Loaded query={followed.query} skeleton={<Skeleton rows={6} height={40} />}>
      {(optimization: Optimization) => {
        const assessment = (optimization.assessment ?? null) as Assessment | null;
        const finalists = assessment?.finalists ?? nobody;
        const verdict = assessment?.verdict;
        const isDone = optimization.state === "succeeded";
        return (
          <>
            {!isDone && <ProgressPanel optimization={optimization} job={followed.job} standing={followed.standing} />}
            {isDone && (
              <Panel
                title={say("result")}
                actions={
                  <>
                    {verdict !== undefined && <VerdictBadge verdict={verdict.verdict} />}
                    {open}
                  </>
                }
              >
                <div className="flex min-w-0 flex-col gap-3" data-search={id} data-verdict={verdict?.verdict}>
                  {verdict !== undefined && (
                    <p className="m-0 max-w-prose">
                      {sentence(language === "tr" ? verdict.text_tr : verdict.text, language)}
                    </p>
                  )}
                  {assessment === null ? (
                    <p className="m-0 text-text-2">{say("no_assessment")}</p>
                  ) : (
                    <div className="grid gap-3 sm:grid-cols-2">
                      {(["best", "plateau"] as const).map((kind) => (
                        <Point
                          key={kind}
                          kind={kind}
                          finalist={kind === "best" ? assessment.best_point : assessment.best_plateau}
                          strategy={strategy}
                          optimization={id}
                          onKept={onKept}
                        />
                      ))}
                    </div>
                  )}
                </div>
              </Panel>
            )}
            {!isDone && <div>{open}</div>}
            {picked !== null && (
              <SetCard id={id} number={picked} finalists={finalists} onClose={() => pick(null)} onKept={onKept} />
            )}
            {isDone && (
              <Fold title={say("leaderboard")}>
                <Leaderboard
                  id={id}
                  told={followed.told}
                  hasSets
                  isDone={false}
                  finalists={finalists}
                  picked={picked}
                  onPick={pick}
                />
              </Fold>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

type Props = { strategy: Strategy; dataset: string; isDirty: boolean; onKept: (kept: Strategy) => void };

/** Step 4: the parameters searched from here, followed here, and the way from a set to the next version. */
export default function OptimizeStep({ strategy, dataset, isDirty, onKept }: Props) {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const list = useApi("/api/v1/optimizations", { query: { strategy: strategy.name, limit: 20 } });
  useStreamEvents("jobs", (event) => {
    if ((event.value as { kind?: string }).kind === "optimize")
      void queries.invalidateQueries({ queryKey: ["/api/v1/optimizations"] });
  });
  const rows = list.data?.data ?? [];
  const asked = search.get("opt");
  const current = asked ?? rows[0]?.id ?? null;
  const choose = (id: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("opt", id);
        next.delete("set");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const hasParameters = Object.keys((strategy.document.parameters ?? {}) as object).length > 0;
  return (
    <div className="grid min-w-0 grid-cols-12 items-start gap-3">
      <Panel title={say("form")} className="col-span-12 md:col-span-5">
        {isDirty && (
          <p role="status" className="mt-0 mb-3 rounded-md border border-warn px-2.5 py-1.5 text-sm">
            {say("unsaved", { version: String(strategy.version) })}
          </p>
        )}
        {hasParameters ? (
          <OptimizeForm
            key={`${strategy.name} ${dataset}`}
            initial={{ strategy: strategy.name, dataset }}
            isOfOneStrategy
            onBegun={choose}
          />
        ) : (
          <p className="m-0 text-text-2">{say("no_parameters")}</p>
        )}
      </Panel>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-7">
        {current !== null && <Search key={current} id={current} strategy={strategy.name} onKept={onKept} />}
        <Panel title={say("searches")} flush>
          <Loaded
            query={list}
            skeleton={
              <div className="p-3">
                <Skeleton rows={2} />
              </div>
            }
            isEmpty={(data) => data.data.length === 0}
            empty={
              <EmptyState
                text={say("none")}
                cli={`spark optimize grid ${strategy.name}${dataset === "" ? "" : ` --dataset ${dataset}`} --oos 30%`}
              />
            }
          >
            {(data) => (
              <ul className="m-0 list-none p-0" data-searches={data.data.length}>
                {data.data.map((row) => (
                  <li key={row.id} className="border-t border-line">
                    <button
                      type="button"
                      aria-current={row.id === current || undefined}
                      onClick={() => choose(row.id)}
                      className={`flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1 text-left ${row.id === current ? "border-l-2 border-accent bg-surface-2" : "hover:bg-surface-2"}`}
                    >
                      <Token mono className="min-w-0 break-all">
                        {searchedText(row)}
                      </Token>
                      <LiveProgress row={row} />
                      {row.verdict !== null && row.verdict !== undefined && <VerdictBadge verdict={row.verdict} />}
                      <span className="ml-auto text-sm text-text-2">
                        <Time value={row.created_at} precision="minute" />
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
        </Panel>
      </div>
    </div>
  );
}
