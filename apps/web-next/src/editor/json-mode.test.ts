import { StringStream } from "@codemirror/language";
import { expect, test } from "vitest";

import { jsonMode } from "./json-mode";

const tokensOf = (line: string, state = { depth: 0 }) => {
  const stream = new StringStream(line, 2, 2);
  const found: Array<[string, string | null]> = [];
  while (!stream.eol()) {
    const style = jsonMode.token(stream, state);
    if (stream.pos === stream.start) throw new Error(`stands still at ${stream.pos}`);
    found.push([line.slice(stream.start, stream.pos), style]);
    stream.start = stream.pos;
  }
  return found.filter(([text]) => text.trim() !== "");
};

test("JSON has colours for names, texts, numbers and words", () => {
  expect(tokensOf('{"a\\"b" : "c", "n": -1.5e+3, "t": true, "x": null}')).toEqual([
    ["{", null],
    ['"a\\"b"', "property"],
    [":", null],
    ['"c"', "string"],
    [",", null],
    ['"n"', "property"],
    [":", null],
    ["-1.5e+3", "number"],
    [",", null],
    ['"t"', "property"],
    [":", null],
    ["true", "bool"],
    [",", null],
    ['"x"', "property"],
    [":", null],
    ["null", "bool"],
    ["}", null],
  ]);
  expect(tokensOf('"never closed')).toEqual([['"never closed', "string"]]);
});

test("a line is indented by the brackets that are open before it", () => {
  const state = { depth: 0 };
  tokensOf('{ "a": [', state);
  expect(state.depth).toBe(2);
  const context = { unit: 2 } as Parameters<NonNullable<typeof jsonMode.indent>>[2];
  expect(jsonMode.indent?.(state, '"b"', context)).toBe(4);
  expect(jsonMode.indent?.(state, "]", context)).toBe(2);
  tokensOf("]}}}", state);
  expect(state.depth).toBe(0);
});
