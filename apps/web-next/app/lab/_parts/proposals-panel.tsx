import { useState } from "react";

import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Dialog } from "@/ui/dialog";
import { Facts } from "@/ui/facts";
import { HashChip } from "@/ui/hash-chip";
import { Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { CheckTable } from "./check-table";
import { LineagePanel } from "./lineage-panel";
import type { Proposal } from "./types";

const words = defineWords({
  title: ["Proposals", "Öneriler"],
  none: ["Nothing has been proposed yet.", "Henüz bir öneri yok."],
  undecided: ["Approving does not exist yet: proposals wait here.", "Onaylama henüz yok: öneriler burada bekler."],
  open_state: ["open", "açık"],
  strategy: ["Strategy", "Strateji"],
  version: ["version {version}", "sürüm {version}"],
  proposer: ["Proposed by", "Öneren"],
  when: ["Proposed", "Önerilme"],
  note: ["Note", "Not"],
  hash: ["Hash", "Özet"],
  state: ["State", "Durum"],
  params: ["Parameters", "Parametreler"],
  risk: ["Limits of the document", "Belgedeki limitler"],
  check: ["The check it stands on", "Dayandığı denetim"],
});

export const proposerOf = (proposal: Pick<Proposal, "proposer">): string => proposal.proposer.name;

const said = (value: unknown): string =>
  value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** Names and values of an object, as they are in the document. */
function Values({ of: values }: { of: Record<string, unknown> }) {
  return (
    <span className="flex flex-wrap gap-1">
      {Object.entries(values).map(([name, value]) => (
        <span key={name} className="rounded-md bg-surface-2 px-1.5 text-sm break-all">
          <Token mono>{`${name}=${said(value)}`}</Token>
        </span>
      ))}
    </span>
  );
}

export function ProposalState({ state }: { state: string }) {
  const say = useWords(words);
  return <Badge tone="info">{state === "open" ? say("open_state") : <Token>{state}</Token>}</Badge>;
}

function ProposalDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(words);
  const query = useApi("/api/v1/proposals/{id}", { path: { id } });
  return (
    <Dialog title={<Token>{id}</Token>} width={900} onClose={onClose}>
      <Loaded query={query} skeleton={<Skeleton rows={8} />}>
        {(proposal) => (
          <div className="flex flex-col gap-4">
            <Facts
              facts={[
                {
                  name: say("strategy"),
                  value: (
                    <>
                      <Token className="font-semibold">{proposal.strategy}</Token>{" "}
                      {say("version", { version: String(proposal.version) })}
                    </>
                  ),
                },
                { name: say("state"), value: <ProposalState state={proposal.state} /> },
                { name: say("proposer"), value: <Token>{proposerOf(proposal)}</Token> },
                { name: say("when"), value: <Time value={proposal.created_at} /> },
                ...(proposal.note === "" ? [] : [{ name: say("note"), value: proposal.note }]),
                { name: say("params"), value: <Values of={proposal.params} /> },
                { name: say("risk"), value: <Values of={proposal.risk} /> },
                { name: say("hash"), value: <HashChip value={proposal.hash} letters={24} /> },
              ]}
            />
            <p className="m-0 text-sm text-text-3">{say("undecided")}</p>
            <section aria-label={say("check")}>
              <h3 className="mt-0 mb-1 text-md font-semibold">{say("check")}</h3>
              <CheckTable items={proposal.check.items} />
            </section>
            <LineagePanel lineage={proposal.check.lineage} isPlain />
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}

/** What was proposed, newest first; of one strategy or of all. `isQuiet`: nothing is shown while there is nothing. */
export function ProposalsPanel({ strategy, isQuiet = false }: { strategy?: string; isQuiet?: boolean }) {
  const say = useWords(words);
  const query = useApi("/api/v1/proposals");
  const [open, setOpen] = useState<string | null>(null);
  const rows = query.data?.data.filter((one) => strategy === undefined || one.strategy === strategy) ?? [];
  if (isQuiet && rows.length === 0) return null;
  return (
    <Panel title={say("title")} flush>
      <Loaded
        query={query}
        skeleton={
          <div className="p-3">
            <Skeleton rows={2} />
          </div>
        }
        isEmpty={() => rows.length === 0}
        empty={<EmptyState text={say("none")} cli="spark proposals ls" />}
      >
        {() => (
          <>
            <ul className="m-0 list-none p-0" data-proposals={rows.length}>
              {rows.map((one) => (
                <li key={one.id} className="border-t border-line">
                  <button
                    type="button"
                    data-proposal={one.id}
                    onClick={() => setOpen(one.id)}
                    className="flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1 text-left hover:bg-surface-2"
                  >
                    <span>
                      <Token className="font-semibold">{one.strategy}</Token>{" "}
                      <span className="text-text-2">{say("version", { version: String(one.version) })}</span>
                    </span>
                    <ProposalState state={one.state} />
                    <span className="text-sm text-text-3">
                      <Token>{proposerOf(one)}</Token> · <Time value={one.created_at} precision="minute" />
                    </span>
                    <Token mono className="ml-auto min-w-0 truncate text-text-3">
                      {one.hash.slice(0, 12)}
                    </Token>
                  </button>
                </li>
              ))}
            </ul>
            <p className="m-0 border-t border-line px-3 py-1.5 text-sm text-text-3">{say("undecided")}</p>
          </>
        )}
      </Loaded>
      {open !== null && <ProposalDialog id={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
