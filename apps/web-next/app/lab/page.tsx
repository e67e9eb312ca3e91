import { defineWords, useWords } from "@/lib/words";
import { Page } from "@/ui/page";
import { StrategyList } from "./strategy-list";

const words = defineWords({
  title: ["Strategy Lab", "Strateji Lab"],
  choose: [
    "Choose a strategy to see what it does and where it would have traded, and to change it. A built-in one is kept as a copy under your own name.",
    "Ne yaptığını ve nerede işlem açacağını görmek, değiştirmek için bir strateji seçin. Yerleşik strateji, kendi adınızla bir kopya olarak saklanır.",
  ],
});

export default function LabPage() {
  const say = useWords(words);
  return (
    <Page title={say("title")} subtitle={say("choose")}>
      <StrategyList />
    </Page>
  );
}
