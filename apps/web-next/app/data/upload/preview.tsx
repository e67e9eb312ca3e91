import type { Upload } from "@spark/types";

import type { Refusal } from "@/lib/api";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Num, Token } from "@/ui/num";
import { ErrorStrip, Skeleton } from "@/ui/panel";

const words = defineWords({
  becomes: ["What the first rows become", "İlk satırların ne olacağı"],
  raw: ["As they stand in the file", "Dosyadaki halleri"],
  line: ["Line", "Satır"],
  time: ["Time (UTC)", "Zaman (UTC)"],
  open: ["Open", "Açılış"],
  high: ["High", "Yüksek"],
  low: ["Low", "Düşük"],
  close: ["Close", "Kapanış"],
  volume: ["Volume", "Hacim"],
  fine: ["all readable", "hepsi okunuyor"],
  wrong: [{ one: "{count} row cannot be read", other: "{count} rows cannot be read" }, "{count} satır okunamıyor"],
  wrong_text: [
    "A file with a row that cannot be read is refused whole: nothing is dropped silently. Change the mapping, or mend the line and upload again.",
    "Okunamayan satırı olan dosya bütünüyle reddedilir: hiçbir şey sessizce atılmaz. Eşlemeyi değiştirin ya da satırı düzeltip yeniden yükleyin.",
  ],
  no_rows: ["No row can be read like this", "Bu haliyle hiçbir satır okunamıyor"],
});

type Row = {
  line: number;
  time?: string;
  open?: string;
  high?: string;
  low?: string;
  close?: string;
  volume?: string;
  problem?: { message: string; remedy: string };
};
export type PreviewDocument = { problem: { message: string; remedy: string } | null; rows: Row[]; wrong: number };

export const previewOf = (upload: Upload | undefined): PreviewDocument | null =>
  (upload?.preview as PreviewDocument | undefined) ?? null;

const cell = "border-b border-line px-2 py-1 whitespace-nowrap";
const head = "sticky top-0 border-b border-line bg-surface px-2 py-1 text-sm font-normal whitespace-nowrap text-text-3";

/** The file's own first rows, and what the server would make of them right now. */
export function Preview({
  upload,
  preview,
  error,
  isStale,
}: {
  upload: Upload;
  preview: PreviewDocument | null;
  error: Refusal | null;
  isStale: boolean;
}) {
  const say = useWords(words);
  const columns = ["open", "high", "low", "close", "volume"] as const;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <section
        aria-label={say("becomes")}
        className={`flex min-w-0 flex-col gap-2 ${isStale ? "opacity-60" : ""}`}
        aria-busy={isStale || undefined}
      >
        <h3 className="m-0 flex flex-wrap items-center gap-2 text-sm font-semibold text-text-2">
          {say("becomes")}
          {preview !== null && preview.problem === null && (
            <span role="status">
              {preview.wrong === 0 ? (
                <Badge tone="ok">{say("fine")}</Badge>
              ) : (
                <Badge tone="crit">{say("wrong", { count: preview.wrong })}</Badge>
              )}
            </span>
          )}
        </h3>
        {error !== null && <ErrorStrip error={error} />}
        {preview === null && error === null && <Skeleton rows={6} height={24} />}
        {preview !== null && preview.problem !== null && (
          <div role="alert" className="rounded-md border border-crit bg-surface-2 px-3 py-2 text-sm">
            <p className="m-0 font-semibold">{say("no_rows")}</p>
            <p lang="en" className="m-0 break-words text-text-2">
              {preview.problem.message}
            </p>
            {preview.problem.remedy !== "" && (
              <p lang="en" className="m-0 break-words text-text-2">
                {preview.problem.remedy}
              </p>
            )}
          </div>
        )}
        {preview !== null && preview.wrong > 0 && <p className="m-0 text-sm text-text-2">{say("wrong_text")}</p>}
        {preview !== null && preview.rows.length > 0 && (
          <div
            tabIndex={0}
            role="region"
            aria-label={say("becomes")}
            className="max-h-[360px] min-w-0 overflow-auto rounded-md border border-line"
          >
            <table className="w-full border-collapse">
              <thead>
                <tr>
                  <th scope="col" className={`${head} num`}>
                    {say("line")}
                  </th>
                  <th scope="col" className={`${head} text-left`}>
                    {say("time")}
                  </th>
                  {columns.map((column) => (
                    <th key={column} scope="col" className={`${head} num`}>
                      {say(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {preview.rows.map((row) => (
                  <tr key={row.line} className={row.problem === undefined ? "" : "bg-surface-2"}>
                    <td className={`${cell} num text-text-3`}>
                      <Num value={row.line} />
                    </td>
                    {row.problem !== undefined ? (
                      <td colSpan={6} className="border-b border-line px-2 py-1 break-words text-crit">
                        <span lang="en">
                          {row.problem.message}
                          {row.problem.remedy === "" ? "" : `. ${row.problem.remedy}`}
                        </span>
                      </td>
                    ) : (
                      <>
                        <td className={cell}>
                          <Token>{row.time?.replace("T", " ").replace("Z", "")}</Token>
                        </td>
                        {columns.map((column) => (
                          <td key={column} className={`${cell} num`}>
                            <Num value={row[column]} />
                          </td>
                        ))}
                      </>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section aria-label={say("raw")} className="flex min-w-0 flex-col gap-2">
        <h3 className="m-0 text-sm font-semibold text-text-2">{say("raw")}</h3>
        <div
          tabIndex={0}
          role="region"
          aria-label={say("raw")}
          className="max-h-[220px] min-w-0 overflow-auto rounded-md border border-line"
        >
          <table lang="en" translate="no" className="w-full border-collapse font-mono text-sm">
            {upload.columns.length > 0 && (
              <thead>
                <tr>
                  {upload.columns.map((column, index) => (
                    <th key={index} scope="col" className={`${head} text-left`}>
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
            )}
            <tbody>
              {upload.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((one, at) => (
                    <td key={at} className={cell}>
                      {one}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}
