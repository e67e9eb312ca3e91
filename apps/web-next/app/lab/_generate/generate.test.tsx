import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import type { ReactElement } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { setLanguage } from "@/lib/language";
import { queries } from "@/lib/query";
import type { Generation, Reason } from "../_parts/types";
import { isAssumed, withoutComment } from "./annotated-document";
import { generationOf } from "./generate-panel";
import { GenerationView } from "./generation-view";
import { freeName } from "./keep-form";
import { PromptForm } from "./prompt-form";
import { commandOf, emptySentence, keepSentence, marketOf, orderOf, readSentence } from "./sentence";
import { linesAfter, piecesOf, unitsOf } from "./spans";

const prompt = "20 günlük ortalama yukarı kesince al, ayışığında dur 🚀 bitti";
const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const spanOf = (part: string) => {
  const from = bytesOf(prompt.slice(0, prompt.indexOf(part)));
  return { from, to: from + bytesOf(part) };
};
const text = `name = "made"
version = 1

[long]
enter = "close > open"

[stop]
stop_loss_pct = 3
`;
const mended = text.replace("[long]", `[limits]\nmax_drawdown_pct = 20\n\n[long]`);
const reason = (path: string, line: number, part: string | null): Reason => ({
  path,
  line,
  en: `why of ${path}`,
  tr: `${path} nedeni`,
  ...(part === null ? { from: null, to: null } : spanOf(part)),
});
const violation = {
  rule: "drawdown_limit_missing",
  path: "limits.max_drawdown_pct",
  found: "none",
  allowed: "1 to 30 %",
  en: "There is no limit of the drawdown.",
  tr: "Düşüş limiti yok.",
  is_fixable: true,
};
const generation: Generation = {
  schema: "spark.generation/1",
  id: "gen_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
  created_at: "2026-11-21T16:00:00Z",
  author: "desk",
  prompt,
  prompt_sha256: "a".repeat(64),
  language: "tr",
  provider: {
    kind: "offline",
    name: "spark-draft/1",
    model: null,
    attempts: 1,
    duration_ms: 3,
    tokens: { prompt: null, completion: null },
    cost_usd: null,
  },
  status: "breaks_policy",
  document: { text, format: "toml", name: "made", sha256: "b".repeat(64), text_sha256: "c".repeat(64) },
  sentences: { en: ["Buys above the open."], tr: ["Açılışın üstünde alır."] },
  family: "cross",
  reasons: [reason("long.enter", 5, "yukarı kesince al"), reason("stop.stop_loss_pct", 8, null)],
  not_understood: [{ text: "ayışığında dur", ...spanOf("ayışığında dur") }],
  notices: [{ code: "simple", en: "A simple average was taken.", tr: "Basit ortalama alındı." }],
  violations: [violation],
  fix: { text: mended, text_sha256: "d".repeat(64), differences: [], left: [], is_rewritten: false },
  problem: null,
};

let sent: Array<{ url: string; body: unknown }> = [];
const answers: Record<string, unknown> = {
  "/api/v1/session": { kind: "session", rights: ["research"], csrf_token: "t", user: { name: "desk" } },
  "/api/v1/strategies": { data: [{ name: "made", version: 1, sha256: "" }], has_more: false, next_cursor: null },
  "/api/v1/datasets": { data: [{ id: "ds_synth_BTCUSDT_1h@v1", bytes: 1, damaged: false }] },
  "/api/v1/generations/providers": {
    data: [
      { kind: "offline", name: "spark-draft/1", is_available: true },
      { kind: "model", name: "", model: null, is_available: false, why_not: "set lab.llm_url" },
    ],
  },
};
beforeEach(() => {
  sent = [];
  sessionStorage.clear();
  queries.clear();
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const path = url.split("?")[0] as string;
    if (init.method !== "GET") sent.push({ url: path, body: JSON.parse(init.body as string) });
    const answer = init.method === "GET" ? answers[path] : { schema: "spark.strategy_show/1" };
    return new Response(JSON.stringify(answer ?? {}), { status: answer === undefined ? 404 : 200 });
  });
});
afterEach(() => {
  cleanup();
  setLanguage("en");
  vi.unstubAllGlobals();
});

const show = async (element: ReactElement, at = "/lab") => {
  const shown = render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={[at]}>{element}</MemoryRouter>
    </QueryClientProvider>,
  );
  await act(() => vi.waitFor(() => expect(queries.isFetching()).toBe(0)));
  return shown;
};

