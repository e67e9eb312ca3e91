import type { Strategy } from "@spark/types";
import { Suspense, lazy, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";

import type { EditorHandle } from "@/editor/code-editor";
import type { Format } from "@/editor/edit";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Token } from "@/ui/num";
import { ErrorStrip, Panel } from "@/ui/panel";
import { FormView } from "./form-view";
import type { Checked } from "./use-checked";

const CodeEditor = lazy(() => import("@/editor/code-editor"));

const words = defineWords({
  document: ["Document", "Belge"],
  form: ["Form", "Form"],
  view: ["View", "Görünüm"],
  parameters: ["Parameters", "Parametreler"],
  editor: ["Document of {name}", "{name} belgesi"],
  leave: [
    "Tab indents; Escape, then Tab leaves the editor. Ctrl+Space completes, Ctrl+S saves.",
    "Tab girinti yapar; editörden çıkmak için Escape, sonra Tab. Ctrl+Space tamamlar, Ctrl+S kaydeder.",
  ],
  checking: ["checking…", "denetleniyor…"],
  valid: ["no fault", "hata yok"],
  faults: [{ one: "{count} fault", other: "{count} faults" }, "{count} hata"],
  place: ["line {line}, column {column}", "satır {line}, sütun {column}"],
  phone: [
    "On a phone: read, and change parameters. The whole document is edited on a wider screen.",
    "Telefonda okunur ve parametreler değiştirilir. Belgenin tamamı daha geniş bir ekranda düzenlenir.",
  ],
  native: [
    "This strategy is written in C++ and compiled in: there is no document to edit. Its parameters are set for each run (step 3).",
    "Bu strateji C++ ile yazılmış ve derlenmiş: düzenlenecek belgesi yok. Parametreleri her test için verilir (3. adım).",
  ],
  rule: ["What it does (canonical text)", "Ne yapar (kanonik metin)"],
});

type EditPanelProps = {
  strategy: Strategy;
  text: string;
  format: Format;
  checked: Checked | null;
  isCurrent: boolean;
  isPhone: boolean;
  isReadOnly: boolean;
  onText: (text: string) => void;
  onSave: () => void;
  className?: string;
};

/** The document as text or as a form: two views of one text. */
export function EditPanel({
  strategy,
  text,
  format,
  checked,
  isCurrent,
  isPhone,
  isReadOnly,
  onText,
  onSave,
  className,
}: EditPanelProps) {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const editor = useRef<EditorHandle>(null);
  const isForm = isPhone || search.get("view") === "form";
  const answer = checked?.answer ?? null;
  // Faults of a text before would stand at wrong places: they stay only until the next answer.
  const faults = useMemo(() => answer?.errors ?? [], [answer]);
  const choose = (view: "document" | "form") =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (view === "form") next.set("view", view);
        else next.delete("view");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  if (strategy.text === undefined)
    return (
      <Panel title={say("document")} className={className}>
        <p className="mt-0 text-text-2">{say("native")}</p>
        <h3 className="m-0 mb-1 text-sm font-semibold">{say("rule")}</h3>
        <pre
          lang="en"
          translate="no"
          className="m-0 rounded-md bg-surface-2 p-2 font-mono text-sm break-words whitespace-pre-wrap"
        >
          {strategy.canonical}
        </pre>
      </Panel>
    );
  const state = !isCurrent ? (
    <span className="text-text-3">{say("checking")}</span>
  ) : answer?.valid === true ? (
    <Badge tone="ok">{say("valid")}</Badge>
  ) : (
    <Badge tone="crit">{say("faults", { count: faults.length })}</Badge>
  );
  const views = (
    <div role="radiogroup" aria-label={say("view")} className="flex rounded-md border border-line-strong">
      {(["document", "form"] as const).map((view) => (
        <button
          key={view}
          type="button"
          role="radio"
          aria-checked={(view === "form") === isForm}
          onClick={() => choose(view)}
          className={`min-h-7 rounded-md px-3 ${(view === "form") === isForm ? "bg-surface-3 font-semibold text-text" : "text-text-2 hover:text-text"}`}
        >
          {say(view)}
        </button>
      ))}
    </div>
  );
  return (
    <Panel
      title={isPhone ? say("parameters") : views}
      flush
      className={className}
      actions={
        <>
          <span aria-live="polite">{state}</span>
          <Token className="text-text-3">{format}</Token>
        </>
      }
    >
      {checked?.refusal != null && (
        <div className="px-3 pb-2">
          <ErrorStrip error={checked.refusal} />
        </div>
      )}
      {isForm ? (
        <div
          className={
            isPhone ? "" : "max-h-[560px] overflow-y-auto md:max-h-[max(420px,calc(100dvh-220px))] border-t border-line"
          }
        >
          {isPhone && <p className="m-0 px-3 text-sm text-text-3">{say("phone")}</p>}
          <FormView
            text={text}
            format={format}
            check={isCurrent ? answer : null}
            onText={onText}
            onlyParameters={isPhone}
            isReadOnly={isReadOnly}
          />
          {isPhone && (
            <details className="border-t border-line">
              <summary className="flex min-h-9 items-center px-3 text-text-2">{say("document")}</summary>
              <pre lang="en" translate="no" className="m-0 overflow-x-auto px-3 pb-3 font-mono text-sm">
                {text}
              </pre>
            </details>
          )}
        </div>
      ) : (
        <>
          <div className="h-[400px] md:h-[calc(100dvh-300px)] md:min-h-[400px] border-y border-line">
            <Suspense fallback={<div className="skeleton h-full" />}>
              <CodeEditor
                ref={editor}
                text={text}
                format={format}
                label={say("editor", { name: strategy.name })}
                description={say("leave")}
                faults={faults}
                isReadOnly={isReadOnly}
                onText={onText}
                onSave={onSave}
              />
            </Suspense>
          </div>
          <p className="m-0 px-3 py-1.5 text-sm text-text-3">{say("leave")}</p>
        </>
      )}
      {faults.length > 0 && (
        <ul aria-live="polite" data-faults className="m-0 list-none border-t border-line p-0">
          {faults.map((fault) => (
            <li key={`${fault.line} ${fault.column} ${fault.message}`}>
              <button
                type="button"
                disabled={isForm}
                onClick={() => editor.current?.goTo(fault.line ?? 1, fault.column ?? 1)}
                className="flex w-full flex-wrap gap-x-3 px-3 py-1.5 text-left enabled:hover:bg-surface-2"
              >
                <span className="text-crit" lang="en">
                  {fault.message}
                </span>
                {fault.line !== null && (
                  <span className="text-text-3">
                    {say("place", { line: String(fault.line), column: String(fault.column ?? 1) })}
                  </span>
                )}
                {fault.remedy !== "" && (
                  <span className="text-text-2" lang="en">
                    {fault.remedy}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
