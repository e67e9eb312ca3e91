/** The page's colours as the canvas needs them. */
export type ChartColours = Record<
  | "rise"
  | "fall"
  | "text"
  | "text2"
  | "text3"
  | "line"
  | "strong"
  | "surface"
  | "surface2"
  | "accent"
  | "warn"
  | "paper"
  | "ok",
  string
>;

const variables: Record<keyof ChartColours, string> = {
  rise: "--rise",
  fall: "--fall",
  text: "--text",
  text2: "--text-2",
  text3: "--text-3",
  line: "--border",
  strong: "--border-strong",
  surface: "--surface",
  surface2: "--surface-2",
  accent: "--accent",
  warn: "--warn",
  paper: "--env-paper",
  ok: "--ok",
};

export function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim() || "#808080";
  return Object.fromEntries(Object.entries(variables).map(([key, name]) => [key, read(name)])) as ChartColours;
}

/** `#rrggbb` with an opacity. */
export function faded(colour: string, opacity: number): string {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  return hex === undefined
    ? colour
    : `#${hex}${Math.round(opacity * 255)
        .toString(16)
        .padStart(2, "0")}`;
}

/** Calls back when theme or palette have changed. */
export function onColours(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "data-updown", "data-inverted"],
  });
  return () => observer.disconnect();
}
