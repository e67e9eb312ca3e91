import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";

import { getCsrfToken } from "@/lib/api";
import { queries } from "@/lib/query";
import { Line, type Gap, type LineState, type StreamEvent, type Update } from "@/stream/line";

/** The newest value of a topic: `time` is the server's, `heardAt` this machine's, both in ms since 1970. */
export type Latest<T> = { value: T; time: number; heardAt: number };

const latest = new Map<string, Latest<unknown>>();
const topicListeners = new Map<string, Set<() => void>>();
const eventListeners = new Map<string, Set<(event: StreamEvent) => void>>();
const batchListeners = new Map<string, Set<(update: Update) => void>>();
const wanted = new Map<string, number>();
const stateListeners = new Set<() => void>();
let state: LineState = { kind: "connecting" };
let touched = new Set<string>();
let frame = 0;

const covers = (subscription: string, topic: string): boolean =>
  subscription === topic || (subscription.endsWith(".*") && topic.startsWith(subscription.slice(0, -1)));

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
    touched.add(update.topic);
    batchListeners.forEach((listeners, subscription) => {
      if (covers(subscription, update.topic)) listeners.forEach((listener) => listener(update));
    });
  }
  frame ||= requestAnimationFrame(flush);
}

const line = new Line({
  onState: (next) => {
    state = next;
    stateListeners.forEach((listener) => listener());
  },
  onUpdates: take,
  onEvent: (event) =>
    eventListeners.forEach((listeners, subscription) => {
      if (covers(subscription, event.topic)) listeners.forEach((listener) => listener(event));
    }),
  // Something was lost: what is on the screen is read anew.
  onGap: (_gap: Gap) => void queries.invalidateQueries(),
});

let isPlanned = false;
/** Topics of one turn of the page's work are sent together. */
function plan(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    line.csrfToken = getCsrfToken();
    line.setTopics(wanted.keys());
  }, 0);
}

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
  useEffect(
    () => (topic === null ? undefined : listen(batchListeners, topic, (update: Update) => ref.current(update))),
    [topic],
  );
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

export const retryLine = (): void => line.retryNow();
