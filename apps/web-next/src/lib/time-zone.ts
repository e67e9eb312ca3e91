import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
const formats = new Map<string, Intl.DateTimeFormat>();
let current = "UTC";

export const getTimeZone = (): string => current;

/** An IANA name; one that the browser does not know is taken for UTC. */
export function setTimeZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    current = zone;
  } catch {
    current = "UTC";
  }
  listeners.forEach((listener) => listener());
}

/** What a zone is ahead of UTC at a time, in ms; charts know no zones and are shifted by it. */
export function zoneOffsetMs(time: number, zone: string = current): number {
  if (zone === "UTC") return 0;
  // Making a format costs fifty times what using it does.
  let format = formats.get(zone);
  if (format === undefined)
    formats.set(
      zone,
      (format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" })),
    );
  const parts = format.format(time);
  return Date.parse(`${parts.replace(" ", "T")}Z`) - Math.floor(time / 1000) * 1000;
}

export const useTimeZone = (): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getTimeZone,
    getTimeZone,
  );
