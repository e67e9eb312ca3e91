import { useSyncExternalStore } from "react";

import type { StreamEvent, Update } from "@/stream/line";
import { heardWhileHidden, merged } from "@/stream/topics";

type Held = { kind: "update"; update: Update } | { kind: "event"; event: StreamEvent };
type Frozen = { isFrozen: boolean; count: number };

/** Beyond this only the newest value of each topic is kept; events are all kept. */
const heldMax = 20_000;

let state: Frozen = { isFrozen: false, count: 0 };
let held: Held[] = [];
let release: (held: Held[]) => void = () => undefined;
const listeners = new Set<() => void>();

function become(next: Frozen): void {
  state = next;
  listeners.forEach((listener) => listener());
}

export const onRelease = (take: (held: Held[]) => void): void => void (release = take);

/** A frozen screen never hides how the server is: status and jobs go on. */
const passes = (topic: string): boolean => heardWhileHidden.has(topic) || topic.startsWith("job.");

function thin(): void {
  const newest = new Map<string, Held & { kind: "update" }>();
  const kept: Held[] = [];
  for (const one of held) {
    if (one.kind === "event") kept.push(one);
    else {
      const before = newest.get(one.update.topic)?.update.value;
      newest.set(one.update.topic, {
        kind: "update",
        update: { ...one.update, value: merged(before, one.update.value) },
      });
    }
  }
  held = [...newest.values(), ...kept];
}

/** What is shown now; the rest waits until the screen is let go. */
export function holdUpdates(updates: Update[]): Update[] {
  if (!state.isFrozen) return updates;
  const shown = updates.filter((update) => passes(update.topic));
  for (const update of updates) if (!passes(update.topic)) held.push({ kind: "update", update });
  if (held.length > heldMax) thin();
  if (updates.length > shown.length) become({ isFrozen: true, count: state.count + updates.length - shown.length });
  return shown;
}

/** True: the event waits. */
export function holdEvent(event: StreamEvent): boolean {
  if (!state.isFrozen || passes(event.topic)) return false;
  held.push({ kind: "event", event });
  become({ isFrozen: true, count: state.count + 1 });
  return true;
}

export function setFrozen(isFrozen: boolean): void {
  if (isFrozen === state.isFrozen) return;
  become({ isFrozen, count: 0 });
  if (isFrozen) return;
  const waiting = held;
  held = [];
  release(waiting);
}

export const isFrozen = (): boolean => state.isFrozen;

export const useFrozen = (): Frozen =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
