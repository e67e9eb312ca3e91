import { nothing, useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { EmptyState, Panel } from "@/ui/panel";

import { VerdictBadge } from "../_parts/states";
import { sentence } from "../_parts/sentence";
import type { Assessment, Rule } from "../_parts/types";
import { BadgeList } from "./badges";
import { MonteCarloPanel } from "./monte-carlo";

const words = defineWords({
  none: [
    "Luck is told from skill after the search. The order can leave it out.",
    "Şans beceriden aramadan sonra ayrılır. İstekte bu adım kapatılabilir.",
  ],
  verdict: ["Luck or skill", "Şans mı beceri mi"],
  rules: ["Rules of the verdict", "Hükmün kuralları"],
  rule: ["Rule", "Kural"],
  found: ["Found", "Bulunan"],
  allowed: ["Mark", "Sınır"],
  holds: ["holds", "sağlanıyor"],
  fails: ["fails", "sağlanmıyor"],
  unknown: ["not known", "bilinmiyor"],
  badges: ["Badges of the best point", "En iyi noktanın işaretleri"],
  numbers: ["Behind it", "Ayrıntılar"],
  dsr: ["Deflated Sharpe", "Düzeltilmiş Sharpe"],
  psr: ["Probabilistic Sharpe", "Olasılıksal Sharpe"],
  annual: ["Sharpe a year", "Yıllık Sharpe"],
  luck_sharpe: ["Sharpe of luck alone", "Yalnızca şansın Sharpe'ı"],
  trials: ["Sets tried", "Denenen küme"],
  effective: ["Effective trials", "Etkin deneme"],
  pbo: ["Overfitting probability", "Aşırı uyum olasılığı"],
  combinations: ["Splits of the history", "Geçmişin bölünmesi"],
  spa: ["SPA p-value", "SPA p değeri"],
  reality: ["Reality check p-value", "Reality check p değeri"],
  days: ["Days", "Gün"],
  breakeven: ["Costs may rise", "Maliyet artabilir"],
  times: ["{number} times", "{number} kat"],
  missing: ["What could not be told", "Söylenemeyenler"],
  docs: ["Definitions and sources", "Tanımlar ve kaynaklar"],
});

function RuleRow({ rule }: { rule: Rule }) {
  const say = useWords(words);
  const format = useFormat();
  const number = (value: number | null) => (value === null ? nothing : format.number(value, { decimalsMax: 3 }));
  return (
    <tr className="border-t border-line">
      <td className="py-1.5 pr-3">{sentence(format.language === "tr" ? rule.text_tr : rule.text, format.language)}</td>
      <td className="num py-1.5 pr-3 text-right whitespace-nowrap">
        {number(rule.found)}
        <span className="block text-sm text-text-3 sm:hidden">{number(rule.allowed)}</span>
      </td>
      <td className="num py-1.5 pr-3 text-right whitespace-nowrap text-text-3 max-sm:hidden">{number(rule.allowed)}</td>
      <td className="py-1.5 text-right">
        <Badge tone={rule.holds === null ? "neutral" : rule.holds ? "ok" : "crit"}>
          {rule.holds !== null && <Icon name={rule.holds ? "check" : "close"} size={10} />}
          {say(rule.holds === null ? "unknown" : rule.holds ? "holds" : "fails")}
        </Badge>
      </td>
    </tr>
  );
}

/** The verdict with every rule it stands on, the badges explained, the statistics and what luck alone would show. */
export function VerdictTab({ assessment }: { assessment: Assessment | null }) {
  const say = useWords(words);
  const format = useFormat();
  if (assessment === null)
    return (
      <Panel>
        <EmptyState text={say("none")} />
      </Panel>
    );
  const { verdict, sharpe, overfitting, data_snooping: snooping, costs } = assessment;
  const isTurkish = format.language === "tr";
  const number = (value: number | null | undefined, decimalsMax = 3) => format.number(value, { decimalsMax });
  const facts: Array<[string, string]> = [];
  if (sharpe !== null && sharpe !== undefined) {
    facts.push(
      [say("dsr"), number(sharpe.dsr)],
      [say("psr"), number(sharpe.psr)],
      [say("annual"), number(sharpe.annual, 2)],
    );
    facts.push([say("luck_sharpe"), number(sharpe.expected_max_annual, 2)], [say("trials"), number(sharpe.trials)]);
    facts.push([say("effective"), number(sharpe.effective_trials, 1)], [say("days"), number(sharpe.days)]);
  }
  if (overfitting !== null && overfitting !== undefined)
    facts.push([say("pbo"), number(overfitting.pbo)], [say("combinations"), number(overfitting.combinations)]);
  if (snooping !== null && snooping !== undefined)
    facts.push([say("spa"), number(snooping.spa_p)], [say("reality"), number(snooping.reality_check_p)]);
  if (costs?.break_even_factor != null)
    facts.push([say("breakeven"), say("times", { number: number(costs.break_even_factor, 2) })]);
  return (
    <div className="grid grid-cols-12 gap-3">
      {verdict !== undefined && (
        <Panel
          title={say("verdict")}
          className="col-span-12 lg:col-span-7"
          actions={<VerdictBadge verdict={verdict.verdict} />}
        >
          <div className="flex flex-col gap-3" data-verdict={verdict.verdict}>
            <p className="m-0 max-w-prose">{sentence(isTurkish ? verdict.text_tr : verdict.text, format.language)}</p>
            <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={say("rules")}>
              <table className="w-full border-collapse">
                <caption className="sr-only">{say("rules")}</caption>
                <thead>
                  <tr className="text-sm text-text-3">
                    <th scope="col" className="pr-3 pb-1 text-left font-normal">
                      {say("rule")}
                    </th>
                    <th scope="col" className="pr-3 pb-1 text-right font-normal">
                      {say("found")}
                    </th>
                    <th scope="col" className="pr-3 pb-1 text-right font-normal max-sm:hidden">
                      {say("allowed")}
                    </th>
                    <th scope="col" className="pb-1" aria-label={say("holds")} />
                  </tr>
                </thead>
                <tbody>
                  {verdict.rules.map((rule) => (
                    <RuleRow key={rule.key} rule={rule} />
                  ))}
                </tbody>
              </table>
            </div>
          </div>
        </Panel>
      )}
      <Panel title={say("badges")} className="col-span-12 lg:col-span-5">
        <BadgeList badges={assessment.badges} />
      </Panel>
      <Panel title={say("numbers")} className="col-span-12">
        <dl className="m-0 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4 lg:grid-cols-6">
          {facts.map(([name, value]) => (
            <div key={name} className="flex min-w-0 flex-col-reverse">
              <dt className="text-sm text-text-3">{name}</dt>
              <dd className="num m-0 text-left text-lg font-semibold">{value}</dd>
            </div>
          ))}
        </dl>
        {assessment.missing.length > 0 && (
          <div className="mt-3 border-t border-line pt-2">
            <h3 className="m-0 text-sm font-semibold">{say("missing")}</h3>
            <ul className="m-0 pl-4 text-text-2">
              {assessment.missing.map((one) => (
                <li key={one.part + one.text}>{sentence(isTurkish ? one.text_tr : one.text, format.language)}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="m-0 mt-3 text-sm text-text-3">
          {say("docs")}: <Token>docs/reference/luck_or_skill.md</Token>
        </p>
      </Panel>
      {assessment.monte_carlo !== null && assessment.monte_carlo !== undefined && (
        <MonteCarloPanel monteCarlo={assessment.monte_carlo} />
      )}
    </div>
  );
}
