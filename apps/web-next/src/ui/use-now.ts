import { useSyncExternalStore } from "react";

type Clock = { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | undefined };
const clocks = new Map<number, Clock>();

function clockOf(ms: number): Clock {
  let clock = clocks.get(ms);
  if (clock === undefined) clocks.set(ms, (clock = { now: Date.now(), listeners: new Set(), timer: undefined }));
  return clock;
}

/** This machine's time in ms, told anew every `ms`; all who ask for the same beat share one timer. */
export function useNow(ms: number): number {
  const clock = clockOf(ms);
  return useSyncExternalStore(
    (listener) => {
      if (clock.listeners.size === 0) {
        clock.now = Date.now();
        clock.timer = setInterval(() => {
          clock.now = Date.now();
          clock.listeners.forEach((one) => one());
        }, ms);
      }
      clock.listeners.add(listener);
      return () => {
        clock.listeners.delete(listener);
        if (clock.listeners.size === 0) clearInterval(clock.timer);
      };
    },
    () => clock.now,
  );
}
