import { Fragment, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { defineWords, useWords } from "@/lib/words";
import { IconButton } from "@/ui/button";
import { diffLines, sideBySide, type DiffLine } from "@/ui/diff-lines";

const words = defineWords({
  equal: ["The texts are equal.", "Metinler aynı."],
  changes: [{ one: "{count} change", other: "{count} changes" }, "{count} değişiklik"],
  next: ["Next change (n)", "Sonraki değişiklik (n)"],
  previous: ["Previous change (p)", "Önceki değişiklik (p)"],
  side: ["Side by side", "Yan yana"],
  unified: ["One column", "Tek sütun"],
  hidden: [{ one: "{count} equal line", other: "{count} equal lines" }, "{count} aynı satır"],
  gone: ["Removed", "Çıkan"],
  added: ["Added", "Eklenen"],
});

type Row = { left: DiffLine | null; right: DiffLine | null };
type Part = { kind: "rows"; rows: Row[]; change: number | null } | { kind: "fold"; rows: Row[] };

/** Runs of changed rows, numbered, between runs of equal ones of which only three lines on each side are shown. */
function partsOf(rows: Row[], context = 3): Part[] {
  const parts: Part[] = [];
  let number = 0;
  for (let at = 0; at < rows.length;) {
    const isSame = (row: Row | undefined) => row?.left?.kind === "same";
    const from = at;
    const same = isSame(rows[at]);
    while (at < rows.length && isSame(rows[at]) === same) ++at;
    const run = rows.slice(from, at);
    if (!same) parts.push({ kind: "rows", rows: run, change: number++ });
    else {
      const first = from === 0 ? 0 : context;
      const last = at === rows.length ? 0 : context;
      if (run.length <= first + last + 2) parts.push({ kind: "rows", rows: run, change: null });
      else {
        if (first > 0) parts.push({ kind: "rows", rows: run.slice(0, first), change: null });
        parts.push({ kind: "fold", rows: run.slice(first, run.length - last) });
        if (last > 0) parts.push({ kind: "rows", rows: run.slice(run.length - last), change: null });
      }
    }
  }
  return parts;
}

const tint = {
  same: "",
  gone: "bg-[color-mix(in_srgb,var(--crit)_14%,transparent)]",
  new: "bg-[color-mix(in_srgb,var(--ok)_14%,transparent)]",
};
const strong = {
  same: "",
  gone: "bg-[color-mix(in_srgb,var(--crit)_38%,transparent)] line-through decoration-1",
  new: "bg-[color-mix(in_srgb,var(--ok)_34%,transparent)] font-semibold",
};

function Line({ line, side }: { line: DiffLine | null; side: "left" | "right" }) {
  const say = useWords(words);
  if (line === null)
    return (
      <>
        <span className="bg-surface-2" />
        <span className="bg-surface-2" />
      </>
    );
  const sign = { same: " ", gone: "−", new: "+" }[line.kind];
  return (
    <>
      <span className={`px-2 text-right text-text-3 select-none ${tint[line.kind]}`}>
        {side === "left" ? (line.before ?? line.after) : (line.after ?? line.before)}
      </span>
      <span className={`min-w-0 pr-2 break-words whitespace-pre-wrap ${tint[line.kind]}`}>
        <span className="inline-block w-4 select-none" aria-hidden>
          {sign}
        </span>
        {line.kind !== "same" && <span className="sr-only">{say(line.kind === "gone" ? "gone" : "added")} </span>}
        {line.pieces.map((piece, index) => (
          <span key={index} className={piece.isChanged ? strong[line.kind] : ""}>
            {piece.text}
          </span>
        ))}
      </span>
    </>
  );
}

type DiffViewProps = { label: string; before: string; after: string; beforeTitle: ReactNode; afterTitle: ReactNode };

/** Two texts beside or under each other; `n` and `p` (or the buttons) go from change to change. */
export function DiffView({ label, before, after, beforeTitle, afterTitle }: DiffViewProps) {
  const say = useWords(words);
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const [isWide, setWide] = useState(() =>
    typeof matchMedia === "function" ? matchMedia("(min-width: 1100px)").matches : true,
  );
  const [current, setCurrent] = useState(-1);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const rows = useMemo<Row[]>(
    () => (isWide ? sideBySide(lines) : lines.map((line) => ({ left: line, right: null }))),
    [lines, isWide],
  );
  const parts = useMemo(() => partsOf(rows), [rows]);
  const count = parts.filter((part) => part.kind === "rows" && part.change !== null).length;
  useEffect(() => setCurrent(-1), [before, after]);
  useEffect(() => {
    body.current?.querySelector("[data-current]")?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  const go = (step: number) =>
    setCurrent((now) => (count === 0 ? -1 : now < 0 ? (step > 0 ? 0 : count - 1) : (now + step + count) % count));
  const press = (event: KeyboardEvent) => {
    if (event.key !== "n" && event.key !== "p") return;
    event.preventDefault();
    go(event.key === "n" ? 1 : -1);
  };
  if (count === 0) return <p className="m-0 p-3 text-text-2">{say("equal")}</p>;
  const grid = isWide ? "grid-cols-[auto_minmax(0,1fr)_auto_minmax(0,1fr)]" : "grid-cols-[auto_minmax(0,1fr)]";
  return (
    <section
      aria-label={label}
      tabIndex={0}
      onKeyDown={press}
      className="flex min-w-0 flex-col rounded-md border border-line"
    >
      <header className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-2 py-1 text-sm">
        <span>
          {beforeTitle} → {afterTitle} ·{" "}
          <span aria-live="polite">{current < 0 ? say("changes", { count }) : `${current + 1} / ${count}`}</span>
        </span>
        <span className="flex items-center gap-1">
          <button
            type="button"
            className="min-h-6 rounded-md px-2 text-text-2 hover:bg-surface-3"
            onClick={() => setWide(!isWide)}
          >
            {say(isWide ? "unified" : "side")}
          </button>
          <IconButton icon="up" label={say("previous")} onClick={() => go(-1)} />
          <IconButton icon="down" label={say("next")} onClick={() => go(1)} />
        </span>
      </header>
      <div ref={body} lang="en" translate="no" className="max-h-[60dvh] overflow-auto font-mono text-sm">
        {parts.map((part, index) => {
          if (part.kind === "fold" && !opened.has(index))
            return (
              <button
                key={index}
                type="button"
                onClick={() => setOpened(new Set([...opened, index]))}
                className="block min-h-6 w-full bg-surface-2 px-2 text-left font-sans text-text-3 hover:text-text"
              >
                {say("hidden", { count: part.rows.length })}
              </button>
            );
          const isCurrent = part.kind === "rows" && part.change !== null && part.change === current;
          return (
            <div
              key={index}
              data-current={isCurrent || undefined}
              className={`grid ${grid} ${isCurrent ? "outline-2 -outline-offset-2 outline-accent" : ""}`}
            >
              {part.rows.map((row, at) => (
                <Fragment key={at}>
                  <Line line={row.left} side="left" />
                  {isWide && <Line line={row.right} side="right" />}
                </Fragment>
              ))}
            </div>
          );
        })}
      </div>
    </section>
  );
}
