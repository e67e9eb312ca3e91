import { WrongDocument, type DocumentNode, type TableNode } from "@/editor/tree";

/** JSON with places; numbers keep their writing. A key twice is refused, as the server does. */
class JsonReader {
  private at = 0;
  constructor(private readonly text: string) {}

  read(): TableNode {
    this.skip();
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) this.fail("nothing may follow the document");
    if (value.kind !== "table") return this.fail("a document is an object", value.from);
    return value;
  }

  private fail(message: string, at = this.at): never {
    throw new WrongDocument(message, at);
  }

  private skip(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) ++this.at;
  }

  private value(): DocumentNode {
    const from = this.at;
    const first = this.text[this.at];
    if (first === '"') return { kind: "text", value: this.string(), from, to: this.at };
    if (first === "[") return this.list();
    if (first === "{") return this.table();
    const word = /^[^\s,\]}]+/.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? "";
    this.at += word.length;
    if (word === "true" || word === "false") return { kind: "bool", value: word === "true", from, to: this.at };
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word))
      return { kind: "number", written: word, from, to: this.at };
    return this.fail(word === "" ? "a value is missing" : `'${word}' is no value`, from);
  }

  private string(): string {
    const whole = /^"(?:[^"\\\n]|\\.)*"/.exec(this.text.slice(this.at))?.[0];
    if (whole === undefined) return this.fail("the text does not end");
    try {
      const value = JSON.parse(whole) as string;
      this.at += whole.length;
      return value;
    } catch {
      return this.fail("no such escape");
    }
  }

  private list(): DocumentNode {
    const from = this.at++;
    const items: DocumentNode[] = [];
    this.skip();
    while (this.text[this.at] !== "]") {
      items.push(this.value());
      this.skip();
      if (this.text[this.at] === "]") break;
      if (this.text[this.at] !== ",") this.fail("',' or ']' is missing");
      ++this.at;
      this.skip();
      if (this.text[this.at] === "]") this.fail("a value is missing");
    }
    return { kind: "list", items, from, to: ++this.at };
  }

  private table(): TableNode {
    const table: TableNode = { kind: "table", members: new Map(), form: "inline", from: this.at++, to: 0 };
    this.skip();
    while (this.text[this.at] !== "}") {
      const from = this.at;
      if (this.text[this.at] !== '"') this.fail("a name in quotes is missing");
      const name = this.string();
      const key = { from, to: this.at };
      if (table.members.has(name)) this.fail(`'${name}' is there twice`, from);
      this.skip();
      if (this.text[this.at] !== ":") this.fail("':' is missing");
      ++this.at;
      this.skip();
      const value = this.value();
      table.members.set(name, { key, value, line: { from, to: value.to } });
      this.skip();
      if (this.text[this.at] === "}") break;
      if (this.text[this.at] !== ",") this.fail("',' or '}' is missing");
      ++this.at;
      this.skip();
      if (this.text[this.at] === "}") this.fail("a name is missing");
    }
    table.to = ++this.at;
    return table;
  }
}

export const readJson = (text: string): TableNode => new JsonReader(text).read();
