import { readJson } from "@/editor/json";
import { readToml } from "@/editor/toml";
import { isTable, nodeAt, type Member, type Plain, type TableNode } from "@/editor/tree";
import { jsonValue, tomlKey, tomlSection, tomlValue } from "@/editor/write-value";

export type Format = "toml" | "json";
/** `lostComments`: comments that stood inside what was taken away. */
export type Edited = { text: string; lostComments: string[] };

/** The document with places. Throws WrongDocument. */
export const readDocument = (text: string, format: Format): TableNode =>
  format === "toml" ? readToml(text) : readJson(text);

export const formatOf = (text: string): Format => (text.trimStart().startsWith("{") ? "json" : "toml");

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

/** Sets (or takes away) one value; every other letter of the text stays. Throws WrongDocument. */
export function setInText(text: string, format: Format, path: readonly string[], value: Plain | undefined): Edited {
  const root = readDocument(text, format);
  const existing = nodeAt(root, path);
  if (value === undefined)
    return existing === undefined ? { text, lostComments: [] } : remove(text, format, root, path);
  if (existing !== undefined) {
    const isSection = existing.kind === "table" && existing.form !== "inline";
    if (!isSection) {
      const put = format === "toml" ? tomlValue(value) : jsonValue(value, indentAt(text, existing.from));
      return {
        text: splice(text, existing.from, existing.to, put),
        lostComments: commentsIn(text, format, existing.from, existing.to),
      };
    }
    const without = remove(text, format, root, path);
    const again = setInText(without.text, format, path, value);
    return { text: again.text, lostComments: [...without.lostComments, ...again.lostComments] };
  }
  return { text: add(text, format, root, path, value), lostComments: [] };
}

/** Several values after each other, as one change. */
export function setAllInText(
  text: string,
  format: Format,
  changes: Array<{ path: readonly string[]; value: Plain | undefined }>,
): Edited {
  let edited: Edited = { text, lostComments: [] };
  for (const change of changes) {
    const next = setInText(edited.text, format, change.path, change.value);
    edited = { text: next.text, lostComments: [...edited.lostComments, ...next.lostComments] };
  }
  return edited;
}

/** The nearest table that is there, and what is to be put into it under which name. */
function place(
  root: TableNode,
  path: readonly string[],
  value: Plain,
): { table: TableNode; tablePath: string[]; name: string; value: Plain } {
  let table = root;
  let depth = 0;
  for (; depth < path.length - 1; ++depth) {
    const inner = table.members.get(path[depth] as string)?.value;
    if (inner?.kind !== "table") break;
    table = inner;
  }
  let wrapped = value;
  for (let index = path.length - 1; index > depth; --index) wrapped = { [path[index] as string]: wrapped };
  return { table, tablePath: path.slice(0, depth), name: path[depth] as string, value: wrapped };
}

function add(text: string, format: Format, root: TableNode, path: readonly string[], whole: Plain): string {
  const { table, tablePath, name, value } = place(root, path, whole);
  if (format === "json") return addJson(text, table, name, value);
  const members = [...table.members.values()];
  const last = members.at(-1);
  if (table.form === "inline") {
    const put = `${tomlKey(name)} = ${tomlValue(value)}`;
    return last === undefined
      ? splice(text, table.from, table.to, `{ ${put} }`)
      : splice(text, last.value.to, last.value.to, `, ${put}`);
  }
  const areInline =
    members.length > 0 && members.every((one) => one.value.kind !== "table" || one.value.form === "inline");
  const wantsSection =
    isTable(value) && !(areInline && tablePath.length > 0 && members.some((one) => one.value.kind === "table"));
  if (wantsSection) return addSection(text, table, [...tablePath, name], value as { [name: string]: Plain });
  const leaves = members.filter((one) => one.value.kind !== "table" || one.value.form === "inline");
  const before = leaves.reduce<Member | undefined>(
    (far, one) => (far === undefined || one.line.to > far.line.to ? one : far),
    undefined,
  );
  if (table.form === "implied" && before === undefined) return addSection(text, table, tablePath, { [name]: value });
  // In a table that only dotted names make, the new line begins like its neighbour.
  const prefix =
    before === undefined || table.form !== "implied"
      ? indentOf(text, before)
      : text.slice(before.line.from, before.key.from);
  const at = before?.line.to ?? (tablePath.length === 0 ? afterHeadComment(text) : endOfLine(text, table.from));
  const feed = at > 0 && text[at - 1] !== "\n" ? "\n" : "";
  return splice(text, at, at, `${feed}${prefix}${tomlKey(name)} = ${tomlValue(value)}\n`);
}

const indentOf = (text: string, member: Member | undefined): string =>
  member === undefined ? "" : (/^[ \t]*/.exec(text.slice(member.line.from, member.key.from))?.[0] ?? "");

