import { useSearchParams } from "react-router";

/** What is looked at stands in the address: changes are written together, and leave the history alone. */
export function useView() {
  const [search, setSearch] = useSearchParams();
  const set = (changes: Record<string, string | null>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return { get: (name: string) => search.get(name), set };
}
