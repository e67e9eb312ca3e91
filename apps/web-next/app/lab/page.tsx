import { defineWords, useWords } from "@/lib/words";
import { Page } from "@/ui/page";
import { EmptyState, Panel } from "@/ui/panel";
import { StrategyList } from "./strategy-list";

const words = defineWords({
  title: ["Strategy Lab", "Strateji Lab"],
  choose: [
    "Choose a strategy to see what it does, where it would have traded, and to change it. A built-in one is kept as a copy under your own name.",
    "Ne yaptığını ve nerede işlem açacağını görmek ve değiştirmek için bir strateji seçin. Yerleşik strateji, kendi adınızla bir kopya olarak saklanır.",
  ],
});

export default function LabPage() {
  const say = useWords(words);
  return (
    <Page title={say("title")}>
      <div className="grid grid-cols-12 gap-3">
        <StrategyList className="col-span-12 md:col-span-5 lg:col-span-4" />
        <Panel className="col-span-12 max-md:hidden md:col-span-7 lg:col-span-8">
          <EmptyState text={say("choose")} cli="spark strategy ls" />
        </Panel>
      </div>
    </Page>
  );
}
