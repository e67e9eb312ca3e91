import type { StrategyValidation } from "@spark/types";

import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/panel";

const words = defineWords({
  title: ["In words", "Sözle"],
  stale: ["Of the last document without a fault", "Son hatasız belgeye göre"],
  none: [
    "The rules are said in words when the document has no fault.",
    "Belge hatasız olunca kurallar burada sözle yazılır.",
  ],
});

/** What the document does, said by the server in the page's language. */
export function SentencesPanel({
  answer,
  isStale,
  className,
}: {
  answer: StrategyValidation | null;
  isStale: boolean;
  className?: string;
}) {
  const say = useWords(words);
  const language = useLanguage();
  const sentences = answer?.[language] ?? [];
  return (
    <Panel
      title={say("title")}
      className={className}
      actions={isStale && sentences.length > 0 && <Badge tone="warn">{say("stale")}</Badge>}
    >
      {sentences.length === 0 ? (
        <p className="m-0 text-text-2">{say("none")}</p>
      ) : (
        <ul className={`m-0 flex list-disc flex-col gap-1 pl-4 ${isStale ? "text-text-3" : ""}`}>
          {sentences.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
