import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useLocation, useSearchParams } from "react-router";

import { OperationCard } from "./operation";
import { matches, operationsOf, type Document, type Operation } from "./reference";
import { words } from "./words";
import { Refusal, fetchRaw } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { TextField } from "@/ui/fields";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

function groupsOf(operations: Operation[]): Array<[string, Operation[]]> {
  const groups = new Map<string, Operation[]>();
  for (const one of operations) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups];
}

/** The server's own route table, as it answers it now. */
export default function ApiPage() {
  const say = useWords(words);
  const { language } = useFormat();
  const [search, setSearch] = useSearchParams();
  const { hash } = useLocation();
  const wanted = search.get("q") ?? "";
  const document = useQuery<Document, Refusal>({
    queryKey: ["/openapi.json", language],
    queryFn: async ({ signal }) => (await (await fetchRaw("GET", "/openapi.json", { signal })).json()) as Document,
    staleTime: Infinity,
  });
  const all = useMemo(() => (document.data === undefined ? [] : operationsOf(document.data)), [document.data]);
  const shown = useMemo(() => all.filter((one) => matches(one, wanted)), [all, wanted]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const linked = decodeURIComponent(hash.slice(1));
  // A link to one operation opens it and brings it into view.
  useEffect(() => {
    if (linked === "" || all.length === 0) return;
    setOpen((before) => new Set(before).add(linked));
    requestAnimationFrame(() => window.document.getElementById(linked)?.scrollIntoView());
  }, [linked, all.length]);
  const toggle = (id: string, isOpen: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <Page
      title={say("title")}
      subtitle={
        <>
          {say("subtitle", { count: all.length })}{" "}
          <a href="/openapi.json">
            <Token mono>/openapi.json</Token>
          </a>
        </>
      }
    >
      <Loaded
        query={document}
        skeleton={
          <Panel>
            <Skeleton rows={14} height={28} />
          </Panel>
        }
      >
        {(data) => (
          <div className="grid grid-cols-12 items-start gap-3">
            <Panel className="col-span-12 md:sticky md:top-11 md:col-span-3 lg:col-span-2">
              <TextField
                label={say("search")}
                type="search"
                value={wanted}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) =>
                  setSearch(event.target.value === "" ? {} : { q: event.target.value }, {
                    replace: true,
                  })
                }
              />
              <nav aria-label={say("groups")} className="mt-2 flex flex-wrap gap-x-3 md:flex-col">
                {groupsOf(shown).map(([group, list]) => (
                  <a
                    key={group}
                    href={`#group-${group}`}
                    className="flex min-h-[28px] items-center justify-between gap-2 text-text-2 no-underline hover:text-text"
                  >
                    <Token>{group}</Token>
                    <span className="text-sm text-text-3">{list.length}</span>
                  </a>
                ))}
              </nav>
            </Panel>
            <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-9 lg:col-span-10">
              {shown.length === 0 && (
                <Panel>
                  <EmptyState text={say("nothing")} />
                </Panel>
              )}
              {groupsOf(shown).map(([group, list]) => (
                <Panel key={group} id={`group-${group}`} flush title={<Token>{group}</Token>}>
                  {list.map((one) => (
                    <OperationCard
                      key={one.id}
                      operation={one}
                      schemas={data.components.schemas}
                      isOpen={open.has(one.id)}
                      onToggle={(isOpen) => toggle(one.id, isOpen)}
                    />
                  ))}
                </Panel>
              ))}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
