import { columns, functions, operators } from "@/editor/expression-words";
import { readDocument, type Format } from "@/editor/edit";
import { schemaAt, type Schema } from "@/editor/schema";
import documentSchema from "@/editor/strategy-schema.json";
import { isTable, plainOf } from "@/editor/tree";

export type Offer = {
  label: string;
  apply?: string;
  detail?: string;
  info?: string;
  kind: "key" | "value" | "function" | "column" | "word" | "name";
};
/** What may stand at a place: `from` is where the word there begins. */
export type Offers = { from: number; offers: Offer[] };

const schema = documentSchema as Schema;

/** What `enter`, sizes, stops and `[let]` take: text in the expression language. */
const isFormula = (one: Schema | undefined): boolean => one?.$ref === "#/$defs/formula";

/** Names that this document defines; of a text that cannot be read, what a look at its lines finds. */
export function ownNames(text: string, format: Format): { parameters: string[]; definitions: string[] } {
  try {
    const plain = plainOf(readDocument(text, format));
    const keys = (name: string) => (isTable(plain) && isTable(plain[name]) ? Object.keys(plain[name]) : []);
    return { parameters: keys("parameters"), definitions: keys("let") };
  } catch {
    if (format === "json") return { parameters: keysOfJson(text, "parameters"), definitions: keysOfJson(text, "let") };
    const parameters = [...text.matchAll(/^\s*\[parameters\.([\w-]+)\]/gm)].map((match) => match[1] as string);
    const section = (name: string) =>
      new RegExp(`^\\s*\\[${name}\\]\\s*$([\\s\\S]*?)(?=^\\s*\\[|(?![\\s\\S]))`, "m").exec(text)?.[1] ?? "";
    const keys = (part: string) => [...part.matchAll(/^\s*([A-Za-z]\w*)\s*=/gm)].map((match) => match[1] as string);
    return { parameters: [...parameters, ...keys(section("parameters"))], definitions: keys(section("let")) };
  }
}

/** The names of one object of a JSON text that is wrong elsewhere. */
function keysOfJson(text: string, name: string): string[] {
  const begin = new RegExp(`"${name}"\\s*:\\s*\\{`).exec(text);
  if (begin === null) return [];
  const from = begin.index + begin[0].length - 1;
  for (let to = text.indexOf("}", from); to >= 0; to = text.indexOf("}", to + 1)) {
    try {
      return Object.keys(JSON.parse(text.slice(from, to + 1)) as object);
    } catch {
      // A longer stretch may be whole.
    }
  }
  return [];
}

type Place =
  | { kind: "key"; path: string[]; from: number; inBraces: boolean }
  | { kind: "value"; path: string[]; from: number; isText: boolean }
  | { kind: "header"; from: number }
  | null;

