import type { Optimization, OptimizationStanding } from "@spark/types";

import { defineWords, useWords } from "@/lib/words";
import { Badge, type Tone } from "@/ui/badge";

export type State = Optimization["state"];
export type Standing = OptimizationStanding;

const words = defineWords({
  queued: ["Waiting", "Bekliyor"],
  running: ["Running", "Çalışıyor"],
  paused: ["Paused", "Duraklatıldı"],
  canceled: ["Cancelled", "İptal edildi"],
  succeeded: ["Done", "Bitti"],
  failed: ["Failed", "Başarısız"],
  interrupted: ["Interrupted", "Yarıda kaldı"],
  skill: ["skill", "beceri"],
  luck: ["luck", "şans"],
  undecided: ["undecided", "kararsız"],
  grid: ["Grid", "Izgara"],
  random: ["Random", "Rastgele"],
  tpe: ["TPE", "TPE"],
  cmaes: ["CMA-ES", "CMA-ES"],
  halving: ["Successive halving", "Ardışık yarılama"],
});

const tones: Record<State, Tone> = {
  queued: "neutral",
  running: "info",
  paused: "warn",
  canceled: "warn",
  succeeded: "ok",
  failed: "crit",
  interrupted: "warn",
};

const verdictTones: Record<string, Tone> = { skill: "ok", luck: "crit", undecided: "warn" };

/** Nothing is under way and nothing will be by itself. */
export const isAtRest = (state: State): boolean => state !== "queued" && state !== "running";

export function StateBadge({ state }: { state: State }) {
  const say = useWords(words);
  return <Badge tone={tones[state]}>{say(state)}</Badge>;
}

export function VerdictBadge({ verdict, title }: { verdict: string; title?: string }) {
  const say = useWords(words);
  return (
    <Badge tone={verdictTones[verdict] ?? "neutral"} title={title}>
      {verdict in verdictTones ? say(verdict as "skill") : verdict}
    </Badge>
  );
}

export function useMethodName(): (method: string) => string {
  const say = useWords(words);
  return (method) => (method in words ? say(method as "grid") : method);
}
