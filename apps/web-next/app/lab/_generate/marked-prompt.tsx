import { useMemo } from "react";

import { defineWords, useWords } from "@/lib/words";
import type { Generation } from "../_parts/types";
import { piecesOf, type Mark } from "./spans";

const words = defineWords({
  label: ["The sentence as it was read", "Cümle nasıl okundu"],
  understood: ["understood", "anlaşıldı"],
  not_understood: ["not understood", "anlaşılmadı"],
  unknown: [
    {
      one: "{count} part was not understood and does nothing:",
      other: "{count} parts were not understood and do nothing:",
    },
    "{count} bölüm anlaşılmadı ve hiçbir şey yapmıyor:",
  ],
});

type Props = {
  generation: Generation;
  active: number | null;
  onActive: (index: number | null) => void;
};

/** The prompt with the words behind each reason, and those that were not understood. */
export function MarkedPrompt({ generation, active, onActive }: Props) {
  const say = useWords(words);
  const pieces = useMemo(() => {
    const marks: Mark[] = [];
    generation.reasons.forEach((reason, index) => {
      if (reason.from !== null && reason.to !== null)
        marks.push({ from: reason.from, to: reason.to, kind: "reason", index });
    });
    generation.not_understood.forEach((one, index) =>
      marks.push({ from: one.from, to: one.to, kind: "unknown", index }),
    );
    return piecesOf(generation.prompt, marks);
  }, [generation]);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p
        aria-label={say("label")}
        role="group"
        data-prompt
        className="m-0 text-lg leading-relaxed break-words whitespace-pre-wrap"
        lang={generation.language === "tr" ? "tr" : "en"}
      >
        {pieces.map((piece, index) => {
          const isActive = active !== null && piece.reasons.includes(active);
          if (piece.isUnknown)
            return (
              <mark
                key={index}
                data-unknown
                className="rounded-sm bg-transparent text-warn underline decoration-wavy decoration-1 underline-offset-4"
              >
                {piece.text}
                <span className="sr-only"> ({say("not_understood")})</span>
              </mark>
            );
          if (piece.reasons.length === 0)
            return (
              <span key={index} className="text-text-2">
                {piece.text}
              </span>
            );
          return (
            <span
              key={index}
              data-words
              data-active={isActive || undefined}
              onMouseEnter={() => onActive(piece.reasons[0] ?? null)}
              onMouseLeave={() => onActive(null)}
              className={`rounded-sm border-b ${isActive ? "border-accent bg-accent text-on-accent" : "border-accent text-text"}`}
            >
              {piece.text}
            </span>
          );
        })}
      </p>
      {generation.not_understood.length > 0 && (
        <p className="m-0 text-sm text-text-2" data-not-understood>
          {say("unknown", { count: generation.not_understood.length })}{" "}
          {generation.not_understood.map((one, index) => (
            <span key={index}>
              {index > 0 && ", "}
              <q className="text-warn">{one.text}</q>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}
