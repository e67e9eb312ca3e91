import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds, kept current. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = globalThis.matchMedia?.(query);
      list?.addEventListener("change", listener);
      return () => list?.removeEventListener("change", listener);
    },
    [query],
  );
  const read = () => globalThis.matchMedia?.(query)?.matches ?? false;
  return useSyncExternalStore(subscribe, read, () => false);
}

/** Narrower than the breakpoint `sm`: a phone. */
export const useIsNarrow = (): boolean => useMedia("(max-width: 759.98px)");
