import type { Signals, StrategyValidation } from "@spark/types";
import { useEffect, useRef, useState } from "react";

import { Refusal, api } from "@/lib/api";

export type Checked = {
  /** For which text the answer is. */
  text: string;
  answer: StrategyValidation | null;
  refusal: Refusal | null;
};

/** What the server says of the text, `delayMs` after the last change; a call that is overtaken is given up. */
export function useChecked(text: string | null, delayMs = 250): { checked: Checked | null; isCurrent: boolean } {
  const [checked, setChecked] = useState<Checked | null>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (text === null) return;
    const control = new AbortController();
    const run = async () => {
      isFirst.current = false;
      try {
        const answer = await api.post("/api/v1/strategies/validate", {
          body: { document: text },
          signal: control.signal,
        });
        setChecked({ text, answer, refusal: null });
      } catch (error) {
        if (control.signal.aborted) return;
        if (!(error instanceof Refusal)) throw error;
        setChecked((before) => ({ text, answer: before?.answer ?? null, refusal: error }));
      }
    };
    const timer = setTimeout(() => void run(), isFirst.current ? 0 : delayMs);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, delayMs]);
  return { checked, isCurrent: checked !== null && checked.text === text };
}

export type SignalsOf = { signals: Signals | null; key: string; refusal: Refusal | null };

/** Signals of a right document; while `text` is null (wrong, or being checked) the last ones stay as they are. */
export function useSignals(text: string | null, dataset: string, from: string | undefined, delayMs = 150) {
  const [found, setFound] = useState<SignalsOf>({ signals: null, key: "", refusal: null });
  const key = `${dataset} ${from ?? ""} ${text ?? ""}`;
  useEffect(() => {
    if (text === null || dataset === "") return;
    const control = new AbortController();
    const run = async () => {
      try {
        const body = { document: text, dataset, ...(from === undefined ? {} : { from }) };
        const signals = await api.post("/api/v1/strategies/signals", { body, signal: control.signal });
        setFound({ signals, key, refusal: null });
      } catch (error) {
        if (control.signal.aborted) return;
        if (!(error instanceof Refusal)) throw error;
        setFound((before) => ({ ...before, key, refusal: error }));
      }
    };
    const timer = setTimeout(() => void run(), delayMs);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, dataset, from, key, delayMs]);
  return { ...found, isCurrent: text !== null && found.key === key };
}
