import type { StrategyValidation } from "@spark/types";
import { useMemo, useState } from "react";

import { readDocument, setAllInText, type Format } from "@/editor/edit";
import type { Schema } from "@/editor/schema";
import documentSchema from "@/editor/strategy-schema.json";
import { WrongDocument, Written, isTable, plainAt, plainOf, type DocumentNode, type Plain } from "@/editor/tree";
import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { ActDialog } from "@/ui/dialog";
import { Token } from "@/ui/num";
import { SchemaForm, type FormField, type FormKind } from "@/ui/schema-form";
import { formWords } from "./form-words";

const words = defineWords({
  unreadable: [
    "The document cannot be read as it stands. Mend it in the document view; the form comes back by itself.",
    "Belge bu hâliyle okunamıyor. Belge görünümünde düzeltin; form kendiliğinden geri gelir.",
  ],
  lost_title: ["A comment would go", "Bir yorum kaybolacak"],
  lost_act: ["Change it anyway", "Yine de değiştir"],
  lost: ["This change takes away lines that hold comments:", "Bu değişiklik, yorum içeren satırları kaldırıyor:"],
  general: ["General", "Genel"],
  parameters: ["Parameters", "Parametreler"],
  definitions: ["Definitions", "Tanımlar"],
  rules: ["Rules", "Kurallar"],
  orders: ["Entry, size and stops", "Giriş, büyüklük ve durdurma emirleri"],
  protection: ["Limits and risk", "Sınırlar ve risk"],
});

const schema = documentSchema as Schema;

/** The path of the value that stands at an offset: where a fault belongs in the form. */
export function pathAt(node: DocumentNode, offset: number): string[] {
  if (node.kind !== "table") return [];
  for (const [name, member] of node.members) {
    const value = member.value;
    if (value.kind === "table" && value.form !== "inline") {
      const inner = pathAt(value, offset);
      if (inner.length > 0) return [name, ...inner];
      if (offset >= member.line.from && offset < member.line.to) return [name];
    } else if (offset >= member.key.from && offset <= value.to) return [name, ...pathAt(value, offset)];
  }
  return [];
}

