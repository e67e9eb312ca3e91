import { readFileSync } from "node:fs";
import { join } from "node:path";

import { act, cleanup, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { formatOf, readDocument } from "@/editor/edit";
import { Written, plainOf, samePlain, withPlain } from "@/editor/tree";
import { setLanguage } from "@/lib/language";
import { formulaOf, unknownNames } from "@/ui/schema-form";
import { blankDocument, isName, renamed } from "../new-strategy-dialog";
import { dropDraft, keepDraft, readDraft } from "./draft";
import { FormView, pathAt } from "./form-view";
import { withVersion } from "./save-dialogs";
import { startOf } from "./signals-panel";
import { useChecked } from "./use-checked";

afterEach(() => {
  cleanup();
  setLanguage("en");
  vi.useRealTimers();
});

const builtIn = (name: string) =>
  readFileSync(join(import.meta.dirname, `../../../../../src/engine/strategy/documents/${name}.toml`), "utf8");
const plain = (text: string) => plainOf(readDocument(text, formatOf(text)));

let shown = "";
function Form({ start, only = false }: { start: string; only?: boolean }) {
  const [text, setText] = useState(start);
  shown = text;
  return <FormView text={text} format={formatOf(text)} check={null} onText={setText} onlyParameters={only} />;
}
const field = (group: string, label: RegExp) => {
  const box = screen
    .getAllByRole("group")
    .find((one) => one.querySelector("legend")?.textContent === group) as HTMLElement;
  const found = [...box.querySelectorAll("label")].find((one) => label.test(one.textContent ?? "")) as HTMLLabelElement;
  return document.getElementById(found.htmlFor) as HTMLInputElement;
};

describe("the form", () => {
  test("shows a document and leaves it to the letter while nothing is changed", () => {
    const text = builtIn("smaCross");
    render(<Form start={text} />);
    expect(field("fast", /^Default/).value).toBe("9");
    expect(screen.getByDisplayValue("exit_on_cross and falls")).toBeTruthy();
    expect(shown).toBe(text);
  });

  test("changes one value, and reading its text gives the document with that value", () => {
    const text = builtIn("smaCross");
    render(<Form start={text} />);
    fireEvent.change(field("slow", /^Default/), { target: { value: "34" } });
    expect(samePlain(plain(shown), withPlain(plain(text), ["parameters", "slow", "default"], new Written("34")))).toBe(
      true,
    );
    expect(shown.split("\n")[0]).toBe(text.split("\n")[0]);
    fireEvent.change(screen.getByDisplayValue("exit_on_cross and falls"), { target: { value: "falls" } });
    expect(shown).toContain('[long]\nenter = "rises"\nexit = "falls"\n');
  });

  test("reads Turkish numbers and writes points", () => {
    setLanguage("tr");
    render(<Form start={builtIn("bollinger")} />);
    const width = field("width", /^Varsayılan/);
    fireEvent.change(width, { target: { value: "2,5" } });
    expect(shown).toContain("default = 2.5");
  });

  test("adds a parameter and takes it away again", () => {
    const text = blankDocument("mine");
    render(<Form start={text} />);
    const name = screen.getAllByLabelText("Name")[0] as HTMLInputElement;
    fireEvent.change(name, { target: { value: "depth" } });
    fireEvent.keyDown(name, { key: "Enter" });
    expect(shown).toContain('depth = { type = "int", least = 1, most = 100, default = 10 }');
    fireEvent.click(screen.getByRole("button", { name: "Remove depth" }));
    expect(shown).toBe(text);
  });

  test("gives a parameter of another type what that type needs", () => {
    render(<Form start={blankDocument("mine")} />);
    fireEvent.change(field("length", /^Type/), { target: { value: "bool" } });
    expect(plain(shown)).toMatchObject({ parameters: { length: { type: "bool", default: false, unit: "bars" } } });
    expect(shown).not.toContain("least");
  });

  test("asks before a comment goes", () => {
    HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
      this.open = true;
    };
    HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
      this.open = false;
    };
    const text = blankDocument("mine")
      .replace("20, unit", "20, unit")
      .replace('unit = "bars" }', 'unit = "bars" } # by hand');
    render(<Form start={text} />);
    fireEvent.click(screen.getByRole("button", { name: "Remove length" }));
    expect(screen.getByText("# by hand")).toBeTruthy();
    expect(shown).toBe(text);
  });

  test("on a phone has the parameters' values and nothing else", () => {
    render(<Form start={builtIn("smaCross")} only />);
    expect(screen.queryByDisplayValue("exit_on_cross and falls")).toBe(null);
    expect(screen.queryByRole("button", { name: /Remove/ })).toBe(null);
    expect(field("fast", /^Default/).value).toBe("9");
  });

  test("says so when the document cannot be read", () => {
    render(<Form start={"name = "} />);
    expect(screen.getByText(/cannot be read/)).toBeTruthy();
  });
});

