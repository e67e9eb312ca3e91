import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DiffView } from "@/ui/diff-view";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { sentence } from "../../optimizer/_parts/sentence";
import { Phrase } from "../_parts/phrases";
import type { Fix, Violation } from "../_parts/types";

const words = defineWords({
  found: ["found: {found}; allowed: {allowed}", "bulunan: {found}; izin verilen: {allowed}"],
  by_hand: ["only you can decide this", "buna yalnızca siz karar verebilirsiniz"],
  fix: ["The same document, mended", "Aynı belge, düzeltilmiş"],
  before: ["As it is", "Şimdiki"],
  after: ["Mended", "Düzeltilmiş"],
  accept: ["Accept the fix", "Düzeltmeyi kabul et"],
  decline: ["Leave it as it is", "Olduğu gibi bırak"],
  rewritten: [
    "The text had to be written anew: its comments are gone in the mended document.",
    "Metin yeniden yazıldı: düzeltilmiş belgede yorumlar yok.",
  ],
  left: ["What the fix leaves to you:", "Düzeltmenin size bıraktığı:"],
});

/** What of a document breaks the desk's policy, a line each. */
export function ViolationList({ violations }: { violations: readonly Violation[] }) {
  const say = useWords(words);
  const language = useLanguage();
  return (
    <ul className="m-0 flex list-none flex-col gap-1.5 p-0" data-violations={violations.length}>
      {violations.map((one) => (
        <li key={`${one.rule} ${one.path}`} className="flex min-w-0 items-start gap-2">
          <Icon name="warning" size={14} className="mt-0.5 shrink-0 text-warn" />
          <span className="min-w-0">
            {sentence(one[language], language)}{" "}
            <span className="text-sm text-text-3">
              <Token mono className="break-all">
                {one.path}
              </Token>{" "}
              · {say.rich("found", { found: <Phrase text={one.found} />, allowed: <Phrase text={one.allowed} /> })}
            </span>{" "}
            {!one.is_fixable && <Badge tone="warn">{say("by_hand")}</Badge>}
          </span>
        </li>
      ))}
    </ul>
  );
}

type Props = { text: string; fix: Fix; onAccept: () => void; onDecline: () => void; canAccept?: boolean; why?: string };

/** The mended document beside the one there is; nothing changes before it is accepted. */
export function FixDiff({ text, fix, onAccept, onDecline, canAccept = true, why }: Props) {
  const say = useWords(words);
  return (
    <div className="flex min-w-0 flex-col gap-3" data-fix>
      <DiffView
        label={say("fix")}
        before={text}
        after={fix.text}
        beforeTitle={say("before")}
        afterTitle={say("after")}
      />
      {fix.is_rewritten && <p className="m-0 text-sm text-warn">{say("rewritten")}</p>}
      {fix.left.length > 0 && (
        <div>
          <p className="mt-0 mb-1 text-sm text-text-2">{say("left")}</p>
          <ViolationList violations={fix.left} />
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDecline}>{say("decline")}</Button>
        <Button kind="primary" icon="check" disabled={!canAccept} title={why} onClick={onAccept}>
          {say("accept")}
        </Button>
      </div>
    </div>
  );
}