describe("places in the bytes of a sentence", () => {
  test("are places in its letters, also of Turkish ones and of pairs", () => {
    for (const part of ["20", "günlük", "ayışığında", "🚀", "bitti"]) {
      const at = unitsOf(prompt);
      const { from, to } = spanOf(part);
      expect(prompt.slice(at(from), at(to))).toBe(part);
    }
    expect(unitsOf("ab")(2)).toBe(2);
    expect(unitsOf("ab")(99)).toBe(2);
  });

  test("cut the sentence into pieces that together are the sentence, marks over each other too", () => {
    const pieces = piecesOf("abcdef", [
      { from: 1, to: 4, kind: "reason", index: 0 },
      { from: 2, to: 6, kind: "reason", index: 1 },
      { from: 0, to: 1, kind: "unknown", index: 0 },
    ]);
    expect(pieces.map((piece) => piece.text).join("")).toBe("abcdef");
    expect(pieces.map((piece) => [piece.text, piece.reasons, piece.isUnknown])).toEqual([
      ["a", [], true],
      ["b", [0], false],
      ["cd", [0, 1], false],
      ["ef", [1], false],
    ]);
    expect(piecesOf("", [])).toEqual([]);
  });

  test("a line is found again in the mended document", () => {
    const at = linesAfter(text, mended);
    expect([at(1), at(5), at(8)]).toEqual([1, 8, 11]);
    expect(linesAfter("a\nb\nc\n", "a\nB!\nc\n")(2)).toBe(2);
    expect(linesAfter("a\nb\n", "a\n")(2)).toBe(null);
  });
});

describe("the sentence that is kept", () => {
  test("comes back after a reload, and what is none is none", () => {
    keepSentence({ ...emptySentence, prompt: "buy low", risk: "bold", job: "job_1" });
    expect(readSentence()).toMatchObject({ prompt: "buy low", risk: "bold", job: "job_1" });
    sessionStorage.setItem("spark.lab.sentence", '{"prompt":5,"risk":"wild"}');
    expect(readSentence()).toEqual(emptySentence);
    sessionStorage.setItem("spark.lab.sentence", "{");
    expect(readSentence()).toEqual(emptySentence);
  });

  test("is sent with the market of the chosen data set, and as the same command", () => {
    expect(marketOf("ds_synth_BTCUSDT_1h@v1")).toEqual({ symbol: "BTCUSDT", timeframe: "1h" });
    expect(marketOf("something")).toBe(null);
    const order = orderOf({ ...emptySentence, prompt: " it's low ", dataset: "ds_demo_EDGE_4h", risk: "careful" });
    expect(order).toEqual({
      prompt: "it's low",
      provider: "offline",
      risk: "careful",
      timeframe: "4h",
      symbols: ["EDGE"],
    });
    expect(commandOf(order)).toBe("spark strategy generate 'it'\\''s low' --timeframe 4h --symbol EDGE --risk careful");
    expect(orderOf({ ...emptySentence, dataset: "ds_demo_EDGE_4h", timeframe: "1d" }).timeframe).toBe("1d");
  });

  test("what a job made is found by its answer or by its link", () => {
    expect(generationOf({ id: "gen_1", schema: "spark.generation/1" })).toBe("gen_1");
    expect(generationOf({ id: "job_1", links: { result: "/api/v1/generations/gen_2" } })).toBe("gen_2");
    expect(generationOf({ id: "job_1", links: {} })).toBe(null);
  });
});

test("what every document has is not marked as assumed, and a comment beside its reason is not said twice", () => {
  const of = (path: string) => isAssumed({ path, from: null });
  expect(["schema", "version", "description_tr", "parameters.fast.type", "parameters.fast.most"].filter(of)).toEqual(
    [],
  );
  expect(
    ["size.equity", "timeframe", "parameters.fast.default", "risk.daily_loss_pct"].filter((one) => !of(one)),
  ).toEqual([]);
  expect(isAssumed({ path: "size.equity", from: 3 })).toBe(false);
  expect(withoutComment('default = 20  # "20 barlık": söylenen')).toBe("default = 20");
  expect(withoutComment('enter = "a  # b"')).toBe('enter = "a  # b"');
  expect(withoutComment("# whole line")).toBe("# whole line");
});

describe("the box", () => {
  const box = (change = vi.fn(), generate = vi.fn(), sentence = emptySentence) =>
    show(<PromptForm sentence={sentence} onChange={change} onGenerate={generate} isBusy={false} refusal={null} />);

  test("offers sentences in the page's language and some in the other", async () => {
    const change = vi.fn();
    setLanguage("tr");
    await box(change);
    fireEvent.click(screen.getByRole("button", { name: "Ortalama kesişimi" }));
    expect(change.mock.calls[0]?.[0].prompt).toMatch(/yukarı kesince al/);
    fireEvent.click(screen.getByRole("button", { name: "SMA cross" }));
    expect(change.mock.calls[1]?.[0].prompt).toMatch(/crosses above/);
  });

  test("says why no model can be asked, and cannot send nothing", async () => {
    await box();
    expect(screen.getByText(/set lab.llm_url/)).toBeTruthy();
    expect((screen.getByRole("radio", { name: /language model/ }) as HTMLInputElement).disabled).toBe(true);
    expect((screen.getByRole("button", { name: "Generate" }) as HTMLButtonElement).disabled).toBe(true);
  });

  test("sends by Control+Enter, and refuses what is too long", async () => {
    const generate = vi.fn();
    await box(vi.fn(), generate, { ...emptySentence, prompt: "buy" });
    fireEvent.keyDown(screen.getByRole("textbox"), { key: "Enter", ctrlKey: true });
    expect(generate).toHaveBeenCalledTimes(1);
    cleanup();
    await box(vi.fn(), generate, { ...emptySentence, prompt: "ş".repeat(4097) });
    expect(screen.getByText("At most 8,192 bytes; this has 8,194")).toBeTruthy();
    fireEvent.keyDown(screen.getByRole("textbox"), { key: "Enter", ctrlKey: true });
    expect(generate).toHaveBeenCalledTimes(1);
  });
});

