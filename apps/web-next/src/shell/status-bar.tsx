import { useApi } from "@/lib/query";
import { Token } from "@/ui/num";

/** One line that no page can hide. */
export function StatusBar() {
  const status = useApi("/api/v1/status");
  return (
    <div className="sticky top-0 z-40 flex h-8 items-stretch border-b border-line bg-surface-2 text-sm">
      <div className="flex items-center bg-env-paper px-3 font-bold text-on-env">
        <Token>{status.data?.env.toLocaleUpperCase("en") ?? "…"}</Token>
      </div>
    </div>
  );
}
