import type { Language } from "@/lib/language";
import type { Example } from "./examples";

/** Sentences to begin with; each chip's title is the whole sentence. */
export function ExampleChips({
  examples,
  language,
  onPick,
}: {
  examples: readonly Example[];
  language: Language;
  onPick: (sentence: string) => void;
}) {
  return examples.map((one) => (
    <button
      key={one.key}
      type="button"
      lang={language}
      title={one[language][1]}
      data-example={`${one.key}-${language}`}
      onClick={() => onPick(one[language][1])}
      className="min-h-7 rounded-full border border-line-strong px-2.5 text-sm text-text-2 hover:bg-surface-2 hover:text-text pointer-coarse:min-h-9"
    >
      {one[language][0]}
    </button>
  ));
}
