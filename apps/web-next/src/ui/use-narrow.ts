import { useSyncExternalStore } from "react";

/** Whether the window is narrower than so many px (760: phones), kept current. */
export function useNarrow(px = 760): boolean {
  const query = `(max-width: ${px - 0.02}px)`;
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
