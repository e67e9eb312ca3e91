import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { StreamLanguage, bracketMatching, indentOnInput, type StreamParser } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";

import { offersAt } from "@/editor/completion";
import type { Format } from "@/editor/edit";
import { editorTheme } from "@/editor/editor-theme";
import { jsonMode } from "@/editor/json-mode";
import { useLanguage, type Language } from "@/lib/language";

/** As the server tells them: line and column from 1, columns in characters. */
export type Fault = { line: number | null; column: number | null; message: string; remedy: string };
export type EditorHandle = { goTo: (line: number, column: number) => void };

type CodeEditorProps = {
  text: string;
  format: Format;
  label: string;
  /** How to leave by keyboard: said to who reads by ear. */
  description?: string;
  faults: readonly Fault[];
  isReadOnly?: boolean;
  onText: (text: string) => void;
  onSave?: () => void;
  ref?: Ref<EditorHandle>;
};

const kinds: Record<string, string> = {
  key: "property",
  value: "enum",
  function: "function",
  column: "variable",
  word: "keyword",
  name: "constant",
};

function complete(format: () => Format) {
  return (context: CompletionContext) => {
    const text = context.state.doc.toString();
    const found = offersAt(text, context.pos, format());
    if (found === null || found.offers.length === 0) return null;
    const isAsked = context.explicit || context.pos > found.from || /["'.]/.test(text[context.pos - 1] ?? "");
    if (!isAsked) return null;
    const options: Completion[] = found.offers.map((one, index) => ({
      label: one.label,
      apply: one.apply,
      detail: one.detail,
      info: one.info,
      type: kinds[one.kind],
      // Names of the document itself come first.
      boost: one.kind === "name" ? 40 : one.kind === "key" ? 20 - index / 10 : 0,
    }));
    return { from: found.from, options, validFor: /^[\w.]*$/ };
  };
}

/** The server counts characters, the editor UTF-16 units. */
export function offsetOf(doc: Text, line: number | null, column: number | null): number {
  const row = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines));
  const units = [...row.text].slice(0, Math.max((column ?? 1) - 1, 0)).join("").length;
  return Math.min(row.from + units, row.to);
}

function phrases(language: Language): Extension {
  if (language === "en") return [];
  return EditorState.phrases.of({
    Find: "Bul",
    Replace: "Değiştir",
    next: "sonraki",
    previous: "önceki",
    all: "tümü",
    "match case": "büyük/küçük harf",
    "by word": "tam sözcük",
    regexp: "düzenli ifade",
    replace: "değiştir",
    "replace all": "tümünü değiştir",
    close: "kapat",
    "Go to line": "Satıra git",
    go: "git",
    "current match": "şimdiki eşleşme",
    "on line": "satır",
    Completions: "Öneriler",
    Diagnostics: "Hatalar",
    "No diagnostics": "Hata yok",
  });
}

const languageOf = (format: Format): Extension =>
  StreamLanguage.define<unknown>(format === "json" ? (jsonMode as StreamParser<unknown>) : toml);

/**
 * CodeMirror inside a shadow root: its styles become adopted style sheets there. In the page itself it would put a <style>
 * element into the head, which the security policy of the page forbids.
 */
export default function CodeEditor({
  text,
  format,
  label,
  description,
  faults,
  isReadOnly = false,
  onText,
  onSave,
  ref,
}: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useLanguage();
  const now = useRef({ format, onText, onSave });
  now.current = { format, onText, onSave };
  // Texts the page was told and has not given back yet: one that comes back late must not undo what was typed since.
  const told = useRef<string[]>([]);
  const parts = useRef({
    syntax: new Compartment(),
    names: new Compartment(),
    lock: new Compartment(),
    phrases: new Compartment(),
  });

  useEffect(() => {
    const box = host.current as HTMLDivElement;
    const root = box.shadowRoot ?? box.attachShadow({ mode: "open" });
    const frame = document.createElement("div");
    frame.style.height = "100%";
    root.append(frame);
    const { syntax, names, lock, phrases: said } = parts.current;
    const editor = new EditorView({
      root,
      parent: frame,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightSelectionMatches(),
          EditorView.lineWrapping,
          EditorState.tabSize.of(2),
          autocompletion({
            override: [complete(() => now.current.format)],
            icons: false,
            tooltipClass: () => "spark-completion",
          }),
          keymap.of([
            { key: "Mod-s", preventDefault: true, run: () => (now.current.onSave?.(), true) },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...defaultKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...lintKeymap,
            indentWithTab,
          ]),
          editorTheme,
          syntax.of([]),
          names.of([]),
          lock.of([]),
          said.of([]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            const typed = update.state.doc.toString();
            told.current.push(typed);
            now.current.onText(typed);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      frame.remove();
      view.current = null;
    };
    // The text of the first moment; later ones come by the effect below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    const { syntax, names, lock, phrases: said } = parts.current;
    view.current?.dispatch({
      effects: [
        syntax.reconfigure(languageOf(format)),
        names.reconfigure(
          EditorView.contentAttributes.of({
            "aria-label": label,
            ...(description ? { "aria-description": description } : {}),
            spellcheck: "false",
            translate: "no",
            tabindex: "0",
          }),
        ),
        lock.reconfigure([EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)]),
        said.reconfigure(phrases(language)),
      ],
    });
  }, [format, label, description, isReadOnly, language]);

  // A text from outside (form, restore) changes only what differs: caret and undo stay.
  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const echo = told.current.indexOf(text);
    told.current = echo < 0 ? [] : told.current.slice(echo + 1);
    const held = editor.state.doc.toString();
    if (echo >= 0 || held === text) return;
    let from = 0;
    while (from < held.length && from < text.length && held[from] === text[from]) ++from;
    let tail = 0;
    while (
      tail < held.length - from &&
      tail < text.length - from &&
      held[held.length - 1 - tail] === text[text.length - 1 - tail]
    )
      ++tail;
    editor.dispatch({ changes: { from, to: held.length - tail, insert: text.slice(from, text.length - tail) } });
    told.current = [];
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const doc = editor.state.doc;
    const marks = faults.map((fault) => {
      const from = offsetOf(doc, fault.line, fault.column);
      const word = /^[\w.]+/.exec(doc.sliceString(from, doc.lineAt(from).to))?.[0].length ?? 1;
      return {
        from,
        to: Math.min(from + word, doc.length),
        severity: "error" as const,
        message: fault.remedy === "" ? fault.message : `${fault.message}\n${fault.remedy}`,
      };
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
    // Typing moves the marks along; only a new answer sets them anew.
  }, [faults]);

  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const editor = view.current;
      if (editor === null) return;
      const at = offsetOf(editor.state.doc, line, column);
      editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      editor.focus();
    },
  }));

  return <div ref={host} data-editor className="h-full min-h-0 w-full overflow-hidden" lang="en" />;
}
