import type { Strategy } from "@spark/types";
import { Suspense, lazy, useCallback, useEffect, useMemo, useState } from "react";
import { useBlocker, useSearchParams } from "react-router";

import { queries, queryKey } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { DiffView } from "@/ui/diff-view";
import { Ago, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { Panel, Skeleton } from "@/ui/panel";
import { useToast } from "@/ui/toast";
import { NewStrategyDialog } from "../new-strategy-dialog";
import { StrategyList } from "../strategy-list";
import { EditPanel } from "./edit-panel";
import { PolicyStrip } from "./policy-strip";
import { RunPanel } from "./run-panel";
import { ConflictDialog, SaveDialog } from "./save-dialogs";
import { SentencesPanel } from "./sentences-panel";
import { SignalsPanel, barChoices, startOf, useDataSets } from "./signals-panel";
import { Stepper, useStep } from "./stepper";
import { useChecked, useSignals } from "./use-checked";
import { useIsPhone } from "./use-is-phone";
import { useWorkbench } from "./use-workbench";
import { VersionsPanel } from "./versions-panel";

// Steps that bring a lot with them are read when they are first looked at.
const OriginStep = lazy(() => import("./origin-step"));
const OptimizeStep = lazy(() => import("./optimize-step"));
const PromoteStep = lazy(() => import("./promote-step"));

const words = defineWords({
  title: ["Strategy Lab", "Strateji Lab"],
  save: ["Save", "Kaydet"],
  copy: ["Keep as a copy", "Kopya olarak sakla"],
  discard: ["Discard changes", "Değişiklikleri at"],
  version: ["version {version}", "sürüm {version}"],
  built_in: ["built in", "yerleşik"],
  unsaved: ["unsaved changes", "kaydedilmemiş değişiklik"],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  wrong: ["The document has a fault", "Belgede hata var"],
  same: ["Nothing has changed", "Değişen bir şey yok"],
  saved: ["Version {version} is saved", "{version}. sürüm kaydedildi"],
  draft: ["A draft that was not saved is kept in this browser,", "Bu tarayıcıda kaydedilmemiş bir taslak var,"],
  draft_old: ["It is based on version {version}.", "{version}. sürüme dayanıyor."],
  take: ["Go on with the draft", "Taslakla devam et"],
  show: ["Show what differs", "Farkı göster"],
  refuse: ["Discard the draft", "Taslağı at"],
  leave_title: ["There are unsaved changes", "Kaydedilmemiş değişiklikler var"],
  leave_text: [
    "They are kept as a draft in this browser and offered when you come back.",
    "Bu tarayıcıda taslak olarak kalır, döndüğünüzde önerilir.",
  ],
  leave: ["Leave", "Ayrıl"],
  stay: ["Stay", "Kal"],
  difference: ["Difference", "Fark"],
  of_server: ["Version {version}", "{version}. sürüm"],
  of_draft: ["Draft", "Taslak"],
  choose: ["Choose another strategy", "Başka strateji seç"],
});

const datasetKey = "spark.lab.dataset";
const remembered = (): string => {
  try {
    return localStorage.getItem(datasetKey) ?? "";
  } catch {
    return "";
  }
};

/** One strategy: edit, look, run, compare. */
export function Workbench({ strategy }: { strategy: Strategy }) {
  const say = useWords(words);
  const toast = useToast();
  const isPhone = useIsPhone();
  const canChange = useRight("research");
  const work = useWorkbench(strategy);
  const { base, text, isDirty } = work;
  const [step, choose] = useStep();
  const [search, setSearch] = useSearchParams();
  const [dialog, setDialog] = useState<"save" | "copy" | "conflict" | "draft" | null>(null);
  const [wish, setWish] = useState(remembered);
  const hasDocument = base.text !== undefined;
  const isOwn = base.from === "versions";

  const { checked, isCurrent } = useChecked(hasDocument ? text : null);
  const isValid = !hasDocument || (isCurrent && checked?.answer?.valid === true && checked.refusal === null);
  // While the check is under way a save may be asked for: the server looks at the document then anyway.
  const isWrong = hasDocument && isCurrent && checked?.answer?.valid === false;
  const sets = useDataSets();
  const datasets = useMemo(() => sets.data?.data ?? [], [sets.data]);
  const dataset = datasets.find((one) => one.id === wish)?.id ?? datasets.find((one) => !one.damaged)?.id ?? "";
  const bars = barChoices.find((one) => String(one) === search.get("bars")) ?? 1500;
  const from = startOf(
    datasets.find((one) => one.id === dataset),
    bars,
  );
  const signals = useSignals(hasDocument && isValid ? text : null, dataset, from);
  const [said, setSaid] = useState(checked?.answer ?? null);
  useEffect(() => {
    if (checked?.answer?.valid === true) setSaid(checked.answer);
  }, [checked]);

  const chooseDataset = (id: string) => {
    setWish(id);
    try {
      localStorage.setItem(datasetKey, id);
    } catch {
      // Remembered for this visit alone then.
    }
  };
  const chooseBars = (count: number) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("bars", String(count));
        return next;
      },
      { replace: true, preventScrollReset: true },
    );

  const why = !canChange ? say("need") : isWrong ? say("wrong") : isOwn && !isDirty ? say("same") : undefined;
  const save = useCallback(() => {
    if (why === undefined) setDialog(isOwn ? "save" : "copy");
  }, [why, isOwn]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s" || event.defaultPrevented) return;
      event.preventDefault();
      save();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [save]);

  const [isLeaving, setLeaving] = useState(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && !isLeaving && currentLocation.pathname !== nextLocation.pathname,
  );
  const adopt = (next: Strategy, nextText?: string) => {
    work.adopt(next, nextText);
    queries.setQueriesData(
      { queryKey: queryKey("/api/v1/strategies/{name}", { path: { name: next.name } }).slice(0, 2) },
      next,
    );
    void queries.invalidateQueries({ queryKey: ["/api/v1/strategies"] });
    void queries.invalidateQueries({ queryKey: ["/api/v1/strategies/{name}/versions"] });
  };

  const heading = (
    <span className="flex flex-wrap items-center gap-2">
      <Token className="min-w-0 break-all">{base.name}</Token>
      <Badge>{isOwn ? say("version", { version: String(base.version) }) : say("built_in")}</Badge>
      {isDirty && <Badge tone="warn">{say("unsaved")}</Badge>}
    </span>
  );
  const actions = hasDocument && (
    <>
      {isDirty && (
        <Button kind="quiet" onClick={work.discard}>
          {say("discard")}
        </Button>
      )}
      {isOwn && (
        <Button
          icon="copy"
          disabled={!canChange || isWrong}
          title={!canChange ? say("need") : isWrong ? say("wrong") : undefined}
          onClick={() => setDialog("copy")}
        >
          {say("copy")}
        </Button>
      )}
      <Button
        kind="primary"
        icon="check"
        disabled={why !== undefined}
        title={why}
        aria-keyshortcuts="Control+S"
        onClick={save}
      >
        {say(isOwn ? "save" : "copy")}
      </Button>
    </>
  );
  const look = hasDocument && (
    <>
      <SignalsPanel
        found={signals}
        datasets={datasets}
        dataset={dataset}
        bars={bars}
        from={from}
        onDataset={chooseDataset}
        onBars={chooseBars}
      />
      <SentencesPanel answer={said} isStale={!isValid} />
    </>
  );
  return (
    <Page title={`${base.name} · ${say("title")}`} heading={heading} actions={actions}>
      {work.offered !== null && (
        <div
          role="status"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-warn bg-surface px-3 py-2"
        >
          <span className="min-w-0 grow">
            {say("draft")} <Ago time={work.offered.savedAt} />.{" "}
            {work.offered.baseVersion !== base.version &&
              say("draft_old", { version: String(work.offered.baseVersion) })}
          </span>
          <Button onClick={() => setDialog("draft")}>{say("show")}</Button>
          <Button kind="primary" onClick={work.takeDraft}>
            {say("take")}
          </Button>
          <Button kind="quiet" onClick={work.refuseDraft}>
            {say("refuse")}
          </Button>
        </div>
      )}
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 lg:col-span-2">
          <StrategyList
            current={base.name}
            isCompact
            className="sticky top-11 max-h-[calc(100dvh-56px)] max-lg:hidden"
          />
          <details className="rounded-md border border-line bg-surface lg:hidden">
            <summary className="flex min-h-9 items-center px-3 text-text-2">{say("choose")}</summary>
            <StrategyList current={base.name} isCompact className="max-h-[60dvh] border-0" />
          </details>
        </div>
        <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-10">
          <Stepper />
          {step === "edit" && (
            <div className="grid grid-cols-12 items-start gap-3">
              <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-7">
                <EditPanel
                  strategy={base}
                  text={text}
                  format={work.format}
                  checked={checked}
                  isCurrent={isCurrent}
                  isPhone={isPhone}
                  isReadOnly={!canChange}
                  onText={work.setText}
                  onSave={save}
                />
                {hasDocument && (
                  <PolicyStrip text={isValid ? text : null} canChange={canChange} onText={work.setText} />
                )}
              </div>
              <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-5">{look}</div>
            </div>
          )}
          <Suspense
            fallback={
              <Panel>
                <Skeleton rows={10} height={28} />
              </Panel>
            }
          >
            {step === "generate" && <OriginStep strategy={base} />}
            {step === "optimize" && (
              <OptimizeStep
                strategy={base}
                dataset={dataset}
                isDirty={isDirty}
                onKept={(kept) => {
                  // What is being written stays; the newer version is taken over only where nothing would be lost.
                  if (!isDirty) adopt(kept);
                  choose("versions");
                }}
              />
            )}
            {step === "promote" && <PromoteStep strategy={base} dataset={dataset} isDirty={isDirty} />}
          </Suspense>
          {step === "backtest" && (
            <RunPanel
              name={base.name}
              text={hasDocument ? text : null}
              isDirty={isDirty}
              isValid={isValid}
              datasets={datasets}
              dataset={dataset}
              onDataset={chooseDataset}
            />
          )}
          {step === "versions" && (
            <VersionsPanel
              strategy={base}
              isDirty={isDirty}
              onRestored={(restored) => {
                adopt(restored);
                toast({ text: say("saved", { version: String(restored.version) }), tone: "ok" });
              }}
            />
          )}
        </div>
      </div>
      {dialog === "save" && (
        <SaveDialog
          base={base}
          text={text}
          onClose={() => setDialog((now) => (now === "save" ? null : now))}
          onConflict={() => setDialog("conflict")}
          onSaved={(saved) => {
            adopt(saved);
            toast({ text: say("saved", { version: String(saved.version) }), tone: "ok" });
          }}
        />
      )}
      {dialog === "conflict" && (
        <ConflictDialog
          base={base}
          text={text}
          onClose={() => setDialog(null)}
          onRebase={(theirs, next) => {
            adopt(theirs, next);
            setDialog(null);
          }}
        />
      )}
      {dialog === "copy" && (
        <NewStrategyDialog
          text={text}
          suggested={suggestedName(base.name)}
          onClose={() => setDialog(null)}
          onKept={() => {
            setLeaving(true);
            work.discard();
          }}
        />
      )}
      {dialog === "draft" && work.offered !== null && (
        <Dialog title={say("of_draft")} width={1100} onClose={() => setDialog(null)}>
          <DiffView
            label={say("difference")}
            before={base.text ?? ""}
            after={work.offered.text}
            beforeTitle={say("of_server", { version: String(base.version) })}
            afterTitle={say("of_draft")}
          />
        </Dialog>
      )}
      {blocker.state === "blocked" && (
        <Dialog title={say("leave_title")} onClose={() => blocker.reset()}>
          <p className="mt-0">{say("leave_text")}</p>
          <div className="flex justify-end gap-2">
            <Button onClick={() => blocker.proceed()}>{say("leave")}</Button>
            <Button kind="primary" onClick={() => blocker.reset()}>
              {say("stay")}
            </Button>
          </div>
        </Dialog>
      )}
    </Page>
  );
}

/** `smaCross` → `mySmaCross`: a first guess, to be typed over. */
const suggestedName = (name: string): string =>
  `my${(name[0] ?? "").replace(/[a-z]/, (one) => String.fromCharCode(one.charCodeAt(0) - 32))}${name.slice(1)}`.slice(
    0,
    64,
  );
