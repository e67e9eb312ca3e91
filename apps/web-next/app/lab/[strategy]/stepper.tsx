import { Link, useParams, useSearchParams } from "react-router";

import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  steps: ["Steps", "Adımlar"],
  generate: ["Generate", "Üret"],
  edit: ["Edit", "Düzenle"],
  backtest: ["Backtest", "Geriye dönük test"],
  optimize: ["Optimize", "Optimize et"],
  versions: ["Versions", "Sürümler"],
  promote: ["Promote", "Yükselt"],
  not_yet: ["not yet", "henüz yok"],
});

const steps = ["generate", "edit", "backtest", "optimize", "versions", "promote"] as const;
export type Step = (typeof steps)[number];
const there: ReadonlySet<Step> = new Set(["edit", "backtest", "versions"]);

export function useStep(): [Step, (step: Step) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("step") as Step | null;
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
  return [asked !== null && there.has(asked) ? asked : "edit", choose];
}

/** The way from an idea to a strategy that may trade; what does not exist yet says so. */
export function Stepper() {
  const say = useWords(words);
  const [current, choose] = useStep();
  const { strategy = "" } = useParams();
  return (
    <nav aria-label={say("steps")} className="overflow-x-auto">
      <ol className="m-0 flex list-none gap-1 p-0">
        {steps.map((step, index) => (
          <li key={step} className="shrink-0">
            {step === "optimize" ? (
              <Link
                to={`/optimizer?new=1&strategy_new=${encodeURIComponent(strategy)}`}
                className="flex min-h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 whitespace-nowrap text-text-2 no-underline hover:bg-surface-2"
              >
                <span className="text-text-3">{index + 1}</span>
                {say(step)}
              </Link>
            ) : (
              <button
                type="button"
                disabled={!there.has(step)}
                aria-current={step === current ? "step" : undefined}
                onClick={() => choose(step)}
                className={`flex min-h-8 items-center gap-2 rounded-md border px-2.5 whitespace-nowrap ${step === current ? "border-accent bg-surface-3 font-semibold text-text" : "border-line bg-surface text-text-2 enabled:hover:bg-surface-2 disabled:text-text-3"}`}
              >
                <span className="text-text-3">{index + 1}</span>
                {say(step)}
                {!there.has(step) && <span className="text-xs text-text-3">{say("not_yet")}</span>}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
