import { Line, type LineLike, type LineListener } from "@/stream/line";
import type { ToPage, ToWorker } from "@/stream/switchboard";

export type PageLine = LineLike & { changeSession: (csrfToken: string | null) => void };
export type PageListener = LineListener & { onSession: () => void };

/** The line of this page alone: where there are no shared workers (phones). */
function ownLine(listener: PageListener): PageLine {
  const line = new Line(listener);
  return Object.assign(line, {
    changeSession: (csrfToken: string | null) => {
      line.csrfToken = csrfToken;
      line.retryNow();
    },
  });
}

class SharedLine implements PageLine {
  csrfToken: string | null = null;
  private topics: string[] = [];
  private fallback: PageLine | null = null;
  private readonly worker: SharedWorker;

  constructor(private readonly listener: PageListener) {
    this.worker = new SharedWorker(new URL("./worker.ts", import.meta.url), { type: "module", name: "spark-stream" });
    this.worker.onerror = () => this.fallBack();
    this.worker.port.onmessage = (event: MessageEvent<ToPage>) => this.take(event.data);
    this.keepAlive();
    addEventListener("pagehide", () => this.send({ kind: "bye" }));
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.setTopics(this.topics);
    });
  }

  setTopics(topics: Iterable<string>): void {
    this.topics = [...topics];
    if (this.fallback !== null) {
      this.fallback.csrfToken = this.csrfToken;
      this.fallback.setTopics(this.topics);
    } else this.send({ kind: "topics", topics: this.topics, csrfToken: this.csrfToken });
  }

  retryNow(): void {
    if (this.fallback !== null) this.fallback.retryNow();
    else this.send({ kind: "retry" });
  }

  changeSession(csrfToken: string | null): void {
    this.csrfToken = csrfToken;
    if (this.fallback !== null) this.fallback.changeSession(csrfToken);
    else this.send({ kind: "session", csrfToken });
  }

  close(): void {
    if (this.fallback !== null) this.fallback.close();
    else this.send({ kind: "bye" });
  }

  private send(message: ToWorker): void {
    this.worker.port.postMessage(message);
  }

  /** The worker learns of this tab's end by a lock it gets then, or by its silence. */
  private keepAlive(): void {
    setInterval(() => this.send({ kind: "ping" }), 20_000);
    if (!("locks" in navigator)) return;
    const name = `spark-tab-${crypto.randomUUID()}`;
    void navigator.locks.request(name, () => {
      this.send({ kind: "lock", name });
      return new Promise<never>(() => undefined);
    });
  }

  private fallBack(): void {
    if (this.fallback !== null) return;
    this.fallback = ownLine(this.listener);
    this.setTopics(this.topics);
  }

  private take(message: ToPage): void {
    if (this.fallback !== null) return;
    if (message.kind === "state") this.listener.onState(message.state);
    else if (message.kind === "updates") this.listener.onUpdates(message.updates);
    else if (message.kind === "event") this.listener.onEvent(message.event);
    else if (message.kind === "gap") this.listener.onGap(message.gap);
    else this.listener.onSession();
  }
}

export function makeLine(listener: PageListener): PageLine {
  if (typeof SharedWorker === "undefined") return ownLine(listener);
  try {
    return new SharedLine(listener);
  } catch {
    return ownLine(listener);
  }
}
