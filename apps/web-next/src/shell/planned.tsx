import { useLocation } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { allPages, pageWords, type PageKey } from "@/shell/pages";
import { LinkButton } from "@/ui/button";
import { Page } from "@/ui/page";
import { EmptyState, Panel } from "@/ui/panel";

const words = defineWords({
  not_yet: ["Not yet", "Henüz yok"],
  part: ["Comes with part {part} of the plan.", "Planın {part}. bölümüyle gelecek."],
  later: ["Comes after the plan's first six parts.", "Planın ilk altı bölümünden sonra gelecek."],
  home: ["To the dashboard", "Gösterge paneline dön"],
  optimizer: [
    "Sweeps over a strategy's parameters, with luck told from skill: heat maps, walk-forward, finalists.",
    "Strateji parametrelerinin taranması ve şansın beceriden ayrılması: ısı haritaları, ileri yürüyen testler, finalistler.",
  ],
  orders: [
    "Orders and executions with the time of every step, from sending to filling.",
    "Emirler ve gerçekleşmeler; gönderimden gerçekleşmeye her adımın süresi.",
  ],
  portfolio: ["Positions, equity and the room below every limit.", "Pozisyonlar, varlık ve her limite kalan pay."],
  drift: [
    "Where live trading leaves its backtest, and the gates that stop it then.",
    "Canlı işlemin testinden saptığı yer ve o anda işlemi durduran kapılar.",
  ],
  guardrails: [
    "Limits, proposals to change them, and the second pair of eyes that approves.",
    "Limitler, değişiklik önerileri ve onaylayan ikinci kişi.",
  ],
  copilot: [
    "Questions about what the screen shows, and drafts of acts that a person confirms.",
    "Ekrandakiler hakkında sorular ve bir insanın onayladığı işlem taslakları.",
  ],
  exports: [
    "Signed bundles of data, runs and evidence to hand over.",
    "Teslim edilecek imzalı veri, test ve kanıt paketleri.",
  ],
});

/** Which part of the plan brings a page; null: none of the first six. */
const parts: Partial<Record<PageKey, number | null>> = {
  optimizer: 6,
  orders: null,
  portfolio: null,
  drift: null,
  guardrails: null,
  copilot: null,
  exports: null,
};

/** A page of the plan that does not exist yet, and says so. */
export function PlannedPage() {
  const say = useWords(words);
  const sayPage = useWords(pageWords);
  const { pathname } = useLocation();
  const item = allPages.find((one) => one.to !== "/" && (pathname === one.to || pathname.startsWith(`${one.to}/`)));
  const key = item?.key ?? "optimizer";
  const part = parts[key] ?? null;
  const text = key in words ? say(key as keyof typeof words) : null;
  return (
    <Page title={sayPage(key)}>
      <Panel title={say("not_yet")}>
        <EmptyState
          text={
            <>
              {text}
              {text !== null && <br />}
              <span className="text-text-3">{part === null ? say("later") : say("part", { part })}</span>
            </>
          }
          action={<LinkButton to="/">{say("home")}</LinkButton>}
        />
      </Panel>
    </Page>
  );
}
