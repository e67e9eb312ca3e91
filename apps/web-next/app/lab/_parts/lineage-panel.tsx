import { Fragment, useState } from "react";
import { Link } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { Time, Token } from "@/ui/num";
import { Panel } from "@/ui/panel";
import type { ChainLink, Lineage } from "./types";

const words = defineWords({
  title: ["From the sentence to here", "Cümleden buraya"],
  hint: [
    "Each step's hash seals all steps before it: change one, and every hash after it is another.",
    "Her adımın özeti önceki tüm adımları mühürler: biri değişirse sonraki tüm özetler değişir.",
  ],
  whole: ["whole", "bütün"],
  broken: ["broken", "kopuk"],
  none: ["No step is recorded yet.", "Henüz kayıtlı adım yok."],
  prompt: ["sentence", "cümle"],
  document: ["document", "belge"],
  version: ["version", "sürüm"],
  backtest: ["backtest", "geriye dönük test"],
  optimization: ["optimization", "optimizasyon"],
  set: ["set", "küme"],
  promotion: ["promotion", "yükseltme"],
  show: ["Whole chain", "Tüm zincir"],
  hide: ["Short", "Kısa"],
  step: ["Step", "Adım"],
  thing: ["What", "Ne"],
  when: ["When", "Zaman"],
  sha: ["Hash of it", "Kendi özeti"],
  sealed: ["Seal", "Mühür"],
});

/** Where a step can be looked at. */
export function placeOf(link: Pick<ChainLink, "id">): string | null {
  if (link.id.startsWith("gen_")) return `/lab?generation=${link.id}`;
  if (link.id.startsWith("bt_")) return `/backtest/${link.id}`;
  if (link.id.startsWith("opt_")) {
    const [id = "", set] = link.id.split("#");
    return `/optimizer/${id}${set === undefined ? "" : `?set=${set}`}`;
  }
  return null;
}

/** One chain of hashes from the sentence to the promotion: short as a breadcrumb, whole as a table. */
export function LineagePanel({ lineage, isPlain = false }: { lineage: Lineage; isPlain?: boolean }) {
  const say = useWords(words);
  const [isWhole, setWhole] = useState(false);
  const kind = (link: ChainLink) => (link.kind in words ? say(link.kind as "prompt") : link.kind);
  const thing = (link: ChainLink) => {
    const to = placeOf(link);
    const text = (
      <Token mono className="break-all">
        {link.id}
      </Token>
    );
    return to === null ? text : <Link to={to}>{text}</Link>;
  };
  const badge = (
    <Badge tone={lineage.is_whole ? "ok" : "crit"}>
      <Icon name={lineage.is_whole ? "check" : "warning"} size={10} />
      {say(lineage.is_whole ? "whole" : "broken")}
    </Badge>
  );
  const turn = lineage.links.length > 0 && (
    <Button kind="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
      {say(isWhole ? "hide" : "show")}
    </Button>
  );
  const head = "px-2 py-1 text-left font-normal text-text-3";
  const body = (
    <div className="flex min-w-0 flex-col gap-2" data-lineage data-whole={lineage.is_whole}>
      {lineage.links.length === 0 ? (
        <p className="m-0 text-text-2">{say("none")}</p>
      ) : (
        <nav aria-label={say("title")}>
          <ol className="m-0 flex list-none flex-wrap items-center gap-x-1.5 gap-y-1 p-0">
            {lineage.links.map((link, index) => (
              <Fragment key={link.hash}>
                {index > 0 && (
                  <li aria-hidden className="text-text-3">
                    →
                  </li>
                )}
                <li className="flex items-center gap-1.5" data-link={link.kind}>
                  <span className="text-sm text-text-2">{kind(link)}</span>
                  <HashChip value={link.hash} letters={8} />
                </li>
              </Fragment>
            ))}
          </ol>
        </nav>
      )}
      <p className="m-0 text-sm text-text-3">{say("hint")}</p>
      {isWhole && (
        <div className="relative overflow-x-auto" tabIndex={0} role="group" aria-label={say("title")}>
          <table className="w-full border-collapse text-sm">
            <caption className="sr-only">{say("title")}</caption>
            <thead>
              <tr className="border-b border-line">
                {(["step", "thing", "when", "sha", "sealed"] as const).map((one) => (
                  <th key={one} scope="col" className={head}>
                    {say(one)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lineage.links.map((link) => (
                <tr key={link.hash} className="border-b border-line">
                  <td className="px-2 py-1">{kind(link)}</td>
                  <td className="px-2 py-1">{thing(link)}</td>
                  <td className="px-2 py-1 whitespace-nowrap">
                    {link.created_at === "" ? "–" : <Time value={link.created_at} />}
                  </td>
                  <td className="px-2 py-1">
                    <HashChip value={link.sha256} letters={16} />
                  </td>
                  <td className="px-2 py-1">
                    <HashChip value={link.hash} letters={16} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
  if (isPlain)
    return (
      <section aria-label={say("title")}>
        <h3 className="mt-0 mb-1 flex flex-wrap items-center gap-2 text-md font-semibold">
          {say("title")} {badge} {turn}
        </h3>
        {body}
      </section>
    );
  return (
    <Panel
      title={say("title")}
      actions={
        <>
          {badge}
          {turn}
        </>
      }
    >
      {body}
    </Panel>
  );
}
