import { useSyncExternalStore } from "react";

type Clock = { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | undefined; subscribe: (listener: () => void) => () => void };
const clocks = new Map<number, Clock>();

/** `subscribe` stays the same function: another one at every drawing would begin the clock anew, and draw again, for ever. */
function clockOf(ms: number): Clock {
  const known = clocks.get(ms);
  if (known !== undefined) return known;
  const clock: Clock = {
    now: Date.now(),
    listeners: new Set(),
    timer: undefined,
    subscribe: (listener) => {
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
  };
  clocks.set(ms, clock);
  return clock;
}

/** This machine's time in ms, told anew every `ms`; all who ask for the same beat share one timer. */
export function useNow(ms: number): number {
  const clock = clockOf(ms);
  return useSyncExternalStore(clock.subscribe, () => clock.now);
}
