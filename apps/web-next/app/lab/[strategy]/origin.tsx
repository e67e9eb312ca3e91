import { Link } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { Token } from "@/ui/num";
import type { Origin } from "../_parts/types";

const words = defineWords({
  generation: ["from a sentence", "bir cümleden"],
  edited: ["from a sentence, then edited", "bir cümleden, sonra düzenlenmiş"],
  set: ["set {set} of a search", "bir aramanın {set}. kümesi"],
  hand: ["written by hand", "elle yazılmış"],
});

/** The sentence a version came from; null: it came from none. */
export const generationIdOf = (origin: Origin | null): string | null =>
  typeof origin?.generation === "string" ? origin.generation : null;

export const originOf = (row: { [name: string]: unknown } | undefined): Origin | null =>
  row?.origin !== null && typeof row?.origin === "object" ? (row.origin as Origin) : null;

/** Where a version comes from, with the way there. */
export function OriginText({ origin }: { origin: Origin | null }) {
  const say = useWords(words);
  if (origin !== null && "generation" in origin)
    return (
      <Link to={`/lab?generation=${String(origin.generation)}`} data-origin="generation">
        {say(origin.is_edited === true ? "edited" : "generation")}
      </Link>
    );
  if (origin !== null)
    return (
      <Link to={`/optimizer/${String(origin.optimization)}?set=${String(origin.set)}`} data-origin="optimization">
        {say.rich("set", { set: <Token>{String(origin.set)}</Token> })}
      </Link>
    );
  return (
    <span className="text-text-2" data-origin="hand">
      {say("hand")}
    </span>
  );
}
