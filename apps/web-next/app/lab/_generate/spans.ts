import { diffLines } from "@/ui/diff-lines";

/** Places in the bytes of a text as places in its UTF-16 units, which is what a page cuts by. */
export function unitsOf(text: string): (byte: number) => number {
  const starts: number[] = [];
  let unit = 0;
  for (const letter of text) {
    const bytes = new TextEncoder().encode(letter).length;
    for (let index = 0; index < bytes; ++index) starts.push(unit);
    unit += letter.length;
  }
  return (byte) => starts[byte] ?? unit;
}

export type Mark = { from: number; to: number; kind: "reason" | "unknown"; index: number };
export type Piece = { text: string; reasons: number[]; isUnknown: boolean };

/** The text cut at every mark's ends; marks may lie over each other. Places are bytes. */
export function piecesOf(text: string, marks: readonly Mark[]): Piece[] {
  const at = unitsOf(text);
  const placed = marks.map((mark) => ({ ...mark, from: at(mark.from), to: at(mark.to) }));
  const cuts = [...new Set([0, text.length, ...placed.flatMap((mark) => [mark.from, mark.to])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index] as number;
    const here = placed.filter((mark) => mark.from < to && mark.to > from);
    return {
      text: text.slice(from, to),
      reasons: here.filter((mark) => mark.kind === "reason").map((mark) => mark.index),
      isUnknown: here.some((mark) => mark.kind === "unknown"),
    };
  });
}

/** Where each line of `before` is in `after` (both counted from 1); a changed line is where its successor stands. */
export function linesAfter(before: string, after: string): (line: number) => number | null {
  if (before === after) return (line) => line;
  const places = new Map<number, number>();
  let gone: number[] = [];
  for (const line of diffLines(before, after)) {
    if (line.kind === "same") {
      gone = [];
      if (line.before !== null && line.after !== null) places.set(line.before, line.after);
    } else if (line.kind === "gone" && line.before !== null) gone.push(line.before);
    else if (line.kind === "new" && line.after !== null) {
      const old = gone.shift();
      if (old !== undefined) places.set(old, line.after);
    }
  }
  return (line) => places.get(line) ?? null;
}
