import { useEffect, useState } from "react";

import type { GenerationOrder } from "../_parts/types";

/** What was typed and asked for, kept over a reload of this tab. */
export type Sentence = {
  prompt: string;
  provider: "offline" | "model";
  risk: "careful" | "balanced" | "bold";
  timeframe: string;
  dataset: string;
  /** The job that is under way. */
  job: string | null;
};

export const emptySentence: Sentence = {
  prompt: "",
  provider: "offline",
  risk: "balanced",
  timeframe: "",
  dataset: "",
  job: null,
};

const key = "spark.lab.sentence";

export function readSentence(): Sentence {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as Partial<Record<keyof Sentence, unknown>> | null;
    const text = (name: "prompt" | "timeframe" | "dataset"): string =>
      typeof kept?.[name] === "string" ? kept[name] : "";
    return {
      prompt: text("prompt"),
      provider: kept?.provider === "model" ? "model" : "offline",
      risk: kept?.risk === "careful" || kept?.risk === "bold" ? kept.risk : "balanced",
      timeframe: text("timeframe"),
      dataset: text("dataset"),
      job: typeof kept?.job === "string" ? kept.job : null,
    };
  } catch {
    return emptySentence;
  }
}

export function keepSentence(sentence: Sentence): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(sentence));
  } catch {
    // A browser that keeps nothing still has the page's own memory.
  }
}

export function useSentence(): [Sentence, (change: Partial<Sentence>) => void] {
  const [sentence, setSentence] = useState(readSentence);
  useEffect(() => keepSentence(sentence), [sentence]);
  return [sentence, (change) => setSentence((before) => ({ ...before, ...change }))];
}

/** The symbol and the timeframe of a data set's name: `ds_synth_BTCUSDT_1h@ab12` is BTCUSDT at 1h. */
export function marketOf(dataset: string): { symbol: string; timeframe: string } | null {
  const found = /^ds_[^_]+_(.+)_(\d+[smhdwM])(@|$)/.exec(dataset);
  return found === null ? null : { symbol: found[1] as string, timeframe: found[2] as string };
}

/** What is sent; only what was given. */
export function orderOf(sentence: Sentence): GenerationOrder {
  const order: GenerationOrder = {
    prompt: sentence.prompt.trim(),
    provider: sentence.provider,
    risk: sentence.risk,
  };
  const market = marketOf(sentence.dataset);
  const timeframe = sentence.timeframe || market?.timeframe;
  if (timeframe) order.timeframe = timeframe;
  if (market !== null) order.symbols = [market.symbol];
  return order;
}

/** The same as a line for a shell. */
export function commandOf(order: GenerationOrder): string {
  const quoted = (text: string) => (/^[\w@.:,=/+%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const parts = ["spark", "strategy", "generate", order.prompt === "" ? "…" : order.prompt];
  if (order.provider === "model") parts.push("--provider", "model");
  if (order.timeframe !== undefined) parts.push("--timeframe", order.timeframe);
  for (const symbol of order.symbols ?? []) parts.push("--symbol", symbol);
  if (order.risk !== undefined && order.risk !== "balanced") parts.push("--risk", order.risk);
  return parts.map(quoted).join(" ");
}
