import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";

import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { Panel } from "@/ui/panel";
import { sentence } from "../../optimizer/_parts/sentence";
import type { Generation, Reason } from "../_parts/types";
import { AnnotatedDocument, isAssumed } from "./annotated-document";
import { Fold } from "../_parts/fold";
import { KeepForm } from "./keep-form";
import { MadeBy } from "./made-by";
import { MarkedPrompt } from "./marked-prompt";
import { FixDiff, ViolationList } from "./policy-fix";
import { linesAfter, unitsOf } from "./spans";

const words = defineWords({
  sentence: ["Sentence", "Cümle"],
  document: ["Document", "Belge"],
  in_words: ["In words", "Sözle"],
  keep: ["Keep it", "Sakla"],
  keep_hint: [
    "It becomes version 1 of a strategy of your own, with the sentence as its origin.",
    "Kökeni bu cümle olan kendi stratejinizin 1. sürümü olur.",
  ],
  keep_broken: [
    "It can be kept and run as it is; it cannot be promoted before it keeps the policy.",
    "Bu hâliyle saklanıp test edilebilir; kurallara uymadan yükseltilemez.",
  ],
  policy: ["Desk policy", "Masa kuralları"],
  breaks: [{ one: "{count} breach", other: "{count} breaches" }, "{count} aykırılık"],
  keeps: ["keeps the policy", "kurallara uyuyor"],
  accepted: [
    "The fix is accepted: this is the mended document.",
    "Düzeltme kabul edildi: gösterilen, düzeltilmiş belge.",
  ],
  undo: ["Take the fix back", "Düzeltmeyi geri al"],
  declined: ["The fix was declined.", "Düzeltme kabul edilmedi."],
  show_fix: ["Show the fix", "Düzeltmeyi göster"],
  notices: ["Good to know", "Bilmeniz gerekenler"],
  assumed: [{ one: "{count} value assumed", other: "{count} values assumed" }, "{count} değer varsayıldı"],
  record: ["Record", "Kayıt"],
  failed: ["Nothing was written", "Belge yazılamadı"],
  failed_text: ["The sentence is kept. What went wrong:", "Cümleniz duruyor. Sorun:"],
  offline: ["Try the rules on this machine", "Bu makinedeki kurallarla dene"],
});

type Props = {
  generation: Generation;
  /** The model failed: the same sentence for the rules on this machine. */
  onOffline?: () => void;
  onKept?: () => void;
  /** A look back at what was generated: nothing to keep any more. */
  isPast?: boolean;
};

