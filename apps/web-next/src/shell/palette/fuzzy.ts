const turkish: Record<string, string> = { ı: "i", İ: "i", I: "i" };

/** Letters as a keyboard without Turkish ones types them: `Işık` and `isik` are the same. */
export const fold = (text: string): string =>
  text
    .replace(/[ıİI]/g, (letter) => turkish[letter] as string)
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** How well `query` is found in `text` letter by letter; null when it is not. Beginnings of words and runs count most. */
export function score(query: string, text: string): number | null {
  const wanted = fold(query).replace(/\s+/g, "");
  const letters = fold(text);
  if (wanted === "") return 0;
  const whole = letters.indexOf(fold(query).trim());
  if (whole >= 0)
    return (
      1_000 -
      whole -
      letters.length / 100 +
      (whole === 0 ? 500 : /[\s/_.:-]/.test(letters[whole - 1] as string) ? 250 : 0)
    );
  let points = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = letters.indexOf(letter, at + 1);
    if (next < 0) return null;
    const isBegin = next === 0 || /[\s/_.:-]/.test(letters[next - 1] as string);
    points += next === at + 1 ? 8 : isBegin ? 6 : -Math.min(next - at, 10) / 2;
    at = next;
  }
  // Letters strewn over a long text are no find.
  return points >= wanted.length ? points : null;
}

/** The best first; ties stay in their order. */
export function best<T>(query: string, items: T[], textOf: (item: T) => string, limit: number): T[] {
  if (query.trim() === "") return items.slice(0, limit);
  return items
    .map((item, index) => ({ item, index, points: score(query, textOf(item)) }))
    .filter((one): one is { item: T; index: number; points: number } => one.points !== null)
    .sort((a, b) => b.points - a.points || a.index - b.index)
    .slice(0, limit)
    .map((one) => one.item);
}
