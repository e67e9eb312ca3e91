import { WrongDocument, type DocumentNode, type Member, type Span, type TableNode } from "@/editor/tree";

/** The TOML that strategy documents may use: no dates (the server refuses them too) and no lists of tables. */
class TomlReader {
  private at = 0;
  private readonly root: TableNode;

  constructor(private readonly text: string) {
    this.root = { kind: "table", members: new Map(), form: "section", from: 0, to: text.length };
  }

  read(): TableNode {
    let table = this.root;
    for (;;) {
      this.skipBlank();
      if (this.at >= this.text.length) return this.root;
      if (this.text[this.at] === "[") table = this.header();
      else {
        this.pair(table, true);
        this.endOfLine();
      }
    }
  }

  private fail(message: string, at = this.at): never {
    throw new WrongDocument(message, at);
  }

  private skipSpace(): void {
    while (this.text[this.at] === " " || this.text[this.at] === "\t") ++this.at;
  }

  private skipComment(): void {
    if (this.text[this.at] === "#") while (this.at < this.text.length && this.text[this.at] !== "\n") ++this.at;
  }

  private skipBlank(): void {
    for (;;) {
      const before = this.at;
      while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) ++this.at;
      this.skipComment();
      if (this.at === before) return;
    }
  }

  private endOfLine(): void {
    this.skipSpace();
    this.skipComment();
    if (this.text[this.at] === "\r") ++this.at;
    if (this.at < this.text.length && this.text[this.at] !== "\n") this.fail("one value a line");
    ++this.at;
  }

  private lineOf(from: number, to: number): Span {
    const begin = this.text.lastIndexOf("\n", from - 1) + 1;
    const end = this.text.indexOf("\n", to);
    return { from: begin, to: end < 0 ? this.text.length : end + 1 };
  }

  private header(): TableNode {
    const from = this.at++;
    if (this.text[this.at] === "[") this.fail("lists of tables have no place in a document");
    const names = this.keys();
    this.skipSpace();
    if (this.text[this.at] !== "]") this.fail("']' is missing");
    ++this.at;
    const last = names.pop() as { name: string } & Span;
    const parent = this.descend(this.root, names);
    const line = this.lineOf(from, this.at);
    const known = parent.members.get(last.name);
    if (known !== undefined) {
      if (known.value.kind !== "table" || known.value.form !== "implied")
        this.fail(`'${last.name}' is there twice`, last.from);
      known.value.form = "section";
      known.value.from = from;
      known.value.to = line.to;
      known.line = line;
      this.endOfLine();
      return known.value;
    }
    const table: TableNode = { kind: "table", members: new Map(), form: "section", from, to: line.to };
    parent.members.set(last.name, { key: last, value: table, line });
    this.endOfLine();
    return table;
  }

  private descend(table: TableNode, names: Array<{ name: string } & Span>): TableNode {
    for (const { name, from, to } of names) {
      const member = table.members.get(name);
      if (member === undefined) {
        const inner: TableNode = { kind: "table", members: new Map(), form: "implied", from, to };
        table.members.set(name, { key: { from, to }, value: inner, line: { from, to: from } });
        table = inner;
      } else if (member.value.kind === "table" && member.value.form !== "inline") table = member.value;
      else this.fail(`'${name}' is no table`, from);
    }
    return table;
  }

  private keys(): Array<{ name: string } & Span> {
    const names: Array<{ name: string } & Span> = [];
    for (;;) {
      this.skipSpace();
      const from = this.at;
      const first = this.text[this.at];
      let name: string;
      if (first === '"' || first === "'") name = this.string();
      else {
        while (/[A-Za-z0-9_-]/.test(this.text[this.at] ?? "")) ++this.at;
        name = this.text.slice(from, this.at);
        if (name === "") this.fail("a name is missing");
      }
      names.push({ name, from, to: this.at });
      this.skipSpace();
      if (this.text[this.at] !== ".") return names;
      ++this.at;
    }
  }

  private pair(table: TableNode, isLine: boolean): void {
    const names = this.keys();
    this.skipSpace();
    if (this.text[this.at] !== "=") this.fail("'=' is missing");
    ++this.at;
    this.skipSpace();
    const value = this.value();
    const last = names.pop() as { name: string } & Span;
    const first = names[0] ?? last;
    const parent = this.descend(table, names);
    if (parent.members.has(last.name)) this.fail(`'${last.name}' is there twice`, last.from);
    const line = isLine ? this.lineOf(first.from, value.to) : { from: first.from, to: value.to };
    const member: Member = { key: { from: last.from, to: last.to }, value, line };
    parent.members.set(last.name, member);
    if (isLine && table.form === "section") table.to = Math.max(table.to, line.to);
  }

  private value(): DocumentNode {
    const from = this.at;
    const first = this.text[this.at];
    if (first === '"' || first === "'") return { kind: "text", value: this.string(), from, to: this.at };
    if (first === "[") return this.list();
    if (first === "{") return this.inlineTable();
    const word = /^[^\s,\]}#]+/.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? "";
    this.at += word.length;
    if (word === "true" || word === "false") return { kind: "bool", value: word === "true", from, to: this.at };
    if (/^[+-]?(\d(_?\d)*)(\.\d(_?\d)*)?([eE][+-]?\d+)?$/.test(word))
      return { kind: "number", written: word, from, to: this.at };
    return this.fail(word === "" ? "a value is missing" : `'${word}' is no value`, from);
  }

  private list(): DocumentNode {
    const from = this.at++;
    const items: DocumentNode[] = [];
    for (;;) {
      this.skipBlank();
      if (this.text[this.at] === "]") break;
      items.push(this.value());
      this.skipBlank();
      if (this.text[this.at] === ",") ++this.at;
      else if (this.text[this.at] !== "]") this.fail("',' or ']' is missing");
    }
    ++this.at;
    return { kind: "list", items, from, to: this.at };
  }

  private inlineTable(): DocumentNode {
    const table: TableNode = { kind: "table", members: new Map(), form: "inline", from: this.at++, to: 0 };
    const filled: TableNode = { ...table, form: "section" };
    this.skipSpace();
    while (this.text[this.at] !== "}") {
      this.pair(filled, false);
      this.skipSpace();
      if (this.text[this.at] === ",") ++this.at;
      else if (this.text[this.at] !== "}") this.fail("',' or '}' is missing");
      this.skipSpace();
    }
    ++this.at;
    return { ...table, members: filled.members, to: this.at };
  }

  private string(): string {
    const quote = this.text[this.at] as string;
    const isLong = this.text.startsWith(quote.repeat(3), this.at);
    const fence = isLong ? quote.repeat(3) : quote;
    const begin = this.at;
    this.at += fence.length;
    if (isLong && this.text.startsWith("\r\n", this.at)) this.at += 2;
    else if (isLong && this.text[this.at] === "\n") ++this.at;
    let value = "";
    for (;;) {
      if (this.at >= this.text.length || (!isLong && this.text[this.at] === "\n"))
        this.fail("the text does not end", begin);
      if (this.text.startsWith(fence, this.at)) break;
      if (quote === '"' && this.text[this.at] === "\\") value += this.escape(isLong);
      else value += this.text[this.at++];
    }
    this.at += fence.length;
    // Up to two quotes may stand before the closing three.
    while (isLong && this.text[this.at] === quote) {
      value += quote;
      ++this.at;
    }
    return value;
  }

  private escape(isLong: boolean): string {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u" || letter === "U") {
      const digits = this.text.slice(this.at + 2, this.at + (letter === "u" ? 6 : 10));
      const code = Number.parseInt(digits, 16);
      if (!/^[0-9a-fA-F]+$/.test(digits) || code > 0x10ffff) this.fail("no such escape");
      this.at += 2 + digits.length;
      return String.fromCodePoint(code);
    }
    const blank = /^\\[ \t]*\r?\n\s*/.exec(this.text.slice(this.at))?.[0];
    if (isLong && blank !== undefined) {
      this.at += blank.length;
      return "";
    }
    const meant = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001b", '"': '"', "\\": "\\" }[letter];
    if (meant === undefined) this.fail("no such escape");
    this.at += 2;
    return meant;
  }
}

export const readToml = (text: string): TableNode => new TomlReader(text).read();
