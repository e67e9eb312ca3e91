import { Badge, type Tone } from "@/ui/badge";
import { Token } from "@/ui/num";

const tones: Record<string, Tone> = { allowed: "ok", refused: "warn", failed: "crit" };

export function OutcomeBadge({ outcome, status }: { outcome: string; status: number }) {
  return (
    <Badge tone={tones[outcome] ?? "neutral"}>
      <Token>
        {outcome}
        {status > 0 ? ` ${status}` : ""}
      </Token>
    </Badge>
  );
}

type Actor = { kind?: unknown; id?: unknown; name?: unknown; role?: unknown };
export const actorName = (actor: Actor): string => String(actor.name || actor.id || actor.kind || "");

export function ActorName({ actor }: { actor: Actor }) {
  return (
    <Token>
      {actorName(actor)}
      {typeof actor.role === "string" && actor.role !== "" && <span className="text-text-3"> · {actor.role}</span>}
    </Token>
  );
}
