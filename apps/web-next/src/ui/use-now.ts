import { useSyncExternalStore } from "react";

/** `subscribe` is made once: a new one with each drawing would begin the clock anew, and so draw again, without end. */
type Clock = { subscribe: (listener: () => void) => () => void; now: () => number };
const clocks = new Map<number, Clock>();

function makeClock(ms: number): Clock {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    now: () => now,
    subscribe: (listener) => {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          listeners.forEach((one) => one());
        }, ms);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}

/** This machine's time in ms, told anew every `ms`; all who ask for the same beat share one timer. */
export function useNow(ms: number): number {
  let clock = clocks.get(ms);
  if (clock === undefined) clocks.set(ms, (clock = makeClock(ms)));
  return useSyncExternalStore(clock.subscribe, clock.now);
}
