import { IconButton } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { defineWords, useWords } from "@/lib/words";

const words = defineWords({ copy: ["Copy", "Kopyala"], copied: ["Copied", "Kopyalandı"] });

/** Text for a machine, with a button that copies all of it. */
export function CodeBlock({
  text,
  label,
  wrap = false,
  maxHeight = 320,
  shown,
}: {
  text: string;
  label: string;
  wrap?: boolean;
  maxHeight?: number;
  shown?: string;
}) {
  const say = useWords(words);
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast({ text: say("copied"), tone: "ok" });
  };
  return (
    <div className="relative min-w-0">
      <pre
        lang="en"
        translate="no"
        tabIndex={0}
        aria-label={label}
        style={{ maxHeight }}
        className={`m-0 overflow-auto rounded-md bg-surface-2 p-2 pr-10 font-mono text-sm ${
          wrap ? "break-all whitespace-pre-wrap" : ""
        }`}
      >
        {shown ?? text}
      </pre>
      <IconButton
        icon="copy"
        label={`${say("copy")}: ${label}`}
        className="absolute top-1 right-1 bg-surface-2"
        onClick={() => void copy()}
      />
    </div>
  );
}
