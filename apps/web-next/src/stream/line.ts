import { FrameReader, type Frame } from "@/stream/frames";

export type LineState =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "waiting"; until: number; attempt: number; code?: string }
  | { kind: "refused"; status: number; code: string };

export type Update = { topic: string; time: number; value: unknown };
export type StreamEvent = { topic: string; event: string; seq: number; time: number; value: unknown };
export type Gap = { topic: string; reason: string; refetch: string | null };

export type LineListener = {
  onState: (state: LineState) => void;
  onUpdates: (updates: Update[]) => void;
  onEvent: (event: StreamEvent) => void;
  onGap: (gap: Gap) => void;
};

/** What a page needs of a line, whether it is its own or the shared worker's. */
export type LineLike = Pick<Line, "csrfToken" | "setTopics" | "retryNow" | "close">;

/** A client that heard nothing for so long takes the line for dead (docs/reference/stream.md). */
const silenceMs = 35_000;

/**
 * One connection to /api/v1/stream that comes back by itself with the last id it saw. `fetch` instead of EventSource: it
 * shows the status of a refusal. Lives in the shared worker, or in the page where there is none.
 */
export class Line {
  private topics = new Set<string>();
  private sid: string | null = null;
  private lastId = "";
  private attempt = 0;
  private control: AbortController | null = null;
  private heardAt = 0;
  private watch: ReturnType<typeof setInterval> | undefined;
  private wait: ReturnType<typeof setTimeout> | undefined;
  private refusal: { status: number; code: string } | null = null;
  /** The session has ended: what anybody may hear goes on, until the next login. */
  private isAnonymous = false;
  csrfToken: string | null = null;

  constructor(private readonly listener: LineListener) {}

  setTopics(topics: Iterable<string>): void {
    const wanted = new Set(topics);
    const isSame = wanted.size === this.topics.size && [...wanted].every((topic) => this.topics.has(topic));
    this.topics = wanted;
    if (isSame) return;
    if (this.control === null && this.wait === undefined) this.open();
    else if (this.sid !== null) void this.sendTopics(this.sid);
  }

  retryNow(): void {
    clearTimeout(this.wait);
    clearInterval(this.watch);
    this.wait = undefined;
    this.sid = null;
    this.isAnonymous = false;
    const control = this.control;
    this.control = null;
    control?.abort();
    this.open();
  }

  close(): void {
    clearTimeout(this.wait);
    clearInterval(this.watch);
    this.wait = undefined;
    this.sid = null;
    const control = this.control;
    this.control = null;
    control?.abort();
    this.topics = new Set();
  }

  private open(): void {
    this.wait = undefined;
    this.listener.onState({ kind: "connecting" });
    const control = new AbortController();
    this.control = control;
    void this.run(control).then(
      () => this.reopen(control),
      () => this.reopen(control),
    );
  }

  private reopen(control: AbortController): void {
    if (this.control !== control) return;
    clearInterval(this.watch);
    this.control = null;
    this.sid = null;
    const refusal = this.refusal;
    this.refusal = null;
    if (refusal?.status === 401 && refusal.code === "credential_refused" && !this.isAnonymous) {
      this.isAnonymous = true;
      this.open();
      return;
    }
    // Nobody is let in by asking again: the next login, or whoever looks, asks.
    if (refusal?.status === 401) return;
    const delayMs = Math.min(500 * 2 ** this.attempt, 5_000) * (0.75 + Math.random() / 4);
    ++this.attempt;
    this.listener.onState({ kind: "waiting", until: Date.now() + delayMs, attempt: this.attempt, code: refusal?.code });
    this.wait = setTimeout(() => this.open(), delayMs);
  }

  private async run(control: AbortController): Promise<void> {
    this.refusal = null;
    const search = new URLSearchParams({ topics: [...this.topics].join(",") });
    const sent = [...this.topics].join();
    const headers: Record<string, string> = { accept: "text/event-stream" };
    if (this.lastId !== "") headers["last-event-id"] = this.lastId;
    this.heardAt = Date.now();
    this.watch = setInterval(() => {
      if (Date.now() - this.heardAt > silenceMs) control.abort();
    }, 1_000);
    const response = await fetch(`/api/v1/stream?${search}`, {
      headers,
      signal: control.signal,
      cache: "no-store",
      credentials: this.credentials(),
    });
    if (!response.ok || response.body === null) {
      const problem = (await response.json().catch(() => ({}))) as { code?: string };
      this.refusal = { status: response.status, code: problem.code ?? "" };
      this.listener.onState({ kind: "refused", ...this.refusal });
      this.attempt = Math.max(this.attempt, 3);
      throw new Error(`stream refused: ${response.status}`);
    }
    const reader = new FrameReader((frame) => this.take(frame, sent));
    const decoder = new TextDecoder();
    const body = response.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      if (done) return;
      this.heardAt = Date.now();
      reader.push(decoder.decode(value, { stream: true }));
    }
  }

  private take(frame: Frame, sent: string): void {
    if (frame.id !== "") this.lastId = frame.id;
    const data = JSON.parse(frame.data) as Record<string, unknown>;
    if (frame.event === "hello") {
      this.sid = String(data.sid);
      this.attempt = 0;
      this.listener.onState({ kind: "live" });
      if ([...this.topics].join() !== sent) void this.sendTopics(this.sid);
    } else if (frame.event === "batch") {
      const rows = data.u as Array<{ t: string; ts: number; d: unknown }>;
      this.listener.onUpdates(rows.map((row) => ({ topic: row.t, time: row.ts, value: row.d })));
    } else if (frame.event === "gap") {
      this.listener.onGap({
        topic: String(data.t),
        reason: String(data.reason),
        refetch: (data.refetch as string) ?? null,
      });
    } else if (frame.event === "auth") {
      this.listener.onState({ kind: "refused", status: 401, code: String(data.reason) });
    } else {
      this.listener.onEvent({
        topic: String(data.t),
        event: frame.event,
        seq: Number(data.seq),
        time: Number(data.ts),
        value: data.d,
      });
    }
  }

  private credentials(): RequestCredentials {
    return this.isAnonymous ? "omit" : "same-origin";
  }

  private async sendTopics(sid: string): Promise<void> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (this.csrfToken !== null && !this.isAnonymous) headers["x-csrf-token"] = this.csrfToken;
    const body = JSON.stringify({ topics: [...this.topics] });
    const response = await fetch(`/api/v1/stream/${sid}/topics`, {
      method: "POST",
      headers,
      body,
      credentials: this.credentials(),
    }).catch(() => null);
    // A stream that cannot be told is opened anew with its topics in the address.
    if (response === null || !response.ok) this.control?.abort();
  }
}
