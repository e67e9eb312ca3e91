import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { diffLines, editScript, linesOf, mergeThree, sideBySide } from "@/ui/diff-lines";
import { DiffView } from "@/ui/diff-view";

afterEach(cleanup);

function applied(a: string[], b: string[]): string[] {
  return editScript(a, b).flatMap((step) =>
    step.kind === "gone" ? [] : [step.kind === "same" ? (a[step.a] as string) : (b[step.b] as string)],
  );
}

test("the script makes the second text of the first, for many random texts", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 400; ++round) {
    const make = () => Array.from({ length: random(12) }, () => String.fromCharCode(97 + random(4)));
    const [a, b] = [make(), make()];
    const script = editScript(a, b);
    expect(applied(a, b)).toEqual(b);
    expect(script.filter((step) => step.kind !== "new").map((step) => a[step.a])).toEqual(a);
    for (const step of script) if (step.kind === "same") expect(a[step.a]).toBe(b[step.b]);
  }
});

test("it is the shortest", () => {
  expect(editScript([..."abcabba"], [..."cbabac"]).filter((step) => step.kind !== "same").length).toBe(5);
});

test("a changed line says which words changed", () => {
  const [gone, added] = diffLines('enter = "close > open"\n', 'enter = "close > high"\n');
  expect(gone?.pieces).toEqual([
    { text: 'enter = "close > ', isChanged: false },
    { text: "open", isChanged: true },
    { text: '"', isChanged: false },
  ]);
  expect(added?.pieces[1]).toEqual({ text: "high", isChanged: true });
});

test("two columns put a changed line beside its follower", () => {
  const rows = sideBySide(diffLines("a\nb\nc\n", "a\nB\nc\nd\n"));
  expect(rows.map((row) => [row.left?.before ?? null, row.right?.after ?? null])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [null, 4],
  ]);
});

test("changes at different places are put together, at the same place not", () => {
  const base = "a\nb\nc\nd\ne\n";
  expect(mergeThree(base, "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n")).toBe("A\nb\nc\nd\nE\n");
  expect(mergeThree(base, "a\nb\nx\nc\nd\ne\n", "a\nb\nc\nd\n")).toBe("a\nb\nx\nc\nd\n");
  expect(mergeThree(base, "a\nB\nc\nd\ne\n", "a\nB\nc\nd\nE\n")).toBe("a\nB\nc\nd\nE\n");
  expect(mergeThree(base, "a\nB\nc\nd\ne\n", "a\nx\nc\nd\ne\n")).toBe(null);
  expect(mergeThree(base, "a\nB\nc\nd\ne\n", "a\nb\nC\nd\ne\n")).toBe(null);
});

test("lines without a last line end are the same lines", () => expect(linesOf("a\nb")).toEqual(linesOf("a\nb\n")));

test("n and p go from change to change", () => {
  const before = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");
  const after = before.replace("line 4", "line four").replace("line 22", "line twenty");
  render(<DiffView label="Difference" before={before} after={after} beforeTitle="1" afterTitle="2" />);
  const view = screen.getByRole("region", { name: "Difference" });
  expect(screen.getByText(/2 changes/)).toBeTruthy();
  fireEvent.keyDown(view, { key: "n" });
  expect(document.querySelector("[data-current]")?.textContent).toContain("four");
  fireEvent.keyDown(view, { key: "n" });
  expect(document.querySelector("[data-current]")?.textContent).toContain("twenty");
  fireEvent.keyDown(view, { key: "p" });
  expect(document.querySelector("[data-current]")?.textContent).toContain("four");
});

test("equal texts say so", () => {
  render(<DiffView label="Difference" before={"a\n"} after={"a\n"} beforeTitle="1" afterTitle="2" />);
  expect(screen.getByText("The texts are equal.")).toBeTruthy();
});
