import { defineWords, useWords } from "@/lib/words";
import { Page } from "@/ui/page";

const words = defineWords({ title: ["Dashboard", "Gösterge paneli"] });

export default function DashboardPage() {
  const say = useWords(words);
  return <Page title={say("title")}>{null}</Page>;
}
