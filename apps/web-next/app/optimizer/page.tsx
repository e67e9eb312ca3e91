import type { OptimizationList } from "@spark/types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";

import { api, type Refusal } from "@/lib/api";
import { useLanguage } from "@/lib/language";
import { queries } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { Button, LinkButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { inputShape } from "@/ui/fields";
import { Num, Time, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

import { LiveProgress } from "./_parts/live-progress";
import { OptimizeForm } from "./_parts/optimize-form";
import { rangeOf } from "./_parts/order";
import { StateBadge, VerdictBadge, useMethodName, type State } from "./_parts/states";

const words = defineWords({
  title: ["Optimizer", "Optimizasyon"],
  count: [{ one: "{count} search shown", other: "{count} searches shown" }, "{count} arama gösteriliyor"],
  new: ["New optimization", "Yeni optimizasyon"],
  state: ["State", "Durum"],
  any_state: ["Every state", "Tüm durumlar"],
  strategy: ["Strategy", "Strateji"],
  dataset: ["Data set", "Veri kümesi"],
  searched: ["Searched", "Aranan"],
  method: ["Method", "Yöntem"],
  sets: ["Sets", "Küme"],
  sets_count: [{ one: "{count} set", other: "{count} sets" }, "{count} küme"],
  best: ["Best objective", "En iyi amaç"],
  verdict: ["Luck or skill", "Şans mı beceri mi"],
  when: ["Begun", "Başlangıç"],
  more: ["Show older ones", "Daha eskileri göster"],
  no_match: ["No search is in this state.", "Bu durumda arama yok."],
  show_all: ["Show all", "Tümünü göster"],
  queued: ["waiting", "bekleyen"],
  running: ["running", "çalışan"],
  paused: ["paused", "duraklatılan"],
  succeeded: ["done", "biten"],
  canceled: ["cancelled", "iptal edilen"],
  failed: ["failed", "başarısız"],
  interrupted: ["interrupted", "yarıda kalan"],
  empty: [
    "Pick two parameters of a strategy, and see on a map which values do well and whether their neighbours do too. The form suggests ranges.",
    "Bir stratejinin iki parametresini seçin; hangi değerlerin ve komşularının iyi gittiğini haritada görün. Form aralık önerir.",
  ],
});

type Row = OptimizationList["data"][number];
const pageRows = 50;
const states: State[] = ["queued", "running", "paused", "succeeded", "canceled", "failed", "interrupted"];

const datasetText = (row: Row): string =>
  Array.isArray(row.dataset) ? row.dataset.join(", ") : String(row.dataset ?? "");
const searchedText = (row: Row): string => (row.parameters ?? []).map((one) => rangeOf(one).parameter).join(" × ");

/** The objective of the best set so far, or in the end. */
export function bestOf(row: Row): number | null {
  const best = (row.best ?? row.standing?.best ?? null) as { objective?: number | null } | null;
  return best?.objective ?? null;
}

function useRows(query: { status?: string }) {
  const language = useLanguage();
  return useInfiniteQuery<OptimizationList, Refusal, { rows: Row[] }, readonly unknown[], string | undefined>({
    queryKey: ["/api/v1/optimizations", "pages", query, language],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/optimizations", { query: { ...query, limit: pageRows, cursor: pageParam }, signal }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (data) => ({ rows: data.pages.flatMap((page) => page.data) }),
  });
}

export default function OptimizerPage() {
  const say = useWords(words);
  const method = useMethodName();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const status = search.get("status") ?? "";
  const rows = useRows({ status: status || undefined });
  useStreamEvents("jobs", (event) => {
    if ((event.value as { kind?: string }).kind === "optimize")
      void queries.invalidateQueries({ queryKey: ["/api/v1/optimizations"] });
  });
  const set = (changes: Record<string, string>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === "") next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );

  const columns: Column<Row>[] = [
    {
      key: "created_at",
      title: say("when"),
      width: "19ch",
      value: (row) => row.created_at,
      cell: (row) => <Time value={row.created_at} precision="minute" />,
    },
    { key: "state", title: say("state"), width: "minmax(16ch, 0.9fr)", cell: (row) => <LiveProgress row={row} /> },
    {
      key: "strategy",
      title: say("strategy"),
      width: "minmax(11ch, 1fr)",
      cell: (row) => <Token className="font-semibold">{row.strategy}</Token>,
    },
    {
      key: "searched",
      title: say("searched"),
      width: "minmax(11ch, 1fr)",
      cell: (row) => <Token mono>{searchedText(row)}</Token>,
    },
    {
      key: "dataset",
      title: say("dataset"),
      width: "minmax(16ch, 1.2fr)",
      cell: (row) => <Token className="text-text-2">{datasetText(row)}</Token>,
    },
    { key: "method", title: say("method"), width: "minmax(9ch, 0.6fr)", cell: (row) => method(row.method ?? "") },
    {
      key: "sets",
      title: say("sets"),
      align: "right",
      width: "10ch",
      value: (row) => row.sets ?? row.standing?.done,
      cell: (row) => <Num value={row.sets ?? row.standing?.done} />,
    },
    {
      key: "best",
      title: say("best"),
      align: "right",
      width: "17ch",
      value: bestOf,
      cell: (row) => (
        <>
          <Num value={bestOf(row)} decimalsMax={3} /> <Token className="text-text-3">{row.objective}</Token>
        </>
      ),
    },
    {
      key: "verdict",
      title: say("verdict"),
      width: "16ch",
      cell: (row) => row.verdict !== null && row.verdict !== undefined && <VerdictBadge verdict={row.verdict} />,
    },
  ];

  const initial: { strategy?: string; dataset?: string } = {};
  const strategy = search.get("strategy_new");
  const dataset = search.get("dataset_new");
  if (strategy !== null) initial.strategy = strategy;
  if (dataset !== null) initial.dataset = dataset;
  const begin = (
    <Button kind="primary" icon="plus" onClick={() => set({ new: "1" })}>
      {say("new")}
    </Button>
  );
  return (
    <Page
      title={say("title")}
      subtitle={rows.data && say("count", { count: rows.data.rows.length })}
      actions={
        <>
          <select
            aria-label={say("state")}
            className={`${inputShape} w-auto max-w-48`}
            value={status}
            onChange={(event) => set({ status: event.target.value })}
          >
            <option value="">{say("any_state")}</option>
            {states.map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </select>
          {begin}
        </>
      }
    >
      <Panel flush>
        <Loaded
          query={rows}
          skeleton={
            <div className="p-3">
              <Skeleton rows={6} />
            </div>
          }
          isEmpty={(data) => data.rows.length === 0}
          empty={
            status !== "" ? (
              <EmptyState text={say("no_match")} action={<LinkButton to="/optimizer">{say("show_all")}</LinkButton>} />
            ) : (
              <EmptyState
                text={say("empty")}
                action={begin}
                cli="spark optimize grid smaCross --dataset ds_synth_BTCUSDT_1h --param fast=5:20:5 --param slow=30:90:30 --oos 30%"
              />
            )
          }
        >
          {(data) => (
            <>
              <div className="max-sm:hidden">
                <DataTable
                  label={say("title")}
                  rows={data.rows}
                  columns={columns}
                  keyOf={(row) => row.id}
                  maxHeight={640}
                  rowHeight={36}
                  sort="-created_at"
                  onOpen={(row) => void navigate(`/optimizer/${row.id}`)}
                />
              </div>
              <ul className="m-0 list-none p-0 sm:hidden">
                {data.rows.map((row) => (
                  <li key={row.id} className="border-b border-line last:border-0">
                    <a
                      href={`/optimizer/${row.id}`}
                      onClick={(event) => {
                        event.preventDefault();
                        void navigate(`/optimizer/${row.id}`);
                      }}
                      className="flex items-center justify-between gap-3 px-3 py-2 text-text no-underline"
                    >
                      <span className="min-w-0">
                        <Token className="block font-semibold">
                          {row.strategy} · {searchedText(row)}
                        </Token>
                        <Token className="block truncate text-sm text-text-2">{datasetText(row)}</Token>
                        <span className="text-sm text-text-3">
                          <Time value={row.created_at} precision="minute" />
                        </span>
                      </span>
                      <span className="flex shrink-0 flex-col items-end gap-1">
                        <StateBadge state={row.state} />
                        {row.verdict !== null && row.verdict !== undefined && <VerdictBadge verdict={row.verdict} />}
                        <span className="text-sm text-text-3">
                          {say("sets_count", { count: row.sets ?? row.standing?.done ?? 0 })}
                        </span>
                      </span>
                    </a>
                  </li>
                ))}
              </ul>
              {rows.hasNextPage && (
                <div className="p-2 text-center">
                  <Button kind="quiet" isBusy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
                    {say("more")}
                  </Button>
                </div>
              )}
            </>
          )}
        </Loaded>
      </Panel>
      {search.get("new") !== null && (
        <Dialog
          title={say("new")}
          place="side"
          width={640}
          onClose={() => set({ new: "", strategy_new: "", dataset_new: "" })}
        >
          <OptimizeForm initial={initial} />
        </Dialog>
      )}
    </Page>
  );
}
