import type { Gap, LineLike, LineListener, LineState, StreamEvent, Update } from "@/stream/line";
import { covers, merged, unionOf } from "@/stream/topics";

export type ToWorker =
  | { kind: "topics"; topics: string[]; csrfToken: string | null }
  | { kind: "session"; csrfToken: string | null }
  | { kind: "retry" }
  | { kind: "ping" }
  /** A Web Lock the tab holds for as long as it lives. */
  | { kind: "lock"; name: string }
  | { kind: "bye" };

export type ToPage =
  | { kind: "state"; state: LineState }
  | { kind: "updates"; updates: Update[] }
  | { kind: "event"; event: StreamEvent }
  | { kind: "gap"; gap: Gap }
  /** Somebody logged in or out in another tab. */
  | { kind: "session" };

export type Post = (message: ToPage) => void;
type Member = { post: Post; topics: string[]; heardAt: number; holdsLock: boolean };

/** Browsers slow a hidden tab's timers down to one a minute: a tab is given up after two and a half. */
const silentTabMs = 150_000;

/** One line for all tabs: what any of them wants is subscribed to, and each is given only what it asked for. */
export class Switchboard {
  private readonly members = new Map<number, Member>();
  private readonly latest = new Map<string, Update>();
  private readonly line: LineLike;
  private state: LineState = { kind: "connecting" };
  private union: string[] = [];
  private next = 1;

  constructor(makeLine: (listener: LineListener) => LineLike) {
    this.line = makeLine({
      onState: (state) => {
        this.state = state;
        // A new line begins with the newest values of every topic.
        if (state.kind === "live") this.latest.clear();
        this.everybody({ kind: "state", state });
      },
      onUpdates: (updates) => this.hand(updates),
      onEvent: (event) => this.toListeners(event.topic, { kind: "event", event }),
      onGap: (gap) => this.everybody({ kind: "gap", gap }),
    });
  }

  join(post: Post): number {
    const id = this.next++;
    this.members.set(id, { post, topics: [], heardAt: Date.now(), holdsLock: false });
    post({ kind: "state", state: this.state });
    return id;
  }

  leave(id: number): void {
    if (this.members.delete(id)) this.subscribe();
  }

  take(id: number, message: ToWorker): void {
    const member = this.members.get(id);
    if (member === undefined) return;
    member.heardAt = Date.now();
    if (message.kind === "topics") this.wish(member, message.topics, message.csrfToken);
    else if (message.kind === "retry") this.line.retryNow();
    else if (message.kind === "bye") this.wish(member, [], this.line.csrfToken);
    else if (message.kind === "lock") member.holdsLock = true;
    else if (message.kind === "session") {
      this.line.csrfToken = message.csrfToken;
      if (this.union.length > 0) this.line.retryNow();
      for (const other of this.members.values()) if (other !== member) other.post({ kind: "session" });
    }
  }

  /** Tabs that ended without a word, where there are no Web Locks to tell it. */
  sweep(now: number): void {
    for (const [id, member] of this.members)
      if (!member.holdsLock && now - member.heardAt > silentTabMs) this.leave(id);
  }

  private wish(member: Member, topics: string[], csrfToken: string | null): void {
    const before = member.topics;
    member.topics = topics;
    this.line.csrfToken = csrfToken;
    // What the line already brings is not said again by the server: the newest values are kept here.
    const known = [...this.latest.values()].filter(
      (update) => topics.some((one) => covers(one, update.topic)) && !before.some((one) => covers(one, update.topic)),
    );
    this.subscribe();
    if (known.length > 0) member.post({ kind: "updates", updates: known });
  }

  private subscribe(): void {
    const union = unionOf([...this.members.values()].map((member) => member.topics));
    if (union.length === this.union.length && union.every((topic, index) => topic === this.union[index])) return;
    this.union = union;
    for (const topic of this.latest.keys()) if (!union.some((one) => covers(one, topic))) this.latest.delete(topic);
    if (union.length === 0) this.line.close();
    else this.line.setTopics(union);
  }

  private hand(updates: Update[]): void {
    for (const update of updates)
      this.latest.set(update.topic, { ...update, value: merged(this.latest.get(update.topic)?.value, update.value) });
    for (const member of this.members.values()) {
      const own = updates.filter((update) => member.topics.some((one) => covers(one, update.topic)));
      if (own.length > 0) member.post({ kind: "updates", updates: own });
    }
  }

  private toListeners(topic: string, message: ToPage): void {
    for (const member of this.members.values())
      if (member.topics.some((one) => covers(one, topic))) member.post(message);
  }

  private everybody(message: ToPage): void {
    for (const member of this.members.values()) member.post(message);
  }
}
