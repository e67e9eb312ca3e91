import type { ReactNode } from "react";
import { Link } from "react-router";

import { useLanguage } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Badge, type Tone } from "@/ui/badge";
import { Icon, type IconName } from "@/ui/icon";
import { Token } from "@/ui/num";
import { sentence } from "../../optimizer/_parts/sentence";
import { placeOf } from "./lineage-panel";
import { Phrase, shortId } from "./phrases";
import type { CheckItem, Standing } from "./types";

const words = defineWords({
  passed: ["holds", "sağlandı"],
  failed: ["fails", "sağlanmadı"],
  missing: ["missing", "eksik"],
  not_measured: ["not measured", "ölçülmedi"],
  found: ["Found", "Bulunan"],
  wanted: ["Wanted", "İstenen"],
  evidence: ["Evidence", "Kanıt"],
  as_at: ["As at: {item}", "Şununla aynı: {item}"],
  not_asked: ["said, not asked", "bilgi için, istenmiyor"],
  trades: ["Trades", "İşlem sayısı"],
  out_of_sample: ["Out of sample", "Örneklem dışı"],
  determinism: ["Determinism", "Aynı sonuç"],
  costs: ["Costs", "Maliyet"],
  limits: ["Limits", "Limitler"],
  policy: ["Desk policy", "Masa kuralları"],
  pbo: ["Overfitting (PBO)", "Aşırı uyum (PBO)"],
  dsr: ["Deflated Sharpe (DSR)", "Düzeltilmiş Sharpe (DSR)"],
  holdout_looks: ["Looks at the holdout", "Ayrılmış döneme bakış"],
  values: ["Values", "Değerler"],
  same_data: ["Same data", "Aynı veri"],
  verdict: ["Verdict", "Hüküm"],
  real_data: ["Real data", "Gerçek veri"],
  backtest: ["Backtest", "Geriye dönük test"],
  optimization: ["Optimization", "Optimizasyon"],
  look_ahead: ["No look-ahead", "Geleceğe bakmıyor"],
  conservation: ["Books balance", "Hesaplar tutuyor"],
  paper: ["Paper trading", "Sanal işlem"],
});

const looks: Record<Standing, { tone: Tone; icon: IconName }> = {
  passed: { tone: "ok", icon: "check" },
  failed: { tone: "crit", icon: "close" },
  missing: { tone: "warn", icon: "warning" },
  not_measured: { tone: "neutral", icon: "minus" },
};

/** What helps, its commands set off. */
function Remedy({ text }: { text: string }) {
  return (
    <span className="min-w-0 break-words">
      {text.split(/(spark [a-z][^;]*)/).map((part, index) =>
        index % 2 === 1 ? (
          <Token key={index} mono className="rounded-sm bg-surface-2 px-1">
            {part}
          </Token>
        ) : (
          part
        ),
      )}
    </span>
  );
}

/** What is asked before a strategy may be called ready, one row each: how it stands in words, what was found, what to do. */
export function CheckTable({
  items,
  remedy,
}: {
  items: readonly CheckItem[];
  remedy?: (item: CheckItem) => ReactNode;
}) {
  const say = useWords(words);
  const language = useLanguage();
  const titleOf = (name: string): string => (name in words ? say(name as "trades") : name);
  return (
    <ul className="m-0 list-none p-0" data-check>
      {items.map((item) => {
        const look = looks[item.standing];
        const place = item.evidence === "" ? null : placeOf({ id: item.evidence });
        const help = item.remedy[language];
        const button = item.standing === "passed" ? null : remedy?.(item);
        // What helps several items is written out at the first of them.
        const first =
          items.find((one) => one.standing !== "passed" && one.remedy[language] === help && help !== "") ?? item;
        return (
          <li
            key={item.name}
            data-item={item.name}
            data-standing={item.standing}
            className="grid grid-cols-1 gap-x-4 gap-y-1 border-t border-line py-2 first:border-0 sm:grid-cols-[16ch_minmax(0,1fr)_minmax(0,15rem)]"
          >
            <span className="flex flex-wrap items-center gap-2 sm:flex-col sm:items-start sm:gap-1">
              <Badge tone={look.tone}>
                <Icon name={look.icon} size={10} />
                {say(item.standing)}
              </Badge>
              {!item.is_binding && <span className="text-sm text-text-3">{say("not_asked")}</span>}
            </span>
            <span className="min-w-0">
              <span className="font-semibold">{titleOf(item.name)}</span>
              <span className="block break-words text-text-2">{item[language]}</span>
              {item.standing !== "passed" && help !== "" && (
                <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
                  {first.name === item.name ? (
                    <Remedy text={sentence(help, language)} />
                  ) : (
                    <span className="text-text-3">{say("as_at", { item: titleOf(first.name) })}</span>
                  )}
                  {button}
                </span>
              )}
            </span>
            <dl className="m-0 grid grid-cols-[max-content_minmax(0,1fr)] content-start gap-x-3 text-sm">
              <dt className="text-text-3">{say("found")}</dt>
              <dd className="m-0 break-words">
                <Phrase text={item.found} />
              </dd>
              <dt className="text-text-3">{say("wanted")}</dt>
              <dd className="m-0 break-words">
                <Phrase text={item.wanted} />
              </dd>
              {item.evidence !== "" && (
                <>
                  <dt className="text-text-3">{say("evidence")}</dt>
                  <dd className="m-0 break-all">
                    {place === null ? (
                      <Token mono>{item.evidence}</Token>
                    ) : (
                      <Link to={place} title={item.evidence}>
                        <Token mono>{shortId(item.evidence)}</Token>
                      </Link>
                    )}
                  </dd>
                </>
              )}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
