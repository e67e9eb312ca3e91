import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Badge as Pill, type Tone } from "@/ui/badge";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";

import { sentence } from "../_parts/sentence";
import type { Badge } from "../_parts/types";

const words = defineWords({
  oos_held: ["OOS ✓", "OOS ✓"],
  oos_lost: ["OOS ✗", "OOS ✗"],
  decay: ["decay {number}", "kayıp {number}"],
  pbo: ["PBO {number}", "PBO {number}"],
  dsr: ["DSR {number}", "DSR {number}"],
  few_trades: ["few trades", "az işlem"],
  edge_of_range: ["edge of range", "aralığın sınırında"],
  lonely_peak: ["lonely peak", "yalnız tepe"],
  plateau: ["plateau", "plato"],
  cost_sensitive: ["cost sensitive", "maliyete duyarlı"],
  holdout_seen: ["holdout seen {number}×", "{number}× bakıldı"],
  method: ["Method", "Yöntem"],
  none: ["No badge: nothing stands out.", "İşaret yok: dikkat çeken bir şey bulunmadı."],
});

const tones: Record<Badge["tone"], Tone> = { good: "ok", bad: "crit", note: "neutral" };

const guide = {
  en: "docs/how-to/optimize_without_fooling_yourself.md",
  tr: "docs/how-to/optimize_without_fooling_yourself.tr.md",
};
/** Definitions with their sources; the other badges are explained in the guide. */
const definitions: Record<string, string> = {
  pbo: "docs/reference/luck_or_skill.md#probability-of-backtest-overfitting",
  dsr: "docs/reference/luck_or_skill.md#deflated-sharpe-ratio",
  cost_sensitive: "docs/reference/luck_or_skill.md#cost-stress",
};

/** Where the method of a badge is written down. */
export const pageOf = (key: string, language: "en" | "tr"): string => definitions[key] ?? guide[language];

export function useBadgeText() {
  const say = useWords(words);
  const format = useFormat();
  return (badge: Badge): string => {
    if (!(badge.key in words)) return badge.key;
    const number =
      badge.number === null
        ? ""
        : badge.key === "decay"
          ? format.percent(badge.number / 100, { decimals: 0, sign: "always" })
          : format.number(badge.number, { decimalsMax: 2 });
    return say(badge.key as "pbo", { number });
  };
}

/** Badges in a row; the explanation of each is its title. */
export function BadgeRow({
  badges,
  most = 20,
  isLine = false,
}: {
  badges: readonly Badge[];
  most?: number;
  /** One line, as in a table. */
  isLine?: boolean;
}) {
  const text = useBadgeText();
  const { language } = useFormat();
  const explain = (badge: Badge) => (language === "tr" ? badge.text_tr : badge.text);
  return (
    <span className={`inline-flex gap-1 ${isLine ? "max-w-full overflow-hidden align-middle" : "flex-wrap"}`}>
      {badges.slice(0, most).map((badge) => (
        <Pill key={badge.key} tone={tones[badge.tone]} title={explain(badge)}>
          {text(badge)}
        </Pill>
      ))}
      {badges.length > most && <Pill title={badges.slice(most).map(text).join(" · ")}>+{badges.length - most}</Pill>}
    </span>
  );
}

/** Badges below each other, each with its explanation and where its method is written down. */
export function BadgeList({ badges }: { badges: readonly Badge[] }) {
  const say = useWords(words);
  const text = useBadgeText();
  const { language } = useFormat();
  if (badges.length === 0) return <p className="m-0 text-text-3">{say("none")}</p>;
  return (
    <ul className="m-0 flex list-none flex-col gap-2 p-0" data-badges>
      {badges.map((badge) => (
        <li
          key={badge.key}
          className="grid grid-cols-[minmax(9rem,auto)_minmax(0,1fr)] items-baseline gap-x-3 max-xs:grid-cols-1"
        >
          <span>
            <Pill tone={tones[badge.tone]}>{text(badge)}</Pill>
          </span>
          <span className="min-w-0">
            {sentence(language === "tr" ? badge.text_tr : badge.text, language)}{" "}
            <span className="inline-flex max-w-full items-center gap-1 text-sm text-text-3">
              <Icon name="help" size={12} />
              <span className="sr-only">{say("method")}</span>
              <Token className="min-w-0 break-all">{pageOf(badge.key, language)}</Token>
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
