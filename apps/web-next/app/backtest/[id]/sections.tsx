import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

import { defineWords, useWords } from "@/lib/words";
import { Tabs, type Tab } from "@/ui/tabs";

import { DistributionsTab } from "./distributions-tab";
import { DrawdownsTab } from "./drawdowns-tab";
import { GroupsTab } from "./groups-tab";
import { MonthsTab } from "./months-tab";
import { OverviewTab } from "./overview-tab";
import { ParametersTab } from "./parameters-tab";
import { ReconcileTab } from "./reconcile-tab";
import { ReproduceTab } from "./reproduce-tab";
import { RollingTab } from "./rolling-tab";
import { TradesTab } from "./trades-tab";

const words = defineWords({
  label: ["Parts of the report", "Rapor bölümleri"],
  overview: ["Overview", "Genel bakış"],
  trades: ["Trades", "İşlemler"],
  months: ["Months", "Aylar"],
  drawdowns: ["Drawdowns", "Düşüşler"],
  distributions: ["Distributions", "Dağılımlar"],
  groups: ["Exits and sides", "Çıkışlar ve yönler"],
  rolling: ["Rolling", "Kayan"],
  parameters: ["Parameters", "Parametreler"],
  reconcile: ["Reconcile", "Denkleştir"],
  reproduce: ["Reproduce", "Yeniden üret"],
  paper: ["The trades are not printed: they are in trades.csv.", "İşlemler basılmaz: trades.csv dosyasındadır."],
});

/** Every part of the report: one at a time on a screen, one after the other on paper. */
export default function Sections() {
  const say = useWords(words);
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => flushSync(() => setPrinting(false));
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  const tabs: Tab[] = [
    { key: "overview", title: say("overview"), content: () => <OverviewTab /> },
    { key: "trades", title: say("trades"), content: () => <TradesTab /> },
    { key: "months", title: say("months"), content: () => <MonthsTab /> },
    { key: "drawdowns", title: say("drawdowns"), content: () => <DrawdownsTab /> },
    { key: "distributions", title: say("distributions"), content: () => <DistributionsTab /> },
    { key: "groups", title: say("groups"), content: () => <GroupsTab /> },
    { key: "rolling", title: say("rolling"), content: () => <RollingTab /> },
    { key: "parameters", title: say("parameters"), content: () => <ParametersTab /> },
    { key: "reconcile", title: say("reconcile"), content: () => <ReconcileTab /> },
    { key: "reproduce", title: say("reproduce"), content: () => <ReproduceTab /> },
  ];
  if (isPrinting)
    return (
      <div className="flex flex-col gap-3" data-paper>
        <OverviewTab />
        <MonthsTab />
        <DrawdownsTab />
        <GroupsTab />
        <ParametersTab />
        <p className="m-0 text-sm text-text-3">{say("paper")}</p>
      </div>
    );
  return (
    <div id="tabs" className="min-w-0 scroll-mt-10">
      <Tabs tabs={tabs} label={say("label")} />
    </div>
  );
}
