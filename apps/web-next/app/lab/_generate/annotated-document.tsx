import { useMemo } from "react";

import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Token } from "@/ui/num";
import { sentence } from "../../optimizer/_parts/sentence";
import type { Reason } from "../_parts/types";

const words = defineWords({
  label: ["Document with the why of each line", "Her satırın nedeniyle belge"],
  assumed: ["assumed", "varsayıldı"],
  comments: [
    "Point at a reason to see its line and its words. The text that is kept says the reasons as comments.",
    "Satırını ve sözlerini görmek için bir nedene gelin. Saklanan metin nedenleri yorum olarak taşır.",
  ],
  whole: ["For the whole document", "Belgenin tamamı için"],
  from_words: ["from the words “{words}”", "şu sözlerden: “{words}”"],
});

/** Parts of the form that every document has: nothing of the strategy hangs on them. */
const formal = /^(schema|version|description(_tr)?)$|\.(type|unit|description(_tr)?)$/;

/** A value that nobody said, so one to look at. */
export const isAssumed = (reason: Pick<Reason, "from" | "path">): boolean =>
  reason.from === null && !formal.test(reason.path) && !/^parameters\..*\.(least|most|step)$/.test(reason.path);

/** The line without the comment at its end: the reason beside it says the same. */
export function withoutComment(line: string): string {
  const found = /^(.*?\S)\s{2,}# .*$/.exec(line);
  const before = found?.[1];
  return before !== undefined && (before.split('"').length - 1) % 2 === 0 ? before : line;
}

type Props = {
  text: string;
  reasons: readonly Reason[];
  /** Line of the shown text, counted from 1, of a reason. */
  lineOf: (reason: Reason) => number | null;
  /** What of the prompt a reason stands on. */
  wordsOf: (reason: Reason) => string | null;
  active: number | null;
  onActive: (index: number | null) => void;
};

/** Each line of the document, and why it is so; pointing at a reason shows its line and its words of the sentence. */
export function AnnotatedDocument({ text, reasons, lineOf, wordsOf, active, onActive }: Props) {
  const say = useWords(words);
  const language = useLanguage();
  const lines = useMemo(() => text.replace(/\n$/, "").split("\n"), [text]);
  const byLine = useMemo(() => {
    const found = new Map<number, number[]>();
    reasons.forEach((reason, index) => {
      const line = lineOf(reason);
      const place = line !== null && line >= 1 && line <= lines.length ? line : 0;
      found.set(place, [...(found.get(place) ?? []), index]);
    });
    return found;
  }, [reasons, lineOf, lines.length]);
  const one = (index: number) => {
    const reason = reasons[index] as Reason;
    const said = wordsOf(reason);
    return (
      <button
        key={index}
        type="button"
        data-reason={reason.path}
        data-assumed={isAssumed(reason) || undefined}
        aria-current={active === index || undefined}
        onMouseEnter={() => onActive(index)}
        onMouseLeave={() => onActive(null)}
        onFocus={() => onActive(index)}
        onBlur={() => onActive(null)}
        onClick={() => onActive(index)}
        className={`flex min-h-6 w-full flex-wrap items-baseline gap-x-2 rounded-md px-2 text-left text-sm ${active === index ? "bg-surface-3 text-text" : "text-text-2 hover:bg-surface-2"}`}
      >
        <span className={`min-w-0 ${formal.test(reason.path) ? "text-text-3" : ""}`}>
          {sentence(reason[language], language)}
        </span>
        {isAssumed(reason) && <Badge tone="warn">{say("assumed")}</Badge>}
        {said !== null && <span className="sr-only">{say("from_words", { words: said })}</span>}
      </button>
    );
  };
  const whole = byLine.get(0) ?? [];
  return (
    <section aria-label={say("label")} data-document className="min-w-0 border-t border-line">
      {whole.length > 0 && (
        <div className="border-b border-line px-1 py-1">
          <span className="px-2 text-xs text-text-3">{say("whole")}</span>
          {whole.map(one)}
        </div>
      )}
      <ol className="m-0 list-none p-0 py-1">
        {lines.map((line, at) => {
          const here = byLine.get(at + 1) ?? [];
          const isActive = active !== null && here.includes(active);
          const isComment = /^\s*#/.test(line);
          return (
            <li
              key={at}
              data-line={at + 1}
              data-active={isActive || undefined}
              className={`grid grid-cols-[3.5ch_minmax(0,1fr)] gap-x-2 pr-1 ${here.length > 0 ? "md:grid-cols-[3.5ch_minmax(0,1.15fr)_minmax(0,1fr)]" : ""} ${isActive ? "bg-surface-2" : ""}`}
            >
              <span aria-hidden className="text-right font-mono text-sm leading-6 text-text-3 select-none">
                {at + 1}
              </span>
              <Token
                mono
                className={`min-w-0 border-l-2 pl-2 leading-6 break-words whitespace-pre-wrap ${isActive ? "border-accent" : "border-transparent"} ${isComment ? "text-text-3" : "text-text"}`}
              >
                {here.length > 0 ? withoutComment(line) : line}
              </Token>
              {here.length > 0 && <span className="min-w-0 max-md:col-start-2">{here.map(one)}</span>}
            </li>
          );
        })}
      </ol>
      <p className="m-0 border-t border-line px-3 py-1.5 text-sm text-text-3">{say("comments")}</p>
    </section>
  );
}
