import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";

import { setLanguage } from "@/lib/language";
import { remedyOf } from "../[strategy]/promote-step";
import { OriginText, originOf } from "../[strategy]/origin";
import { CheckTable } from "./check-table";
import { LineagePanel, placeOf } from "./lineage-panel";
import { turkishOf } from "./phrases";
import { proposerOf } from "./proposals-panel";
import type { CheckItem, Lineage, Standing } from "./types";

afterEach(() => {
  cleanup();
  setLanguage("en");
});

const item = (name: string, standing: Standing, more: Partial<CheckItem> = {}): CheckItem => ({
  name,
  standing,
  found: "42",
  wanted: "at least 100",
  evidence: "",
  en: `asked of ${name}`,
  tr: `${name} istenir`,
  remedy: { en: "run it longer", tr: "daha uzun koşun" },
  is_binding: true,
  ...more,
});
const show = (element: React.ReactElement) => render(<MemoryRouter>{element}</MemoryRouter>);

test("every standing is said in a word, with what was found, what is wanted and where it is proven", () => {
  const standings: Standing[] = ["passed", "failed", "missing", "not_measured"];
  show(
    <CheckTable
      items={standings.map((standing, index) =>
        item(["trades", "limits", "optimization", "paper"][index] as string, standing, {
          evidence: index === 0 ? "bt_1" : "",
          is_binding: index < 3,
        }),
      )}
      remedy={(one) => <button type="button">mend {one.name}</button>}
    />,
  );
  for (const word of ["holds", "fails", "missing", "not measured"]) expect(screen.getByText(word)).toBeTruthy();
  expect(screen.getByRole("link", { name: "bt_1" }).getAttribute("href")).toBe("/backtest/bt_1");
  expect(screen.queryByText("mend trades")).toBe(null);
  expect(screen.getByText("mend limits")).toBeTruthy();
  expect(screen.getAllByText("Run it longer").length).toBe(1);
  expect(screen.getAllByText("As at: Limits").length).toBe(2);
  expect(screen.getAllByText("said, not asked").length).toBe(1);
});

test("in Turkish, too; a name nobody has words for stands as it is", () => {
  setLanguage("tr");
  show(<CheckTable items={[item("brand_new", "failed")]} />);
  expect(screen.getByText("brand_new")).toBeTruthy();
  expect(screen.getByText("sağlanmadı")).toBeTruthy();
  expect(screen.getByText("Daha uzun koşun")).toBeTruthy();
});

test.each([
  ["backtest", "missing", false, "run"],
  ["trades", "missing", false, "run"],
  ["trades", "failed", true, "search"],
  ["limits", "failed", true, "edit"],
  ["policy", "failed", true, "edit"],
  ["optimization", "missing", true, "search"],
  ["values", "failed", true, "search"],
  ["pbo", "missing", true, "search"],
  ["real_data", "failed", true, null],
  ["trades", "passed", true, null],
  ["determinism", "not_measured", true, null],
] as const)("%s that is %s (with a run: %s) is mended by %s", (name, standing, hasRun, expected) =>
  expect(remedyOf({ name, standing }, hasRun)).toBe(expected),
);

const lineage: Lineage = {
  links: [
    {
      kind: "prompt",
      id: "gen_1",
      sha256: "1".repeat(64),
      created_at: "",
      previous: "0".repeat(64),
      hash: "a".repeat(64),
    },
    {
      kind: "version",
      id: "mine@1",
      sha256: "2".repeat(64),
      created_at: "2026-11-21T16:00:00Z",
      previous: "a".repeat(64),
      hash: "b".repeat(64),
    },
    {
      kind: "set",
      id: "opt_1#17",
      sha256: "3".repeat(64),
      created_at: "",
      previous: "b".repeat(64),
      hash: "c".repeat(64),
    },
  ],
  head: "c".repeat(64),
  is_whole: true,
};

test("the chain is short as a breadcrumb and whole as a table, and says whether it is whole", () => {
  const { rerender } = show(<LineagePanel lineage={lineage} />);
  expect(screen.getByText("sentence")).toBeTruthy();
  expect(screen.getByTitle("a".repeat(64)).textContent).toContain("aaaaaaaa…");
  expect(screen.getByText("whole")).toBeTruthy();
  expect(screen.queryByRole("table")).toBe(null);
  fireEvent.click(screen.getByRole("button", { name: "Whole chain" }));
  expect(screen.getByRole("table").querySelectorAll("tbody tr").length).toBe(3);
  expect(screen.getByRole("link", { name: "opt_1#17" }).getAttribute("href")).toBe("/optimizer/opt_1?set=17");
  rerender(
    <MemoryRouter>
      <LineagePanel lineage={{ ...lineage, is_whole: false }} />
    </MemoryRouter>,
  );
  expect(screen.getByText("broken")).toBeTruthy();
});

test("where a step is looked at", () => {
  expect(placeOf({ id: "gen_1" })).toBe("/lab?generation=gen_1");
  expect(placeOf({ id: "mine@1" })).toBe(null);
});

test("a version says where it comes from", () => {
  show(
    <>
      <OriginText origin={originOf({ origin: { generation: "gen_1", is_edited: true } })} />
      <OriginText origin={originOf({ origin: { optimization: "opt_1", set: 17 } })} />
      <OriginText origin={originOf({ origin: null })} />
    </>,
  );
  expect(screen.getByRole("link", { name: "from a sentence, then edited" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "set 17 of a search" }).getAttribute("href")).toBe("/optimizer/opt_1?set=17");
  expect(screen.getByText("written by hand")).toBeTruthy();
});

test.each([
  ["at least 100", "en az 100"],
  ["at least 20 %, net above 0 there", "en az 20 %, orada net kâr sıfırın üstünde"],
  ["above 0, at most 30 %", "sıfırın üstünde, en çok 30 %"],
  ["without max_drawdown_pct", "eksik: max_drawdown_pct"],
  ["none", "yok"],
  ["mine@2", null],
])("%j is %j in Turkish", (phrase, expected) => expect(turkishOf(phrase)).toBe(expected));

test("who proposed is said by name", () => {
  expect(proposerOf({ proposer: { user_id: "usr_1", name: "desk" } })).toBe("desk");
});
