import type { OptimizationTrial, OptimizationTrialList } from "@spark/types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { api, type Refusal } from "@/lib/api";
import { nothing, useFormat } from "@/lib/format";
import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { Amount, Num, Token } from "@/ui/num";
import { EmptyState, Loaded, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

import type { Finalist } from "../_parts/types";
import { BadgeRow } from "./badges";
import { paramsText } from "./heat-data";
import { useView } from "./set-address";
import { useFollowed } from "./use-optimization";

const words = defineWords({
  leaderboard: ["Leaderboard", "Sıralama"],
  rank: ["Rank", "Sıra"],
  number: ["Set", "Küme"],
  params: ["Parameters", "Parametreler"],
  inside: ["In sample", "Örneklem içi"],
  outside: ["Out of sample", "Örneklem dışı"],
  decay: ["Decay", "Kayıp"],
  trades: ["Trades", "İşlem"],
  drawdown: ["Max drawdown", "En derin düşüş"],
  net: ["Net profit", "Net kâr"],
  plateau: ["Plateau", "Plato"],
  badges: ["Badges", "İşaretler"],
  refused: ["refused", "reddedildi"],
  unranked: ["not ranked", "sıralanmadı"],
  none: ["No set is ranked yet.", "Henüz sıralanan küme yok."],
  file: ["leaderboard.csv", "leaderboard.csv"],
  order: ["Order", "Düzen"],
});

const pageRows = 100;
/** Columns the server sorts by, by the names of its figures. */
const serverSort: Record<string, string> = {
  rank: "rank",
  inside: "objective",
  net: "net_pnl",
  trades: "trades",
  drawdown: "max_drawdown_pct",
  number: "number",
};

/** What the table's sort is for the server. Rank has one way only. */
export function sortOf(sort: string): string {
  const key = serverSort[sort.replace(/^-/, "")] ?? "rank";
  return key === "rank" || !sort.startsWith("-") ? key : `-${key}`;
}

/** Sets by rank or by a figure, page by page. */
export function useTrials(id: string, sort: string, enabled: boolean) {
  const language = useLanguage();
  return useInfiniteQuery<
    OptimizationTrialList,
    Refusal,
    { rows: OptimizationTrial[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: ["/api/v1/optimizations/{id}/trials", { id }, { sort }, language],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/optimizations/{id}/trials", {
        path: { id },
        query: { sort, limit: pageRows, cursor: pageParam },
        signal,
      }),
    enabled,
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
    select: (data) => ({ rows: data.pages.flatMap((page) => page.data) }),
  });
}

type Props = {
  id: string;
  told: number;
  hasSets: boolean;
  isDone: boolean;
  finalists: readonly Finalist[];
  picked: number | null;
  onPick: (number: number) => void;
};

/** The sets, best first; finalists with what they did out of sample. */
export function Leaderboard({ id, told, hasSets, isDone, finalists, picked, onPick }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const view = useView();
  const sort = view.get("sort") ?? "rank";
  const query = useTrials(id, sortOf(sort), hasSets);
  useFollowed(query, told, 1_000);
  const byNumber = useMemo(() => new Map(finalists.map((one) => [one.number, one])), [finalists]);
  const longest = Math.max(14, ...(query.data?.rows ?? []).map((row) => paramsText(row.values).length));
  const isRanked = sortOf(sort) === "rank";
  const hasOutside = finalists.some((one) => one.out_of_sample !== null);
  const columns: Column<OptimizationTrial>[] = [
    {
      key: "rank",
      title: say("rank"),
      width: "8ch",
      align: "right",
      first: "rising",
      value: (row) => (isRanked ? row.place : byNumber.get(row.number)?.rank),
      cell: (row) => <Num value={isRanked ? row.place : byNumber.get(row.number)?.rank} />,
    },
    {
      key: "params",
      title: say("params"),
      width: `minmax(${Math.min(longest + 3, 60)}ch, 2fr)`,
      cell: (row) => <Token mono>{paramsText(row.values)}</Token>,
    },
    {
      key: "inside",
      title: say("inside"),
      align: "right",
      width: "12ch",
      value: (row) => row.objective,
      cell: (row) =>
        row.refusal !== null ? (
          <span className="text-crit">{say("refused")}</span>
        ) : (
          <Num value={row.objective} decimals={3} />
        ),
    },
    ...(hasOutside
      ? ([
          {
            key: "outside",
            title: say("outside"),
            align: "right",
            width: "14ch",
            cell: (row) => <Num value={byNumber.get(row.number)?.out_of_sample?.objective} decimals={3} />,
          },
          {
            key: "decay",
            title: say("decay"),
            align: "right",
            width: "9ch",
            isMinor: true,
            cell: (row) => {
              const decay = byNumber.get(row.number)?.out_of_sample?.decay_pct;
              return decay == null ? nothing : format.percent(decay / 100, { decimals: 0, sign: "always" });
            },
          },
        ] as Column<OptimizationTrial>[])
      : []),
    {
      key: "net",
      title: say("net"),
      align: "right",
      width: "15ch",
      value: (row) => row.net_pnl,
      cell: (row) => <Amount value={row.net_pnl} decimals={2} />,
    },
    {
      key: "trades",
      title: say("trades"),
      align: "right",
      width: "9ch",
      isMinor: true,
      value: (row) => row.trades,
      cell: (row) => <Num value={row.trades} />,
    },
    {
      key: "drawdown",
      title: say("drawdown"),
      align: "right",
      width: "14ch",
      isMinor: true,
      value: (row) => row.max_drawdown_pct,
      cell: (row) => (row.max_drawdown_pct === undefined ? nothing : format.percent(row.max_drawdown_pct / 100)),
    },
    ...(finalists.length > 0
      ? ([
          {
            key: "plateau",
            title: say("plateau"),
            align: "right",
            width: "9ch",
            isMinor: true,
            cell: (row) => <Num value={byNumber.get(row.number)?.plateau.score} decimals={2} />,
          },
          {
            key: "badges",
            title: say("badges"),
            width: "minmax(36ch, 2fr)",
            isMinor: true,
            cell: (row) => {
              const badges = byNumber.get(row.number)?.badges;
              return badges === undefined ? nothing : <BadgeRow badges={badges} most={3} isLine />;
            },
          },
        ] as Column<OptimizationTrial>[])
      : []),
  ];
  return (
    <div className="flex min-w-0 flex-col gap-2" data-leaderboard>
      <div className="rounded-md border border-line bg-surface">
        {!hasSets ? (
          <EmptyState text={say("none")} />
        ) : (
          <Loaded
            query={query}
            skeleton={
              <div className="p-3">
                <Skeleton rows={8} />
              </div>
            }
            isEmpty={(data) => data.rows.length === 0}
            empty={<EmptyState text={say("none")} />}
          >
            {(data) => (
              <DataTable
                label={say("leaderboard")}
                rows={data.rows}
                columns={columns}
                keyOf={(row) => String(row.number)}
                sort={sort}
                onSort={(next) => view.set({ sort: next === "rank" || next === "-rank" ? null : next })}
                maxHeight={420}
                onOpen={(row) => onPick(row.number)}
                selectedKey={picked === null ? null : String(picked)}
                onNearEnd={() => {
                  if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
                }}
              />
            )}
          </Loaded>
        )}
      </div>
      {isDone && (
        <div className="flex justify-end">
          <LinkButton
            kind="quiet"
            icon="download"
            reloadDocument
            to={`/api/v1/optimizations/${id}/leaderboard.csv`}
            download
          >
            {say("file")}
          </LinkButton>
        </div>
      )}
    </div>
  );
}
