import { useSyncExternalStore } from "react";

const query = "(max-width: 759.98px)";

/** On phones a strategy is read and its parameters are changed; documents are written on wider screens. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
