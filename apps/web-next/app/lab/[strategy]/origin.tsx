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

export const originOf = (row: { [name: string]: unknown } | undefined): Origin | null =>
  row?.origin !== null && typeof row?.origin === "object" ? (row.origin as Origin) : null;

/** Where a version comes from, with the way there. */
export function OriginText({ origin }: { origin: Origin | null }) {
  const say = useWords(words);
  if (origin?.generation !== undefined)
    return (
      <Link to={`/lab?generation=${origin.generation}`} data-origin="generation">
        {say(origin.is_edited === true ? "edited" : "generation")}
      </Link>
    );
  if (origin?.optimization !== undefined)
    return (
      <Link to={`/optimizer/${origin.optimization}?set=${origin.set ?? ""}`} data-origin="optimization">
        {say.rich("set", { set: <Token>{origin.set}</Token> })}
      </Link>
    );
  return (
    <span className="text-text-3" data-origin="hand">
      {say("hand")}
    </span>
  );
}
