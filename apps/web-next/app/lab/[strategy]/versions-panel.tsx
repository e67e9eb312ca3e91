import type { Strategy, StrategyVersion } from "@spark/types";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { api } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ActDialog } from "@/ui/dialog";
import { DiffView } from "@/ui/diff-view";
import { TextField } from "@/ui/fields";
import { HashChip } from "@/ui/hash-chip";
import { Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { OriginText, originOf } from "./origin";

const words = defineWords({
  title: ["Versions", "Sürümler"],
  version: ["Version", "Sürüm"],
  saved: ["Saved", "Kaydedildi"],
  author: ["Author", "Yazan"],
  message: ["Message", "Not"],
  hash: ["Hash of behaviour", "Davranış özeti"],
  parent: ["Parent", "Önceki"],
  origin: ["Origin", "Köken"],
  act: ["Act", "İşlem"],
  restored: ["from {version}", "{version} sürümünden"],
  newest: ["newest", "en yeni"],
  compare: ["Compare", "Karşılaştır"],
  restore: ["Restore", "Geri getir"],
  restore_title: ["Restore version {version}", "{version}. sürümü geri getir"],
  restore_text: [
    "Its document becomes a new version; nothing is overwritten.",
    "Belgesi yeni bir sürüm olur; hiçbir şeyin üzerine yazılmaz.",
  ],
  unsaved: ["Save or discard your changes first.", "Önce değişikliklerinizi kaydedin ya da atın."],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  built_in: [
    "A built-in strategy keeps no versions. Keep a copy under your own name to have them.",
    "Yerleşik stratejinin sürümü olmaz. Sürüm için kendi adınızla bir kopya saklayın.",
  ],
  difference: ["Difference of versions {from} and {to}", "{from} ve {to} sürümlerinin farkı"],
  one: ["Version {version}", "{version}. sürüm"],
  same: [
    "Both versions behave the same: runs give the same result.",
    "İki sürüm aynı davranır: testler aynı sonucu verir.",
  ],
  parameters: ["Parameters", "Parametreler"],
  rules: ["Rules and settings", "Kurallar ve ayarlar"],
  name: ["Name", "Ad"],
  before: ["Before", "Önce"],
  after: ["After", "Sonra"],
});

type VersionsProps = { strategy: Strategy; isDirty: boolean; onRestored: (restored: Strategy) => void };

export function VersionsPanel({ strategy, isDirty, onRestored }: VersionsProps) {
  const say = useWords(words);
  const isKept = strategy.from === "versions";
  const list = useApi("/api/v1/strategies/{name}/versions", {
    path: { name: strategy.name },
    query: { limit: 200 },
    enabled: isKept,
  });
  const canChange = useRight("research");
  const [search, setSearch] = useSearchParams();
  const [restored, setRestored] = useState<StrategyVersion | null>(null);
  if (!isKept)
    return (
      <Panel title={say("title")}>
        <EmptyState text={say("built_in")} cli={`spark strategy show ${strategy.name}`} />
      </Panel>
    );
  const [from, to] = (search.get("diff") ?? "").split("-").map(Number);
  const compare = (row: StrategyVersion) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("diff", `${row.parent ?? row.version}-${row.version}`);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const head = "px-2 py-1 text-left font-normal text-text-3";
  return (
    <>
      <Panel title={say("title")} flush>
        <Loaded
          query={list}
          skeleton={
            <div className="p-3">
              <Skeleton rows={3} height={28} />
            </div>
          }
        >
          {(data) => (
            <div className="relative overflow-x-auto">
              <table className="w-full border-collapse text-md">
                <caption className="sr-only">{say("title")}</caption>
                <thead>
                  <tr className="border-b border-line text-sm">
                    <th className={head}>{say("version")}</th>
                    <th className={head}>{say("saved")}</th>
                    <th className={head}>{say("author")}</th>
                    <th className={head}>{say("message")}</th>
                    <th className={`${head} max-sm:hidden`}>{say("origin")}</th>
                    <th className={`${head} max-sm:hidden`}>{say("hash")}</th>
                    <th className={`${head} max-sm:hidden`}>{say("parent")}</th>
                    <th className={head}>
                      <span className="sr-only">{say("act")}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.data.map((row) => (
                    <tr
                      key={row.version}
                      className={`border-b border-line ${to === row.version ? "bg-surface-3" : ""}`}
                    >
                      <td className="px-2 py-1 font-semibold whitespace-nowrap">
                        {row.version} {row.version === strategy.version && <Badge tone="info">{say("newest")}</Badge>}
                      </td>
                      <td className="px-2 py-1 sm:whitespace-nowrap">
                        <Time value={row.created_at} />
                      </td>
                      <td className="px-2 py-1">
                        <Token>{row.author}</Token>
                      </td>
                      <td className="px-2 py-1 break-words sm:min-w-40">
                        {row.message}
                        {row.restored_from !== null && (
                          <>
                            {" "}
                            <Badge>{say("restored", { version: String(row.restored_from) })}</Badge>
                          </>
                        )}
                        <span className="block text-sm sm:hidden">
                          <OriginText origin={originOf(row)} />
                        </span>
                      </td>
                      <td className="px-2 py-1 max-sm:hidden">
                        <OriginText origin={originOf(row)} />
                      </td>
                      <td className="px-2 py-1 max-sm:hidden">
                        <HashChip value={row.sha256} letters={8} />
                      </td>
                      <td className="px-2 py-1 max-sm:hidden">{row.parent ?? "–"}</td>
                      <td className="px-2 py-1">
                        <span className="flex justify-end gap-1 max-sm:flex-col">
                          <Button kind="quiet" disabled={row.parent === null} onClick={() => compare(row)}>
                            {say("compare")}
                          </Button>
                          {row.version !== strategy.version && (
                            <Button
                              kind="quiet"
                              disabled={!canChange || isDirty}
                              title={!canChange ? say("need") : isDirty ? say("unsaved") : undefined}
                              onClick={() => setRestored(row)}
                            >
                              {say("restore")}
                            </Button>
                          )}
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Loaded>
      </Panel>
      {from !== undefined && to !== undefined && from > 0 && to > 0 && list.data !== undefined && (
        <Difference name={strategy.name} from={from} to={to} versions={list.data.data.map((row) => row.version)} />
      )}
      {restored !== null && (
        <RestoreDialog
          name={strategy.name}
          version={restored.version}
          onClose={() => setRestored(null)}
          onRestored={onRestored}
        />
      )}
    </>
  );
}

type Change = { field?: string; name?: string; before?: unknown; after?: unknown };
const said = (value: unknown): string =>
  value === undefined || value === null ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value);

function Difference({ name, from, to, versions }: { name: string; from: number; to: number; versions: number[] }) {
  const say = useWords(words);
  const [, setSearch] = useSearchParams();
  const diff = useApi("/api/v1/strategies/{name}/diff", {
    path: { name },
    query: { from: String(from), to: String(to) },
  });
  const set = (a: number, b: number) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("diff", `${a}-${b}`);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const picker = (value: number, label: string, onPick: (version: number) => void) => (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onPick(Number(event.target.value))}
      className="min-h-7 rounded-md border border-line-strong bg-bg px-1"
    >
      {versions.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
  return (
    <Panel
      title={say("difference", { from: String(from), to: String(to) })}
      actions={
        <>
          {picker(from, say("before"), (one) => set(one, to))} → {picker(to, say("after"), (one) => set(from, one))}
        </>
      }
    >
      <Loaded query={diff} skeleton={<Skeleton rows={6} />}>
        {(data) => {
          const texts = data.rules as { before?: string; after?: string };
          const parameters = data.parameters as Change[];
          const others = (data.differences as Change[]).filter((one) => !(one.field ?? "").startsWith("parameters."));
          return (
            <div className="flex flex-col gap-3">
              {data.same_behaviour && <p className="m-0 text-text-2">{say("same")}</p>}
              <ChangeTable title={say("parameters")} rows={parameters} />
              <ChangeTable title={say("rules")} rows={others} />
              <DiffView
                label={say("difference", { from: String(from), to: String(to) })}
                before={texts.before ?? ""}
                after={texts.after ?? ""}
                beforeTitle={say("one", { version: String(from) })}
                afterTitle={say("one", { version: String(to) })}
              />
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function ChangeTable({ title, rows }: { title: string; rows: Change[] }) {
  const say = useWords(words);
  if (rows.length === 0) return null;
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="pb-1 text-left font-semibold">{title}</caption>
        <thead>
          <tr className="border-b border-line text-text-3">
            {(["name", "before", "after"] as const).map((key) => (
              <th key={key} className="px-2 py-1 text-left font-normal">
                {say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody lang="en" translate="no" className="font-mono">
          {rows.map((row) => (
            <tr key={row.field ?? row.name} className="border-b border-line">
              <td className="px-2 py-1 break-words">{(row.field ?? row.name ?? "").replace(/^parameters\./, "")}</td>
              <td className="px-2 py-1 break-words text-crit">{said(row.before)}</td>
              <td className="px-2 py-1 break-words text-ok">{said(row.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RestoreDialog({
  name,
  version,
  onClose,
  onRestored,
}: {
  name: string;
  version: number;
  onClose: () => void;
  onRestored: (restored: Strategy) => void;
}) {
  const say = useWords(words);
  const [message, setMessage] = useState("");
  const act = async () => {
    const restored = await api.post("/api/v1/strategies/{name}/restore", {
      path: { name },
      body: { version, ...(message === "" ? {} : { message }) },
    });
    onRestored(restored);
    await queries.invalidateQueries({ queryKey: ["/api/v1/strategies/{name}/versions"] });
  };
  return (
    <ActDialog
      title={say("restore_title", { version: String(version) })}
      act={say("restore")}
      onClose={onClose}
      onAct={act}
    >
      <p className="m-0">{say("restore_text")}</p>
      <TextField label={say("message")} value={message} onChange={(event) => setMessage(event.target.value)} />
    </ActDialog>
  );
}
