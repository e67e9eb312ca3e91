import { EvidenceList } from "./evidence-list";
import { Integrity } from "./integrity";
import { Timeline } from "./timeline";
import { words } from "./words";
import { useWords } from "@/lib/words";
import { Page } from "@/ui/page";
import { Tabs } from "@/ui/tabs";

export default function AuditPage() {
  const say = useWords(words);
  return (
    <Page title={say("title")} subtitle={say("subtitle")}>
      <Tabs
        label={say("tabs")}
        tabs={[
          {
            key: "log",
            title: say("log"),
            content: () => (
              <div className="flex flex-col gap-3">
                <Integrity />
                <Timeline />
              </div>
            ),
          },
          { key: "evidence", title: say("evidence"), content: () => <EvidenceList /> },
        ]}
      />
    </Page>
  );
}
