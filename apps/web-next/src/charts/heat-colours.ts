export type Rgb = readonly [number, number, number];

// Every eighth of cividis (Nuñez, Anderton, Renslow 2018, PLOS ONE 13(7)): even in lightness, also for the colour blind.
const cividis: readonly Rgb[] = [
  [0, 34, 78],
  [26, 56, 111],
  [67, 78, 108],
  [97, 101, 111],
  [125, 124, 120],
  [155, 148, 118],
  [188, 174, 108],
  [222, 201, 88],
  [254, 232, 56],
];

// Blue for losses, white around nothing, orange for gains.
const diverging: readonly Rgb[] = [
  [5, 70, 148],
  [66, 133, 201],
  [155, 195, 230],
  [246, 246, 246],
  [252, 196, 131],
  [230, 130, 40],
  [165, 74, 0],
];

function between(stops: readonly Rgb[], part: number): Rgb {
  const place = Math.min(1, Math.max(0, part)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[index] ?? stops[0], stops[index + 1] ?? stops[0]];
  if (from === undefined || to === undefined) return [0, 0, 0];
  const mix = (k: 0 | 1 | 2) => Math.round(from[k] + (to[k] - from[k]) * (place - index));
  return [mix(0), mix(1), mix(2)];
}

/** From the smallest to the largest value; signed ones stand even on both sides of 0. */
export type Scale = { least: number; most: number; isSigned: boolean };

export function scaleOf(values: Iterable<number>): Scale | null {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return null;
  return { least, most, isSigned: least < 0 && most > 0 };
}

/** Where a value stands on its scale, 0 to 1. */
export function partOf(scale: Scale, value: number): number {
  if (scale.isSigned) {
    const reach = Math.max(-scale.least, scale.most);
    return 0.5 + value / reach / 2;
  }
  return scale.most === scale.least ? 0.5 : (value - scale.least) / (scale.most - scale.least);
}

export const colourOf = (scale: Scale, value: number): Rgb =>
  between(scale.isSigned ? diverging : cividis, partOf(scale, value));

/** Black or white, whichever is read better on the colour (relative luminance of WCAG 2). */
export function inkOn([r, g, b]: Rgb): "#000" | "#fff" {
  const linear = (part: number) => (part <= 10 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179 ? "#000" : "#fff";
}

export const cssOf = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

/** Steps of the scale for a legend, smallest first. */
export function legendOf(scale: Scale, steps = 24): { colour: string; value: number }[] {
  const reach = Math.max(-scale.least, scale.most);
  const [from, to] = scale.isSigned ? [-reach, reach] : [scale.least, scale.most];
  return Array.from({ length: steps }, (_, index) => {
    const value = from + ((to - from) * index) / (steps - 1);
    return { colour: cssOf(colourOf(scale, value)), value };
  });
}
