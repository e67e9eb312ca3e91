import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readDocument, setInText } from "@/editor/edit";
import {
  Written,
  WrongDocument,
  isTable,
  jsonOf,
  plainAt,
  plainOf,
  samePlain,
  withPlain,
  type Plain,
} from "@/editor/tree";
import { jsonValue } from "@/editor/write-value";

const folder = join(import.meta.dirname, "../../../../src/engine/strategy/documents");
const builtIns = readdirSync(folder)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

function* leaves(plain: Plain, path: string[] = []): Generator<string[]> {
  if (!isTable(plain)) yield path;
  else for (const [name, one] of Object.entries(plain)) yield* leaves(one, [...path, name]);
}
const changed = (value: Plain): Plain => {
  if (value instanceof Written) return new Written("7.25");
  if (typeof value === "boolean") return !value;
  return Array.isArray(value) ? [...value, "a < b"] : 'close > "x" # no comment';
};
const commentsOf = (text: string) => text.split("\n").filter((line) => line.trimStart().startsWith("#"));

test("there are built-in documents to try", () => expect(builtIns.length).toBe(12));

describe.each(builtIns)("the built-in $name", ({ text }) => {
  const plain = plainOf(readDocument(text, "toml"));
  const json = `${jsonValue(plain, "")}\n`;

  test("is the same document in JSON", () => expect(samePlain(plainOf(readDocument(json, "json")), plain)).toBe(true));

  test("each value can be changed alone; every other line and comment stays", () => {
    for (const path of leaves(plain)) {
      const value = changed(plainAt(plain, path) as Plain);
      const wanted = withPlain(plain, path, value);
      const edited = setInText(text, "toml", path, value);
      expect(samePlain(plainOf(readDocument(edited.text, "toml")), wanted), path.join(".")).toBe(true);
      expect(edited.lostComments).toEqual([]);
      const before = text.split("\n");
      const after = edited.text.split("\n");
      expect(after.length).toBe(before.length);
      expect(after.filter((line, index) => line !== before[index]).length).toBe(1);
      expect(
        samePlain(plainOf(readDocument(setInText(json, "json", path, value).text, "json")), wanted),
        path.join("."),
      ).toBe(true);
    }
  });

  test("each value can be taken away and put back", () => {
    for (const path of leaves(plain)) {
      const value = plainAt(plain, path) as Plain;
      for (const [source, format] of [
        [text, "toml"],
        [json, "json"],
      ] as const) {
        const without = setInText(source, format, path, undefined);
        expect(plainAt(plainOf(readDocument(without.text, format)), path), path.join(".")).toBe(undefined);
        const back = setInText(without.text, format, path, value);
        expect(
          samePlain(plainOf(readDocument(back.text, format)), plain),
          `${format} ${path.join(".")}\n${back.text}`,
        ).toBe(true);
        if (format === "toml") expect(commentsOf(back.text)).toEqual(commentsOf(source));
      }
    }
  });
});

const small = `# head
name = "mine" # who
version = 1

[parameters]
fast = { type = "int", default = 9, unit = "bars" } # tuned by hand

# the side
[long]
enter = "close > 1"   # why
stop.stop_loss_pct = 2

[long.size]
`;

test.each<[string[], Plain | undefined, string]>([
  [
    ["parameters", "fast", "default"],
    new Written("12"),
    'fast = { type = "int", default = 12, unit = "bars" } # tuned by hand',
  ],
  [["parameters", "fast", "default"], undefined, 'fast = { type = "int", unit = "bars" } # tuned by hand'],
  [["parameters", "fast", "type"], undefined, 'fast = { default = 9, unit = "bars" } # tuned by hand'],
  [["parameters", "slow"], { type: "int", default: new Written("21") }, 'slow = { type = "int", default = 21 }'],
  [["long", "exit"], "close < open", 'exit = "close < open"'],
  [["long", "stop", "take_profit_pct"], new Written("4"), "stop.take_profit_pct = 4"],
  [["limits", "cooldown_bars"], new Written("3"), "[limits]\ncooldown_bars = 3"],
  [["description"], 'Say "when"', "version = 1\ndescription = 'Say \"when\"'"],
  [
    ["short"],
    { enter: "close < 1", stop: { trailing_pct: new Written("2") } },
    '[short]\nenter = "close < 1"\n\n[short.stop]\ntrailing_pct = 2\n',
  ],
])("%j of a small document", (path, value, line) => {
  const edited = setInText(small, "toml", path, value);
  expect(edited.text).toContain(line);
  expect(plainAt(plainOf(readDocument(edited.text, "toml")), path)).toEqual(value);
  expect(edited.lostComments).toEqual([]);
});

test("a comment that goes with its value is named", () => {
  expect(setInText(small, "toml", ["long", "enter"], undefined).lostComments).toEqual(["# why"]);
  expect(setInText(small, "toml", ["parameters"], undefined).lostComments).toEqual(["# tuned by hand"]);
});

test("a table that has nothing left goes too", () => {
  const text = 'name = "a"\n\n[stop]\nstop_loss_pct = 2\n\n[long]\nenter = "close > 1"\n';
  expect(setInText(text, "toml", ["stop", "stop_loss_pct"], undefined).text).toBe(
    'name = "a"\n\n[long]\nenter = "close > 1"\n',
  );
});

test.each([
  ["name = ", 7],
  ["name", 4],
  ["a = 1 b = 2", 6],
  ['a = "x', 4],
  ["a = 1\na = 2", 6],
  ["[a\nb = 1", 2],
  ["a = 2024-01-01", 4],
  ["[[a]]", 1],
])("%j is no TOML of ours, and it says where", (text, at) => {
  try {
    readDocument(text, "toml");
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(WrongDocument);
    expect((error as WrongDocument).at).toBe(at);
  }
});

test.each(['{"a":1,}', '{"a":1 "b":2}', '{"a":1,"a":2}', "[1]", '{"a":01}', '{"a":1} x', '{"a":"x\n"}'])(
  "%j is no JSON",
  (text) => {
    expect(() => readDocument(text, "json")).toThrow(WrongDocument);
  },
);

test("texts of every form are read", () => {
  const text = `a = 'lit\\n'\nb = """\nlong "x"\ntext"""\nc = "\\u0130\\t\\\\"\nd = '''it's'''\ne = [1, # one\n 2,]\n"f g".h = true\n`;
  expect(jsonOf(plainOf(readDocument(text, "toml")))).toEqual({
    a: "lit\\n",
    b: 'long "x"\ntext',
    c: "İ\t\\",
    d: "it's",
    e: [1, 2],
    "f g": { h: true },
  });
});

test("a number of many digits is never rounded", () => {
  const plain = plainOf(readDocument("a = 1234567890.12345678\nb = 1_000.5", "toml"));
  expect(jsonOf(plain)).toEqual({ a: "1234567890.12345678", b: 1000.5 });
});
