import { useSyncExternalStore } from "react";

export type Language = "en" | "tr";

const listeners = new Set<() => void>();
let current: Language = typeof document !== "undefined" && document.documentElement.lang === "tr" ? "tr" : "en";

export const getLanguage = (): Language => current;

/** The tag for Intl: British dates in English. */
export const languageTag = (language: Language): string => (language === "tr" ? "tr-TR" : "en-GB");

/** Changes the page's language at once; keeping it for the user is the settings' business. */
export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLanguage = (): Language => useSyncExternalStore(subscribe, getLanguage, getLanguage);
