import { defineWords, useWords } from "@/lib/words";
import { Token } from "@/ui/num";

export const reasonWords = defineWords({
  signal: ["signal", "sinyal"],
  stop_loss: ["stop-loss", "zarar kes"],
  take_profit: ["take-profit", "kâr al"],
  trailing_stop: ["trailing stop", "takip eden stop"],
  time_stop: ["time stop", "süre stopu"],
  reverse: ["reverse", "ters yön"],
  order: ["order", "emir"],
  liquidation: ["liquidation", "likidasyon"],
  end_of_data: ["end of data", "veri sonu"],
  risk_limit: ["risk limit", "risk limiti"],
});

/** The reader's word, the machine's beside it for who searches for it. */
export function Reason({ reason }: { reason: string }) {
  const say = useWords(reasonWords);
  return reason in reasonWords ? (
    <span title={reason}>{say(reason as keyof typeof reasonWords)}</span>
  ) : (
    <Token>{reason}</Token>
  );
}

/** Long up, short down: a drawing and the word. */
export function Side({ side }: { side: string }) {
  const isShort = side === "short";
  return (
    <span className="inline-flex items-center gap-1 text-text-2">
      <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden>
        <path d={isShort ? "M4 7.5 8 .5H0z" : "M4 .5 8 7.5H0z"} fill="none" stroke="currentColor" />
      </svg>
      <Token>{side}</Token>
    </span>
  );
}
