import { useState } from "react";
import { NavLink, useNavigate } from "react-router";

import { useLanguage } from "@/lib/language";
import { useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { ExampleChips } from "./_generate/example-chips";
import { starters } from "./_generate/examples";
import { keepSentence, readSentence } from "./_generate/sentence";
import { DiscardDialog } from "./discard-dialog";
import { NewStrategyDialog } from "./new-strategy-dialog";

const words = defineWords({
  strategies: ["Strategies", "Stratejiler"],
  search: ["Search strategies", "Strateji ara"],
  new: ["New", "Yeni"],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  built_in: ["built in", "yerleşik"],
  own: ["own", "kendi"],
  file: ["file", "dosya"],
  version: ["version {version}", "sürüm {version}"],
  parameters: [{ one: "{count} parameter", other: "{count} parameters" }, "{count} parametre"],
  none: ["No strategy holds these words.", "Bu sözcükleri içeren strateji yok."],
  discard: ["Move {name} to the trash", "Çöp kutusuna taşı: {name}"],
  mine: ["Own strategies", "Kendi stratejileriniz"],
  theirs: ["Built in", "Yerleşik"],
  none_own: [
    "You have no strategy of your own yet. Begin with a sentence, or open a built-in one and keep a copy.",
    "Henüz kendi stratejiniz yok. Bir cümleyle başlayın ya da yerleşik birini açıp kopyasını saklayın.",
  ],
  sentence: ["From a sentence", "Bir cümleden"],
});

/** Strategies by name; `current` is the open one. */
export function StrategyList({
  current,
  isCompact = false,
  className,
}: {
  current?: string;
  isCompact?: boolean;
  className?: string;
}) {
  const say = useWords(words);
  const language = useLanguage();
  const navigate = useNavigate();
  const list = useApi("/api/v1/strategies");
  const canChange = useRight("research");
  const [sought, setSought] = useState("");
  const [isNew, setNew] = useState(false);
  const [discarded, setDiscarded] = useState<string | null>(null);
  const needle = sought.trim().toLocaleLowerCase();
  return (
    <Panel
      title={say("strategies")}
      flush
      className={className}
      actions={
        <Button
          icon="plus"
          disabled={!canChange}
          title={canChange ? undefined : say("need")}
          onClick={() => setNew(true)}
        >
          {say("new")}
        </Button>
      }
    >
      <div className="px-3 pt-1 pb-2">
        <input
          type="search"
          aria-label={say("search")}
          placeholder={say("search")}
          value={sought}
          className={`${inputShape} ${isCompact ? "" : "max-w-80"}`}
          onChange={(event) => setSought(event.target.value)}
        />
      </div>
      <Loaded
        query={list}
        skeleton={
          <div className="p-3">
            <Skeleton rows={8} height={44} />
          </div>
        }
      >
        {(data) => {
          const rows = data.data.filter((row) =>
            `${row.name} ${row.description ?? ""}`.toLocaleLowerCase().includes(needle),
          );
          const groups = [
            { title: say("mine"), rows: rows.filter((row) => row.from !== "built_in") },
            { title: say("theirs"), rows: rows.filter((row) => row.from === "built_in") },
          ].filter((group) => group.rows.length > 0);
          const hasOwn = data.data.some((row) => row.from !== "built_in");
          if (rows.length === 0) return <EmptyState text={say("none")} cli="spark strategy ls" />;
          return (
            <nav aria-label={say("strategies")} className="min-h-0 grow overflow-y-auto pb-1">
              {!hasOwn && !isCompact && (
                <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 pt-1 pb-2" data-none-own>
                  <p className="m-0 max-w-prose text-text-2">{say("none_own")}</p>
                  {canChange && (
                    <div role="group" aria-label={say("sentence")} className="flex flex-wrap items-center gap-1.5">
                      <ExampleChips
                        examples={starters}
                        language={language}
                        onPick={(prompt) => {
                          keepSentence({ ...readSentence(), prompt, job: null });
                          void navigate("/lab?generate=1");
                        }}
                      />
                    </div>
                  )}
                </div>
              )}
              {groups.map((group) => (
                <section key={group.title} aria-label={group.title}>
                  <h3 className="m-0 px-3 pt-2 pb-1 text-xs font-semibold text-text-3">{group.title}</h3>
                  <ul
                    className={`m-0 list-none ${isCompact ? "p-0" : "grid gap-2 px-3 pb-2 sm:grid-cols-2 lg:grid-cols-3"}`}
                  >
                    {group.rows.map((row) => (
                      <li key={row.name} className="group/row relative">
                        <NavLink
                          to={`/lab/${encodeURIComponent(row.name)}`}
                          className={`block h-full px-3 no-underline ${isCompact ? "border-l-2 py-1.5" : "rounded-md border py-2"} ${row.name === current ? "border-accent bg-surface-3" : isCompact ? "border-transparent hover:bg-surface-2" : "border-line hover:bg-surface-2"}`}
                        >
                          <span className="flex items-center gap-2 text-text">
                            <Token className="min-w-0 truncate font-semibold">{row.name}</Token>
                            {row.from === "data_folder" && <Badge>{say("file")}</Badge>}
                          </span>
                          <span className={`block text-sm ${row.name === current ? "text-text-2" : "text-text-3"}`}>
                            {say("version", { version: row.version })} ·{" "}
                            {say("parameters", { count: row.parameters ?? 0 })}
                          </span>
                          {!isCompact && row.description !== undefined && row.description !== "" && (
                            <span lang="en" className="line-clamp-2 text-sm text-text-2">
                              {row.description}
                            </span>
                          )}
                        </NavLink>
                        {row.from === "versions" && canChange && (
                          <IconButton
                            icon="trash"
                            label={say("discard", { name: row.name })}
                            onClick={() => setDiscarded(row.name)}
                            className="absolute top-1 right-1 opacity-0 group-hover/row:opacity-100 focus:opacity-100 pointer-coarse:opacity-100"
                          />
                        )}
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </nav>
          );
        }}
      </Loaded>
      {isNew && <NewStrategyDialog onClose={() => setNew(false)} />}
      {discarded !== null && (
        <DiscardDialog name={discarded} isOpen={discarded === current} onClose={() => setDiscarded(null)} />
      )}
    </Panel>
  );
}
