import { defineWords, useWords } from "@/lib/words";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

const words = defineWords({ copy: ["copy all of it", "tümünü kopyala"], copied: ["Copied", "Kopyalandı"] });

/** The first letters of a hash or id; a press copies all of it. */
export function HashChip({ value, letters = 12 }: { value: string; letters?: number }) {
  const say = useWords(words);
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    toast({ text: say("copied"), tone: "ok" });
  };
  const shown = value.length > letters ? `${value.slice(0, letters)}…` : value;
  // The name begins with what is seen: who speaks to the page says what stands there.
  return (
    <button type="button" lang="en" translate="no" title={value} aria-label={`${shown}, ${say("copy")}`} onClick={() => void copy()}
      className="inline-flex items-center gap-1 rounded-md bg-surface-2 px-1.5 font-mono text-sm text-text-2 hover:text-text">
      {shown}
      <Icon name="copy" size={12} />
    </button>
  );
}
