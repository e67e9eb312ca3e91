import type { Market } from "@spark/types";

import { keyText } from "@/stream/markets";

const key = "spark.dashboard.cards";

/** What the desk sees at first: the pair abroad, the pair at home, and the index. */
export function defaultCards(markets: readonly Market[]): string[] {
  const wanted: Array<(market: Market) => boolean> = [
    (market) => market.symbol === "BTCUSDT",
    (market) => market.symbol === "BTCTRY",
    (market) => /bist/.test(market.venue),
  ];
  const found = wanted.map((is) => markets.find(is)).filter((market) => market !== undefined);
  return (found.length > 0 ? found : markets.slice(0, 3)).map(keyText);
}

/** The cards this browser keeps; null when it keeps none. */
export function storedCards(): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(kept) && kept.every((one) => typeof one === "string") ? kept : null;
  } catch {
    return null;
  }
}

export function keepCards(cards: readonly string[] | null): void {
  try {
    if (cards === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(cards));
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}

/** Moves one by `step` places; at an end it stays. */
export function moved(cards: readonly string[], card: string, step: number): string[] {
  const from = cards.indexOf(card);
  const to = Math.min(Math.max(from + step, 0), cards.length - 1);
  if (from < 0 || from === to) return [...cards];
  const rest = cards.filter((one) => one !== card);
  return [...rest.slice(0, to), card, ...rest.slice(to)];
}
