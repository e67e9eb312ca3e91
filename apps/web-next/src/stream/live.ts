import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";

import { getCsrfToken } from "@/lib/api";
import { queries } from "@/lib/query";
import { holdEvent, holdUpdates, onRelease } from "@/stream/freeze";
import type { LineState, StreamEvent, Update } from "@/stream/line";
import { makeLine, type PageLine } from "@/stream/shared-line";
import { covers, heardWhileHidden, merged } from "@/stream/topics";
import { useNow } from "@/ui/use-now";

/** The newest value of a topic: `time` is the server's, `heardAt` this machine's, both in ms since 1970. */
export type Latest<T> = { value: T; time: number; heardAt: number };

const latest = new Map<string, Latest<unknown>>();
/** As `latest`, with the newest rows of topics that bring lists: for who begins to listen later than another part of the page. */
const recent = new Map<string, Update>();
const topicListeners = new Map<string, Set<() => void>>();
const eventListeners = new Map<string, Set<(event: StreamEvent) => void>>();
const batchListeners = new Map<string, Set<(update: Update) => void>>();
const wanted = new Map<string, number>();
const stateListeners = new Set<() => void>();
let state: LineState = { kind: "connecting" };
/** From a failure until the line is live again: trying anew in between changes nothing. */
let isLost = false;
let touched = new Set<string>();
let frame = 0;

/** Listeners are told once a frame, however many updates came. */
function flush(): void {
  frame = 0;
  const topics = touched;
  touched = new Set();
  for (const topic of topics) topicListeners.get(topic)?.forEach((listener) => listener());
}

function take(updates: Update[]): void {
  const heardAt = Date.now();
  for (const update of updates) {
    latest.set(update.topic, { value: update.value, time: update.time, heardAt });
    recent.set(update.topic, { ...update, value: merged(recent.get(update.topic)?.value, update.value) });
    touched.add(update.topic);
    batchListeners.forEach((listeners, subscription) => {
      if (covers(subscription, update.topic)) listeners.forEach((listener) => listener(update));
    });
  }
  frame ||= requestAnimationFrame(flush);
}

function tell(event: StreamEvent): void {
  eventListeners.forEach((listeners, subscription) => {
    if (covers(subscription, event.topic)) listeners.forEach((listener) => listener(event));
  });
}

onRelease((held) => held.forEach((one) => (one.kind === "update" ? take([one.update]) : tell(one.event))));

let line: PageLine | null = null;
const theLine = (): PageLine =>
  (line ??= makeLine({
    onState: (next) => {
      state = next;
      if (next.kind === "live") {
        isLost = false;
        recent.clear();
      } else if (next.kind !== "connecting") isLost = true;
      // Who I am may have changed: the answer says whether the session has ended.
      if (next.kind === "refused" && (next.status === 401 || next.status === 403)) refreshSession();
      stateListeners.forEach((listener) => listener());
    },
    onUpdates: (updates) => take(holdUpdates(updates)),
    onEvent: (event) => {
      if (!holdEvent(event)) tell(event);
    },
    // Something was lost: what is on the screen is read anew.
    onGap: () => void queries.invalidateQueries(),
    onSession: () => void queries.invalidateQueries(),
  }));

function refreshSession(): void {
  void queries.invalidateQueries({ queryKey: ["/api/v1/session"] });
}

let isPlanned = false;
let wasHidden = false;
/** Topics of one turn of the page's work are sent together. */
function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    const topics = [...wanted.keys()];
    const heard = document.hidden ? topics.filter((topic) => heardWhileHidden.has(topic)) : topics;
    for (const topic of recent.keys()) if (!heard.some((one) => covers(one, topic))) recent.delete(topic);
    theLine().csrfToken = getCsrfToken();
    theLine().setTopics(heard);
  }, 0);
}

document.addEventListener("visibilitychange", () => {
  plan();
  // Events of topics that were not heard meanwhile are not replayed.
  if (!document.hidden && wasHidden) void queries.invalidateQueries();
  if (!document.hidden && state.kind === "refused") retryLine();
  wasHidden = document.hidden;
});

/** After a login or logout: the line is opened anew as the new user, also in the other tabs. */
export const changeLineSession = (): void => theLine().changeSession(getCsrfToken());

function want(topic: string): () => void {
  wanted.set(topic, (wanted.get(topic) ?? 0) + 1);
  plan();
  return () => {
    const count = (wanted.get(topic) ?? 1) - 1;
    if (count > 0) wanted.set(topic, count);
    else wanted.delete(topic);
    plan();
  };
}

function listen<T>(table: Map<string, Set<T>>, topic: string, listener: T): () => void {
  const listeners = table.get(topic) ?? new Set<T>();
  listeners.add(listener);
  table.set(topic, listeners);
  const release = want(topic);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) table.delete(topic);
    release();
  };
}

/** The newest value of an exact topic, at most once a frame; undefined until there is one. `null` listens to nothing. */
export function useTopic<T>(topic: string | null): Latest<T> | undefined {
  const subscribe = useCallback(
    (listener: () => void) => (topic === null ? () => undefined : listen(topicListeners, topic, listener)),
    [topic],
  );
  const read = () => (topic === null ? undefined : (latest.get(topic) as Latest<T> | undefined));
  return useSyncExternalStore(subscribe, read, read);
}

/** Every update of a topic or `prefix.*` as it comes: for charts and tables that write to the screen themselves. */
export function useUpdates(topic: string | null, handler: (update: Update) => void): void {
  const ref = useRef(handler);
  ref.current = handler;
  useEffect(() => {
    if (topic === null) return undefined;
    const release = listen(batchListeners, topic, (update: Update) => ref.current(update));
    // Another part of the page listens already: the server says nothing again.
    for (const update of recent.values()) if (covers(topic, update.topic)) ref.current(update);
    return release;
  }, [topic]);
}

/** Every lossless event of a topic or `prefix.*`, once and in order. */
export function useStreamEvents(topic: string | null, handler: (event: StreamEvent) => void): void {
  const ref = useRef(handler);
  ref.current = handler;
  useEffect(
    () => (topic === null ? undefined : listen(eventListeners, topic, (event: StreamEvent) => ref.current(event))),
    [topic],
  );
}

export function useLineState(): LineState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    () => state,
  );
}

export const retryLine = (): void => theLine().retryNow();

export type Staleness = { isStale: boolean; ageMs: number };

/** Whether a value is older than three times its expected interval, or the line that would bring a newer one is not live. */
export function useStale(value: { heardAt: number } | undefined, expectedMs: number): Staleness {
  const now = useNow(1_000);
  const line = useLineState();
  // Nothing has come yet: only a line that failed makes that old.
  if (value === undefined) return { isStale: isLost, ageMs: 0 };
  const ageMs = Math.max(0, now - value.heardAt);
  return { isStale: line.kind !== "live" || ageMs > 3 * expectedMs, ageMs };
}
