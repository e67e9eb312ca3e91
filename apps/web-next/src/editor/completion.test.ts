import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { offersAt, ownNames } from "@/editor/completion";
import { columns, functions } from "@/editor/expression-words";
import schema from "@/editor/strategy-schema.json";

const reference = (name: string) => readFileSync(join(import.meta.dirname, "../../../../docs/reference", name), "utf8");

test("the schema is that of the reference", () => {
  expect(schema).toEqual(JSON.parse(reference("strategy_document.schema.json")));
});

test("columns and functions are those of the reference, with arguments and fields", () => {
  const text = reference("expressions.md");
  const told = [
    ...text.slice(text.indexOf("## Functions")).matchAll(/^\| `([^`]+)` \| (.*?) \| (number|condition) \| (.*?) \|$/gm),
  ].map((row) => ({
    call: row[1],
    fields: [...(row[2] as string).matchAll(/`\.(\w+)`/g)].map((one) => one[1]),
    gives: row[3],
    text: row[4],
  }));
  expect(told.length).toBeGreaterThan(70);
  expect(functions).toEqual(told);
  const bar = /## Columns of the bar\n([\s\S]*?)\n## /.exec(text)?.[1] ?? "";
  expect(columns).toEqual(
    [...bar.matchAll(/^\| `(\w+)` \| (.*?) \|$/gm)].map((row) => ({ name: row[1], text: row[2] })),
  );
});

test("each ta function of the table of indicators is offered", () => {
  const offered = new Set(functions.map((one) => one.call.replace(/\(.*$/, "").replace(/^ta\./, "")));
  const rows = [...reference("indicators.md").matchAll(/^\| ((?:`[^`]+` ?)+)\|/gm)].map((row) => row[1] as string);
  const names = rows.flatMap((row) => [...row.matchAll(/`([a-z]\w*)(?:\([^`]*)?`/g)].map((one) => one[1] as string));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !offered.has(name))).toEqual([]);
});

/** `|` is the caret. */
function labels(marked: string, format: "toml" | "json" = "toml"): string[] {
  const at = marked.indexOf("|");
  return offersAt(marked.replace("|", ""), at, format)?.offers.map((one) => one.label) ?? [];
}

test.each([
  ["|", ["name", "version", "where"]],
  ["[lo|", ["long", "short.stop", "risk"]],
  ["[long]\nen|", ["enter", "exit", "entry_price"]],
  ["[risk]\n|", ["leverage_max", "max_drawdown_pct", "daily_loss_pct"]],
  ["[short.stop]\n|", ["stop_loss_pct", "trailing_distance"]],
  ["[parameters.fast]\n|", ["type", "least", "default", "unit"]],
  ['[parameters]\nfast = { type = "int", |', ["least", "most", "default"]],
  ['[parameters]\nfast = { type = "|', ["int", "float", "bool", "choice"]],
  ["[parameters.fast]\ntype = |", ["int", "choice"]],
  ['[entry]\ntype = "|', ["market", "limit", "stop"]],
  ['[long]\nenter = "ta.sm|', ["ta.sma", "close", "and"]],
  ['[let]\nline = "ta.macd(close, 12, 26, 9).|', ["macd", "signal", "hist"]],
  ['[parameters.fast]\ntype = "int"\n[let]\nslow_line = "close"\n[long]\nenter = "|', ["fast", "slow_line", "ta.rsi"]],
  ['where = ["fa|', ["ta.sma"]],
])("%j offers what may stand there", (marked, expected) =>
  expect(labels(marked)).toEqual(expect.arrayContaining(expected)),
);

test.each([
  ['{"long":{"|', ["enter", "exit", "stop"]],
  ['{"name":"a","entry":{"type":"|', ["market", "limit", "stop"]],
  ['{"parameters":{"fast":{"type":"int","|', ["least", "default"]],
  ['{"parameters":{"fast":{"type":"int"}},"long":{"enter":"close > |', ["fast", "ta.ema"]],
  ['{"|', ["name", "risk"]],
])("%j offers what may stand there, in JSON", (marked, expected) =>
  expect(labels(marked, "json")).toEqual(expect.arrayContaining(expected)),
);

test.each(["# a com|", 'name = "x|', "[long]\nenter = |"])("%j offers nothing of the expression language", (marked) => {
  expect(labels(marked)).not.toContain("ta.sma");
});

test("names of a document are known while it is wrong", () => {
  expect(ownNames('[parameters.fast]\ntype = "int"\n[let]\na = "close"\n[long]\nenter = ', "toml")).toEqual({
    parameters: ["fast"],
    definitions: ["a"],
  });
});

test("what is put in begins where the word begins", () => {
  const text = '[long]\nenter = "close > ta.sm';
  expect(offersAt(text, text.length, "toml")?.from).toBe(text.length - 5);
  const field = '[let]\na = "ta.macd(close).hi';
  expect(offersAt(field, field.length, "toml")).toMatchObject({
    from: field.length - 2,
    offers: [{ label: "macd" }, { label: "signal" }, { label: "hist" }],
  });
});
