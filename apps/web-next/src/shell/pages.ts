import type { ComponentType } from "react";

import { defineWords } from "@/lib/words";
import type { IconName } from "@/ui/icon";

export type PageModule = { default: ComponentType };
export const pageFiles = import.meta.glob<PageModule>("../../app/**/page.tsx");

/** `../../app/markets/[venue]/[symbol]/page.tsx` is the page of `/markets/:venue/:symbol`. */
export function pathOfFile(file: string): string {
  const folder = file.replace(/^(\.\.\/)+app/, "").replace(/\/?page\.tsx$/, "");
  return folder.replace(/\[(\w+)\]/g, ":$1") || "/";
}

const built = Object.keys(pageFiles).map(pathOfFile);

/** Whether anything is there: a planned page says so instead of pretending. */
export const isBuilt = (path: string): boolean =>
  built.some((one) => one === path || (path !== "/" && one.startsWith(`${path}/`)));

export const pageWords = defineWords({
  research: ["Research", "Araştırma"],
  trade: ["Trade", "İşlem"],
  control: ["Control", "Denetim"],
  evidence: ["Evidence", "Kanıt"],
  dashboard: ["Dashboard", "Gösterge paneli"],
  markets: ["Markets", "Piyasalar"],
  data: ["Data", "Veri"],
  lab: ["Strategy Lab", "Strateji Lab"],
  backtest: ["Backtests", "Geriye dönük test"],
  optimizer: ["Optimizer", "Optimizasyon"],
  orders: ["Orders", "Emirler"],
  portfolio: ["Portfolio & risk", "Portföy ve risk"],
  drift: ["Drift gates", "Sapma kapıları"],
  guardrails: ["Guardrails", "Koruma kuralları"],
  copilot: ["Copilot", "Copilot"],
  audit: ["Audit & evidence", "Denetim ve kanıt"],
  exports: ["Exports", "Dışa aktarım"],
  observability: ["Observability", "Gözlem"],
  settings: ["Settings", "Ayarlar"],
});

export type PageKey = Exclude<keyof typeof pageWords, "research" | "trade" | "control" | "evidence">;
export type PageItem = { to: string; key: PageKey; icon: IconName; cli?: string };
type Group = { key?: "research" | "trade" | "control" | "evidence"; items: PageItem[] };

/** Five groups that follow the work, not the services. `cli`: the same from a shell. */
export const groups: Group[] = [
  {
    items: [
      { to: "/", key: "dashboard", icon: "dashboard", cli: "spark status" },
      { to: "/markets", key: "markets", icon: "market", cli: "spark api GET /api/v1/markets" },
    ],
  },
  {
    key: "research",
    items: [
      { to: "/data", key: "data", icon: "data", cli: "spark data ls" },
      { to: "/lab", key: "lab", icon: "lab", cli: "spark strategy ls" },
      { to: "/backtest", key: "backtest", icon: "backtest", cli: "spark backtest ls" },
      { to: "/optimizer", key: "optimizer", icon: "optimizer", cli: "spark optimize ls" },
    ],
  },
  {
    key: "trade",
    items: [
      { to: "/orders", key: "orders", icon: "orders" },
      { to: "/portfolio", key: "portfolio", icon: "portfolio" },
      { to: "/drift", key: "drift", icon: "drift" },
    ],
  },
  {
    key: "control",
    items: [
      { to: "/guardrails", key: "guardrails", icon: "guardrails" },
      { to: "/copilot", key: "copilot", icon: "copilot" },
    ],
  },
  {
    key: "evidence",
    items: [
      { to: "/audit", key: "audit", icon: "audit", cli: "spark audit tail" },
      { to: "/exports", key: "exports", icon: "exports" },
      { to: "/observability", key: "observability", icon: "observability", cli: "spark metrics" },
      { to: "/settings", key: "settings", icon: "settings", cli: "spark config ls" },
    ],
  },
];

export const allPages: PageItem[] = groups.flatMap((group) => group.items);
