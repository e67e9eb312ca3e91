import type { Appearance } from "@spark/types";

import { getLanguage, setLanguage, type Language } from "@/lib/language";
import { setTimeZone } from "@/lib/time-zone";

export type Looks = {
  language: Language;
  theme: "system" | "light" | "dark" | "contrast";
  palette: Appearance["palette"];
  palette_inverted: boolean;
  time_zone: string;
  density: "comfortable" | "compact" | "ultra";
};

const key = "spark.looks";

const defaults = (): Looks => ({
  language: getLanguage(),
  theme: "dark",
  palette: "default",
  palette_inverted: false,
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  density: "compact",
});

/** What this browser kept; who is logged in has it from the server instead. */
export function storedAppearance(): Looks {
  try {
    return { ...defaults(), ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Looks>) };
  } catch {
    return defaults();
  }
}

let current: Looks | null = null;
export const currentAppearance = (): Looks => current ?? storedAppearance();

/** Of a document of the server only what is a look; null for one that nobody ever kept. */
export function looksOf(settings: Appearance): Looks | null {
  if (settings.version === 0) return null;
  const { language, theme, palette, palette_inverted, time_zone, density } = settings;
  return { language, theme, palette, palette_inverted, time_zone, density };
}

/** Puts language, theme, palette, density and zone on the page, and keeps them in this browser. */
export function applyAppearance(change: Partial<Looks>): void {
  const looks = { ...currentAppearance(), ...change };
  current = looks;
  const isDark = !matchMedia("(prefers-color-scheme: light)").matches;
  const root = document.documentElement;
  root.dataset.theme = looks.theme === "system" ? (isDark ? "dark" : "light") : looks.theme;
  root.dataset.updown = looks.palette;
  root.dataset.inverted = String(looks.palette_inverted);
  root.dataset.density = looks.density;
  setLanguage(looks.language);
  setTimeZone(looks.time_zone);
  try {
    localStorage.setItem(key, JSON.stringify(looks));
  } catch {
    // A browser that keeps nothing still shows everything.
  }
  document.dispatchEvent(new CustomEvent("spark:looks"));
}
