import { useSearchParams } from "react-router";

import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  steps: ["Steps", "Adımlar"],
  generate: ["Generate", "Üret"],
  edit: ["Edit", "Düzenle"],
  backtest: ["Backtest", "Geriye dönük test"],
  optimize: ["Optimize", "Optimize et"],
  versions: ["Versions", "Sürümler"],
  promote: ["Promote", "Yükselt"],
  first: ["Keep a document first", "Önce bir belge saklayın"],
});

const steps = ["generate", "edit", "backtest", "optimize", "versions", "promote"] as const;
export type Step = (typeof steps)[number];

export function useStep(): [Step, (step: Step) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = steps.find((step) => step === search.get("step"));
  const choose = (step: Step) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (step === "edit") next.delete("step");
        else next.set("step", step);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [asked ?? "edit", choose];
}

/** The way from an idea to a strategy that may trade. `only`: there is no strategy yet, this step alone can be taken. */
export function Stepper({ only }: { only?: Step }) {
  const say = useWords(words);
  const [asked, choose] = useStep();
  const current = only ?? asked;
  return (
    <nav aria-label={say("steps")} className="relative overflow-x-auto">
      <ol className="m-0 flex list-none gap-1 p-0">
        {steps.map((step, index) => (
          <li key={step} className="shrink-0">
            <button
              type="button"
              disabled={only !== undefined && step !== only}
              title={only !== undefined && step !== only ? say("first") : undefined}
              aria-current={step === current ? "step" : undefined}
              onClick={() => only === undefined && choose(step)}
              className={`flex min-h-8 items-center gap-2 rounded-md border px-2.5 whitespace-nowrap ${step === current ? "border-accent bg-surface-3 font-semibold text-text" : "border-line bg-surface text-text-2 enabled:hover:bg-surface-2 disabled:text-text-3"}`}
            >
              <span className="text-text-3">{index + 1}</span>
              {say(step)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
