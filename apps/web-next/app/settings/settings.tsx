import type { ReactNode } from "react";
import { NavLink } from "react-router";

import { About } from "./about";
import { Keys } from "./keys";
import { Profile } from "./profile";
import { Security } from "./security";
import { ServerSettings } from "./server";
import { Users } from "./users";
import { NotFound } from "@/shell/not-found";
import { defineWords, useWords } from "@/lib/words";
import { Page } from "@/ui/page";

const words = defineWords({
  title: ["Settings", "Ayarlar"],
  parts: ["Parts of the settings", "Ayar bölümleri"],
  profile: ["Profile", "Profil"],
  security: ["Security", "Güvenlik"],
  keys: ["API keys", "API anahtarları"],
  users: ["Users and roles", "Kullanıcılar ve roller"],
  server: ["Server", "Sunucu"],
  about: ["About", "Hakkında"],
});

const parts = ["profile", "security", "keys", "users", "server", "about"] as const;
const contents: Record<(typeof parts)[number], () => ReactNode> = {
  profile: () => <Profile />,
  security: () => <Security />,
  keys: () => <Keys />,
  users: () => <Users />,
  server: () => <ServerSettings />,
  about: () => <About />,
};

export function Settings({ part }: { part: string }) {
  const say = useWords(words);
  const chosen = parts.find((one) => one === part);
  if (chosen === undefined) return <NotFound />;
  return (
    <Page title={`${say("title")}: ${say(chosen)}`} heading={say("title")}>
      <nav aria-label={say("parts")} className="flex min-w-0 overflow-x-auto border-b border-line">
        {parts.map((one) => (
          <NavLink
            key={one}
            to={one === "profile" ? "/settings" : `/settings/${one}`}
            aria-current={one === chosen ? "page" : undefined}
            className={`flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap no-underline ${
              one === chosen
                ? "border-accent font-semibold text-text"
                : "border-transparent text-text-2 hover:text-text"
            }`}
          >
            {say(one)}
          </NavLink>
        ))}
      </nav>
      {contents[chosen]()}
    </Page>
  );
}
