import type { ReactNode } from "react";

import { useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  nobody: ["This belongs to a person, and nobody is logged in.", "Bu, bir kişiye aittir; oturum açılmamış."],
  login: ["Log in", "Oturum aç"],
});

/** What only a person who is logged in has: a password, sessions, keys. */
export function ForPerson({
  children,
}: {
  children: (user: { id: string; name: string; has_second_factor: boolean }) => ReactNode;
}) {
  const say = useWords(words);
  const session = useSession();
  return (
    <Loaded
      query={session}
      skeleton={
        <Panel>
          <Skeleton rows={6} />
        </Panel>
      }
    >
      {(data) =>
        data.user === null ? (
          <Panel>
            <EmptyState
              text={say("nobody")}
              action={
                <LinkButton kind="primary" to="/login" icon="user">
                  {say("login")}
                </LinkButton>
              }
              cli="spark login"
            />
          </Panel>
        ) : (
          children(data.user)
        )
      }
    </Loaded>
  );
}
