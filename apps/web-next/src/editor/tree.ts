/** A document as it stands in a text: every value knows where, so that one can be changed and the rest stays to the letter. */
export type Span = { from: number; to: number };

export type TextNode = Span & { kind: "text"; value: string };
/** A number keeps its own writing: it never goes through a double. */
export type NumberNode = Span & { kind: "number"; written: string };
export type BoolNode = Span & { kind: "bool"; value: boolean };
export type ListNode = Span & { kind: "list"; items: DocumentNode[] };
export type TableNode = Span & {
  kind: "table";
  members: Map<string, Member>;
  /** `section`: under a TOML header of its own; `inline`: between braces; `implied`: only by longer names. */
  form: "section" | "inline" | "implied";
};
export type DocumentNode = TextNode | NumberNode | BoolNode | ListNode | TableNode;
/** `line`: all that goes when the member goes, its comment on the same line too. */
export type Member = { key: Span; value: DocumentNode; line: Span };

/** Text, number as written (`{ number }`), bool, list or table: what forms and programs work on. */
export type Plain = string | boolean | Written | Plain[] | { [name: string]: Plain };
export class Written {
  constructor(readonly number: string) {}
  toString(): string {
    return this.number;
  }
}

export class WrongDocument extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
    this.name = "WrongDocument";
  }
}

export const isTable = (value: Plain | undefined): value is { [name: string]: Plain } =>
  typeof value === "object" && !Array.isArray(value) && !(value instanceof Written);

export function plainOf(node: DocumentNode): Plain {
  switch (node.kind) {
    case "text":
      return node.value;
    case "number":
      return new Written(node.written);
    case "bool":
      return node.value;
    case "list":
      return node.items.map(plainOf);
    case "table": {
      const plain: { [name: string]: Plain } = Object.create(null) as { [name: string]: Plain };
      for (const [name, member] of node.members) plain[name] = plainOf(member.value);
      return plain;
    }
  }
}

/** For a request's body. A number of more digits than a double holds goes as text, which documents allow. */
export function jsonOf(plain: Plain): unknown {
  if (plain instanceof Written) {
    const digits = plain.number.replace(/_/g, "").replace(/^\+/, "");
    return digits.replace(/\D/g, "").length > 15 ? digits : Number(digits);
  }
  if (Array.isArray(plain)) return plain.map(jsonOf);
  if (typeof plain === "object")
    return Object.fromEntries(Object.entries(plain).map(([name, one]) => [name, jsonOf(one)]));
  return plain;
}

export function nodeAt(root: DocumentNode, path: readonly string[]): DocumentNode | undefined {
  let node: DocumentNode | undefined = root;
  for (const name of path) {
    if (node?.kind !== "table") return undefined;
    node = node.members.get(name)?.value;
  }
  return node;
}

export function plainAt(plain: Plain | undefined, path: readonly string[]): Plain | undefined {
  let value = plain;
  for (const name of path) value = isTable(value) ? value[name] : undefined;
  return value;
}

/** A copy with one value set, or taken away; tables that become empty go too, except those that hold their own meaning. */
export function withPlain(plain: Plain | undefined, path: readonly string[], value: Plain | undefined): Plain {
  const [name, ...rest] = path;
  if (name === undefined) return value ?? {};
  const table: { [name: string]: Plain } = isTable(plain) ? { ...plain } : {};
  if (rest.length === 0) {
    if (value === undefined) delete table[name];
    else table[name] = value;
    return table;
  }
  const inner = withPlain(table[name], rest, value);
  if (value === undefined && table[name] === undefined) return table;
  table[name] = inner;
  return table;
}

/** Equal as documents are: `1.0` and `1.00` are one number, order of members is none. */
export function samePlain(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a instanceof Written && b instanceof Written) return canonicalNumber(a.number) === canonicalNumber(b.number);
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, index) => samePlain(one, b[index]));
  if (isTable(a) && isTable(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => name in b && samePlain(a[name], b[name]));
  }
  return false;
}

export function canonicalNumber(written: string): string {
  const text = written.replace(/_/g, "").replace(/^\+/, "");
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const trimmed = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  return trimmed === "-0" ? "0" : trimmed;
}
