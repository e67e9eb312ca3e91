import type { Appearance, Session, Status } from "@spark/types";

/** What the server wrote into the page: the first paint already tells the truth. Null under `npm run dev`. */
export type Boot = {
  status: Status | null;
  session: Session | null;
  settings: Appearance | null;
  version: string;
};

export function readBoot(): Boot | null {
  const text = document.getElementById("spark-boot")?.textContent;
  return text ? (JSON.parse(text) as Boot | null) : null;
}
