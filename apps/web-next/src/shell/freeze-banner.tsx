import { defineWords, useWords } from "@/lib/words";
import { setFrozen, useFrozen } from "@/stream/freeze";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";

const words = defineWords({
  frozen: ["The screen is frozen.", "Ekran donduruldu."],
  waiting: [{ one: "{count} update waits", other: "{count} updates wait" }, "{count} güncelleme bekliyor"],
  go_on: ["Jump to now", "Şu ana dön"],
});

/** Says that what moves is held, and how much; the status bar goes on. */
export function FreezeBanner() {
  const say = useWords(words);
  const { isFrozen, count } = useFrozen();
  if (!isFrozen) return null;
  return (
    <div
      role="region"
      aria-label={say("frozen")}
      data-freeze
      className="flex items-center gap-3 border-b border-info bg-surface-2 px-3 py-1"
    >
      <Icon name="pause" className="text-info" />
      <span className="min-w-0 grow">
        <strong>{say("frozen")}</strong> <span className="text-text-2">{say("waiting", { count })}</span>
      </span>
      <Button kind="primary" icon="play" onClick={() => setFrozen(false)}>
        {say("go_on")}
      </Button>
    </div>
  );
}