function addSection(text: string, table: TableNode, path: readonly string[], value: { [name: string]: Plain }): string {
  const end = deepEnd(table);
  // A section of the document itself goes last, one of a table goes behind the table.
  const at = path.length === 1 || end === 0 ? text.length : end;
  const head = text.slice(0, at);
  const gap = head === "" ? "" : head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
  const rest = text.slice(at);
  const put = tomlSection(path, value);
  return `${head}${gap}${put}${rest === "" || rest.startsWith("\n") ? "" : "\n"}${rest}`;
}

/** Where a table's last line ends, tables in it counted. */
function deepEnd(table: TableNode): number {
  let end = 0;
  for (const member of table.members.values()) {
    const value = member.value;
    end = Math.max(end, member.line.to, value.kind === "table" && value.form !== "inline" ? deepEnd(value) : 0);
  }
  return table.form === "section" ? Math.max(end, table.members.size === 0 ? table.to : 0) : end;
}

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
};

const afterHeadComment = (text: string): number => /^(?:[ \t]*#[^\n]*\n)*/.exec(text)?.[0].length ?? 0;

function addJson(text: string, table: TableNode, name: string, value: Plain): string {
  const last = [...table.members.values()].at(-1);
  if (last === undefined) {
    const indent = indentAt(text, table.from);
    return splice(
      text,
      table.from,
      table.to,
      `{\n${indent}  ${JSON.stringify(name)}: ${jsonValue(value, `${indent}  `)}\n${indent}}`,
    );
  }
  const isSpread = text.slice(text.lastIndexOf("\n", last.key.from) + 1, last.key.from).trim() === "";
  const indent = indentAt(text, last.key.from);
  const gap = isSpread ? `,\n${indent}` : ", ";
  return splice(text, last.value.to, last.value.to, `${gap}${JSON.stringify(name)}: ${jsonValue(value, indent)}`);
}

const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))?.[0] ?? "";

function remove(text: string, format: Format, root: TableNode, path: readonly string[]): Edited {
  const parentPath = path.slice(0, -1);
  const parent = nodeAt(root, parentPath) as TableNode;
  const name = path.at(-1) as string;
  // What is left empty goes too: an empty table says nothing, and some are refused.
  if (parent.members.size === 1 && parentPath.length > 0) return remove(text, format, root, parentPath);
  const member = parent.members.get(name) as Member;
  if (parent.form === "inline") return removeInline(text, format, parent, name);
  const spans = linesOf(member);
  let next = text;
  const lostComments: string[] = [];
  for (const span of spans.sort((a, b) => b.from - a.from)) {
    lostComments.unshift(...commentsIn(text, format, span.from, span.to));
    let to = span.to;
    // A section takes the empty line behind it along, if one stands before it as well.
    if (member.value.kind === "table" && /\n\s*\n$/.test(next.slice(0, span.from)) && next[to] === "\n") ++to;
    next = splice(next, span.from, to, "");
  }
  return { text: next.replace(/\n{2,}$/, "\n"), lostComments };
}

/** Header lines and lines of values that make a member, tables in it counted; comments between sections stay. */
function linesOf(member: Member): Array<{ from: number; to: number }> {
  const value = member.value;
  if (value.kind !== "table" || value.form === "inline") return [{ ...member.line }];
  const inner = [...value.members.values()];
  const direct = inner.filter((one) => one.value.kind !== "table" || one.value.form === "inline");
  const nested = inner.filter((one) => !direct.includes(one)).flatMap(linesOf);
  if (value.form === "implied") return [...direct.map((one) => ({ ...one.line })), ...nested];
  return [
    { from: member.line.from, to: direct.reduce((end, one) => Math.max(end, one.line.to), member.line.to) },
    ...nested,
  ];
}

function removeInline(text: string, format: Format, parent: TableNode, name: string): Edited {
  const names = [...parent.members.keys()];
  const index = names.indexOf(name);
  const member = parent.members.get(name) as Member;
  const before = parent.members.get(names[index - 1] ?? "");
  const after = parent.members.get(names[index + 1] ?? "");
  const from = before !== undefined ? before.value.to : member.line.from;
  const to = before !== undefined ? member.value.to : (after?.line.from ?? member.value.to);
  return { text: splice(text, from, to, ""), lostComments: commentsIn(text, format, from, to) };
}

/** Comments of a stretch of TOML; `#` inside of texts is none. */
function commentsIn(text: string, format: Format, from: number, to: number): string[] {
  if (format === "json") return [];
  const found: string[] = [];
  const part = text.slice(from, to);
  const pattern = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*/g;
  for (const match of part.matchAll(pattern)) if (match[0].startsWith("#")) found.push(match[0].trim());
  return found;
}
