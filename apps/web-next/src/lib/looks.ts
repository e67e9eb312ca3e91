import type { Appearance } from "@spark/types";
import { useSyncExternalStore } from "react";

import { Refusal, api } from "@/lib/api";
import { applyAppearance, currentAppearance, looksOf, type Looks } from "@/lib/appearance";
import { queries } from "@/lib/query";

const url = "/api/v1/settings/me";

/** What the server keeps for who is logged in; whoever kept nothing yet goes on with this browser's looks. */
export async function adoptSettings(): Promise<void> {
  try {
    const looks = looksOf(await api.get(url));
    if (looks !== null) applyAppearance(looks);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

async function keepOnServer(looks: Looks): Promise<void> {
  const version = async () => (await api.get(url)).version;
  const put = async (wanted: number) =>
    api.put(url, {
      body: looks as Parameters<typeof api.put<typeof url>>[1]["body"],
      headers: { "if-match": `"${wanted}"` },
    });
  let kept: Appearance;
  try {
    kept = await put(await version());
  } catch (error) {
    // Another tab was quicker: the newest choice wins.
    if (!(error instanceof Refusal) || error.code !== "version_conflict") throw error;
    kept = await put(await version());
  }
  queries.setQueriesData({ queryKey: [url] }, kept);
}

let sending: Promise<void> = Promise.resolve();

/** Shows a change of looks at once and keeps it: in this browser and, for who is logged in, on the server. */
export function changeLooks(change: Partial<Looks>, isLoggedIn: boolean): Promise<void> {
  applyAppearance(change);
  if (!isLoggedIn) return Promise.resolve();
  // One after the other: each needs the version the one before made.
  sending = sending.catch(() => undefined).then(() => keepOnServer(currentAppearance()));
  return sending;
}

export const useLooks = (): Looks =>
  useSyncExternalStore((listener) => {
    document.addEventListener("spark:looks", listener);
    return () => document.removeEventListener("spark:looks", listener);
  }, currentLooks);

let last: Looks | null = null;
let lastText = "";
/** The same object for the same looks, as React wants it. */
function currentLooks(): Looks {
  const looks = currentAppearance();
  const text = JSON.stringify(looks);
  if (last === null || text !== lastText) {
    last = looks;
    lastText = text;
  }
  return last;
}
