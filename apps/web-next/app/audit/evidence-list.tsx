import type { EvidenceList as List } from "@spark/types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";

import { Refusal, api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Button, LinkButton } from "@/ui/button";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { Time, Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { useNarrow } from "@/ui/use-narrow";

export const words = defineWords({
  title: ["Evidence, newest first", "Kanıtlar, en yenisi önce"],
  index: ["INDEX: the chain of all runs", "INDEX: tüm koşuların zinciri"],
  index_right: [
    {
      one: "Chain of {count} line right, checked by the server",
      other: "Chain of {count} lines right, checked by the server",
    },
    {
      one: "{count} satırlık zincir doğru (sunucu denetledi)",
      other: "{count} satırlık zincir doğru (sunucu denetledi)",
    },
  ],
  index_wrong: ["Broken at {place}: {message}", "{place} konumunda bozuk: {message}"],
  head: ["Head", "Son özet"],
  run: ["Run", "Koşu"],
  kind: ["Kind", "Tür"],
  nonce: ["Nonce", "Nonce"],
  made: ["Made", "Oluşturma"],
  row: ["Line", "Satır"],
  manifest: ["SHA-256 of the manifest", "Manifestin SHA-256'sı"],
  more: ["Older evidence", "Daha eski kanıtlar"],
  empty: [
    "There is no evidence yet: each backtest writes some.",
    "Henüz kanıt yok: her geriye dönük test bir kanıt yazar.",
  ],
  run_one: ["To the backtests", "Geriye dönük testlere"],
});

type Row = List["data"][number];

export function IndexState() {
  const say = useWords(words);
  const index = useApi("/api/v1/evidence/index");
  return (
    <Loaded query={index} skeleton={<Skeleton rows={1} />}>
      {(data) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className={`flex min-w-0 items-start gap-1.5 ${data.ok ? "text-ok" : "text-crit"}`}>
            <Icon name={data.ok ? "check" : "warning"} size={14} className="mt-0.5" />
            {data.ok
              ? say("index_right", { count: data.rows })
              : say("index_wrong", { place: data.broken_at ?? "", message: data.message ?? "" })}
          </span>
          {data.head !== null && (
            <span className="flex items-center gap-1">
              {say("head")} <HashChip value={data.head} />
            </span>
          )}
          {data.warnings?.map((warning) => (
            <span key={warning} className="text-warn" lang="en">
              {warning}
            </span>
          ))}
        </span>
      )}
    </Loaded>
  );
}

export function EvidenceList() {
  const say = useWords(words);
  const format = useFormat();
  const isNarrow = useNarrow();
  const go = useNavigate();
  const list = useInfiniteQuery<List, Refusal, { pages: List[] }, unknown[], string | undefined>({
    queryKey: ["/api/v1/evidence", "pages"],
    queryFn: ({ pageParam, signal }) =>
      api.get("/api/v1/evidence", { query: { limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const all: Array<Column<Row> & { isWide?: boolean }> = [
    { key: "id", title: say("run"), width: "minmax(32ch, 1.2fr)", cell: (row) => <Token mono>{row.id}</Token> },
    { key: "kind", title: say("kind"), width: "12ch", isWide: true, cell: (row) => <Token>{row.kind}</Token> },
    { key: "nonce", title: say("nonce"), width: "24ch", isWide: true, cell: (row) => <Token mono>{row.nonce}</Token> },
    { key: "made", title: say("made"), width: "21ch", cell: (row) => <Time value={row.created_at} /> },
    {
      key: "manifest",
      title: say("manifest"),
      width: "minmax(18ch, 1fr)",
      isWide: true,
      cell: (row) => (
        <Token mono className="text-text-3">
          {row.manifest_sha256.slice(0, 16)}…
        </Token>
      ),
    },
    {
      key: "row",
      title: say("row"),
      width: "8ch",
      align: "right",
      isWide: true,
      cell: (row) => format.number(row.row),
    },
  ];
  return (
    <Panel flush title={say("title")} actions={<IndexState />}>
      <Loaded
        query={{ data: list.data, error: list.error, refetch: list.refetch }}
        skeleton={
          <div className="p-3">
            <Skeleton rows={8} />
          </div>
        }
        isEmpty={() => rows.length === 0}
        empty={
          <EmptyState
            text={say("empty")}
            action={
              <LinkButton to="/backtest" icon="backtest">
                {say("run_one")}
              </LinkButton>
            }
            cli="spark evidence ls"
          />
        }
      >
        {() => (
          <DataTable
            label={say("title")}
            rows={rows}
            columns={all.filter((one) => !(isNarrow && one.isWide))}
            keyOf={(row) => row.id}
            maxHeight={640}
            onOpen={(row) => void go(`/evidence/${row.id}`)}
            footer={
              list.hasNextPage ? (
                <div className="sticky left-0 flex justify-center p-2">
                  <Button icon="down" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    {say("more")}
                  </Button>
                </div>
              ) : undefined
            }
          />
        )}
      </Loaded>
      {list.error !== null && rows.length > 0 && <ErrorStrip error={list.error} />}
    </Panel>
  );
}