describe("what came of it", () => {
  test("a reason shows its line and its words; what is assumed and what was not understood says so", async () => {
    const { container } = await show(<GenerationView generation={generation} />);
    const why = screen.getByRole("button", { name: /why of long.enter/i });
    fireEvent.focus(why);
    expect(container.querySelector("[data-line][data-active]")?.getAttribute("data-line")).toBe("5");
    expect(container.querySelector("[data-words][data-active]")?.textContent).toBe("yukarı kesince al");
    fireEvent.blur(why);
    expect(container.querySelector("[data-active]")).toBe(null);
    expect(screen.getByRole("button", { name: /why of stop.stop_loss_pct/i }).textContent).toContain("assumed");
    expect(screen.getByText("1 value assumed")).toBeTruthy();
    expect(container.querySelector("[data-unknown]")?.textContent).toContain("ayışığında dur");
    expect(screen.getByText("Buys above the open.")).toBeTruthy();
    expect(screen.getByText("A simple average was taken.")).toBeTruthy();
  });

  test("speaks Turkish, the reasons too", async () => {
    setLanguage("tr");
    await show(<GenerationView generation={generation} />);
    expect(screen.getByText("Açılışın üstünde alır.")).toBeTruthy();
    expect(screen.getByRole("button", { name: /long.enter nedeni/i })).toBeTruthy();
    expect(screen.getByText("Düşüş limiti yok.", { exact: false })).toBeTruthy();
  });

  test("an accepted fix is what is kept, with its reasons at the moved lines; it can be taken back", async () => {
    const { container } = await show(<GenerationView generation={generation} />);
    fireEvent.click(screen.getByRole("button", { name: "Accept the fix" }));
    expect(container.querySelector("[data-document]")?.textContent).toContain("max_drawdown_pct = 20");
    fireEvent.focus(screen.getByRole("button", { name: /why of long.enter/i }));
    expect(container.querySelector("[data-line][data-active]")?.getAttribute("data-line")).toBe("8");
    const form = container.querySelector("[data-keep]") as HTMLElement;
    fireEvent.change(within(form).getByLabelText("Name"), { target: { value: "mine" } });
    const posted = () => sent.find((one) => one.url === "/api/v1/strategies")?.body as Record<string, unknown>;
    await act(async () => {
      fireEvent.submit(form);
      await vi.waitFor(() => expect(posted()).toBeTruthy());
    });
    const kept = posted();
    expect(kept.origin).toEqual({ generation: generation.id });
    expect(kept.document).toContain("max_drawdown_pct = 20");
    expect(kept.document).toContain('name = "mine"');
  });

  test("a declined fix leaves the document and can be looked at again", async () => {
    const { container } = await show(<GenerationView generation={generation} />);
    fireEvent.click(screen.getByRole("button", { name: "Leave it as it is" }));
    expect(container.querySelector("[data-fix]")).toBe(null);
    expect(screen.getByText(/cannot be promoted/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Show the fix" }));
    expect(container.querySelector("[data-fix]")).toBeTruthy();
  });

  test("a name that is taken is not offered", async () => {
    expect(freeName("made", new Set(["made", "made_2"]))).toBe("made_3");
    expect(freeName("çapraz", new Set())).toBe("strategy");
    expect(freeName("a".repeat(64), new Set(["a".repeat(64)])).length).toBe(64);
    const { container } = await show(<GenerationView generation={generation} />);
    const form = container.querySelector("[data-keep]") as HTMLElement;
    expect((within(form).getByLabelText("Name") as HTMLInputElement).value).toBe("made_2");
  });

  test("a model that failed says why and offers the rules on this machine", async () => {
    const offline = vi.fn();
    const failed: Generation = {
      ...generation,
      status: "failed",
      document: null,
      provider: { ...generation.provider, kind: "model", name: "host:1", model: "m" },
      problem: { code: "unavailable", detail: "no answer in 30 s", place: null, remedy: "try again" },
    };
    await show(<GenerationView generation={failed} onOffline={offline} />);
    expect(screen.getByRole("alert").textContent).toContain("no answer in 30 s");
    expect(screen.getByText("not known: no price is set")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Try the rules on this machine" }));
    expect(offline).toHaveBeenCalledTimes(1);
  });
});
