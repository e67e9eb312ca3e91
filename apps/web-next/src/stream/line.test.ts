import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Line, type Gap, type LineState, type StreamEvent, type Update } from "@/stream/line";

type Opened = {
  url: string;
  headers: Record<string, string>;
  push: (text: string) => void;
  end: () => void;
  signal: AbortSignal;
};

const opened: Opened[] = [];
const posts: Array<{ url: string; body: string; headers: Record<string, string> }> = [];
let refusal: { status: number; code: string } | null = null;
let states: LineState[] = [];
let updates: Update[] = [];
let events: StreamEvent[] = [];
let gaps: Gap[] = [];

function fakeFetch(url: string, init: RequestInit): Promise<Response> {
  const headers = init.headers as Record<string, string>;
  if (init.method === "POST") {
    posts.push({ url, body: String(init.body), headers });
    return Promise.resolve(new Response(null, { status: 204 }));
  }
  if (refusal !== null) return Promise.resolve(Response.json({ code: refusal.code }, { status: refusal.status }));
  let control: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>({ start: (made) => void (control = made) });
  const signal = init.signal as AbortSignal;
  signal.addEventListener("abort", () => control?.error(new DOMException("", "AbortError")));
  const encoder = new TextEncoder();
  opened.push({
    url,
    headers,
    signal,
    push: (text) => control?.enqueue(encoder.encode(text)),
    end: () => control?.close(),
  });
  return Promise.resolve(new Response(body, { status: 200 }));
}

const turns = () => vi.advanceTimersByTimeAsync(1);
const hello = (id = "9.0") => `id: ${id}\nevent: hello\ndata: {"sid":"st_1","server_time":1,"epoch":9}\n\n`;
const newLine = () =>
  new Line({
    onState: (state) => states.push(state),
    onUpdates: (more) => updates.push(...more),
    onEvent: (event) => events.push(event),
    onGap: (gap) => gaps.push(gap),
  });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fakeFetch);
  opened.length = posts.length = 0;
  refusal = null;
  [states, updates, events, gaps] = [[], [], [], []];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("is live once the server says hello, and gives batches, events and gaps apart", async () => {
  const line = newLine();
  line.setTopics(["status", "jobs"]);
  await turns();
  expect(opened[0]?.url).toBe("/api/v1/stream?topics=status%2Cjobs");
  opened[0]?.push(hello());
  opened[0]?.push('id: 9.1\nevent: batch\ndata: {"u":[{"t":"status","ts":5,"d":{"env":"paper"}}]}\n\n');
  opened[0]?.push('id: 9.2\nevent: job\ndata: {"t":"jobs","seq":2,"ts":6,"d":{"id":"job_1"}}\n\n');
  opened[0]?.push('id: 9.3\nevent: gap\ndata: {"t":"*","reason":"slow_client","refetch":null}\n\n');
  await turns();
  expect(states.map((state) => state.kind)).toEqual(["connecting", "live"]);
  expect(updates).toEqual([{ topic: "status", time: 5, value: { env: "paper" } }]);
  expect(events).toEqual([{ topic: "jobs", event: "job", seq: 2, time: 6, value: { id: "job_1" } }]);
  expect(gaps).toEqual([{ topic: "*", reason: "slow_client", refetch: null }]);
  line.close();
});

it("comes back with the last id it saw", async () => {
  const line = newLine();
  line.setTopics(["jobs"]);
  await turns();
  opened[0]?.push(hello());
  opened[0]?.push('id: 9.44\nevent: job\ndata: {"t":"jobs","seq":44,"ts":6,"d":{}}\n\n');
  await turns();
  opened[0]?.end();
  await turns();
  expect(states.at(-1)?.kind).toBe("waiting");
  await vi.advanceTimersByTimeAsync(600);
  expect(opened).toHaveLength(2);
  expect(opened[1]?.headers["last-event-id"]).toBe("9.44");
  line.close();
});

it("takes a line that has said nothing for 35 s for dead", async () => {
  const line = newLine();
  line.setTopics(["jobs"]);
  await turns();
  opened[0]?.push(hello());
  await vi.advanceTimersByTimeAsync(30_000);
  opened[0]?.push(": hb 1\n\n");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(opened[0]?.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(opened[0]?.signal.aborted).toBe(true);
  expect(opened).toHaveLength(2);
  line.close();
});

it("tells the open stream of other topics, with the page's token, and opens no second one", async () => {
  const line = newLine();
  line.csrfToken = "token";
  line.setTopics(["jobs"]);
  await turns();
  opened[0]?.push(hello());
  await turns();
  line.setTopics(["jobs"]);
  line.setTopics(["jobs", "ticker.a.B"]);
  await turns();
  expect(posts).toEqual([
    {
      url: "/api/v1/stream/st_1/topics",
      body: '{"topics":["jobs","ticker.a.B"]}',
      headers: { "content-type": "application/json", "x-csrf-token": "token" },
    },
  ]);
  expect(opened).toHaveLength(1);
  line.close();
});

it("goes on without the session when that has ended, as far as anybody may look, and with it after a login", async () => {
  const line = newLine();
  line.csrfToken = "old";
  vi.stubGlobal("fetch", (url: string, init: RequestInit) =>
    init.credentials === "omit"
      ? fakeFetch(url, init)
      : Promise.resolve(Response.json({ code: "credential_refused" }, { status: 401 })),
  );
  line.setTopics(["status"]);
  await turns();
  opened[0]?.push(hello());
  await turns();
  line.setTopics(["status", "jobs"]);
  await turns();
  expect(states.map((state) => state.kind).slice(-4)).toEqual(["connecting", "refused", "connecting", "live"]);
  expect(posts[0]?.headers["x-csrf-token"]).toBeUndefined();
  vi.stubGlobal("fetch", fakeFetch);
  line.csrfToken = "new";
  line.retryNow();
  await turns();
  opened[1]?.push(hello());
  await turns();
  line.setTopics(["status"]);
  await turns();
  expect(posts.at(-1)?.headers["x-csrf-token"]).toBe("new");
  line.close();
});

it("does not ask again by itself who nobody lets in, but does after a login", async () => {
  refusal = { status: 401, code: "unauthenticated" };
  const line = newLine();
  line.setTopics(["jobs"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states).toEqual([{ kind: "connecting" }, { kind: "refused", status: 401, code: "unauthenticated" }]);
  refusal = null;
  line.retryNow();
  await turns();
  opened[0]?.push(hello());
  await turns();
  expect(states.at(-1)).toEqual({ kind: "live" });
  line.close();
});

it("asks a busy server again, and says why it waits", async () => {
  refusal = { status: 429, code: "too_many_streams" };
  const line = newLine();
  line.setTopics(["jobs"]);
  await turns();
  expect(states.at(-1)).toMatchObject({ kind: "waiting", code: "too_many_streams" });
  refusal = null;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(opened).toHaveLength(1);
  line.close();
});

it("ends its old connection when told to try anew: there is never a second one", async () => {
  const line = newLine();
  line.setTopics(["jobs"]);
  await turns();
  opened[0]?.push(hello());
  await turns();
  line.retryNow();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(opened).toHaveLength(2);
  expect(opened[0]?.signal.aborted).toBe(true);
  expect(opened[1]?.signal.aborted).toBe(false);
  line.close();
});
