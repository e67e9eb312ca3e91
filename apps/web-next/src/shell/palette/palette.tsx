import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";

import { defineWords, useWords } from "@/lib/words";
import { groupWords, useEntries, type Entry } from "@/shell/palette/entries";
import { best } from "@/shell/palette/fuzzy";
import { setPaletteOpen, usePaletteOpen } from "@/shell/palette/open";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";

const words = defineWords({
  title: ["Command palette", "Komut paleti"],
  search: ["Go to a page, market, run, or do something", "Sayfa, piyasa, test ya da işlem ara"],
  none: ["Nothing is called like that.", "Bu adla bir şey yok."],
  found: [{ one: "{count} found", other: "{count} found" }, "{count} sonuç"],
  same: ["The same from a shell", "Komut satırında karşılığı"],
  no_cli: ["Only on this page", "Yalnızca bu sayfada"],
  copy: ["Copy", "Kopyala"],
  close: ["Close", "Kapat"],
});

const shownMax = 60;

export function CommandPalette() {
  return usePaletteOpen() ? <Palette /> : null;
}

const textOf = (entry: Entry): string => `${entry.text} ${entry.detail ?? ""}`;
const groupOrder: Entry["group"][] = ["pages", "acts", "markets", "strategies", "runs", "data"];

/** Found entries beside their like, the group of the best first. */
export function grouped(found: Entry[], hasQuery: boolean): Entry[] {
  const order = hasQuery ? [...new Set(found.map((entry) => entry.group))] : groupOrder;
  return order.flatMap((group) => found.filter((entry) => entry.group === group));
}

function Palette() {
  const say = useWords(words);
  const sayGroup = useWords(groupWords);
  const entries = useEntries();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => grouped(best(query, entries, textOf, shownMax), query.trim() !== ""), [query, entries]);
  const chosen = shown[Math.min(at, shown.length - 1)];
  useEffect(() => {
    const node = dialog.current;
    const before = document.activeElement as HTMLElement | null;
    node?.showModal();
    return () => {
      node?.close();
      before?.focus?.();
    };
  }, []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const close = () => setPaletteOpen(false);
  const run = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    // After the dialog has given the focus back: what runs may want it.
    setTimeout(entry.run, 0);
  };
  const press = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const steps: Record<string, () => number> = {
      ArrowDown: () => (at >= last ? 0 : at + 1),
      ArrowUp: () => (at <= 0 ? last : at - 1),
      PageDown: () => Math.min(at + 8, last),
      PageUp: () => Math.max(at - 8, 0),
    };
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      run(chosen);
    } else if (steps[event.key] !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, (steps[event.key] as () => number)()));
    }
  };
  return (
    <dialog
      ref={dialog}
      aria-label={say("title")}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
      className="mx-auto mt-[10dvh] mb-auto w-[min(640px,calc(100vw-16px))] overflow-hidden rounded-md border border-line-strong bg-surface p-0 text-text"
    >
      <div className="flex max-h-[75dvh] flex-col">
        <div className="flex items-center gap-2 border-b border-line px-3">
          <Icon name="search" className="text-text-3" />
          <input
            autoFocus
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setAt(0);
            }}
            onKeyDown={press}
            role="combobox"
            aria-label={say("search")}
            aria-expanded="true"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant={chosen === undefined ? undefined : `palette-${chosen.id}`}
            placeholder={say("search")}
            autoComplete="off"
            spellCheck={false}
            className="min-h-11 w-full min-w-0 border-0 bg-transparent text-lg outline-none placeholder:text-text-3"
          />
          <button
            type="button"
            onClick={close}
            className="rounded-md border border-line px-1.5 text-xs text-text-3"
            aria-label={`Esc: ${say("close")}`}
          >
            Esc
          </button>
        </div>
        <div
          ref={list}
          id="palette-list"
          role="listbox"
          aria-label={say("title")}
          className="min-h-0 grow overflow-y-auto p-1.5"
        >
          {shown.map((entry, index) => (
            <div key={entry.id} className="contents">
              {entry.group !== shown[index - 1]?.group && (
                <div role="presentation" className="px-2 pt-2 pb-1 text-xs font-semibold text-text-3">
                  {sayGroup(entry.group)}
                </div>
              )}
              <div
                id={`palette-${entry.id}`}
                role="option"
                aria-selected={entry === chosen}
                onClick={() => run(entry)}
                onPointerMove={() => setAt(index)}
                className={`flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 ${entry === chosen ? "bg-surface-3" : ""}`}
              >
                <Icon name={entry.icon} className="text-text-3" />
                {entry.isToken ? (
                  <Token className="min-w-0 overflow-hidden text-ellipsis whitespace-nowrap">{entry.text}</Token>
                ) : (
                  <span className="min-w-0">{entry.text}</span>
                )}
                {entry.detail !== undefined && (
                  <span className="ml-auto min-w-0 overflow-hidden text-sm text-ellipsis whitespace-nowrap text-text-3">
                    {entry.detail}
                  </span>
                )}
              </div>
            </div>
          ))}
          {shown.length === 0 && <p className="m-0 px-2 py-6 text-center text-text-2">{say("none")}</p>}
        </div>
        <div className="flex min-h-9 items-center gap-2 border-t border-line px-3 text-sm text-text-3">
          <span className="whitespace-nowrap max-sm:sr-only">{say("same")}:</span>
          {chosen?.cli === undefined ? (
            <span>{say("no_cli")}</span>
          ) : (
            <code
              lang="en"
              translate="no"
              data-cli
              className="min-w-0 overflow-hidden font-mono text-ellipsis whitespace-nowrap text-text-2"
            >
              {chosen.cli}
            </code>
          )}
          <span role="status" className="sr-only">
            {say("found", { count: shown.length })}
          </span>
        </div>
      </div>
    </dialog>
  );
}
