/** One closed trade as the evidence's trades.csv has it; amounts stay exact text. */
export type Trade = {
  index: number;
  entryMs: number;
  exitMs: number;
  entryPrice: string;
  exitPrice: string;
  quantity: string;
  gross: string;
  fees: string;
  net: string;
  reason: string;
  side: string;
  symbol: string;
  strategy: string;
};

/** Fields of one line; a field in quotes may hold commas and doubled quotes. */
export function splitLine(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  const fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; ++at) {
    const letter = line[at];
    if (letter === '"' && isQuoted && line[at + 1] === '"') {
      field += '"';
      ++at;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === "," && !isQuoted) {
      fields.push(field);
      field = "";
    } else field += letter;
  }
  fields.push(field);
  return fields;
}

/** Runs of one data set without shorts name neither side nor symbol: `missing` says theirs. */
export function readTrades(csv: string, missing: { symbol: string; strategy: string }): Trade[] {
  const lines = csv.split("\n").filter((line) => line !== "");
  const columns = new Map(splitLine(lines[0] ?? "").map((name, at) => [name, at]));
  return lines.slice(1).map((line, index) => {
    const fields = splitLine(line);
    const text = (name: string, otherwise = "") => fields[columns.get(name) ?? -1] ?? otherwise;
    return {
      index,
      entryMs: Number(text("entry_time_ms")),
      exitMs: Number(text("exit_time_ms")),
      entryPrice: text("entry_price"),
      exitPrice: text("exit_price"),
      quantity: text("quantity"),
      gross: text("gross_pnl", "0"),
      fees: text("fees", "0"),
      net: text("net_pnl", "0"),
      reason: text("exit_reason"),
      side: text("side", "long"),
      symbol: text("symbol", missing.symbol),
      strategy: text("strategy", missing.strategy),
    };
  });
}

export type TradeFilter = {
  side?: string | null;
  reason?: string | null;
  result?: string | null;
  from?: number;
  to?: number;
};

/** A trade belongs to the range its entry is in, as the server's statistics of a range have it. */
export function filterTrades(trades: readonly Trade[], filter: TradeFilter): Trade[] {
  return trades.filter((trade) => {
    if (filter.from !== undefined && trade.entryMs < filter.from) return false;
    if (filter.to !== undefined && trade.entryMs >= filter.to) return false;
    if (filter.side && trade.side !== filter.side) return false;
    if (filter.reason && trade.reason !== filter.reason) return false;
    const isLoss = trade.net.startsWith("-");
    const isWin = !isLoss && /[1-9]/.test(trade.net);
    if (filter.result === "winners" && !isWin) return false;
    return !(filter.result === "losers" && !isLoss);
  });
}
