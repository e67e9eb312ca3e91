import { useSearchParams } from "react-router";

import { sumTexts } from "@/lib/decimal";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { inputShape } from "@/ui/fields";
import { Amount, Num, Time, Token } from "@/ui/num";
import { EmptyState, ErrorStrip, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

import { useReport } from "./report-state";
import { Reason, Side, reasonWords } from "./trade-words";
import type { Trade } from "./trades-csv";

const words = defineWords({
  title: ["Trades", "İşlemler"],
  entry: ["Entry", "Giriş"],
  exit: ["Exit", "Çıkış"],
  entry_price: ["Entry price", "Giriş fiyatı"],
  exit_price: ["Exit price", "Çıkış fiyatı"],
  held: ["Held", "Süre"],
  side: ["Side", "Yön"],
  symbol: ["Symbol", "Sembol"],
  quantity: ["Quantity", "Miktar"],
  gross: ["Gross", "Brüt"],
  fees: ["Fees", "Komisyon"],
  net: ["Net", "Net"],
  reason: ["Exit reason", "Çıkış nedeni"],
  result: ["Result", "Sonuç"],
  all: ["all", "tümü"],
  winners: ["winners", "kazananlar"],
  losers: ["losers", "kaybedenler"],
  count: [{ one: "{count} trade", other: "{count} trades" }, "{count} işlem"],
  sum: ["net {value}", "net {value}"],
  none: ["No trade fits the range and the filter.", "Aralığa ve süzgece uyan işlem yok."],
  none_at_all: ["The run closed no trade.", "Bu çalıştırma hiç işlem kapatmadı."],
});

export function TradesTab() {
  const { trades, tradesError, shownTrades, selected, select, run } = useReport();
  const say = useWords(words);
  const reasonOf = useWords(reasonWords);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  if (tradesError !== null) return <ErrorStrip error={tradesError} />;
  if (trades === undefined) return <Skeleton rows={12} height={28} />;
  const isSeveral = (run.books?.length ?? 1) > 1;
  const isNarrow = window.innerWidth < 760;
  const all: Array<Column<Trade> & { isWide?: boolean }> = [
    {
      key: "index",
      title: "#",
      width: "6ch",
      align: "right",
      value: (row) => row.index,
      cell: (row) => <span className="text-text-3">{row.index + 1}</span>,
    },
    {
      key: "side",
      title: say("side"),
      width: "9ch",
      value: (row) => row.side,
      cell: (row) => <Side side={row.side} />,
    },
    ...(isSeveral
      ? [
          {
            key: "symbol",
            title: say("symbol"),
            width: "12ch",
            value: (row: Trade) => row.symbol,
            cell: (row: Trade) => <Token>{row.symbol}</Token>,
          },
        ]
      : []),
    {
      key: "entry",
      title: say("entry"),
      width: isNarrow ? "12ch" : "17ch",
      value: (row) => row.entryMs,
      cell: (row) => <Time value={row.entryMs} precision={isNarrow ? "day" : "minute"} />,
    },
    {
      key: "exit",
      title: say("exit"),
      width: "17ch",
      value: (row) => row.exitMs,
      cell: (row) => <Time value={row.exitMs} precision="minute" />,
      isWide: true,
    },
    {
      key: "held",
      title: say("held"),
      width: "12ch",
      align: "right",
      value: (row) => row.exitMs - row.entryMs,
      cell: (row) => format.duration(row.exitMs - row.entryMs),
      isWide: true,
    },
    {
      key: "net",
      title: say("net"),
      width: isNarrow ? "15ch" : "17ch",
      align: "right",
      value: (row) => Number(row.net),
      cell: (row) => <Amount value={row.net} arrow />,
    },
    {
      key: "reason",
      title: say("reason"),
      width: "14ch",
      value: (row) => row.reason,
      cell: (row) => <Reason reason={row.reason} />,
      isWide: true,
    },
    {
      key: "entry_price",
      title: say("entry_price"),
      width: "12ch",
      align: "right",
      value: (row) => Number(row.entryPrice),
      cell: (row) => <Num value={row.entryPrice} />,
      isWide: true,
    },
    {
      key: "exit_price",
      title: say("exit_price"),
      width: "12ch",
      align: "right",
      value: (row) => Number(row.exitPrice),
      cell: (row) => <Num value={row.exitPrice} />,
      isWide: true,
    },
    {
      key: "quantity",
      title: say("quantity"),
      width: "9ch",
      align: "right",
      value: (row) => Number(row.quantity),
      cell: (row) => <Num value={row.quantity} />,
      isWide: true,
    },
    {
      key: "gross",
      title: say("gross"),
      width: "12ch",
      align: "right",
      value: (row) => Number(row.gross),
      cell: (row) => <Num value={row.gross} />,
      isWide: true,
    },
    {
      key: "fees",
      title: say("fees"),
      width: "minmax(12ch, 1fr)",
      align: "right",
      value: (row) => Number(row.fees),
      cell: (row) => <Num value={row.fees} />,
      isWide: true,
    },
  ];
  const pick = (name: string, label: string, values: Array<[string, string]>) => (
    <label className="flex items-center gap-1.5 text-sm text-text-2">
      {label}
      <select
        className={`${inputShape} w-auto!`}
        value={search.get(name) ?? ""}
        data-filter={name}
        onChange={(event) => set(name, event.target.value)}
      >
        <option value="">{say("all")}</option>
        {values.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const reasons = [...new Set(trades.map((one) => one.reason))];
  return (
    <Panel
      title={say("title")}
      flush
      actions={
        <div className="flex flex-wrap items-center gap-3">
          <span data-count>
            {say("count", { count: shownTrades.length })} ·{" "}
            {say("sum", {
              value: format.number(sumTexts(shownTrades.map((one) => one.net)), { sign: "always" }),
            })}
          </span>
          {pick("side", say("side"), [
            ["long", "long"],
            ["short", "short"],
          ])}
          {pick(
            "reason",
            say("reason"),
            reasons.map((one) => [one, one in reasonWords ? reasonOf(one as keyof typeof reasonWords) : one]),
          )}
          {pick("result", say("result"), [
            ["winners", say("winners")],
            ["losers", say("losers")],
          ])}
        </div>
      }
    >
      <DataTable
        label={say("title")}
        rows={shownTrades}
        columns={isNarrow ? all.filter((one) => one.isWide !== true) : all}
        keyOf={(row) => String(row.index)}
        sort="index"
        maxHeight={480}
        selectedKey={selected === null ? null : String(selected.index)}
        followSelected
        onOpen={(row) => select(row.index)}
        empty={<EmptyState text={say(trades.length === 0 ? "none_at_all" : "none")} />}
      />
    </Panel>
  );
}
