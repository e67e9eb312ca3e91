import { useLocation } from "react-router";

import { useSession, useSessionEnd } from "@/lib/session";
import { useWords } from "@/lib/words";
import { sessionWords } from "@/shell/session-words";
import { useLoginAddress } from "@/shell/user-menu";
import { LinkButton } from "@/ui/button";
import { Icon } from "@/ui/icon";

/** Over the page, which keeps what it shows: the session has ended, or a password has to be chosen first. */
export function SessionStrip() {
  const say = useWords(sessionWords);
  const end = useSessionEnd();
  const mustChange = useSession().data?.must_change_password ?? false;
  const login = useLoginAddress();
  const { pathname } = useLocation();
  if ((end === "none" && !mustChange) || pathname === "/login") return null;
  return (
    <div
      role="alert"
      data-session-strip
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn bg-surface-2 px-3 py-1.5"
    >
      <Icon name="warning" className="text-warn" />
      <span className="min-w-0 grow basis-52">{end === "none" ? say("must_change") : say(end)}</span>
      <LinkButton kind="primary" to={login}>
        {end === "none" ? say("change") : say("log_in")}
      </LinkButton>
    </div>
  );
}
