import type { DataSet, DataSetInfo } from "@spark/types";
import { Link } from "react-router";
import type { ReactNode } from "react";

import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { HashChip } from "@/ui/hash-chip";
import { Num, Token } from "@/ui/num";
import { Panel } from "@/ui/panel";
import { parseDataSetId } from "../_parts/data-set-id";
import { addressOfDataSet } from "../_parts/use-data-sets";

const words = defineWords({
  title: ["Lineage", "Köken"],
  sources: ["Sources", "Kaynaklar"],
  steps: ["Steps", "Adımlar"],
  this: ["This version", "Bu sürüm"],
  versions: ["All versions", "Tüm sürümler"],
  shown: ["shown", "görüntülenen"],
  damaged: ["damaged", "hasarlı"],
  rows: [{ one: "{count} row", other: "{count} rows" }, "{count} satır"],
  no_hash: ["no hash: made by the program", "özet yok: program üretti"],
  same: [
    "The same rows have the same SHA-256, wherever they came from.",
    "Aynı satırların SHA-256 değeri, nereden gelirse gelsin, aynıdır.",
  ],
});

type Source = { name: string; sha256: string | null; format: string; rows: number };

function ChainLink({ title, isLast = false, children }: { title: string; isLast?: boolean; children: ReactNode }) {
  return (
    <li className="relative flex min-w-0 flex-col gap-1 pb-4 pl-5 last:pb-0">
      {!isLast && <span aria-hidden className="absolute top-3 bottom-[-8px] left-[5px] w-px bg-line-strong" />}
      <span
        aria-hidden
        className={`absolute top-[5px] left-0 size-[11px] rounded-full border-2 border-accent ${isLast ? "bg-accent" : "bg-surface"}`}
      />
      <span className="text-sm text-text-3">{title}</span>
      {children}
    </li>
  );
}

/** From the bytes that came in to the version that runs use: a chain, each link with its hash. */
export function Lineage({ info, siblings }: { info: DataSetInfo; siblings: DataSet[] }) {
  const say = useWords(words);
  const sources = info.sources as Source[];
  return (
    <Panel title={say("title")}>
      <ol className="m-0 list-none p-0">
        <ChainLink title={say("sources")}>
          {sources.map((source) => (
            <div
              key={source.name + (source.sha256 ?? "")}
              className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1"
            >
              {parseDataSetId(source.name) !== null ? (
                <Link to={addressOfDataSet(source.name)} className="break-all">
                  <Token>{source.name}</Token>
                </Link>
              ) : (
                <Token className="break-all">{source.name}</Token>
              )}
              <Token className="text-text-3">{source.format}</Token>
              <span className="text-sm text-text-3">{say("rows", { count: source.rows })}</span>
              {source.sha256 === null ? (
                <span className="text-sm text-text-3">{say("no_hash")}</span>
              ) : (
                <HashChip value={source.sha256} />
              )}
            </div>
          ))}
        </ChainLink>
        <ChainLink title={say("steps")}>
          <ol className="m-0 flex list-decimal flex-col gap-0.5 pl-5">
            {info.steps.map((step, index) => (
              <li key={index} lang="en" translate="no" className="break-words">
                {step}
              </li>
            ))}
          </ol>
        </ChainLink>
        <ChainLink title={say("this")} isLast>
          <div className="flex flex-wrap items-center gap-2">
            <Token className="font-semibold break-all">{info.dataset}</Token>
            <HashChip value={info.sha256} />
          </div>
          <span className="text-sm text-text-3">{say("same")}</span>
        </ChainLink>
      </ol>
      {siblings.length > 1 && (
        <>
          <h3 className="mt-4 mb-1 text-sm font-semibold text-text-2">{say("versions")}</h3>
          <ul className="m-0 flex list-none flex-col gap-1 p-0">
            {siblings.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-2 border-t border-line pt-1">
                <Link to={addressOfDataSet(one.id)} aria-current={one.id === info.dataset ? "page" : undefined}>
                  <Token>v{parseDataSetId(one.id)?.version}</Token>
                </Link>
                {one.id === info.dataset && <Badge tone="info">{say("shown")}</Badge>}
                {one.damaged ? (
                  <Badge tone="crit" title={one.damage}>
                    {say("damaged")}
                  </Badge>
                ) : (
                  <span className="text-sm text-text-3">
                    <Num value={one.rows} />
                  </span>
                )}
                {one.sha256 !== undefined && <HashChip value={one.sha256} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
