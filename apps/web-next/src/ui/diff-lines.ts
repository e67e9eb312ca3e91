/** What two texts do not share, line by line and inside changed lines word by word. */
export type Piece = { text: string; isChanged: boolean };
export type DiffLine = { kind: "same" | "gone" | "new"; before: number | null; after: number | null; pieces: Piece[] };

type Step = { kind: "same" | "gone" | "new"; a: number; b: number };

/** Myers' shortest edit script. Quadratic only in the number of differences; past `most` of them all is called changed. */
export function editScript(a: readonly string[], b: readonly string[], most = 4_000): Step[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) ++head;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) ++tail;
  const n = a.length - head - tail;
  const m = b.length - head - tail;
  const trace: Array<Map<number, number>> = [];
  const frontier = new Map<number, number>([[1, 0]]);
  let found = n + m === 0 ? 0 : -1;
  for (let d = 0; found < 0 && d <= Math.min(n + m, most); ++d) {
    trace.push(new Map(frontier));
    for (let k = -d; k <= d; k += 2) {
      const goesDown = k === -d || (k !== d && (frontier.get(k - 1) ?? -1) < (frontier.get(k + 1) ?? -1));
      let x = goesDown ? (frontier.get(k + 1) ?? 0) : (frontier.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && a[head + x] === b[head + x - k]) ++x;
      frontier.set(k, x);
      if (x >= n && x - k >= m) {
        found = d;
        break;
      }
    }
  }
  const middle: Step[] = [];
  if (found < 0) {
    for (let x = 0; x < n; ++x) middle.push({ kind: "gone", a: head + x, b: head });
    for (let y = 0; y < m; ++y) middle.push({ kind: "new", a: head + n, b: head + y });
  } else {
    let x = n;
    let y = m;
    for (let d = found; d > 0; --d) {
      const known = trace[d] as Map<number, number>;
      const k = x - y;
      const goesDown = k === -d || (k !== d && (known.get(k - 1) ?? -1) < (known.get(k + 1) ?? -1));
      const before = goesDown ? k + 1 : k - 1;
      const fromX = known.get(before) ?? 0;
      const fromY = fromX - before;
      while (x > fromX && y > fromY) middle.push({ kind: "same", a: head + --x, b: head + --y });
      if (goesDown) middle.push({ kind: "new", a: head + x, b: head + --y });
      else middle.push({ kind: "gone", a: head + --x, b: head + y });
    }
    while (x > 0 && y > 0) middle.push({ kind: "same", a: head + --x, b: head + --y });
    middle.reverse();
  }
  const same = (from: number, to: number, shift: number): Step[] =>
    Array.from({ length: to - from }, (_, index) => ({
      kind: "same" as const,
      a: from + index,
      b: from + index + shift,
    }));
  return [...same(0, head, 0), ...middle, ...same(a.length - tail, a.length, b.length - a.length)];
}

export const linesOf = (text: string): string[] => {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

const wordsOf = (line: string): string[] => line.match(/\s+|[\p{L}\p{N}_.]+|[^\s\p{L}\p{N}_.]/gu) ?? [];

function joined(words: string[], changed: Set<number>): Piece[] {
  const pieces: Piece[] = [];
  words.forEach((text, index) => {
    const isChanged = changed.has(index);
    const last = pieces.at(-1);
    if (last?.isChanged === isChanged) last.text += text;
    else pieces.push({ text, isChanged });
  });
  return pieces;
}

function wordPieces(before: string, after: string): [Piece[], Piece[]] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  const gone = new Set<number>();
  const added = new Set<number>();
  for (const step of editScript(a, b, 200)) {
    if (step.kind === "gone") gone.add(step.a);
    else if (step.kind === "new") added.add(step.b);
  }
  return [joined(a, gone), joined(b, added)];
}

/** Lines of both texts in order; a run of gone lines comes before the run of new ones that replaces it. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const lines: DiffLine[] = [];
  let gone: number[] = [];
  let added: number[] = [];
  const flush = () => {
    const pairs = Math.min(gone.length, added.length);
    const told = Array.from({ length: pairs }, (_, index) =>
      wordPieces(a[gone[index] as number] as string, b[added[index] as number] as string),
    );
    const whole = (text: string): Piece[] => [{ text, isChanged: true }];
    gone.forEach((line, index) =>
      lines.push({ kind: "gone", before: line + 1, after: null, pieces: told[index]?.[0] ?? whole(a[line] as string) }),
    );
    added.forEach((line, index) =>
      lines.push({ kind: "new", before: null, after: line + 1, pieces: told[index]?.[1] ?? whole(b[line] as string) }),
    );
    gone = [];
    added = [];
  };
  for (const step of editScript(a, b)) {
    if (step.kind === "same") {
      flush();
      lines.push({
        kind: "same",
        before: step.a + 1,
        after: step.b + 1,
        pieces: [{ text: a[step.a] as string, isChanged: false }],
      });
    } else if (step.kind === "gone") gone.push(step.a);
    else added.push(step.b);
  }
  flush();
  return lines;
}

/** Rows for two columns: a changed line stands beside the one that replaced it. */
export function sideBySide(lines: DiffLine[]): Array<{ left: DiffLine | null; right: DiffLine | null }> {
  const rows: Array<{ left: DiffLine | null; right: DiffLine | null }> = [];
  for (let at = 0; at < lines.length;) {
    if (lines[at]?.kind === "same") {
      rows.push({ left: lines[at] as DiffLine, right: lines[at] as DiffLine });
      ++at;
      continue;
    }
    const gone: DiffLine[] = [];
    const added: DiffLine[] = [];
    while (lines[at]?.kind === "gone") gone.push(lines[at++] as DiffLine);
    while (lines[at]?.kind === "new") added.push(lines[at++] as DiffLine);
    for (let index = 0; index < Math.max(gone.length, added.length); ++index)
      rows.push({ left: gone[index] ?? null, right: added[index] ?? null });
  }
  return rows;
}

/**
 * Both people's changes of one text put together. Null where both changed the same lines, or lines that touch: that is
 * for a person to decide.
 */
export function mergeThree(base: string, theirs: string, mine: string): string | null {
  const lines = linesOf(base);
  const changes = (other: string) => {
    const b = linesOf(other);
    const found: Array<{ from: number; to: number; put: string[] }> = [];
    let open: { from: number; to: number; put: string[] } | null = null;
    for (const step of editScript(lines, b)) {
      if (step.kind === "same") open = null;
      else {
        if (open === null) found.push((open = { from: step.a, to: step.a, put: [] }));
        if (step.kind === "gone") open.to = step.a + 1;
        else open.put.push(b[step.b] as string);
      }
    }
    return found;
  };
  const first = changes(theirs);
  const second = changes(mine);
  const isSame = (x: (typeof first)[number], y: (typeof first)[number]) =>
    x.from === y.from && x.to === y.to && x.put.join("\n") === y.put.join("\n");
  const own = second.filter((one) => !first.some((other) => isSame(one, other)));
  if (own.some((one) => first.some((other) => one.from <= other.to && other.from <= one.to))) return null;
  const all = [...first, ...own].sort((x, y) => y.from - x.from);
  for (const one of all) lines.splice(one.from, one.to - one.from, ...one.put);
  return `${lines.join("\n")}\n`;
}
