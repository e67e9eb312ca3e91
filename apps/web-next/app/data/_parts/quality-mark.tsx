import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Dot } from "@/ui/badge";
import { foundIn, shortWords, type Quality } from "./quality";

const words = defineWords({
  unknown: ["quality report could not be read", "kalite raporu okunamadı"],
  more: ["and {count} more", "ve {count} tür daha"],
});

/** What the report found, in words: the two gravest and how many more. */
export function QualityWords({ quality, most = 2 }: { quality: Quality; most?: number }) {
  const say = useWords(shortWords);
  const other = useWords(words);
  const found = foundIn(quality);
  if (quality.clean && found.length === 0)
    return (
      <span className="inline-flex items-center gap-1.5 text-ok">
        <Dot tone="ok" />
        {say("clean")}
      </span>
    );
  const texts = found.map((kind) => say(kind.key, { count: kind.count }));
  const shown = texts.slice(0, most);
  if (texts.length > most) shown.push(other("more", { count: texts.length - most }));
  const isDirty = found.some((kind) => kind.isDirt);
  return (
    <span title={texts.join(", ")} className="inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle">
      <Dot tone={isDirty ? "warn" : "info"} shape="half" />
      <span className="truncate">{shown.join(", ")}</span>
    </span>
  );
}

/** The same for a row of a list: the report of a version never changes, so it is read once. */
export function QualityMark({ id }: { id: string }) {
  const say = useWords(words);
  const query = useApi("/api/v1/datasets/{id}/quality", { path: { id }, staleTimeMs: Infinity });
  if (query.data === undefined)
    return query.error === null ? (
      <span className="skeleton inline-block h-3 w-24" />
    ) : (
      <span className="text-text-3">{say("unknown")}</span>
    );
  return <QualityWords quality={query.data.quality as Quality} />;
}
