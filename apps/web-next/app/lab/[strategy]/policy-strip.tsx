import { useEffect, useState } from "react";

import { Refusal, api } from "@/lib/api";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";
import { ErrorStrip, Panel } from "@/ui/panel";
import { FixDiff, ViolationList } from "../_generate/policy-fix";
import type { PolicyCheck } from "../_parts/types";

const words = defineWords({
  title: ["Desk policy", "Masa kuralları"],
  keeps: ["keeps the policy", "kurallara uyuyor"],
  breaks: [{ one: "{count} breach", other: "{count} breaches" }, "{count} aykırılık"],
  checking: ["checking…", "denetleniyor…"],
  wrong: ["Looked at again when the document has no fault.", "Belge hatasız olunca yeniden bakılır."],
  well: [
    "Stop, limits, size and leverage are within what the desk allows, over the whole ranges of the parameters.",
    "Zarar kes, limitler, büyüklük ve kaldıraç, parametrelerin bütün aralığında masanın izin verdiği sınırlar içinde.",
  ],
  show: ["Show the fix", "Düzeltmeyi göster"],
  fix: ["Fix of the policy's breaches", "Aykırılıkların düzeltmesi"],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
});

type Found = { text: string; answer: PolicyCheck | null; refusal: Refusal | null };

/** What the server says of a right document, `delayMs` after the last change. */
export function usePolicy(text: string | null, delayMs = 400): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (text === null) return;
    const control = new AbortController();
    const run = async () => {
      try {
        const answer = await api.post("/api/v1/strategies/policy", {
          body: { document: text },
          signal: control.signal,
        });
        setFound({ text, answer, refusal: null });
      } catch (error) {
        if (control.signal.aborted) return;
        if (!(error instanceof Refusal)) throw error;
        setFound((before) => ({ text, answer: before?.answer ?? null, refusal: error }));
      }
    };
    const timer = setTimeout(() => void run(), delayMs);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, delayMs]);
  return found;
}

type Props = {
  /** The document as it is being written; null: it has a fault, or is being checked. */
  text: string | null;
  canChange: boolean;
  onText: (text: string) => void;
};

/** What of the edited document breaks the desk's policy, and the fix as a difference to accept. */
export function PolicyStrip({ text, canChange, onText }: Props) {
  const say = useWords(words);
  const found = usePolicy(text);
  const [isOpen, setOpen] = useState(false);
  const answer = found?.answer ?? null;
  const isCurrent = text !== null && found?.text === text;
  const fix = answer?.fix ?? null;
  const count = answer?.violations.length ?? 0;
  const state =
    answer === null || (text !== null && !isCurrent) ? (
      <span className="text-text-3">{say("checking")}</span>
    ) : (
      <Badge tone={count === 0 ? "ok" : "warn"}>
        <Icon name={count === 0 ? "check" : "warning"} size={10} />
        {count === 0 ? say("keeps") : say("breaks", { count })}
      </Badge>
    );
  return (
    <Panel title={say("title")} actions={<span aria-live="polite">{state}</span>}>
      <div
        data-policy={answer === null ? "waiting" : count === 0 ? "kept" : "broken"}
        className="flex min-w-0 flex-col gap-2"
      >
        {found?.refusal != null && <ErrorStrip error={found.refusal} />}
        {answer !== null && count === 0 && <p className="m-0 text-sm text-text-3">{say("well")}</p>}
        {answer !== null && count > 0 && <ViolationList violations={answer.violations} />}
        {text === null && <p className="m-0 text-sm text-text-3">{say("wrong")}</p>}
        {fix !== null && count > 0 && (
          <div>
            <Button disabled={!isCurrent} onClick={() => setOpen(true)}>
              {say("show")}
            </Button>
          </div>
        )}
      </div>
      {isOpen && fix !== null && found !== null && (
        <Dialog title={say("fix")} width={1100} onClose={() => setOpen(false)}>
          <FixDiff
            text={found.text}
            fix={fix}
            canAccept={canChange && isCurrent}
            why={canChange ? undefined : say("need")}
            onAccept={() => {
              onText(fix.text);
              setOpen(false);
            }}
            onDecline={() => setOpen(false)}
          />
        </Dialog>
      )}
    </Panel>
  );
}
