import { defineWords, useWords } from "@/lib/words";
import { Icon } from "@/ui/icon";
import { useToast } from "@/ui/toast";

const words = defineWords({ copy: ["copy", "kopyala"], copied: ["Copied", "Kopyalandı"] });

/** The first letters of a hash or id, or what is `shown` for it; a press copies all of it. */
export function HashChip({ value, letters = 12, shown }: { value: string; letters?: number; shown?: string }) {
  const say = useWords(words);
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    toast({ text: say("copied"), tone: "ok" });
  };
  return (
    <button
      type="button"
      title={value}
      onClick={() => void copy()}
      className="inline-flex items-center gap-1 rounded-md bg-surface-2 px-1.5 font-mono text-sm text-text-2 hover:text-text"
    >
      <span lang="en" translate="no">
        {shown !== undefined ? shown : value.length > letters ? `${value.slice(0, letters)}…` : value}
      </span>
      <span className="sr-only">{say("copy")}</span>
      <Icon name="copy" size={12} />
    </button>
  );
}
