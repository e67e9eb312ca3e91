import type { OptimizationPreview } from "@spark/types";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";

import { countOf, rangeOf, type Range } from "./order";

const words = defineWords({
  parameter: ["Parameter", "Parametre"],
  values: ["Values", "Değerler"],
  values_of: ["Values of {name}", "Değerler: {name}"],
  add: ["Add a parameter", "Parametre ekle"],
  remove: ["Remove {name}", "Kaldır: {name}"],
  suggest: ["Suggested: {range}", "Öneri: {range}"],
  count: [{ one: "{count} value", other: "{count} values" }, "{count} değer"],
  hint: ["from:to:step, or a list: 5,8,13", "ilk:son:adım ya da liste: 5,8,13"],
  none: ["Choose at least one parameter.", "En az bir parametre seçin."],
});

type Props = {
  ranges: readonly Range[];
  suggestions: OptimizationPreview["suggestions"];
  onChange: (ranges: Range[]) => void;
  /** Said at the range of this index; without an index under all of them. */
  error?: { index: number | null; text: string };
};

/** The searched parameters, each with its values; as many as the strategy has. */
export function RangeRows({ ranges, suggestions, onChange, error }: Props) {
  const say = useWords(words);
  const { language } = useFormat();
  const free = suggestions.filter((one) => ranges.every((range) => range.parameter !== one.parameter));
  const change = (index: number, next: Range) => onChange(ranges.map((one, at) => (at === index ? next : one)));
  return (
    <div className="flex flex-col gap-2" data-ranges>
      {ranges.map((range, index) => {
        const of = suggestions.find((one) => one.parameter === range.parameter);
        const count = countOf(range.values);
        const isWrong = error !== undefined && error.index === index;
        return (
          <div key={index} className="flex flex-col gap-1">
            <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2">
              <select
                aria-label={say("parameter")}
                className={`${inputShape} font-mono`}
                value={range.parameter}
                onChange={(event) => {
                  const next = suggestions.find((one) => one.parameter === event.target.value);
                  change(index, next === undefined ? range : rangeOf(next.range));
                }}
              >
                {[range.parameter, ...free.map((one) => one.parameter)].map((name) => (
                  <option key={name} lang="en">
                    {name}
                  </option>
                ))}
              </select>
              <input
                aria-label={say("values_of", { name: range.parameter })}
                aria-invalid={isWrong || undefined}
                className={`${inputShape} font-mono`}
                value={range.values}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change(index, { ...range, values: event.target.value.trim() })}
              />
              <IconButton
                icon="close"
                label={say("remove", { name: range.parameter })}
                disabled={ranges.length === 1}
                onClick={() => onChange(ranges.filter((_, at) => at !== index))}
              />
            </div>
            {isWrong && <p className="m-0 text-sm text-crit">{error.text}</p>}
            <p className="m-0 text-sm text-text-3">
              {count !== null && `${say("count", { count })} · `}
              {language === "tr" ? (of?.what_tr ?? of?.what) : of?.what}
              {of !== undefined && of.least !== undefined && of.kind !== "flag" && of.kind !== "choice" && (
                <>
                  {" "}
                  <Token className="whitespace-nowrap">
                    {of.least}…{of.most}
                  </Token>
                </>
              )}
            </p>
          </div>
        );
      })}
      {error !== undefined && error.index === null && <p className="m-0 text-sm text-crit">{error.text}</p>}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm text-text-3">{ranges.length === 0 ? say("none") : say("hint")}</span>
        <Button
          icon="plus"
          disabled={free.length === 0}
          onClick={() => free[0] !== undefined && onChange([...ranges, rangeOf(free[0].range)])}
        >
          {say("add")}
        </Button>
      </div>
    </div>
  );
}
