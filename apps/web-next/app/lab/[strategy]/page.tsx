import { useParams } from "react-router";

import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Page } from "@/ui/page";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import { Workbench } from "./workbench";

const words = defineWords({ title: ["Strategy Lab", "Strateji Lab"] });

export default function StrategyPage() {
  const say = useWords(words);
  const { strategy: name = "" } = useParams();
  const query = useApi("/api/v1/strategies/{name}", { path: { name }, keepPrevious: true });
  // The answer before is kept while the language changes, never for another strategy.
  const own = { ...query, data: query.data?.name === name ? query.data : undefined };
  if (own.data !== undefined) return <Workbench key={name} strategy={own.data} />;
  return (
    <Page title={`${name} · ${say("title")}`}>
      <Loaded
        query={own}
        skeleton={
          <Panel>
            <Skeleton rows={12} height={32} />
          </Panel>
        }
      >
        {() => null}
      </Loaded>
    </Page>
  );
}
