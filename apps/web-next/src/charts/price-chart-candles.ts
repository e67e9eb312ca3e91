/** Exact decimal texts of one bar: what the read-out and the table show. */
export type CandleTexts = { open: string; high: string; low: string; close: string; volume: string };

/** Bars as columns of numbers for drawing; `times` are openings in ms since 1970, rising. */
export type Candles = {
  times: ArrayLike<number>;
  opens: ArrayLike<number>;
  highs: ArrayLike<number>;
  lows: ArrayLike<number>;
  closes: ArrayLike<number>;
  volumes: ArrayLike<number>;
  /** Without it the numbers themselves are written, with the chart's decimals. */
  texts?: (index: number) => CandleTexts;
};

export type Bar = {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  texts?: CandleTexts;
};

/** A candle as the API and the stream write it. */
export type CandleRow = { ts: number; open: string; high: string; low: string; close: string; volume: string };

export const barOfRow = (row: CandleRow): Bar => ({
  time: row.ts,
  open: Number(row.open),
  high: Number(row.high),
  low: Number(row.low),
  close: Number(row.close),
  volume: Number(row.volume),
  texts: row,
});

export function candlesOfRows(rows: readonly CandleRow[]): Candles {
  const column = (name: keyof CandleTexts) => rows.map((row) => Number(row[name]));
  return {
    times: rows.map((row) => row.ts),
    opens: column("open"),
    highs: column("high"),
    lows: column("low"),
    closes: column("close"),
    volumes: column("volume"),
    texts: (index) => rows[index] as CandleRow,
  };
}

/** Joins older and newer rows; of a bar that is in both the newer one counts. */
export function joinRows<Row extends { ts: number }>(older: readonly Row[], newer: readonly Row[]): Row[] {
  const first = newer[0];
  return first === undefined ? [...older] : [...older.filter((row) => row.ts < first.ts), ...newer];
}

/** Candles that were loaded and the live bars after them; the last loaded bar may still change. */
export class BarList {
  private tail: Bar[] = [];
  private tailStart: number;

  constructor(private readonly candles: Candles) {
    this.tailStart = candles.times.length;
  }

  get length(): number {
    return this.tailStart + this.tail.length;
  }

  timeAt(index: number): number {
    return index >= this.tailStart
      ? (this.tail[index - this.tailStart] as Bar).time
      : (this.candles.times[index] as number);
  }

  at(index: number): Bar {
    if (index >= this.tailStart) return this.tail[index - this.tailStart] as Bar;
    const { times, opens, highs, lows, closes, volumes, texts } = this.candles;
    return {
      time: times[index] as number,
      open: opens[index] as number,
      high: highs[index] as number,
      low: lows[index] as number,
      close: closes[index] as number,
      volume: volumes[index] as number,
      texts: texts?.(index),
    };
  }

  /** Where the bar was put: it replaces the one of its time or follows the last. -1 for a time between bars or before all. */
  update(bar: Bar): number {
    const last = this.length - 1;
    if (last < 0 || bar.time > this.timeAt(last)) return this.tailStart + this.tail.push(bar) - 1;
    const index = this.indexAt(bar.time);
    if (index < 0 || this.timeAt(index) !== bar.time) return -1;
    if (index < this.tailStart) {
      const moved = Array.from({ length: this.tailStart - index }, (_, step) => this.at(index + step));
      this.tail = [...moved, ...this.tail];
      this.tailStart = index;
    }
    this.tail[index - this.tailStart] = bar;
    return index;
  }

  /** The bar that holds a time: the last one that begins at it or before; -1 before the first. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeAt(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
