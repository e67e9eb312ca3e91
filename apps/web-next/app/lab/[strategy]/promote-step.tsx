import type { Backtest, Job, Strategy } from "@spark/types";
import { useRef, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { queries, queryKey, useApi } from "@/lib/query";
import { useRight, useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ActDialog } from "@/ui/dialog";
import { TextField } from "@/ui/fields";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { JobProgress } from "@/ui/job-progress";
import { Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Loaded, Panel, Skeleton } from "@/ui/panel";
import { CheckTable } from "../_parts/check-table";
import { LineagePanel } from "../_parts/lineage-panel";
import { ProposalsPanel } from "../_parts/proposals-panel";
import type { CheckItem, PromotionCheck, Proposal } from "../_parts/types";
import { useStep, type Step } from "./stepper";

const words = defineWords({
  title: ["Promote to Ready", "Hazır'a yükselt"],
  what: [
    "Computed from evidence each time it is looked at: runs are made again, hashes are compared. A promotion is a proposal; nothing trades by it.",
    "Her bakışta kanıttan hesaplanır: testler yeniden koşulur, özetler karşılaştırılır. Yükseltme bir öneridir; kendi başına hiçbir işlem açmaz.",
  ],
  version: ["Version", "Sürüm"],
  may: ["may be promoted", "yükseltilebilir"],
  may_not: ["may not be promoted yet", "henüz yükseltilemez"],
  left: [{ one: "{count} point to mend", other: "{count} points to mend" }, "düzeltilecek {count} madde"],
  ready: ["Everything that is asked holds.", "İstenen her şey sağlanıyor."],
  again: ["Look again", "Yeniden bak"],
  promote: ["Promote", "Yükselt"],
  promote_title: ["Promote version {version} to Ready", "{version}. sürümü Hazır'a yükselt"],
  promote_text: [
    "A proposal with this whole check, the values and the limits of the document is kept as evidence. Somebody else decides on it later.",
    "Denetimin tamamını, değerleri ve belgedeki limitleri içeren bir öneri kanıt olarak saklanır. Kararı daha sonra bir başkası verir.",
  ],
  note: ["Note", "Not"],
  refused: ["The promotion is refused", "Yükseltme reddedildi"],
  refused_text: [
    "The server looked again and found what is marked below.",
    "Sunucu yeniden baktı ve aşağıda işaretlenenleri buldu.",
  ],
  done: ["Proposed", "Önerildi"],
  done_text: ["Version {version} is proposed for Ready.", "{version}. sürüm Hazır için önerildi."],
  proposal: ["Proposal", "Öneri"],
  hash: ["Hash", "Özet"],
  already: ["This version is proposed already.", "Bu sürüm zaten önerilmiş."],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  need_trade: [
    "Proposing needs the role trader, risk or admin.",
    "Önermek için işlemci, risk ya da yönetici rolü gerekir.",
  ],
  forbidden: [
    "The check runs backtests again, so it needs the role researcher, trader, risk or admin. Where the version comes from is open to all.",
    "Denetim testleri yeniden koşar; bunun için araştırmacı, işlemci, risk ya da yönetici rolü gerekir. Sürümün nereden geldiği herkese açıktır.",
  ],
  unsaved: [
    "Your unsaved changes are not part of any version, so not of this check.",
    "Kaydedilmemiş değişiklikleriniz hiçbir sürümde yok, bu denetimde de yok.",
  ],
  built_in: [
    "A built-in strategy has no versions, so none to promote. Keep a copy under your own name.",
    "Yerleşik stratejinin sürümü yok; yükseltilecek bir sürümü de yok. Kendi adınızla bir kopya saklayın.",
  ],
  run: ["Run the backtest now", "Testi şimdi çalıştır"],
  search: ["To Optimize", "Optimize adımına git"],
  edit: ["To Edit", "Düzenle adımına git"],
  versions: ["Choose a set", "Küme seç"],
  running: ["Run of version {version} on {dataset}", "{version}. sürümün testi: {dataset}"],
  no_data: ["There is no data set to run on.", "Üzerinde çalışılacak veri kümesi yok."],
});

const checkUrl = "/api/v1/strategies/{name}/versions/{version}/promotion";
const runItems = new Set(["backtest", "determinism", "look_ahead", "conservation", "costs", "same_data", "trades"]);
const editItems = new Set(["limits", "policy"]);

/** What one click can do about an item: run, search, edit; null: only the text helps. */
export function remedyOf(
  item: Pick<CheckItem, "name" | "standing">,
  hasRun: boolean,
): "run" | "search" | "edit" | null {
  if (item.standing === "passed" || item.standing === "not_measured") return null;
  if (editItems.has(item.name)) return "edit";
  if (item.name === "backtest" || item.name === "determinism") return "run";
  if (runItems.has(item.name)) return hasRun && item.name === "trades" ? "search" : "run";
  if (item.name === "real_data" || item.name === "paper" || item.name === "conservation") return null;
  return "search";
}

type Props = { strategy: Strategy; dataset: string; isDirty: boolean };

/** Step 6: what is asked of a version before it may be called ready, and the proposal when all of it holds. */
export default function PromoteStep({ strategy, dataset, isDirty }: Props) {
  const say = useWords(words);
  if (strategy.from !== "versions")
    return (
      <Panel title={say("title")}>
        <EmptyState text={say("built_in")} />
      </Panel>
    );
  return <Promotion strategy={strategy} dataset={dataset} isDirty={isDirty} />;
}

/** For who may look and not research: the chain and the proposals, without the check. */
function ForLookers({ name, version }: { name: string; version: number }) {
  const lineage = useApi("/api/v1/strategies/{name}/lineage", { path: { name }, query: { version } });
  return (
    <>
      <Loaded query={lineage} skeleton={<Skeleton rows={3} />}>
        {(data) => <LineagePanel lineage={data} />}
      </Loaded>
      <ProposalsPanel strategy={name} />
    </>
  );
}

function Promotion({ strategy, dataset, isDirty }: Props) {
  const say = useWords(words);
  const may = useRight("research");
  const mayPropose = useRight("trade");
  const isKnown = useSession().data !== undefined;
  const [, choose] = useStep();
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get("version") ?? "");
  const version = Number.isInteger(asked) && asked >= 1 && asked <= strategy.version ? asked : strategy.version;
  const path = { name: strategy.name, version: String(version) };
  const query = useApi(checkUrl, { path, staleTimeMs: 0, enabled: may });
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState<PromotionCheck | null>(null);
  const [made, setMade] = useState<Proposal | null>(null);
  const [run, setRun] = useState<{ job: string | null; isSending: boolean; refusal: Refusal | null }>({
    job: null,
    isSending: false,
    refusal: null,
  });
  const isSent = useRef(false);
  const reread = () => {
    setRefused(null);
    return queries.invalidateQueries({ queryKey: queryKey(checkUrl, { path }).slice(0, 2) });
  };
  const takeVersion = (next: string) => {
    setRefused(null);
    setMade(null);
    setSearch(
      (before) => {
        const params = new URLSearchParams(before);
        if (Number(next) === strategy.version) params.delete("version");
        else params.set("version", next);
        return params;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  // The search's data when there is a search: run and search have to be of the same bars.
  const searched = useApi("/api/v1/optimizations/{id}", {
    path: { id: query.data?.optimization ?? "" },
    enabled: query.data?.optimization != null,
  });
  const order = searched.data?.order as { backtest?: Record<string, unknown> } | undefined;
  const runDataset = typeof order?.backtest?.dataset === "string" ? order.backtest.dataset : dataset;

  const runNow = async () => {
    if (isSent.current || runDataset === "") return;
    isSent.current = true;
    setRun({ job: null, isSending: true, refusal: null });
    try {
      const {
        from: _from,
        to: _to,
        params: _params,
        dataset: _dataset,
        strategy: _strategy,
        document: _document,
        ...costs
      } = order?.backtest ?? {};
      const answer = await api.post("/api/v1/backtests", {
        body: { ...costs, strategy: `${strategy.name}@${version}`, dataset: runDataset },
        idempotencyKey: newIdempotencyKey(),
        waitSeconds: 2,
      });
      const isDone = (answer as Backtest | Job).schema === "spark.backtest/1";
      setRun({ job: isDone ? null : (answer as Job).id, isSending: false, refusal: null });
      void queries.invalidateQueries({ queryKey: ["/api/v1/backtests"] });
      if (isDone) await reread();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRun({ job: null, isSending: false, refusal: error });
    } finally {
      isSent.current = false;
    }
  };
  const go = (step: Step) => choose(step);
  const remedy = (item: CheckItem, check: PromotionCheck): ReactNode => {
    const kind = remedyOf(item, check.backtest !== null);
    // One click mends all items of a kind: the button stands at the first.
    const first = check.items.find((one) => remedyOf(one, check.backtest !== null) === kind);
    if (kind === null || first?.name !== item.name) return null;
    if (kind === "run")
      return (
        <Button
          icon="play"
          disabled={!may || runDataset === "" || run.isSending || run.job !== null}
          title={!may ? say("need") : runDataset === "" ? say("no_data") : undefined}
          onClick={() => void runNow()}
        >
          {say("run")}
        </Button>
      );
    if (kind === "search")
      return (
        <Button icon="optimizer" onClick={() => go("optimize")}>
          {say(item.name === "values" && check.optimization !== null ? "versions" : "search")}
        </Button>
      );
    return (
      <Button icon="right" onClick={() => go("edit")}>
        {say("edit")}
      </Button>
    );
  };
  const key = useRef(newIdempotencyKey());
  const [note, setNote] = useState("");
  const promote = async () => {
    try {
      const proposal = await api.post("/api/v1/strategies/{name}/versions/{version}/promote", {
        path,
        body: note === "" ? {} : { note },
        idempotencyKey: key.current,
      });
      setMade(proposal);
      await queries.invalidateQueries({ queryKey: ["/api/v1/proposals"] });
      await reread();
    } catch (error) {
      const check = error instanceof Refusal ? ((error.problem as { check?: PromotionCheck }).check ?? null) : null;
      key.current = newIdempotencyKey();
      // Refused with the whole check: shown in the place of the one that was looked at.
      if (check === null) throw error;
      setRefused(check);
    }
  };
  if (isKnown && !may)
    return (
      <div className="flex min-w-0 flex-col gap-3">
        <Panel title={say("title")}>
          <p className="m-0 text-text-2" data-forbidden>
            {say("forbidden")}
          </p>
        </Panel>
        <ForLookers name={strategy.name} version={version} />
      </div>
    );
  const check = refused ?? (query.data?.version === version ? query.data : undefined);
  const open = check?.items.filter((item) => item.is_binding && item.standing !== "passed").length ?? 0;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {isDirty && (
        <p role="status" className="m-0 rounded-md border border-warn bg-surface px-3 py-2">
          {say("unsaved")}
        </p>
      )}
      {made !== null && (
        <section
          role="status"
          data-proposed={made.id}
          className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border border-ok bg-surface px-3 py-2"
        >
          <Badge tone="ok">
            <Icon name="check" size={10} />
            {say("done")}
          </Badge>
          <span>{say("done_text", { version: String(made.version) })}</span>
          <span className="flex items-center gap-1.5 text-sm text-text-3">
            {say("proposal")} <HashChip value={made.id} letters={32} />
          </span>
          <span className="flex items-center gap-1.5 text-sm text-text-3">
            {say("hash")} <HashChip value={made.hash} letters={16} />
          </span>
        </section>
      )}
      {refused !== null && (
        <div role="alert" className="rounded-md border border-crit bg-surface px-3 py-2" data-refused>
          <p className="m-0 font-semibold">{say("refused")}</p>
          <p className="m-0 text-text-2">{say("refused_text")}</p>
        </div>
      )}
      <Panel
        title={say("title")}
        actions={
          <>
            <label className="flex items-center gap-2">
              {say("version")}
              <select
                value={version}
                onChange={(event) => takeVersion(event.target.value)}
                className="min-h-7 rounded-md border border-line-strong bg-bg px-1 text-text"
              >
                {Array.from({ length: strategy.version }, (_, index) => strategy.version - index).map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
            <Button kind="quiet" icon="retry" isBusy={query.isFetching} onClick={() => void reread()}>
              {say("again")}
            </Button>
          </>
        }
      >
        <p className="mt-0 mb-2 text-sm text-text-3">{say("what")}</p>
        <Loaded query={{ ...query, data: check }} skeleton={<Skeleton rows={8} height={44} />}>
          {(data) => (
            <div data-promotion data-may={data.may_promote} className="flex min-w-0 flex-col gap-3">
              <div className="flex flex-wrap items-center gap-3 rounded-md bg-surface-2 px-3 py-2">
                <Badge tone={data.may_promote ? "ok" : "warn"}>
                  <Icon name={data.may_promote ? "check" : "warning"} size={10} />
                  {say(data.may_promote ? "may" : "may_not")}
                </Badge>
                <span className="text-text-2">{data.may_promote ? say("ready") : say("left", { count: open })}</span>
                {data.proposal !== null && made === null && (
                  <span className="flex items-center gap-2 text-sm text-text-3">
                    {say("already")} <HashChip value={data.proposal} letters={32} />
                  </span>
                )}
                <span className="ml-auto">
                  <Button
                    kind={data.may_promote ? "primary" : "secondary"}
                    icon="up"
                    disabled={!mayPropose || data.proposal !== null}
                    title={!mayPropose ? say("need_trade") : data.proposal !== null ? say("already") : undefined}
                    onClick={() => setOpen(true)}
                  >
                    {say("promote")}
                  </Button>
                </span>
              </div>
              {!mayPropose && <p className="m-0 text-sm text-text-3">{say("need_trade")}</p>}
              {run.refusal !== null && <ErrorStrip error={run.refusal} />}
              {run.job !== null && (
                <JobProgress
                  key={run.job}
                  id={run.job}
                  about={say("running", { version: String(version), dataset: runDataset })}
                  onOver={(job) => {
                    if (job.status !== "succeeded") return;
                    setRun({ job: null, isSending: false, refusal: null });
                    void reread();
                  }}
                />
              )}
              <CheckTable items={data.items} remedy={(item) => remedy(item, data)} />
            </div>
          )}
        </Loaded>
      </Panel>
      {check !== undefined && <LineagePanel lineage={check.lineage} />}
      <ProposalsPanel strategy={strategy.name} />
      {isOpen && (
        <ActDialog
          title={say("promote_title", { version: String(version) })}
          act={say("promote")}
          onClose={() => setOpen(false)}
          onAct={promote}
        >
          <p className="m-0">
            <Token className="font-semibold">{strategy.name}</Token> · {say("promote_text")}
          </p>
          <TextField label={say("note")} value={note} onChange={(event) => setNote(event.target.value)} />
        </ActDialog>
      )}
    </div>
  );
}
