import type { Session } from "@spark/types";
import { useSyncExternalStore } from "react";

import { onSignedOut, setCsrfToken } from "@/lib/api";
import { adoptSettings } from "@/lib/looks";
import { queries, useApi } from "@/lib/query";
import { changeLineSession } from "@/stream/live";

export type Right = Session["rights"][number];

const sessionUrl = "/api/v1/session";
/** Not of a user: stays on the screen over a login and a logout. */
const everybodys = new Set([sessionUrl, "/api/v1/status"]);

/** `ended`: there was a session. `wanted`: nobody may look without one. */
export type SessionEnd = "none" | "ended" | "wanted";
let end: SessionEnd = "none";
const listeners = new Set<() => void>();

function setEnd(next: SessionEnd): void {
  if (next === end) return;
  end = next;
  listeners.forEach((listener) => listener());
}

const known = (): Session | undefined =>
  queries
    .getQueriesData<Session>({ queryKey: [sessionUrl] })
    .map(([, data]) => data)
    .find(Boolean);

onSignedOut((refusal) => {
  const isMine = known()?.kind === "session";
  const isSession = refusal.problem.instance.startsWith(sessionUrl);
  if (refusal.code === "credential_refused" || (refusal.code === "unauthenticated" && isMine)) setEnd("ended");
  else if (refusal.code === "unauthenticated" && isSession && end === "none") setEnd("wanted");
});

queries.getQueryCache().subscribe((event) => {
  if (
    event.type === "updated" &&
    event.action.type === "success" &&
    event.query.queryKey[0] === sessionUrl &&
    end !== "none"
  ) {
    // Somebody logged in in another tab.
    setEnd("none");
    changeLineSession();
  }
});

export const useSessionEnd = (): SessionEnd =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => end,
  );

/** Who I am and what I may do; cached, kept current by login and logout. */
export function useSession() {
  const query = useApi(sessionUrl, { staleTimeMs: Infinity });
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
  setEnd("none");
  if (session !== null) queries.setQueriesData({ queryKey: [sessionUrl] }, session);
  queries.removeQueries({ type: "inactive", predicate: (query) => !everybodys.has(String(query.queryKey[0])) });
  await queries.resetQueries({ predicate: (query) => !everybodys.has(String(query.queryKey[0])) });
  changeLineSession();
  await queries.invalidateQueries({ predicate: (query) => everybodys.has(String(query.queryKey[0])) });
  if (session?.kind === "session" && !session.must_change_password) await adoptSettings();
}
