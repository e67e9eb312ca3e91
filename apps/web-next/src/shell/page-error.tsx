import { useRouteError } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Page } from "@/ui/page";
import { Panel } from "@/ui/panel";

const words = defineWords({
  title: ["This page has failed", "Bu sayfa bozuldu"],
  text: [
    "Nothing was sent or changed. Loading it anew usually helps; after an update of the server it always does.",
    "Hiçbir şey gönderilmedi ya da değiştirilmedi. Yeniden yüklemek çoğu zaman yardımcı olur; sunucu güncellendiyse kesinlikle gerekir.",
  ],
  reload: ["Load anew", "Yeniden yükle"],
});

/** A page that threw: the shell stays. */
export function PageError() {
  const say = useWords(words);
  const error = useRouteError();
  return (
    <Page title={say("title")}>
      <Panel>
        <p>{say("text")}</p>
        <pre lang="en" translate="no" className="overflow-x-auto rounded-md bg-surface-2 p-2 text-sm">
          {error instanceof Error ? error.message : String(error)}
        </pre>
        <div>
          <Button icon="retry" onClick={() => location.reload()}>
            {say("reload")}
          </Button>
        </div>
      </Panel>
    </Page>
  );
}