function offsetIn(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

/** Changes of a parameter's type carry along what the new type needs and drop what it does not take. */
export function typeChange(path: string[], type: string): Array<{ path: string[]; value: Plain | undefined }> {
  const of = (name: string, value: Plain | undefined) => ({ path: [...path, name], value });
  const number = (written: string) => new Written(written);
  if (type === "bool")
    return [
      of("type", type),
      of("default", false),
      of("least", undefined),
      of("most", undefined),
      of("step", undefined),
      of("choices", undefined),
    ];
  if (type === "choice")
    return [
      of("type", type),
      of("choices", ["first", "second"]),
      of("default", "first"),
      of("least", undefined),
      of("most", undefined),
      of("step", undefined),
    ];
  return [
    of("type", type),
    of("default", number("1")),
    of("least", number("0")),
    of("most", number("100")),
    of("step", undefined),
    of("choices", undefined),
  ];
}

const groups: Array<{ title: keyof typeof words; paths: string[][] }> = [
  { title: "parameters", paths: [["parameters"]] },
  { title: "rules", paths: [["long"], ["short"], ["where"]] },
  { title: "definitions", paths: [["let"]] },
  { title: "orders", paths: [["stop"], ["size"], ["entry"]] },
  { title: "protection", paths: [["limits"], ["risk"]] },
  { title: "general", paths: [["description"], ["description_tr"], ["timeframe"], ["symbols"]] },
];

type FormViewProps = {
  text: string;
  format: Format;
  check: StrategyValidation | null;
  onText: (text: string) => void;
  /** Phones: parameters' values alone. */
  onlyParameters?: boolean;
  isReadOnly?: boolean;
};

/** The document as fields. Each change rewrites its own place in the text and nothing else. */
export function FormView({ text, format, check, onText, onlyParameters = false, isReadOnly = false }: FormViewProps) {
  const say = useWords(words);
  const language = useLanguage();
  const [pending, setPending] = useState<{ text: string; comments: string[] } | null>(null);
  const read = useMemo(() => {
    try {
      const root = readDocument(text, format);
      return { root, plain: plainOf(root) };
    } catch (error) {
      if (error instanceof WrongDocument) return null;
      throw error;
    }
  }, [text, format]);
  const faults = useMemo(() => {
    const found = new Map<string, string>();
    for (const fault of check?.errors ?? [])
      if (read !== null && fault.line !== null)
        found.set(
          pathAt(read.root, offsetIn(text, fault.line, fault.column ?? 1)).join("\n"),
          `${fault.message}${fault.remedy === "" ? "" : ` – ${fault.remedy}`}`,
        );
    return found;
  }, [check, read, text]);
  if (read === null) return <p className="m-0 p-3 text-text-2">{say("unreadable")}</p>;

  const change = (path: string[], value: Plain | undefined) => {
    const isType = path[0] === "parameters" && path.length === 3 && path[2] === "type" && typeof value === "string";
    const edited = setAllInText(text, format, isType ? typeChange(path.slice(0, 2), value) : [{ path, value }]);
    if (edited.lostComments.length > 0) setPending({ text: edited.text, comments: edited.lostComments });
    else onText(edited.text);
  };
  const kindOf = (field: FormField): FormKind | null => kindHere(field, read.plain, onlyParameters);
  const labelOf = (path: string[]) => labelHere(path, read.plain, language, onlyParameters);
  const errorOf = (path: string[]) => {
    const told = faults.get(path.join("\n"));
    return told === undefined ? undefined : <span lang="en">{told}</span>;
  };
  const shown = onlyParameters ? groups.slice(0, 1) : groups;
  return (
    <div className="flex min-w-0 flex-col gap-4 p-3">
      {shown.map((group) => (
        <section key={group.title} aria-label={say(group.title)} className="flex min-w-0 flex-col gap-2">
          <h3 className="m-0 text-md font-semibold">{say(group.title)}</h3>
          {group.paths.map((path) => {
            const isTableHere = ["long", "short", "stop", "size", "entry", "limits", "risk"].includes(
              path[0] as string,
            );
            const form = (
              <SchemaForm
                key={path[0]}
                schema={schema}
                value={read.plain}
                path={path}
                onChange={change}
                labelOf={labelOf}
                errorOf={errorOf}
                kindOf={kindOf}
                choicesOf={(one, own) => choicesHere(one, own, read.plain)}
                newMember={newMember}
                isReadOnly={isReadOnly}
                isFixed={onlyParameters}
              />
            );
            if (!isTableHere) return form;
            const hasValue = plainAt(read.plain, path) !== undefined;
            return (
              <details key={path[0]} open={hasValue || undefined} className="min-w-0 rounded-md border border-line">
                <summary className="flex min-h-8 items-center gap-2 px-3 text-text-2">
                  {labelOf(path).label}{" "}
                  <Token mono className="text-text-3">
                    [{path[0]}]
                  </Token>
                </summary>
                <div className="px-3 pt-1 pb-3">{form}</div>
              </details>
            );
          })}
        </section>
      ))}
      {pending !== null && (
        <ActDialog
          title={say("lost_title")}
          act={say("lost_act")}
          onClose={() => setPending(null)}
          onAct={async () => onText(pending.text)}
        >
          <p className="m-0">{say("lost")}</p>
          <pre lang="en" translate="no" className="m-0 overflow-x-auto rounded-md bg-surface-2 p-2 font-mono text-sm">
            {pending.comments.join("\n")}
          </pre>
        </ActDialog>
      )}
    </div>
  );
}

const newMember = (path: string[]): Plain =>
  path[0] === "parameters"
    ? { type: "int", least: new Written("1"), most: new Written("100"), default: new Written("10") }
    : "close";

function choicesHere(path: string[], own: Schema, plain: Plain): string[] {
  if (path.at(-1) === "default") {
    const choices = plainAt(plain, [...path.slice(0, -1), "choices"]);
    return Array.isArray(choices) ? choices.map(String) : [];
  }
  return ((own.enum ?? [own.const]) as unknown[]).map(String);
}

/** What a parameter's field is typed into hangs on the parameter's type. */
function kindHere(field: FormField, plain: Plain, onlyParameters: boolean): FormKind | null {
  if (field.path[0] !== "parameters" || field.path.length !== 3) return field.kind;
  const type = plainAt(plain, [...field.path.slice(0, 2), "type"]);
  const name = field.path[2];
  if (onlyParameters && name !== "default") return null;
  const isNumber = type === "int" || type === "float";
  if (name === "default") return isNumber ? "number" : type === "bool" ? "bool" : "choice";
  if (name === "choices") return type === "choice" ? "list" : null;
  if (name === "least" || name === "most" || name === "step") return isNumber ? "number" : null;
  return field.kind;
}

function labelHere(path: string[], plain: Plain, language: "en" | "tr", onlyParameters: boolean) {
  const index = language === "tr" ? 1 : 0;
  const told = formWords[path.at(-1) as keyof typeof formWords];
  if ((path[0] === "parameters" || path[0] === "let") && path.length === 2)
    return { label: <Token className="font-semibold text-text">{path[1]}</Token> };
  if (path[0] === "parameters" && path.length === 3 && path[2] === "default") {
    const parameter = plainAt(plain, path.slice(0, 2));
    const unit = isTable(parameter) && typeof parameter.unit === "string" ? parameter.unit : undefined;
    const range =
      isTable(parameter) && parameter.least !== undefined
        ? `${String(parameter.least)} … ${String(parameter.most)}`
        : undefined;
    return { label: told?.label[index] ?? path[2], unit, hint: onlyParameters ? range : undefined };
  }
  return { label: told?.label[index] ?? <Token>{path.at(-1)}</Token>, hint: told?.hint?.[index] };
}
