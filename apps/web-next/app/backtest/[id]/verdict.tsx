import { defineWords, useWords } from "@/lib/words";
import { Icon } from "@/ui/icon";

const words = defineWords({ right: ["right", "doğru"], wrong: ["wrong", "yanlış"] });

/** A tick or a red cross, each with its word for who does not see it. */
export function Verdict({ isRight, size = 14 }: { isRight: boolean; size?: number }) {
  const say = useWords(words);
  return (
    <span
      data-verdict={isRight ? "right" : "wrong"}
      role="img"
      aria-label={say(isRight ? "right" : "wrong")}
      className={`inline-flex ${isRight ? "text-ok" : "text-crit"}`}
    >
      <Icon name={isRight ? "check" : "close"} size={size} />
    </span>
  );
}
