import type { ReactNode } from "react";

import { defineWords, useWords } from "@/lib/words";
import { useLooks } from "@/lib/looks";
import { Checklist } from "@/shell/checklist";
import { markStep } from "@/shell/checklist-steps";
import { useFirstRun } from "@/shell/first-run";
import { Choice, LanguageChoice, useChangeLooks } from "@/shell/user-menu";
import { Synthetic } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { Icon, type IconName } from "@/ui/icon";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { ErrorStrip, Panel } from "@/ui/panel";

const words = defineWords({
  title: ["Welcome to Spark", "Spark'a hoş geldiniz"],
  subtitle: [
    "Three steps to a first result. Nothing here reaches an exchange.",
    "İlk sonuca üç adım. Buradan hiçbir şey borsaya gitmez.",
  ],
  looks: ["1. Language and looks", "1. Dil ve görünüm"],
  theme: ["Theme", "Tema"],
  system: ["System", "Sistem"],
  dark: ["Dark", "Koyu"],
  light: ["Light", "Açık"],
  contrast: ["High contrast", "Yüksek karşıtlık"],
  keep: ["Keep it so", "Böyle kalsın"],
  where: ["2. Where you are", "2. Neredesiniz"],
  paper: [
    "This server is in PAPER: practice with made-up money. It came with made-up markets, marked everywhere, so that everything can be tried at once.",
    "Bu sunucu PAPER modunda: sanal parayla çalışır. Her şey hemen denenebilsin diye yapay piyasalarla gelir; bunlar her yerde işaretlidir.",
  ],
  data_set: ["Bundled data", "Hazır veri"],
  no_data: ["There is no bundled data set any more.", "Hazır veri kümesi artık yok."],
  doctor: [
    "To check this machine (clock, ports, disk, rights):",
    "Bu makineyi denetlemek için (saat, bağlantı noktaları, disk, yetkiler):",
  ],
  first: ["3. A first result", "3. İlk sonuç"],
  see: ["See a backtest", "Bir test sonucunu inceleyin"],
  see_ready: ["The newest run is ready.", "En yeni test hazır."],
  see_make: [
    "There is none yet: a moving-average crossing on the bundled data is run now, in a second or two.",
    "Henüz yok: hazır veride bir hareketli ortalama kesişimi şimdi çalıştırılır, bir iki saniye sürer.",
  ],
  open: ["Open the newest", "En yenisini aç"],
  make: ["Run and open", "Çalıştır ve aç"],
  needs_login: ["Making one needs a login.", "Çalıştırmak için oturum açmak gerekir."],
  log_in: ["Log in", "Oturum aç"],
  run: ["Run one yourself", "Kendiniz çalıştırın"],
  run_text: [
    "Pick a strategy, data, costs. Every figure of the result can be checked later.",
    "Strateji, veri ve maliyet seçin. Sonuçtaki her rakam sonradan denetlenebilir.",
  ],
  to_backtest: ["Fill in an order", "Test ayarlarını aç"],
  connect: ["Connect a venue", "Bir borsaya bağlanın"],
  connect_text: [
    "Not yet: this version has no connection to a real venue.",
    "Henüz yok: bu sürümde gerçek bir borsaya bağlantı bulunmuyor.",
  ],
  not_yet: ["not yet", "henüz yok"],
});

function Card({
  icon,
  title,
  text,
  children,
}: {
  icon: IconName;
  title: string;
  text: ReactNode;
  children?: ReactNode;
}) {
  return (
    <article className="col-span-12 flex flex-col gap-2 rounded-md border border-line bg-surface-2 p-4 sm:col-span-4">
      <h3 className="m-0 flex items-center gap-2 text-lg font-semibold">
        <Icon name={icon} size={18} className="text-accent" />
        {title}
      </h3>
      <p className="m-0 grow text-text-2">{text}</p>
      <div className="flex flex-wrap gap-2 pt-1">{children}</div>
    </article>
  );
}

export default function WelcomePage() {
  const say = useWords(words);
  const looks = useLooks();
  const change = useChangeLooks();
  const first = useFirstRun();
  const login = (
    <LinkButton kind="primary" to="/login?next=%2Fwelcome">
      {say("log_in")}
    </LinkButton>
  );
  return (
    <Page title={say("title")} subtitle={say("subtitle")}>
      <div className="grid grid-cols-12 gap-3">
        <Panel title={say("looks")} className="col-span-12 md:col-span-5">
          <div className="flex flex-col gap-3" onClick={() => markStep("language")}>
            <LanguageChoice />
            <Choice
              legend={say("theme")}
              value={looks.theme}
              onPick={(theme) => change({ theme })}
              options={[
                ["system", say("system")],
                ["dark", say("dark")],
                ["light", say("light")],
                ["contrast", say("contrast")],
              ]}
            />
            <div>
              <Button icon="check">{say("keep")}</Button>
            </div>
          </div>
        </Panel>
        <Panel title={say("where")} className="col-span-12 md:col-span-7">
          <div className="flex flex-col gap-3">
            <p className="m-0 text-text-2">{say("paper")}</p>
            <p className="m-0 flex flex-wrap items-center gap-2">
              <span className="text-text-3">{say("data_set")}</span>
              {first.bundled === undefined ? (
                <span>{say("no_data")}</span>
              ) : (
                <>
                  <Token mono>{first.bundled}</Token>
                  <Synthetic />
                </>
              )}
            </p>
            <p className="m-0 flex flex-wrap items-center gap-2 text-sm text-text-3">
              {say("doctor")}{" "}
              <code lang="en" translate="no" className="rounded-md bg-surface-2 px-2 py-0.5 font-mono text-text-2">
                spark doctor
              </code>
            </p>
          </div>
        </Panel>
        <Panel title={say("first")} className="col-span-12">
          <div className="grid grid-cols-12 gap-3">
            <Card
              icon="backtest"
              title={say("see")}
              text={
                first.newest !== undefined ? say("see_ready") : first.needsLogin ? say("needs_login") : say("see_make")
              }
            >
              {first.needsLogin && !first.isLoading ? (
                login
              ) : (
                <Button
                  kind="primary"
                  isBusy={first.isBusy}
                  disabled={first.isLoading || (first.newest === undefined && first.bundled === undefined)}
                  onClick={() => void first.see()}
                >
                  {say(first.newest === undefined ? "make" : "open")}
                </Button>
              )}
              {first.refusal !== null && <ErrorStrip error={first.refusal} />}
              {first.error !== null && <ErrorStrip error={first.error} />}
            </Card>
            <Card icon="play" title={say("run")} text={say("run_text")}>
              <LinkButton to="/backtest?new=1">{say("to_backtest")}</LinkButton>
            </Card>
            <Card icon="link" title={say("connect")} text={say("connect_text")}>
              <span className="text-text-3">{say("not_yet")}</span>
            </Card>
          </div>
        </Panel>
      </div>
      <Checklist />
    </Page>
  );
}
