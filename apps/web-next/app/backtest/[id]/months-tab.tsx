import { MonthlyTable } from "@/charts/monthly-table";
import { useFormat } from "@/lib/format";
import { languageTag } from "@/lib/language";
import { defineWords, useWords } from "@/lib/words";
import { Token } from "@/ui/num";
import { EmptyState, Panel } from "@/ui/panel";

import { compare, compounded, monthTable } from "./compounding";
import { useReport } from "./report-state";
import { Verdict } from "./verdict";

const words = defineWords({
  title: ["Monthly returns", "Aylık getiriler"],
  caption: ["Return of every month and year", "Her ayın ve yılın getirisi"],
  year: ["Year", "Yıl"],
  none: ["There are no months to show.", "Gösterilecek ay yok."],
  months: [
    "{count} months compound to {value}; the total return is {total}",
    "{count} ayın bileşiği {value}; toplam getiri {total}",
  ],
  years: ["every year is the compound of its months", "her yıl kendi aylarının bileşiği"],
  difference: ["difference", "fark"],
  rule: ["(1 + r₁)(1 + r₂)… − 1, equal to 1e-9", "(1 + r₁)(1 + r₂)… − 1, 1e-9'a kadar eşit"],
});

export function MonthsTab() {
  const { figures } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const { monthly = [], yearly = [] } = figures.statistics;
  if (monthly === null || monthly.length === 0)
    return (
      <Panel title={say("title")}>
        <EmptyState text={say("none")} />
      </Panel>
    );
  const rows = monthTable(monthly, yearly);
  const names = Array.from({ length: 12 }, (_, at) =>
    new Intl.DateTimeFormat(languageTag(format.language), { month: "short", timeZone: "UTC" }).format(
      Date.UTC(2024, at, 15),
    ),
  );
  const whole = compare(compounded(monthly.map((one) => one.return)), figures.metrics.total_return ?? Number.NaN);
  const areYears = rows.every((row) => row.check?.isEqual === true);
  return (
    <Panel title={say("title")}>
      <MonthlyTable
        caption={say("caption")}
        columns={names}
        totalTitle={say("year")}
        write={(value) => format.percent(value, { sign: "always" })}
        rows={rows.map((row) => ({
          label: String(row.year),
          cells: row.months,
          total: row.total,
          mark: <Verdict isRight={row.check?.isEqual === true} />,
        }))}
      />
      <div
        className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm"
        data-compound={whole.isEqual ? "equal" : "differs"}
      >
        <span className="inline-flex items-center gap-1.5">
          <Verdict isRight={whole.isEqual} />
          {say("months", {
            count: monthly.length,
            value: format.percent(whole.product, { decimals: 4, sign: "always" }),
            total: format.percent(whole.total, { decimals: 4, sign: "always" }),
          })}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <Verdict isRight={areYears} /> {say("years")}
        </span>
        <span className="text-text-3">
          {say("rule")} · {say("difference")} <Token mono>{whole.difference.toExponential(1)}</Token>
        </span>
      </div>
    </Panel>
  );
}
