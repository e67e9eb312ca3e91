import { useNavigate } from "react-router";

import { useApi } from "@/lib/query";
import { useSession } from "@/lib/session";
import { useLooks } from "@/lib/looks";
import { defineWords, useWords } from "@/lib/words";
import { allPages, isBuilt, pageWords } from "@/shell/pages";
import { useChangeLooks, useLogOut, useLoginAddress } from "@/shell/user-menu";
import { useJobCentre } from "@/shell/jobs/jobs-cell";
import { setFrozen, useFrozen } from "@/stream/freeze";
import type { IconName } from "@/ui/icon";

const words = defineWords({
  pages: ["Pages", "Sayfalar"],
  markets: ["Markets", "Piyasalar"],
  strategies: ["Strategies", "Stratejiler"],
  runs: ["Newest runs", "En yeni testler"],
  data: ["Data sets", "Veri kümeleri"],
  acts: ["Acts", "İşlemler"],
  not_yet: ["not yet", "henüz yok"],
  theme: ["Theme: {theme}", "Tema: {theme}"],
  dark: ["dark", "koyu"],
  light: ["light", "açık"],
  contrast: ["high contrast", "yüksek karşıtlık"],
  system: ["as the system", "sistemdeki gibi"],
  to_turkish: ["Türkçe", "Türkçe"],
  to_english: ["English", "English"],
  freeze: ["Freeze the screen", "Ekranı dondur"],
  unfreeze: ["Let the screen go on", "Ekranı sürdür"],
  jobs: ["Open the job centre", "İş merkezini aç"],
  log_in: ["Log in", "Oturum aç"],
  log_out: ["Log out", "Oturumu kapat"],
  welcome: ["First steps", "İlk adımlar"],
});

export type Entry = {
  id: string;
  group: "pages" | "markets" | "strategies" | "runs" | "data" | "acts";
  icon: IconName;
  text: string;
  detail?: string;
  /** A name of the machine, in neither language. */
  isToken?: boolean;
  /** The same from a shell. */
  cli?: string;
  run: () => void;
};

export const groupWords = words;
const themes = ["dark", "light", "contrast", "system"] as const;

function useActs(): Entry[] {
  const say = useWords(words);
  const navigate = useNavigate();
  const change = useChangeLooks();
  const looks = useLooks();
  const logOut = useLogOut();
  const login = useLoginAddress();
  const [, setJobs] = useJobCentre();
  const { isFrozen } = useFrozen();
  const isLoggedIn = useSession().data?.kind === "session";
  return [
    { id: "jobs", group: "acts", icon: "jobs", text: say("jobs"), cli: "spark jobs ls", run: () => setJobs(true) },
    {
      id: "freeze",
      group: "acts",
      icon: isFrozen ? "play" : "pause",
      text: say(isFrozen ? "unfreeze" : "freeze"),
      run: () => setFrozen(!isFrozen),
    },
    ...themes
      .filter((theme) => theme !== looks.theme)
      .map((theme): Entry => ({
        id: `theme-${theme}`,
        group: "acts",
        icon: "settings",
        text: say("theme", { theme: say(theme) }),
        run: () => change({ theme }),
      })),
    looks.language === "en"
      ? {
          id: "language",
          group: "acts",
          icon: "settings",
          text: say("to_turkish"),
          detail: "Dil, language",
          run: () => change({ language: "tr" }),
        }
      : {
          id: "language",
          group: "acts",
          icon: "settings",
          text: say("to_english"),
          detail: "Language, dil",
          run: () => change({ language: "en" }),
        },
    {
      id: "welcome",
      group: "acts",
      icon: "help",
      text: say("welcome"),
      cli: "spark doctor",
      run: () => void navigate("/welcome"),
    },
    isLoggedIn
      ? {
          id: "log-out",
          group: "acts",
          icon: "user",
          text: say("log_out"),
          cli: "spark logout",
          run: () => void logOut(),
        }
      : {
          id: "log-in",
          group: "acts",
          icon: "user",
          text: say("log_in"),
          cli: "spark login",
          run: () => void navigate(login),
        },
  ];
}

/** All that can be gone to or done; asked of the server only while the palette is open. */
export function useEntries(): Entry[] {
  const say = useWords(words);
  const sayPage = useWords(pageWords);
  const navigate = useNavigate();
  const go = (to: string) => () => void navigate(to);
  const markets = useApi("/api/v1/markets").data?.data ?? [];
  const strategies = useApi("/api/v1/strategies").data?.data ?? [];
  const runs = useApi("/api/v1/backtests", { query: { limit: 20 } }).data?.data ?? [];
  const searches = useApi("/api/v1/optimizations", { query: { limit: 20 } }).data?.data ?? [];
  const sets = useApi("/api/v1/datasets", { query: { limit: 200 } }).data?.data ?? [];
  const acts = useActs();
  const path = encodeURIComponent;
  return [
    ...allPages.map((page): Entry => ({
      id: page.to,
      group: "pages",
      icon: page.icon,
      text: sayPage(page.key),
      cli: page.cli,
      run: go(page.to),
      detail: isBuilt(page.to) ? page.to : say("not_yet"),
    })),
    ...markets.map((one): Entry => ({
      id: `market-${one.venue}-${one.symbol}`,
      group: "markets",
      icon: "market",
      text: one.symbol,
      detail: one.venue,
      isToken: true,
      cli: `spark api GET /api/v1/markets/${one.venue}/${one.symbol}`,
      run: go(`/markets/${path(one.venue)}/${path(one.symbol)}`),
    })),
    ...strategies.map((one): Entry => ({
      id: `strategy-${one.name}`,
      group: "strategies",
      icon: "lab",
      text: one.name,
      isToken: true,
      cli: `spark strategy show ${one.name}`,
      run: go(`/lab/${path(one.name)}`),
    })),
    ...runs
      .filter((one) => !one.damaged)
      .map((one): Entry => ({
        id: one.id,
        group: "runs",
        icon: "backtest",
        text: one.id,
        detail: [one.strategy, one.dataset].filter(Boolean).join(" · "),
        isToken: true,
        cli: `spark backtest show ${one.id}`,
        run: go(`/backtest/${path(one.id)}`),
      })),
    ...searches.map((one): Entry => ({
      id: one.id,
      group: "runs",
      icon: "optimizer",
      text: one.id,
      detail: [one.strategy, ...(one.parameters ?? [])].filter(Boolean).join(" · "),
      isToken: true,
      cli: `spark optimize show ${one.id}`,
      run: go(`/optimizer/${path(one.id)}`),
    })),
    ...sets.map((one): Entry => ({
      id: `data-${one.id}`,
      group: "data",
      icon: "data",
      text: one.id,
      isToken: true,
      cli: `spark data info ${one.id}`,
      run: go(`/data/${path(one.id)}`),
    })),
    ...acts,
  ];
}
