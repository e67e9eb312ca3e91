import { useSyncExternalStore } from "react";

export type Step = "language" | "log_in" | "see" | "run";
type Kept = { done: Step[]; isDismissed: boolean };

const key = "spark.checklist";
const listeners = new Set<() => void>();
let kept: Kept | null = null;

function read(): Kept {
  if (kept !== null) return kept;
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Kept>;
    kept = { done: Array.isArray(found.done) ? found.done : [], isDismissed: found.isDismissed === true };
  } catch {
    kept = { done: [], isDismissed: false };
  }
  return kept;
}

function write(next: Kept): void {
  kept = next;
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // Then it is asked again at the next visit.
  }
  listeners.forEach((listener) => listener());
}

export function markStep(step: Step): void {
  const before = read();
  if (!before.done.includes(step)) write({ ...before, done: [...before.done, step] });
}

export const dismissChecklist = (): void => write({ ...read(), isDismissed: true });

export const useChecklist = (): Kept =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