test("a fault's place is found in the form", () => {
  const text = builtIn("smaCross");
  const root = readDocument(text, "toml");
  expect(pathAt(root, text.indexOf("exit_on_cross and"))).toEqual(["long", "exit"]);
  expect(pathAt(root, text.indexOf("most = 9999") + 8)).toEqual(["parameters", "fast", "most"]);
});

test("a field the schema does not have is kept and said", () => {
  expect(
    unknownNames(
      { type: "object", properties: { a: {} } },
      { type: "object", properties: { a: {} } },
      { a: "x", b: "y" },
    ),
  ).toEqual(["b"]);
});

test.each([
  ["2", undefined, new Written("2")],
  ["2", "close", "2"],
  ["", "close", undefined],
  ["close > 1", undefined, "close > 1"],
  ["true", false, true],
])("%j typed over %j is written as %j", (typed, before, expected) =>
  expect(formulaOf(typed, before)).toEqual(expected),
);

test("a copy has its new name and is version 1; a save has the next version", () => {
  expect(plain(renamed(builtIn("smaCross"), "mine"))).toMatchObject({ name: "mine", version: new Written("1") });
  expect(plain(withVersion(blankDocument("a"), 7))).toMatchObject({ version: new Written("7") });
  expect(isName("smaCross-2")).toBe(true);
  expect(isName("2fast")).toBe(false);
  expect(isName("çapraz")).toBe(false);
});

test("the newest bars begin so many bars before the last", () => {
  const dataset = {
    id: "a",
    bytes: 1,
    damaged: false,
    rows: 25,
    first: "2026-01-01T00:00:00Z",
    last: "2026-01-02T00:00:00Z",
  };
  expect(startOf(dataset, 11)).toBe("2026-01-01T14:00:00Z");
  expect(startOf(dataset, 25)).toBe(undefined);
});

test("a draft is kept by strategy, and what is no draft is none", () => {
  keepDraft("a", { text: "x", baseVersion: 2, savedAt: 5 });
  expect(readDraft("a")).toEqual({ text: "x", baseVersion: 2, savedAt: 5 });
  expect(readDraft("b")).toBe(null);
  dropDraft("a");
  expect(readDraft("a")).toBe(null);
  localStorage.setItem("spark.lab.draft.a", '{"text":5}');
  expect(readDraft("a")).toBe(null);
});

describe("checking while typing", () => {
  let calls: Array<{ document: string; signal: AbortSignal; answer: (valid: boolean) => void }> = [];
  beforeEach(() => {
    calls = [];
    vi.useFakeTimers();
    vi.stubGlobal(
      "fetch",
      (_: string, init: RequestInit) =>
        new Promise((done, fail) => {
          init.signal?.addEventListener("abort", () => fail(new DOMException("given up", "AbortError")));
          const document = (JSON.parse(init.body as string) as { document: string }).document;
          calls.push({
            document,
            signal: init.signal as AbortSignal,
            answer: (valid) =>
              done(new Response(JSON.stringify({ schema: "spark.strategy_check/1", valid, errors: [] }))),
          });
        }),
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  test("asks 250 ms after the last change and gives up the call before", async () => {
    const hook = renderHook(({ text }) => useChecked(text), { initialProps: { text: "a" } });
    await act(() => vi.advanceTimersByTimeAsync(0));
    expect(calls.map((call) => call.document)).toEqual(["a"]);
    hook.rerender({ text: "ab" });
    hook.rerender({ text: "abc" });
    expect(calls[0]?.signal.aborted).toBe(true);
    await act(() => vi.advanceTimersByTimeAsync(249));
    expect(calls.length).toBe(1);
    await act(() => vi.advanceTimersByTimeAsync(1));
    expect(calls.map((call) => call.document)).toEqual(["a", "abc"]);
    expect(hook.result.current.isCurrent).toBe(false);
    await act(async () => {
      calls[1]?.answer(true);
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(hook.result.current.checked?.answer?.valid).toBe(true);
    expect(hook.result.current.isCurrent).toBe(true);
  });
});
