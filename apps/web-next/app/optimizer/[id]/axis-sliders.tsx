import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";

import { useFollowed } from "./use-optimization";

const words = defineWords({
  all: ["all values", "tüm değerler"],
  hold: ["Hold {name} at", "Sabit tut: {name}"],
});

export type Held = ReadonlyMap<string, string>;

export const heldText = (held: Held): string => [...held].map(([name, value]) => `${name}=${value}`).join(",");

/** Out of the address: only parameters that are not an axis of the map. */
export function heldOf(text: string | null, names: readonly string[]): Held {
  const held = new Map<string, string>();
  for (const part of (text ?? "").split(",")) {
    const [name = "", value = ""] = part.split("=");
    if (names.includes(name) && value !== "") held.set(name, value);
  }
  return held;
}

type Props = {
  id: string;
  names: readonly string[];
  held: Held;
  told: number;
  isRest: boolean;
  onHold: (held: Held) => void;
};

/** The third and further parameters: each over all its values, or held at one; a slider and a list do the same. */
export function AxisSliders({ id, names, held, told, isRest, onHold }: Props) {
  const say = useWords(words);
  const query = useApi("/api/v1/optimizations/{id}/slices", {
    path: { id },
    query: {},
    staleTimeMs: isRest ? Infinity : 0,
    enabled: told > 0 || isRest,
  });
  useFollowed(query, told, 2_000);
  const change = (name: string, value: string | undefined) => {
    const next = new Map(held);
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
    onHold(next);
  };
  return (
    <div className="grid gap-2 xs:grid-cols-2">
      {names.map((name) => {
        const slice = query.data?.slices.find((one) => one.parameter === name);
        const values = slice?.values_per_cell === 1 ? slice.values.map((one) => one.value) : [];
        const index = values.indexOf(held.get(name) ?? "");
        return (
          <div key={name} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-2 text-sm text-text-3">
            <Token mono>{name}</Token>
            <input
              type="range"
              aria-label={say("hold", { name })}
              aria-valuetext={index < 0 ? say("all") : values[index]}
              min={-1}
              max={values.length - 1}
              value={index}
              disabled={values.length === 0}
              className="min-h-6 w-full min-w-0 accent-[var(--accent)]"
              onChange={(event) => change(name, values[Number(event.target.value)])}
            />
            <select
              aria-label={say("hold", { name })}
              className={`${inputShape} w-auto max-w-32`}
              value={held.get(name) ?? ""}
              onChange={(event) => change(name, event.target.value)}
            >
              <option value="">{say("all")}</option>
              {values.map((value) => (
                <option key={value} lang="en">
                  {value}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </div>
  );
}
