import { beforeEach, expect, it } from "vitest";

import type { LineListener } from "@/stream/line";
import { Switchboard, type ToPage } from "@/stream/switchboard";
import { covers, merged, unionOf } from "@/stream/topics";

const sent: Array<string[] | "retry" | "close"> = [];
const line = {
  csrfToken: null as string | null,
  setTopics: (topics: Iterable<string>) => void sent.push([...topics]),
  retryNow: () => void sent.push("retry"),
  close: () => void sent.push("close"),
};
let server: LineListener;
let board: Switchboard;

function tab(topics: string[]) {
  const heard: ToPage[] = [];
  const id = board.join((message) => heard.push(message));
  board.take(id, { kind: "topics", topics, csrfToken: "t" });
  const values = () =>
    heard.flatMap((one) => (one.kind === "updates" ? one.updates : [])).map((one) => [one.topic, one.value]);
  return { id, heard, values };
}

beforeEach(() => {
  sent.length = 0;
  board = new Switchboard((listener) => {
    server = listener;
    return line;
  });
});

it("subscribes once to what several tabs want, and drops what the last of them leaves", () => {
  const first = tab(["status", "ticker.a.B"]);
  const second = tab(["ticker.a.B", "status"]);
  expect(sent).toEqual([["status", "ticker.a.B"]]);
  const third = tab(["book.a.B"]);
  board.leave(first.id);
  expect(sent.at(-1)).toEqual(["book.a.B", "status", "ticker.a.B"]);
  board.leave(second.id);
  expect(sent.at(-1)).toEqual(["book.a.B"]);
  board.take(third.id, { kind: "bye" });
  expect(sent.at(-1)).toBe("close");
});

it("gives every tab only what it asked for", () => {
  const first = tab(["ticker.*"]);
  const second = tab(["jobs"]);
  server.onUpdates([
    { topic: "ticker.a.B", time: 1, value: 7 },
    { topic: "jobs", time: 1, value: 8 },
  ]);
  server.onEvent({ topic: "jobs", event: "job", seq: 1, time: 1, value: {} });
  expect(first.values()).toEqual([["ticker.a.B", 7]]);
  expect(second.values()).toEqual([["jobs", 8]]);
  expect(first.heard.some((one) => one.kind === "event")).toBe(false);
  expect(second.heard.some((one) => one.kind === "event")).toBe(true);
});

it("gives a tab that comes later the newest value, which the server would not say again", () => {
  tab(["status", "trades.a.B"]);
  server.onUpdates([
    { topic: "status", time: 1, value: "old" },
    { topic: "trades.a.B", time: 1, value: [1] },
  ]);
  server.onUpdates([
    { topic: "status", time: 2, value: "new" },
    { topic: "trades.a.B", time: 2, value: [2, 3] },
  ]);
  expect(tab(["status", "trades.a.B"]).values()).toEqual([
    ["status", "new"],
    ["trades.a.B", [1, 2, 3]],
  ]);
});

it("knows nothing of topics that nobody wanted meanwhile, nor from before a lost line", () => {
  const first = tab(["status", "jobs"]);
  server.onUpdates([
    { topic: "status", time: 1, value: "old" },
    { topic: "jobs", time: 1, value: 1 },
  ]);
  board.take(first.id, { kind: "topics", topics: ["jobs"], csrfToken: null });
  expect(tab(["status"]).values()).toEqual([]);
  server.onState({ kind: "live" });
  expect(tab(["jobs"]).values()).toEqual([]);
});

it("opens the line anew after a login and tells the other tabs of it", () => {
  const first = tab(["status"]);
  const second = tab(["status"]);
  board.take(first.id, { kind: "session", csrfToken: "new" });
  expect(line.csrfToken).toBe("new");
  expect(sent.at(-1)).toBe("retry");
  expect(first.heard.some((one) => one.kind === "session")).toBe(false);
  expect(second.heard.some((one) => one.kind === "session")).toBe(true);
});

it("gives up a tab that is silent, but not one whose lock tells of its end", () => {
  const silent = tab(["jobs"]);
  const locked = tab(["status"]);
  board.take(locked.id, { kind: "lock", name: "x" });
  board.sweep(Date.now() + 100_000);
  expect(sent.at(-1)).toEqual(["jobs", "status"]);
  board.sweep(Date.now() + 200_000);
  expect(sent.at(-1)).toEqual(["status"]);
  expect(silent.id).not.toBe(locked.id);
});

it("knows what a subscription covers", () => {
  expect(covers("ticker.*", "ticker.a.B")).toBe(true);
  expect(covers("ticker.*", "tickers.a")).toBe(false);
  expect(covers("jobs", "job.1")).toBe(false);
  expect(unionOf([["b", "a"], ["a"]])).toEqual(["a", "b"]);
  expect(
    merged(
      Array.from({ length: 199 }, () => 0),
      [1, 2],
    ),
  ).toHaveLength(200);
});