/** Where the caret stands in TOML, judged by its line and the header above: works while the text is wrong. */
function placeInToml(text: string, at: number): Place {
  const begin = text.lastIndexOf("\n", at - 1) + 1;
  const line = text.slice(begin, at);
  const header = [...text.slice(0, begin).matchAll(/^\s*\[([\w.-]+)\]/gm)].at(-1)?.[1];
  const path = header === undefined ? [] : header.split(".");
  const opened = /^\s*\[([\w.-]*)$/.exec(line);
  if (opened !== null) return { kind: "header", from: at - (opened[1]?.length ?? 0) };
  if (/^[^"']*#/.test(line)) return null;
  const pair = /^\s*([\w.-]+)\s*=\s*(.*)$/.exec(line);
  if (pair === null) {
    const word = /^\s*([\w.-]*)$/.exec(line);
    return word === null ? null : { kind: "key", path, from: at - (word[1]?.length ?? 0), inBraces: false };
  }
  const own = [...path, ...(pair[1] as string).split(".")];
  const value = pair[2] as string;
  const inline = /^\{(.*)$/.exec(value);
  if (inline !== null && quotesIn(inline[1] as string) % 2 === 0) {
    const part = (inline[1] as string).split(/,(?![^[]*\])/).at(-1) as string;
    const inner = /^\s*([\w-]+)\s*=\s*(.*)$/.exec(part);
    if (inner !== null) return valuePlace([...own, inner[1] as string], inner[2] as string, at);
    const word = /^\s*([\w-]*)$/.exec(part);
    return word === null ? null : { kind: "key", path: own, from: at - (word[1]?.length ?? 0), inBraces: true };
  }
  if (inline !== null) {
    const inner = /(?:^|[{,])\s*([\w-]+)\s*=\s*(["'][^"']*)$/.exec(inline[1] as string);
    return inner === null ? null : valuePlace([...own, inner[1] as string], inner[2] as string, at);
  }
  return valuePlace(own, value, at);
}

const quotesIn = (text: string): number => (text.match(/"/g) ?? []).length;

function valuePlace(path: string[], value: string, at: number): Place {
  const quote = /^\[?.*?(["'])/.exec(value)?.[1];
  const isText = quote !== undefined && (value.split(quote).length - 1) % 2 === 1;
  const word = isText ? (/[\w.]*$/.exec(value)?.[0] ?? "") : (/[\w"']*$/.exec(value)?.[0] ?? "");
  return { kind: "value", path, from: at - word.length, isText };
}

/** The same for JSON: braces and names before the caret are counted. */
function placeInJson(text: string, at: number): Place {
  const path: string[] = [];
  let key: string | null = null;
  let isKey = true;
  const pattern = /"((?:[^"\\\n]|\\.)*)("|$)|[{}[\],:]/gm;
  const before = text.slice(0, at);
  for (const match of before.matchAll(pattern)) {
    const sign = match[0];
    if (sign.startsWith('"')) {
      const isOpen = match[2] !== '"' || sign.length === 1;
      if (isOpen && match.index + sign.length === at) {
        const word = /[\w.]*$/.exec(match[1] ?? "")?.[0] ?? "";
        if (isKey)
          return {
            kind: "key",
            path: path.filter((one) => one !== ""),
            from: at - (match[1] ?? "").length,
            inBraces: true,
          };
        return {
          kind: "value",
          path: [...path, key ?? ""].filter((one) => one !== ""),
          from: at - word.length,
          isText: true,
        };
      }
      if (isKey) key = match[1] ?? "";
    } else if (sign === "{") {
      if (key !== null || path.length > 0) path.push(key ?? "");
      key = null;
      isKey = true;
    } else if (sign === "[") isKey = false;
    else if (sign === "}") {
      path.pop();
      isKey = false;
    } else if (sign === ":") isKey = false;
    else if (sign === ",") isKey = !/\[[^\]{}]*$/.test(before.slice(0, match.index + 1));
  }
  return null;
}

function valueOffers(found: Schema | undefined, isText: boolean): Offer[] {
  const quote = (text: string) => (isText ? text : `"${text}"`);
  if (found?.const !== undefined)
    return [{ label: String(found.const), apply: quote(String(found.const)), kind: "value" }];
  if (found?.enum !== undefined)
    return found.enum.map((one) => ({ label: String(one), apply: quote(String(one)), kind: "value" as const }));
  if (
    found?.type === "boolean" ||
    (Array.isArray(found?.type) && found.type.includes("boolean") && !isFormula(found) && !isText)
  )
    return ["true", "false"].map((label) => ({ label, kind: "value" as const }));
  return [];
}

const nameOf = (call: string): string => call.replace(/\(.*$/, "");

/** Everything an expression may name; `before` is the text up to the caret, to know fields behind a call. */
export function expressionOffers(before: string, own: { parameters: string[]; definitions: string[] }): Offer[] {
  const field = /((?:ta|math)\.\w+)\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\.\w*$/.exec(before);
  if (field !== null) {
    const called = functions.find((one) => nameOf(one.call) === field[1]);
    return (called?.fields ?? []).map((label) => ({ label, kind: "value" as const, detail: field[1] }));
  }
  return [
    ...own.parameters.map((label) => ({ label, kind: "name" as const, detail: "parameter" })),
    ...own.definitions.map((label) => ({ label, kind: "name" as const, detail: "let" })),
    ...columns.map((one) => ({ label: one.name, kind: "column" as const, info: one.text })),
    ...functions.map((one) => ({
      label: nameOf(one.call),
      kind: "function" as const,
      detail: one.call.slice(nameOf(one.call).length) || one.gives,
      apply: one.call.includes("(") ? `${nameOf(one.call)}(` : one.call,
      info: one.fields.length === 0 ? one.text : `${one.text} ${one.fields.map((name) => `.${name}`).join(" ")}`,
    })),
    ...operators.map((one) => ({ label: one.name, kind: "word" as const, info: one.text })),
  ];
}

/** What may stand at the caret of a document: names of fields, allowed values, or words of an expression. */
export function offersAt(text: string, at: number, format: Format): Offers | null {
  const place = format === "toml" ? placeInToml(text, at) : placeInJson(text, at);
  if (place === null) return null;
  if (place.kind === "header") {
    const tables = Object.entries(schema.properties ?? {})
      .filter(([name]) => schemaAt(schema, [name])?.type === "object")
      .map(([name]) => name);
    return {
      from: place.from,
      offers: [...tables, "long.stop", "short.stop"].map((label) => ({
        label,
        apply: `${label}]`,
        kind: "key" as const,
      })),
    };
  }
  const found = schemaAt(schema, place.path);
  if (place.kind === "key") {
    const isDirect = (name: string) =>
      format === "json" || place.inBraces || schemaAt(schema, [...place.path, name])?.type !== "object";
    const offers = Object.keys(found?.properties ?? {})
      .filter(isDirect)
      .map((label) => ({
        label,
        apply: format === "toml" ? `${label} = ` : label,
        kind: "key" as const,
        detail: kindOf(schemaAt(schema, [...place.path, label])),
      }));
    return { from: place.from, offers };
  }
  const raw = schemaAt(schema, place.path, false);
  const isRule = isFormula(raw) || place.path.at(0) === "where";
  if (isRule) {
    if (!place.isText) return null;
    const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    const field = /\)\.(\w*)$/.exec(before);
    return {
      from: field === null ? place.from : at - (field[1]?.length ?? 0),
      offers: expressionOffers(before, ownNames(text, format)),
    };
  }
  return { from: place.from, offers: valueOffers(found, place.isText) };
}

function kindOf(one: Schema | undefined): string {
  if (one?.enum !== undefined) return one.enum.map(String).join(" · ");
  if (one?.const !== undefined) return String(one.const);
  return Array.isArray(one?.type) ? one.type.join(" · ") : (one?.type ?? "");
}
