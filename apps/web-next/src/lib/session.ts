import type { Session } from "@spark/types";

import { setCsrfToken } from "@/lib/api";
import { queries, queryKey, useApi } from "@/lib/query";

export type Right = Session["rights"][number];

/** Who I am and what I may do; cached, kept current by login and logout. */
export function useSession() {
  const query = useApi("/api/v1/session", { staleTimeMs: Infinity });
  if (query.data !== undefined) setCsrfToken(query.data.csrf_token);
  return query;
}

export function useRight(right: Right): boolean {
  return useSession().data?.rights.includes(right) ?? false;
}

/** After a login or a logout: nothing of the user before stays on the screen. */
export async function adoptSession(session: Session | null): Promise<void> {
  setCsrfToken(session?.csrf_token ?? null);
  await queries.cancelQueries();
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "/api/v1/session" });
  await queries.invalidateQueries({ queryKey: [queryKey("/api/v1/session")[0]] });
}
