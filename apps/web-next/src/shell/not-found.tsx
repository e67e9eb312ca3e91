import { useLocation } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Panel } from "@/ui/panel";

const words = defineWords({
  title: ["Not found", "Bulunamadı"],
  text: ["There is no page at {address}.", "{address} adresinde bir sayfa yok."],
  home: ["To the dashboard", "Gösterge paneline"],
});

export function NotFound() {
  const say = useWords(words);
  const { pathname } = useLocation();
  return (
    <Page title={say("title")}>
      <Panel>
        <EmptyState
          text={say.rich("text", { address: <Token mono>{pathname}</Token> })}
          action={<LinkButton to="/">{say("home")}</LinkButton>}
        />
      </Panel>
    </Page>
  );
}
