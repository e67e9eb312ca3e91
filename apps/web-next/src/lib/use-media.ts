import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query holds, followed as it changes; nothing holds where there are none (tests without a window). */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = globalThis.matchMedia?.(query);
      list?.addEventListener("change", listener);
      return () => list?.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => globalThis.matchMedia?.(query)?.matches ?? false);
}

/** Below the breakpoint `sm`: phones. */
export const usePhone = (): boolean => useMedia("(width < 760px)");
