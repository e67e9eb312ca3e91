import { useSearchParams } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { Button, LinkButton } from "@/ui/button";
import { Page } from "@/ui/page";
import { Stepper } from "./[strategy]/stepper";
import { GeneratePanel } from "./_generate/generate-panel";
import { ProposalsPanel } from "./_parts/proposals-panel";
import { StrategyList } from "./strategy-list";

const words = defineWords({
  title: ["Strategy Lab", "Strateji Lab"],
  choose: [
    "Choose a strategy to see what it does and where it would have traded, and to change it, or begin with a sentence.",
    "Ne yaptığını ve nerede işlem açacağını görmek, değiştirmek için bir strateji seçin ya da bir cümleyle başlayın.",
  ],
  generating: [
    "A sentence becomes a document of rules; nothing that is written is ever executed as a program.",
    "Cümle, kurallardan oluşan bir belgeye dönüşür; yazılan hiçbir şey program olarak çalıştırılmaz.",
  ],
  sentence: ["From a sentence", "Bir cümleden"],
  all: ["All strategies", "Tüm stratejiler"],
});

export default function LabPage() {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const isGenerating = search.has("generate") || search.has("generation");
  return (
    <Page
      title={say("title")}
      subtitle={say(isGenerating ? "generating" : "choose")}
      actions={
        isGenerating ? (
          <LinkButton icon="left" to="/lab">
            {say("all")}
          </LinkButton>
        ) : (
          <Button kind="primary" icon="lab" onClick={() => setSearch({ generate: "1" })}>
            {say("sentence")}
          </Button>
        )
      }
    >
      {isGenerating ? (
        <>
          <Stepper only="generate" />
          <GeneratePanel />
        </>
      ) : (
        <>
          <StrategyList />
          <ProposalsPanel isQuiet />
        </>
      )}
    </Page>
  );
}
