import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { useSearchParams } from "react-router";

export type Tab = { key: string; title: ReactNode; content: () => ReactNode };

/** Tabs whose choice stands in the address (`?tab=`), so that the view can be sent to somebody. Arrows move, as ARIA has it. */
export function Tabs({
  tabs,
  name = "tab",
  label,
  actions,
}: {
  tabs: Tab[];
  name?: string;
  label: string;
  actions?: ReactNode;
}) {
  const [search, setSearch] = useSearchParams();
  const list = useRef<HTMLDivElement>(null);
  const chosen = tabs.find((tab) => tab.key === search.get(name)) ?? tabs[0];
  if (chosen === undefined) return null;
  const choose = (key: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (key === tabs[0]?.key) next.delete(name);
        else next.set(name, key);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length] as Tab;
    choose(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div className="flex min-w-0 flex-col">
      <div className="flex items-end justify-between gap-2 border-b border-line">
        <div ref={list} role="tablist" aria-label={label} onKeyDown={move} className="flex min-w-0 overflow-x-auto">
          {tabs.map((tab) => (
            <button
              key={tab.key}
              data-key={tab.key}
              type="button"
              role="tab"
              id={`${name}-${tab.key}`}
              aria-selected={tab === chosen}
              aria-controls={`${name}-panel`}
              tabIndex={tab === chosen ? 0 : -1}
              onClick={() => choose(tab.key)}
              className={`min-h-9 border-b-2 px-3 whitespace-nowrap ${tab === chosen ? "border-accent font-semibold text-text" : "border-transparent text-text-2 hover:text-text"}`}
            >
              {tab.title}
            </button>
          ))}
        </div>
        {actions}
      </div>
      <div role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${chosen.key}`} className="min-w-0 pt-3">
        {chosen.content()}
      </div>
    </div>
  );
}
