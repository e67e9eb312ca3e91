import { useSearchParams } from "react-router";

import { routesOf, type Quantile, type Route } from "./figures";
import { words } from "./words";
import { nothing, useFormat } from "@/lib/format";
import type { Reading, Snapshot } from "@/lib/prometheus";
import { useWords } from "@/lib/words";
import { Token } from "@/ui/num";
import { EmptyState, Panel } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

export function Routes({ reading, first, now }: { reading: Reading; first: Snapshot | null; now: Snapshot }) {
  const say = useWords(words);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const isRange = search.get("base") === "range" && first !== null;
  const rows = routesOf(reading, isRange ? first : null, now);
  const time = ({ value, isMore }: Quantile) =>
    value === null
      ? nothing
      : `${isMore ? "> " : ""}${format.number(value, { decimalsMax: value < 10 ? 2 : 0, unit: "ms" })}`;
  const number = (
    key: keyof Route & string,
    title: string,
    cell: (row: Route) => string,
    value: (row: Route) => number | null,
    tone?: (row: Route) => string,
  ): Column<Route> => ({
    key,
    title,
    align: "right",
    width: "minmax(11ch, 1fr)",
    value,
    cell: (row) => <span className={tone?.(row)}>{cell(row)}</span>,
  });
  const columns: Column<Route>[] = [
    {
      key: "operation",
      title: say("route"),
      width: "minmax(24ch, 2fr)",
      value: (row) => row.operation,
      cell: (row) => <Token mono>{row.operation}</Token>,
    },
    number(
      "requests",
      say("count"),
      (row) => format.number(row.requests),
      (row) => row.requests,
    ),
    number(
      "perSecond",
      say("per_second"),
      (row) => format.number(row.perSecond, { decimalsMax: 2 }),
      (row) => row.perSecond,
    ),
    number(
      "refusals",
      say("refusals"),
      (row) => format.number(row.refusals),
      (row) => row.refusals,
      (row) => (row.refusals > 0 ? "text-warn" : "text-text-3"),
    ),
    number(
      "errors",
      say("server_errors"),
      (row) => format.number(row.errors),
      (row) => row.errors,
      (row) => (row.errors > 0 ? "text-crit font-semibold" : "text-text-3"),
    ),
    number(
      "p50",
      "P50",
      (row) => time(row.p50),
      (row) => row.p50.value,
    ),
    number(
      "p95",
      "P95",
      (row) => time(row.p95),
      (row) => row.p95.value,
    ),
    number(
      "p99",
      "P99",
      (row) => time(row.p99),
      (row) => row.p99.value,
    ),
  ];
  const choose = (base: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (base === "range") next.set("base", base);
        else next.delete("base");
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Panel
      flush
      title={say("routes")}
      actions={
        <label className="inline-flex items-center gap-1.5">
          {say("base")}
          <select
            value={isRange ? "range" : "start"}
            onChange={(event) => choose(event.target.value)}
            className="min-h-[28px] rounded-md border border-line-strong bg-surface-2 px-2 text-md text-text"
          >
            <option value="start">{say("base_start")}</option>
            <option value="range">{say("base_range")}</option>
          </select>
        </label>
      }
    >
      <DataTable
        label={say("routes")}
        rows={rows}
        columns={columns}
        keyOf={(row) => row.operation}
        sort="-requests"
        maxHeight={420}
        empty={<EmptyState text={say("no_routes")} />}
      />
    </Panel>
  );
}
