/** Prices and quantities of a book as whole hundred-millionths: grouped and summed without a double in between. */
const places = 8;

export function unitsOf(text: string): bigint {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole + fraction.padEnd(places, "0").slice(0, places));
  return text.startsWith("-") ? -units : units;
}

/** The shortest exact text. */
export function textOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -places)}${fraction === "" ? "" : `.${fraction}`}`;
}

export type BookLevel = {
  price: string;
  quantity: string;
  /** All that stands from the best price down to here. */
  cumulative: string;
  /** Of the deepest cumulative quantity shown, for drawing: 0 to 1. */
  part: number;
  cumulativePart: number;
};
export type BookSide = "bids" | "asks";

type Row = readonly string[];

/** Levels of equal width: a bid counts for the lower edge of its group, an ask for the upper one, so that none looks better than it is. */
export function groupLevels(
  rows: readonly Row[],
  side: BookSide,
  step: string,
): Array<{ price: bigint; quantity: bigint }> {
  const width = unitsOf(step);
  const groups: Array<{ price: bigint; quantity: bigint }> = [];
  for (const [priceText = "0", quantityText = "0"] of rows) {
    const price = unitsOf(priceText);
    const below = price - (price % width);
    const edge = side === "bids" || below === price ? below : below + width;
    const last = groups.at(-1);
    if (last?.price === edge) last.quantity += unitsOf(quantityText);
    else groups.push({ price: edge, quantity: unitsOf(quantityText) });
  }
  return groups;
}

export type BookView = {
  bids: BookLevel[];
  asks: BookLevel[];
  imbalance: number | null;
  bidQuantity: string;
  askQuantity: string;
};

/** What the book panel draws: `depth` groups a side with their sums, and how the two sides compare (1: only bids, −1: only asks). */
export function viewOf(book: { bids: readonly Row[]; asks: readonly Row[] }, step: string, depth: number): BookView {
  const grouped = {
    bids: groupLevels(book.bids, "bids", step).slice(0, depth),
    asks: groupLevels(book.asks, "asks", step).slice(0, depth),
  };
  const sum = (rows: ReadonlyArray<{ quantity: bigint }>) => rows.reduce((total, row) => total + row.quantity, 0n);
  const [bids, asks] = [sum(grouped.bids), sum(grouped.asks)];
  const deepest = Number(bids > asks ? bids : asks) || 1;
  const largest =
    Number([...grouped.bids, ...grouped.asks].reduce((most, row) => (row.quantity > most ? row.quantity : most), 0n)) ||
    1;
  const levels = (rows: typeof grouped.bids): BookLevel[] => {
    let total = 0n;
    return rows.map((row) => {
      total += row.quantity;
      return {
        price: textOf(row.price),
        quantity: textOf(row.quantity),
        cumulative: textOf(total),
        part: Number(row.quantity) / largest,
        cumulativePart: Number(total) / deepest,
      };
    });
  };
  return {
    bids: levels(grouped.bids),
    asks: levels(grouped.asks),
    bidQuantity: textOf(bids),
    askQuantity: textOf(asks),
    imbalance: bids + asks === 0n ? null : Number(bids - asks) / Number(bids + asks),
  };
}

/** Widths to choose from: the tick and its multiples. */
export const groupSteps = (tick: string): string[] =>
  [1n, 10n, 50n, 100n, 500n, 1000n].map((times) => textOf(unitsOf(tick) * times));
