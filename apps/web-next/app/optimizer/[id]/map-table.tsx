import { cellAt, type HeatPlace, type HeatTable } from "@/charts/heat-map-drawing";
import { defineWords, useWords } from "@/lib/words";
import { Num, Token } from "@/ui/num";
import { DataTable, type Column } from "@/ui/table";

import type { HeatMapDocument } from "../_parts/types";

const words = defineWords({
  table_of: ["{label}, as a table", "{label}, tablo olarak"],
  value: ["Value", "Değer"],
  median: ["Median", "Ortanca"],
  sets: ["Sets", "Küme"],
  trades: ["Trades", "İşlem"],
  none: ["not run", "çalıştırılmadı"],
  empty: ["no value", "değer yok"],
  refused: ["refused", "reddedildi"],
  idle: ["no trades", "işlem yok"],
  broken: ["breaks a constraint", "kısıtı bozuyor"],
});

type Row = { key: string; at: HeatPlace; index: number };
type Props = {
  map: HeatMapDocument;
  table: HeatTable;
  label: string;
  write: (value: number) => string;
  onSelect: (at: HeatPlace) => void;
};

const numberOr = (text: string | undefined): string | number => {
  const number = Number(text);
  return text === undefined || Number.isNaN(number) ? (text ?? "") : number;
};

/** The same cells as rows, for who reads rather than looks: sortable, and each opens its set. */
export function MapTable({ map, table, label, write, onSelect }: Props) {
  const say = useWords(words);
  const rows: Row[] = [];
  for (let y = 0; y < table.ys.length; ++y)
    for (let x = 0; x < table.xs.length; ++x) {
      const at = { x, y };
      if (cellAt(table, at).state !== "none") rows.push({ key: `${x}.${y}`, at, index: y * table.xs.length + x });
    }
  const columns: Column<Row>[] = [
    {
      key: "x",
      title: <Token>{map.x}</Token>,
      align: "right",
      first: "rising",
      value: (row) => numberOr(table.xs[row.at.x]),
      cell: (row) => <Token>{table.xs[row.at.x]}</Token>,
    },
    ...(map.y === null
      ? []
      : [
          {
            key: "y",
            title: <Token>{map.y}</Token>,
            align: "right" as const,
            first: "rising" as const,
            value: (row: Row) => numberOr(table.ys[row.at.y]),
            cell: (row: Row) => <Token>{table.ys[row.at.y]}</Token>,
          },
        ]),
    {
      key: "value",
      title: say("value"),
      align: "right",
      width: "minmax(14ch, 1.4fr)",
      value: (row) => cellAt(table, row.at).value,
      cell: (row) => {
        const cell = cellAt(table, row.at);
        if (cell.state === "value" && cell.value != null)
          return `${write(cell.value)}${cell.isBroken === true ? ` · ${say("broken")}` : ""}`;
        if (cell.isBroken === true) return say("broken");
        return say(cell.state === "value" ? "empty" : cell.state);
      },
    },
    {
      key: "median",
      title: say("median"),
      align: "right",
      isMinor: true,
      value: (row) => map.medians[row.index],
      cell: (row) => {
        const value = map.medians[row.index];
        return value == null ? "–" : write(value);
      },
    },
    {
      key: "sets",
      title: say("sets"),
      align: "right",
      isMinor: true,
      value: (row) => map.sets[row.index],
      cell: (row) => <Num value={map.sets[row.index]} />,
    },
    {
      key: "trades",
      title: say("trades"),
      align: "right",
      value: (row) => map.trades[row.index],
      cell: (row) => <Num value={map.trades[row.index]} />,
    },
  ];
  return (
    <DataTable
      label={say("table_of", { label })}
      rows={rows}
      columns={columns}
      keyOf={(row) => row.key}
      sort="-value"
      maxHeight={420}
      onOpen={(row) => onSelect(row.at)}
    />
  );
}
