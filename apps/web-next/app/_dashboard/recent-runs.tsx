import type { AnswerOf } from "@/lib/api";
import { usePhone } from "@/lib/use-media";
import { queries, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { LinkButton } from "@/ui/button";
import { Ago, Amount, Num, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { Link, useNavigate } from "react-router";

const words = defineWords({
  title: ["Recent runs", "Son testler"],
  all: ["All runs", "Tüm testler"],
  strategy: ["Strategy", "Strateji"],
  dataset: ["Data set", "Veri kümesi"],
  net: ["Net", "Net"],
  trades: ["Trades", "İşlem"],
  sharpe: ["Sharpe", "Sharpe"],
  when: ["When", "Ne zaman"],
  none: ["No backtest has been run yet.", "Henüz geriye dönük test çalıştırılmadı."],
  run: ["Run a backtest", "Test çalıştır"],
});

const runsMax = 8;
type Run = AnswerOf<"GET", "/api/v1/backtests">["data"][number];

const sharpeOf = (run: Run): number | null => {
  const metrics = run.metrics as { sharpe?: unknown } | undefined;
  const value = run.sharpe ?? metrics?.sharpe;
  return typeof value === "number" ? value : null;
};

export function RecentRuns() {
  const say = useWords(words);
  const isPhone = usePhone();
  const navigate = useNavigate();
  const query = useApi("/api/v1/backtests", { query: { limit: runsMax } });
  useStreamEvents("jobs", (event) => {
    if ((event.value as { status?: string }).status === "succeeded")
      void queries.invalidateQueries({ queryKey: ["/api/v1/backtests"] });
  });
  const hasSharpe = query.data?.data.some((run) => sharpeOf(run) !== null) ?? false;
  const columns: Column<Run>[] = [
    {
      key: "strategy",
      title: say("strategy"),
      width: "minmax(12ch, 1.2fr)",
      cell: (run) => (
        <Link to={`/backtest/${String(run.id)}`} className="text-text no-underline hover:underline">
          <Token>{String(run.strategy)}</Token>
        </Link>
      ),
    },
    {
      key: "net",
      title: say("net"),
      align: "right",
      width: "minmax(13ch, 1fr)",
      cell: (run) => <Amount value={run.net_pnl as string} decimals={2} arrow />,
    },
    {
      key: "trades",
      title: say("trades"),
      align: "right",
      width: "minmax(7ch, .6fr)",
      cell: (run) => <Num value={run.trades as number} />,
    },
  ];
  if (!isPhone) {
    columns.splice(1, 0, {
      key: "dataset",
      title: say("dataset"),
      width: "minmax(22ch, 1.8fr)",
      cell: (run) => (
        <Token mono className="text-text-2">
          {String(run.dataset)}
        </Token>
      ),
    });
    if (hasSharpe)
      columns.push({
        key: "sharpe",
        title: say("sharpe"),
        align: "right",
        width: "minmax(7ch, .6fr)",
        cell: (run) => <Num value={sharpeOf(run)} decimals={2} />,
      });
  }
  columns.push({
    key: "when",
    title: say("when"),
    align: "right",
    width: "minmax(12ch, .9fr)",
    cell: (run) => <Ago time={String(run.created_at)} className="text-text-2" />,
  });
  return (
    <Panel
      title={say("title")}
      flush
      actions={<Link to="/backtest">{say("all")}</Link>}
      className="h-full min-h-[236px]"
    >
      <Loaded
        query={query}
        isEmpty={(list) => list.data.length === 0}
        skeleton={
          <div className="px-3 pb-3">
            <Skeleton rows={5} height={24} />
          </div>
        }
        empty={
          <EmptyState
            text={say("none")}
            action={
              <LinkButton to="/backtest" kind="primary" icon="play">
                {say("run")}
              </LinkButton>
            }
            cli="spark backtest run smaCross --dataset ds_synth_BTCUSDT_1h"
          />
        }
      >
        {(list) => (
          <DataTable
            label={say("title")}
            rows={list.data}
            columns={columns}
            keyOf={(run) => String(run.id)}
            onOpen={(run) => void navigate(`/backtest/${String(run.id)}`)}
          />
        )}
      </Loaded>
    </Panel>
  );
}
