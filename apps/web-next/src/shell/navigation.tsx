import { NavLink } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { Icon, type IconName } from "@/ui/icon";

const words = defineWords({
  pages: ["Pages", "Sayfalar"],
  research: ["Research", "Araştırma"],
  trade: ["Trade", "İşlem"],
  control: ["Control", "Denetim"],
  evidence: ["Evidence", "Kanıt"],
  dashboard: ["Dashboard", "Gösterge paneli"],
  markets: ["Markets", "Piyasalar"],
  data: ["Data", "Veri"],
  lab: ["Strategy Lab", "Strateji Lab"],
  backtest: ["Backtests", "Geriye dönük testler"],
  audit: ["Audit & evidence", "Denetim ve kanıt"],
  observability: ["Observability", "Gözlemlenebilirlik"],
  settings: ["Settings", "Ayarlar"],
});

type Item = { to: string; key: keyof typeof words; icon: IconName };
const groups: Array<{ key?: keyof typeof words; items: Item[] }> = [
  { items: [{ to: "/", key: "dashboard", icon: "dashboard" }, { to: "/markets", key: "markets", icon: "market" }] },
  {
    key: "research",
    items: [
      { to: "/data", key: "data", icon: "data" },
      { to: "/lab", key: "lab", icon: "lab" },
      { to: "/backtest", key: "backtest", icon: "backtest" },
    ],
  },
  {
    key: "evidence",
    items: [
      { to: "/audit", key: "audit", icon: "audit" },
      { to: "/observability", key: "observability", icon: "observability" },
      { to: "/settings", key: "settings", icon: "settings" },
    ],
  },
];

/** Five groups that follow the work, not the services. */
export function Navigation() {
  const say = useWords(words);
  return (
    <nav aria-label={say("pages")} className="w-[168px] shrink-0 border-r border-line p-2 max-sm:hidden">
      {groups.map((group, index) => (
        <div key={group.key ?? index}>
          {group.key !== undefined && <div className="px-2.5 pt-3 pb-1 text-xs font-semibold text-text-3">{say(group.key)}</div>}
          {group.items.map((item) => (
            <NavLink key={item.to} to={item.to} end={item.to === "/"}
              className={({ isActive }) => `flex min-h-[30px] items-center gap-2 rounded-md px-2.5 no-underline ${isActive ? "bg-surface-3 text-text" : "text-text-2 hover:bg-surface-2"}`}>
              <Icon name={item.icon} />
              {say(item.key)}
            </NavLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
