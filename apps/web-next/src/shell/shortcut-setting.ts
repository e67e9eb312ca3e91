import { useSyncExternalStore } from "react";

const key = "spark.shortcuts";
const listeners = new Set<() => void>();

/** Single letters can be turned off (WCAG 2.1.4); Ctrl+K stays. */
export const areShortcutsOn = (): boolean => localStorage.getItem(key) !== "off";

export function setShortcuts(isOn: boolean): void {
  localStorage.setItem(key, isOn ? "on" : "off");
  listeners.forEach((listener) => listener());
}

export const useShortcutsOn = (): boolean =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areShortcutsOn);
