import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { csvHead, fetchFile } from "./check";
import type { Refusal } from "@/lib/api";
import { defineWords, useWords } from "@/lib/words";
import { CodeBlock } from "@/ui/code-block";
import { Token } from "@/ui/num";
import { Loaded, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";

const words = defineWords({
  rows: [
    { one: "The only row", other: "First {shown} of {count} rows" },
    { one: "Tek satır", other: "{count} satırın ilk {shown} satırı" },
  ],
  cut: [
    "Only the first {count} letters are shown; the download has all.",
    "Yalnızca ilk {count} harf gösteriliyor; indirilen dosyada tümü var.",
  ],
});

const csvRowsMax = 500;
const textMax = 200_000;

function CsvTable({ name, text }: { name: string; text: string }) {
  const say = useWords(words);
  const { header, rows, count } = useMemo(() => csvHead(text, csvRowsMax), [text]);
  const columns = header.map((title, index): Column<number> => {
    const isNumber = /^-?[\d.]+(e[-+]?\d+)?$/i.test(rows[0]?.[index] ?? "");
    const longest = Math.max(title.length, ...rows.slice(0, 50).map((row) => (row[index] ?? "").length));
    return {
      key: `${title}-${index}`,
      title: <Token mono>{title}</Token>,
      align: isNumber ? "right" : "left",
      width: `${Math.min(longest + 3, 36)}ch`,
      cell: (row) => <Token mono>{rows[row]?.[index]}</Token>,
    };
  });
  return (
    <>
      <p className="m-0 pb-1 text-sm text-text-3">{say("rows", { count, shown: rows.length })}</p>
      <DataTable label={name} rows={rows.map((_, index) => index)} columns={columns} keyOf={String} maxHeight={460} />
    </>
  );
}

/** The bytes of one file as what they are: CSV as a table, JSON in order, everything else as text. */
export function Viewer({ id, name }: { id: string; name: string }) {
  const say = useWords(words);
  const file = useQuery<string, Refusal>({
    queryKey: ["/api/v1/evidence", id, "files", name],
    queryFn: async ({ signal }) => new TextDecoder().decode(await fetchFile(id, name, signal)),
    staleTime: Infinity,
  });
  return (
    <Loaded query={file} skeleton={<Skeleton rows={10} />}>
      {(text) =>
        name.endsWith(".csv") ? (
          <CsvTable name={name} text={text} />
        ) : (
          <>
            <CodeBlock label={name} text={text} shown={text.slice(0, textMax)} maxHeight={480} />
            {text.length > textMax && <p className="m-0 text-sm text-text-3">{say("cut", { count: textMax })}</p>}
          </>
        )
      }
    </Loaded>
  );
}
