import type { Strategy } from "@spark/types";
import { useCallback, useEffect, useRef, useState } from "react";

import { formatOf } from "@/editor/edit";
import { dropDraft, keepDraft, readDraft, type Draft } from "./draft";

/** The document in work: what it is based on, how it reads now, and what is kept for a crash. */
export function useWorkbench(strategy: Strategy) {
  const [base, setBase] = useState(strategy);
  const [text, setText] = useState(strategy.text ?? "");
  const [offered, setOffered] = useState<Draft | null>(() => {
    const draft = readDraft(strategy.name);
    return draft !== null && draft.text !== (strategy.text ?? "") ? draft : null;
  });
  const isDirty = text !== (base.text ?? "");
  const held = useRef({ text, isDirty, version: base.version, name: base.name, isOffered: offered !== null });
  held.current = { text, isDirty, version: base.version, name: base.name, isOffered: offered !== null };

  // Somebody else's newer version is taken over only while nothing would be lost.
  useEffect(() => {
    if (strategy.version === base.version && strategy.text === base.text) return;
    if (strategy.version < base.version || held.current.isDirty) return;
    setBase(strategy);
    setText(strategy.text ?? "");
  }, [strategy, base]);

  useEffect(() => {
    if (!isDirty) return;
    setOffered(null);
    const timer = setTimeout(() => keepDraft(base.name, { text, baseVersion: base.version, savedAt: Date.now() }), 400);
    return () => clearTimeout(timer);
  }, [text, isDirty, base]);

  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => {
      const { isDirty: hasChanges, text: now, version, name } = held.current;
      if (!hasChanges) return;
      keepDraft(name, { text: now, baseVersion: version, savedAt: Date.now() });
      event.preventDefault();
    };
    addEventListener("beforeunload", guard);
    return () => removeEventListener("beforeunload", guard);
  }, []);

  /** After a save, a restore or a rebase: what is on the server, and what stands in the editor. */
  const adopt = useCallback((next: Strategy, nextText: string = next.text ?? "") => {
    setBase(next);
    setText(nextText);
    setOffered(null);
    if (nextText === (next.text ?? "")) dropDraft(next.name);
  }, []);
  const discard = useCallback(() => {
    setText(base.text ?? "");
    dropDraft(base.name);
  }, [base]);
  const takeDraft = useCallback(() => {
    if (offered !== null) setText(offered.text);
    setOffered(null);
  }, [offered]);
  const refuseDraft = useCallback(() => {
    dropDraft(base.name);
    setOffered(null);
  }, [base.name]);
  return { base, text, setText, isDirty, format: formatOf(text), offered, adopt, discard, takeDraft, refuseDraft };
}
