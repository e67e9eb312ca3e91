import type { Ticker } from "@spark/types";

import { isGrey, type Freshness } from "@/stream/freshness";

/** Flash at most three times a second (WCAG 2.3.1); the tint stays 150 ms, at most 400. */
const flashEveryMs = 334;
const flashMs = 150;
const slowMs = 250;

export type CellWriter = (ticker: Ticker) => string;
type CellLook = {
  write: CellWriter;
  /** The cell is tinted when this number changes. */
  flashes?: (ticker: Ticker) => number;
  /** Written at most four times a second: what nobody reads as fast as the price. */
  isSlow?: boolean;
  /** Its sign gives the cell's colour, beside an arrow in the text. */
  way?: (ticker: Ticker) => number;
};
type Cell = CellLook & { element: HTMLElement; last: number; flashedAt: number };

/**
 * Cells that are written straight into the page, once a frame, and only where the text has changed and the cell is there: a table of live
 * prices without drawing rows anew.
 */
export class LiveCells {
  private readonly cells = new Map<string, Set<Cell>>();
  private readonly latest = new Map<string, Ticker>();
  private readonly heardAt = new Map<string, number>();
  private readonly fresh = new Map<string, Freshness>();
  private touched = new Set<string>();
  private touchedSlow = new Set<string>();
  private frame = 0;
  private slowAt = -Infinity;
  private flashed: Cell[] = [];
  private trail: ReturnType<typeof setTimeout> | undefined;
  mayFlash = !matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Shows a market's newest ticker in an element from now on; the answer ends it. */
  add(key: string, element: HTMLElement, look: CellLook): () => void {
    const cell: Cell = { ...look, element, last: NaN, flashedAt: 0 };
    const cells = this.cells.get(key) ?? new Set();
    cells.add(cell);
    this.cells.set(key, cells);
    const ticker = this.latest.get(key);
    if (ticker !== undefined) put(cell, ticker);
    this.mark(key, cell);
    return () => void cells.delete(cell);
  }

  set(key: string, ticker: Ticker): void {
    this.latest.set(key, ticker);
    this.touch(key);
  }

  private touch(key: string): void {
    this.touched.add(key);
    this.touchedSlow.add(key);
    this.frame ||= requestAnimationFrame((now) => this.draw(now));
  }

  get(key: string): Ticker | undefined {
    return this.latest.get(key);
  }

  /** As `set`, of a value that the stream has just told. */
  hear(key: string, ticker: Ticker): void {
    this.heardAt.set(key, Date.now());
    this.set(key, ticker);
  }

  heard(key: string): number | undefined {
    return this.heardAt.get(key);
  }

  /** Whether a market's values are of now: asked twice a second, not with each price. */
  judge(key: string, freshness: Freshness): void {
    this.fresh.set(key, freshness);
    for (const cell of this.cells.get(key) ?? []) this.mark(key, cell);
    this.touch(key);
  }

  freshness(key: string): Freshness | undefined {
    return this.fresh.get(key);
  }

  private mark(key: string, cell: Cell): void {
    const freshness = this.fresh.get(key);
    if (freshness === undefined) return;
    const grey = String(isGrey(freshness));
    if (cell.element.dataset.stale !== grey) cell.element.dataset.stale = grey;
    if (cell.element.dataset.freshness !== freshness.kind) cell.element.dataset.freshness = freshness.kind;
  }

  end(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.trail);
    this.frame = 0;
    this.trail = undefined;
  }

  /** All of it in one frame: slow cells and tints that are over wait for the next one that is drawn anyway, or a quarter of a second. */
  private draw(now: number): void {
    this.frame = 0;
    const isSlowDue = now - this.slowAt >= slowMs;
    const over = this.flashed.filter((cell) => now - cell.flashedAt >= flashMs);
    for (const cell of over) delete cell.element.dataset.flash;
    if (over.length > 0) this.flashed = this.flashed.filter((cell) => now - cell.flashedAt < flashMs);
    this.write(this.touched, (cell) => !cell.isSlow, now);
    if (isSlowDue) {
      this.slowAt = now;
      this.write(this.touchedSlow, (cell) => cell.isSlow === true, now);
    }
    if (this.flashed.length > 0 || this.touchedSlow.size > 0)
      this.trail ??= setTimeout(() => {
        this.trail = undefined;
        this.frame ||= requestAnimationFrame((next) => this.draw(next));
      }, slowMs);
  }

  private write(keys: Set<string>, isWanted: (cell: Cell) => boolean, now: number): void {
    for (const key of keys) {
      const ticker = this.latest.get(key);
      if (ticker === undefined) continue;
      for (const cell of this.cells.get(key) ?? []) {
        if (!isWanted(cell)) continue;
        const hasChanged = put(cell, ticker);
        if (cell.flashes !== undefined) this.flash(cell, cell.flashes(ticker), hasChanged, now);
      }
    }
    keys.clear();
  }

  private flash(cell: Cell, value: number, hasChanged: boolean, now: number): void {
    const before = cell.last;
    cell.last = value;
    if (
      !this.mayFlash ||
      !hasChanged ||
      Number.isNaN(before) ||
      before === value ||
      now - cell.flashedAt < flashEveryMs
    )
      return;
    cell.flashedAt = now;
    cell.element.dataset.flash = value > before ? "up" : "down";
    this.flashed.push(cell);
  }
}

function put(cell: Cell, ticker: Ticker): boolean {
  const text = cell.write(ticker);
  if (cell.way !== undefined) {
    const way = cell.way(ticker) > 0 ? "up" : cell.way(ticker) < 0 ? "down" : "even";
    if (cell.element.dataset.way !== way) cell.element.dataset.way = way;
  }
  const node = cell.element.firstChild;
  if (node instanceof Text) {
    if (node.data === text) return false;
    node.data = text;
  } else {
    if (cell.element.textContent === text) return false;
    cell.element.textContent = text;
  }
  return true;
}
