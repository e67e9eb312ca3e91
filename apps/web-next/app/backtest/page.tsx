import type { BacktestList } from "@spark/types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { Refusal, api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useLanguage } from "@/lib/language";
import { queries, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { Badge } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { inputShape } from "@/ui/fields";
import { Amount, Num, Time, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

import { RunForm } from "./_parts/run-form";
import type { Draft } from "./_parts/order";

const words = defineWords({
  title: ["Backtests", "Geriye dönük testler"],
  count: [{ one: "{count} run shown", other: "{count} runs shown" }, "{count} çalıştırma gösteriliyor"],
  new: ["New backtest", "Yeni test"],
  compare: ["Compare {count}", "{count} çalıştırmayı karşılaştır"],
  compare_hint: ["Choose two to six runs", "İki ile altı arasında çalıştırma seçin"],
  clear: ["Clear choice", "Seçimi kaldır"],
  search: ["Search id, note, tag", "Kimlik, not, etiket ara"],
  strategy: ["Strategy", "Strateji"],
  any_strategy: ["Every strategy", "Tüm stratejiler"],
  dataset: ["Data set", "Veri kümesi"],
  any_dataset: ["Every data set", "Tüm veri kümeleri"],
  params: ["Parameters", "Parametreler"],
  trades: ["Trades", "İşlem"],
  net: ["Net", "Net"],
  when: ["Run at", "Çalıştırma zamanı"],
  tags: ["Tags", "Etiketler"],
  pick: ["Choose {id} for comparison", "{id} karşılaştırma için seçilsin"],
  chosen: ["Choice", "Seçim"],
  damaged: ["damaged", "bozuk"],
  more: ["Show older runs", "Daha eski çalıştırmalar"],
  empty: [
    "No backtest has been run here yet. One on the synthetic market takes a second.",
    "Burada henüz test çalıştırılmadı. Sentetik piyasada bir test bir saniye sürer.",
  ],
  no_match: ["No run matches the filter.", "Süzgece uyan çalıştırma yok."],
  show_all: ["Show all", "Tümünü göster"],
});

type Run = BacktestList["data"][number];
const pageRows = 100;

/** Parameters in one line, the ones that are switched off left out. */
function parameterLine(params: Run["params"]): string {
  return Object.entries(params ?? {})
    .filter(([, value]) => value !== false && value !== "0")
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");
}

function useRuns(query: { q?: string; strategy?: string; dataset?: string; sort?: string }) {
  const language = useLanguage();
  return useInfiniteQuery<BacktestList, Refusal, { rows: Run[] }, readonly unknown[], string | undefined>({
    queryKey: ["/api/v1/backtests", "pages", query, language],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/backtests", { query: { ...query, limit: pageRows, cursor: pageParam }, signal }),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (data) => ({ rows: data.pages.flatMap((page) => page.data) }),
  });
}

export default function BacktestsPage() {
  const say = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState(() => search.get("choice")?.split(",").filter(Boolean) ?? []);
  const [jobId, setJobId] = useState<string | null>(null);
  const filter = {
    q: search.get("q") || undefined,
    strategy: search.get("strategy") || undefined,
    dataset: search.get("dataset") || undefined,
  };
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const runs = useRuns({ ...filter, sort: search.get("sort") ?? undefined });
  const strategies = useApi("/api/v1/strategies");
  const datasets = useApi("/api/v1/datasets", { query: { limit: 200 } });
  useStreamEvents("jobs", (event) => {
    const job = event.value as { kind?: string; status?: string };
    if (job.kind === "backtest" && job.status === "succeeded")
      void queries.invalidateQueries({ queryKey: ["/api/v1/backtests"] });
  });

  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  // The choice stands in the address too; the box itself must not wait for that.
  const choose = (ids: string[]) => {
    setChosen(ids);
    set("choice", ids.join(","));
  };
  const toggle = (id: string) =>
    choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-6));
  const close = () => {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const name of ["new", "dataset_new", "strategy_new"]) next.delete(name);
        return next;
      },
      { replace: true },
    );
    setJobId(null);
  };

  const columns: Column<Run>[] = [
    {
      key: "choice",
      title: <span className="sr-only">{say("chosen")}</span>,
      width: "36px",
      cell: (run) => (
        <input
          type="checkbox"
          className="size-4 align-middle accent-[var(--accent)]"
          checked={chosen.includes(run.id)}
          disabled={run.damaged}
          aria-label={say("pick", { id: run.id })}
          onClick={(event) => event.stopPropagation()}
          onChange={() => toggle(run.id)}
        />
      ),
    },
    {
      key: "created_at",
      title: say("when"),
      width: "16ch",
      value: (run) => run.created_at,
      cell: (run) => <Time value={run.created_at} precision="minute" />,
    },
    {
      key: "strategy",
      title: say("strategy"),
      width: "minmax(12ch, 1fr)",
      cell: (run) =>
        run.damaged ? (
          <Badge tone="crit" title={run.damage}>
            {say("damaged")}
          </Badge>
        ) : (
          <Token className="font-semibold">{run.strategy}</Token>
        ),
    },
    {
      key: "dataset",
      title: say("dataset"),
      width: "minmax(20ch, 1.4fr)",
      cell: (run) => <Token>{run.dataset}</Token>,
    },
    {
      key: "params",
      title: say("params"),
      width: "minmax(14ch, 1.4fr)",
      cell: (run) => (
        <Token mono className="text-text-2">
          {parameterLine(run.params)}
        </Token>
      ),
    },
    {
      key: "tags",
      title: say("tags"),
      width: "minmax(8ch, 0.8fr)",
      cell: (run) => (
        <span className="flex gap-1">
          {run.tags?.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: "trades",
      title: say("trades"),
      align: "right",
      width: "9ch",
      value: (run) => run.trades,
      cell: (run) => <Num value={run.trades} />,
    },
    {
      key: "net_pnl",
      title: say("net"),
      align: "right",
      width: "16ch",
      value: (run) => Number(run.net_pnl),
      cell: (run) => <Amount value={run.net_pnl} decimals={2} />,
    },
  ];

  const initial: Partial<Draft> = {};
  if (search.get("dataset_new") ?? filter.dataset) initial.dataset = search.get("dataset_new") ?? filter.dataset ?? "";
  if (search.get("strategy_new") ?? filter.strategy)
    initial.strategy = search.get("strategy_new") ?? filter.strategy ?? "";
  return (
    <Page
      title={say("title")}
      subtitle={runs.data && say("count", { count: runs.data.rows.length })}
      actions={
        <>
          {chosen.length > 0 && (
            <Button kind="quiet" onClick={() => choose([])}>
              {say("clear")}
            </Button>
          )}
          {chosen.length >= 2 ? (
            <LinkButton to={`/backtest/compare?ids=${chosen.join(",")}`} icon="backtest">
              {say("compare", { count: chosen.length })}
            </LinkButton>
          ) : (
            <Button disabled icon="backtest">
              {say("compare_hint")}
            </Button>
          )}
          <Button kind="primary" icon="plus" onClick={() => set("new", "1")}>
            {say("new")}
          </Button>
        </>
      }
    >
      <div className="grid gap-2 xs:grid-cols-2 md:grid-cols-[minmax(200px,1fr)_220px_260px]" role="search">
        <input
          type="search"
          aria-label={say("search")}
          placeholder={say("search")}
          data-search
          className={inputShape}
          defaultValue={filter.q ?? ""}
          onChange={(event) => set("q", event.target.value)}
        />
        <select
          aria-label={say("strategy")}
          className={inputShape}
          value={filter.strategy ?? ""}
          onChange={(event) => set("strategy", event.target.value)}
        >
          <option value="">{say("any_strategy")}</option>
          {strategies.data?.data.map((one) => (
            <option key={one.name} lang="en">
              {one.name}
            </option>
          ))}
        </select>
        <select
          aria-label={say("dataset")}
          className={inputShape}
          value={filter.dataset ?? ""}
          onChange={(event) => set("dataset", event.target.value)}
        >
          <option value="">{say("any_dataset")}</option>
          {datasets.data?.data.map((one) => (
            <option key={one.id} lang="en">
              {one.id}
            </option>
          ))}
        </select>
      </div>
      <Panel flush>
        <Loaded
          query={runs}
          skeleton={
            <div className="p-3">
              <Skeleton rows={8} />
            </div>
          }
          isEmpty={(data) => data.rows.length === 0}
          empty={
            isFiltered ? (
              <EmptyState text={say("no_match")} action={<LinkButton to="/backtest">{say("show_all")}</LinkButton>} />
            ) : (
              <EmptyState
                text={say("empty")}
                action={
                  <Button kind="primary" icon="play" onClick={() => set("new", "1")}>
                    {say("new")}
                  </Button>
                }
                cli="spark backtest run smaCross --dataset ds_synth_BTCUSDT_1h"
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
                  keyOf={(run) => run.id}
                  maxHeight={640}
                  sort={search.get("sort") ?? "-created_at"}
                  onSort={(sort) => set("sort", sort)}
                  onOpen={(run) => {
                    if (!run.damaged) void navigate(`/backtest/${run.id}`);
                  }}
                />
              </div>
              <ul className="m-0 list-none p-0 sm:hidden">
                {data.rows.map((run) => (
                  <li key={run.id} className="border-b border-line last:border-0">
                    <a
                      href={`/backtest/${run.id}`}
                      onClick={(event) => {
                        event.preventDefault();
                        void navigate(`/backtest/${run.id}`);
                      }}
                      className="flex items-center justify-between gap-3 px-3 py-2 text-text no-underline"
                    >
                      <span className="min-w-0">
                        <Token className="block font-semibold">{run.strategy}</Token>
                        <Token className="block truncate text-sm text-text-2">{run.dataset}</Token>
                        <span className="text-sm text-text-3">
                          <Time value={run.created_at} precision="minute" />
                        </span>
                      </span>
                      <span className="text-right">
                        <Amount value={run.net_pnl} decimals={2} arrow className="block text-lg" />
                        <span className="text-sm text-text-3">
                          {format.number(run.trades)} {say("trades")}
                        </span>
                      </span>
                    </a>
                  </li>
                ))}
              </ul>
              {runs.hasNextPage && (
                <div className="p-2 text-center">
                  <Button kind="quiet" isBusy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
                    {say("more")}
                  </Button>
                </div>
              )}
            </>
          )}
        </Loaded>
      </Panel>
      {search.get("new") !== null && (
        <Dialog title={say("new")} place="side" width={560} onClose={close}>
          <RunForm initial={initial} jobId={jobId} onJob={setJobId} />
        </Dialog>
      )}
    </Page>
  );
}
