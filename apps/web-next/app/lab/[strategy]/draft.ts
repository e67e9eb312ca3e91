/** What was typed and not kept: in this browser alone, by strategy. */
export type Draft = { text: string; baseVersion: number; savedAt: number };

const keyOf = (name: string): string => `spark.lab.draft.${name}`;

export function readDraft(name: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(name)) ?? "null") as Partial<Draft> | null;
    if (typeof draft?.text !== "string" || typeof draft.baseVersion !== "number" || typeof draft.savedAt !== "number")
      return null;
    return { text: draft.text, baseVersion: draft.baseVersion, savedAt: draft.savedAt };
  } catch {
    return null;
  }
}

export function keepDraft(name: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(name), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing still has the page's own memory.
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // As above.
  }
}