/** What came of a sentence: the document with its reasons, what was not understood, the policy, and the way on. */
export function GenerationView({ generation, onOffline, onKept, isPast = false }: Props) {
  const say = useWords(words);
  const language = useLanguage();
  const [active, setActive] = useState<number | null>(null);
  const [search, setSearch] = useSearchParams();
  const choice = isPast ? null : search.get("fix");
  const choose = (value: "accepted" | "declined" | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete("fix");
        else next.set("fix", value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const { document, fix } = generation;
  const isFixed = fix !== null && choice === "accepted";
  const text = isFixed ? fix.text : (document?.text ?? "");
  const before = document?.text ?? "";
  const moved = useMemo(() => linesAfter(before, text), [before, text]);
  const lineOf = useCallback((reason: Reason) => (reason.line === null ? null : moved(reason.line)), [moved]);
  const wordsOf = useMemo(() => {
    const at = unitsOf(generation.prompt);
    return (reason: Reason) =>
      reason.from === null || reason.to === null ? null : generation.prompt.slice(at(reason.from), at(reason.to));
  }, [generation.prompt]);
  const assumed = generation.reasons.filter(isAssumed).length;
  const left = isFixed ? fix.left : generation.violations;
  const sentences = generation.sentences?.[language] ?? [];

  if (generation.status === "failed" || document === null)
    return (
      <Panel title={say("failed")} className="border-crit">
        <div className="flex flex-col gap-2" role="alert" data-generation={generation.id} data-status="failed">
          <p className="m-0 text-text-2">{say("failed_text")}</p>
          <p className="m-0 break-words" lang="en">
            {generation.problem?.detail ?? generation.problem?.code}
          </p>
          {generation.problem?.remedy && (
            <p className="m-0 break-words text-text-2" lang="en">
              {generation.problem.remedy}
            </p>
          )}
          {generation.provider.kind === "model" && onOffline !== undefined && (
            <div>
              <Button kind="primary" icon="retry" onClick={onOffline}>
                {say("offline")}
              </Button>
            </div>
          )}
          <MadeBy generation={generation} />
        </div>
      </Panel>
    );
  return (
    <div
      className="grid min-w-0 grid-cols-12 items-start gap-3"
      data-generation={generation.id}
      data-status={generation.status}
    >
      <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-5">
        <Panel title={say("sentence")}>
          <MarkedPrompt generation={generation} active={active} onActive={setActive} />
        </Panel>
        <Panel title={say("in_words")}>
          <ul className="m-0 flex list-disc flex-col gap-1 pl-4" data-sentences>
            {sentences.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Panel>
        {generation.notices.length > 0 && (
          <Panel title={say("notices")}>
            <ul className="m-0 flex list-none flex-col gap-1.5 p-0" data-notices>
              {generation.notices.map((one) => (
                <li key={one.code} className="flex items-start gap-2">
                  <Icon name="info" size={14} className="mt-0.5 shrink-0 text-info" />
                  <span className="min-w-0">{sentence(one[language], language)}</span>
                </li>
              ))}
            </ul>
          </Panel>
        )}
        {!isPast && (
          <Fold title={say("record")}>
            <div className="px-3 pb-3">
              <MadeBy generation={generation} />
            </div>
          </Fold>
        )}
      </div>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-7">
        {!isPast && (
          <Panel
            title={say("policy")}
            actions={
              <Badge tone={left.length === 0 ? "ok" : "warn"}>
                <Icon name={left.length === 0 ? "check" : "warning"} size={10} />
                {left.length === 0 ? say("keeps") : say("breaks", { count: left.length })}
              </Badge>
            }
          >
            {isFixed ? (
              <div className="flex flex-col gap-2">
                <div className="flex flex-wrap items-center gap-3">
                  <span>{say("accepted")}</span>
                  <Button kind="quiet" onClick={() => choose(null)}>
                    {say("undo")}
                  </Button>
                </div>
                {left.length > 0 && <ViolationList violations={left} />}
              </div>
            ) : (
              generation.violations.length > 0 && (
                <div className="flex flex-col gap-3">
                  <ViolationList violations={generation.violations} />
                  {fix !== null && choice === null && (
                    <FixDiff
                      text={before}
                      fix={fix}
                      onAccept={() => choose("accepted")}
                      onDecline={() => choose("declined")}
                    />
                  )}
                  {fix !== null && choice === "declined" && (
                    <div className="flex flex-wrap items-center gap-3 text-text-2">
                      {say("declined")}
                      <Button kind="quiet" onClick={() => choose(null)}>
                        {say("show_fix")}
                      </Button>
                    </div>
                  )}
                </div>
              )
            )}
          </Panel>
        )}
        <Panel
          title={say("document")}
          flush
          actions={
            <>
              {assumed > 0 && <Badge tone="warn">{say("assumed", { count: assumed })}</Badge>}
              <Token>{document.format}</Token>
            </>
          }
        >
          <AnnotatedDocument
            text={text}
            reasons={generation.reasons}
            lineOf={lineOf}
            wordsOf={wordsOf}
            active={active}
            onActive={setActive}
          />
        </Panel>
        {!isPast && (
          <Panel title={say("keep")}>
            <p className="mt-0 mb-2 text-sm text-text-3">{say(left.length > 0 ? "keep_broken" : "keep_hint")}</p>
            <KeepForm key={generation.id} generation={generation} text={text} onKept={onKept ?? (() => undefined)} />
          </Panel>
        )}
      </div>
    </div>
  );
}
