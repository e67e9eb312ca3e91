import { useState } from "react";

import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Checklist } from "@/shell/checklist";
import { Page } from "@/ui/page";

import { MarketCards } from "./_dashboard/market-cards";
import { RecentRuns } from "./_dashboard/recent-runs";
import { DataPanel, JobsPanel, TradingLater } from "./_dashboard/side-panels";

const words = defineWords({ title: ["Dashboard", "Gösterge paneli"], arrange: ["Arrange cards", "Kartları düzenle"] });

export default function DashboardPage() {
  const say = useWords(words);
  const [isArranging, setArranging] = useState(false);
  return (
    <Page
      title={say("title")}
      actions={
        !isArranging && (
          <Button kind="quiet" onClick={() => setArranging(true)}>
            {say("arrange")}
          </Button>
        )
      }
    >
      <MarketCards isArranging={isArranging} onArranged={() => setArranging(false)} />
      <Checklist />
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 md:col-span-8">
          <RecentRuns />
        </div>
        <div className="col-span-12 sm:col-span-6 md:col-span-4">
          <JobsPanel />
        </div>
        <div className="order-last col-span-12 md:order-none md:col-span-8">
          <DataPanel />
        </div>
        <div className="col-span-12 sm:col-span-6 md:col-span-4">
          <TradingLater />
        </div>
      </div>
    </Page>
  );
}
