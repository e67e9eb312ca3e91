type Say = { text: string; isUrgent: boolean };
const listeners = new Set<(say: Say) => void>();

/** Told to screen readers only: urgent for what was lost, polite for what is done. Prices never. */
export const announce = (text: string, isUrgent = false): void =>
  listeners.forEach((listener) => listener({ text, isUrgent }));

export function onAnnounce(listener: (say: Say) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
