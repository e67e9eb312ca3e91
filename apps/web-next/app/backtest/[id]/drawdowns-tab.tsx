import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Time } from "@/ui/num";
import { EmptyState, Panel } from "@/ui/panel";

import { Facts } from "./facts";
import { periodOf } from "./range";
import { useReport } from "./report-state";

const words = defineWords({
  title: ["Ten deepest drawdowns", "En derin on düşüş"],
  caption: [
    "Drawdowns by depth; press one to see it on the chart",
    "Derinliğe göre düşüşler; grafikte görmek için birine basın",
  ],
  depth: ["Depth", "Derinlik"],
  peak: ["Peak", "Zirve"],
  trough: ["Trough", "Dip"],
  recovery: ["Recovery", "Toparlanma"],
  length: ["Length", "Süre"],
  place: ["In the run", "Dönem içinde"],
  not_yet: ["not recovered", "toparlanmadı"],
  none: ["The equity never fell below its peak.", "Sermaye hiç zirvesinin altına inmedi."],
  daily: [
    "At the end of UTC days; the deepest of every bar is {value}.",
    "UTC gün sonlarında; her muma bakınca en derini {value}.",
  ],
  see: ["Show drawdown {rank} on the chart", "{rank} numaralı düşüşü grafikte göster"],
  all: ["All drawdowns", "Bütün düşüşler"],
  count: ["Drawdowns", "Düşüş sayısı"],
  average: ["Average depth", "Ortalama derinlik"],
  share: ["Time below a peak", "Zirvenin altındaki süre"],
  longest: ["Longest", "En uzun"],
  longest_recovery: ["Longest recovery", "En uzun toparlanma"],
  ulcer: ["Ulcer index", "Ülser endeksi"],
  pain: ["Pain index", "Acı endeksi"],
  recovery_factor: ["Recovery factor", "Toparlanma faktörü"],
});

export function DrawdownsTab() {
  const { figures, run, show } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const rows = figures.statistics.drawdowns ?? [];
  const underwater = figures.statistics.underwater ?? {};
  const { from, to } = periodOf(run);
  const place = (time: string) => ((Math.min(Date.parse(time), to) - from) / (to - from)) * 100;
  const deepest = rows[0]?.depth ?? 0;
  const seconds = (value: number | null | undefined) => (value == null ? "–" : format.duration(value * 1000));
  const see = (row: (typeof rows)[number]) => {
    const peak = Date.parse(row.peak);
    const end = row.recovery === null ? to : Date.parse(row.recovery);
    show({ from: peak - (end - peak) * 0.15, to: end + (end - peak) * 0.15 });
    document.querySelector("[data-chart]")?.scrollIntoView({ block: "center" });
  };
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("title")} className="col-span-12 lg:col-span-9">
        {rows.length === 0 ? (
          <EmptyState text={say("none")} />
        ) : (
          <div className="overflow-x-auto">
            <table className="w-full min-w-[680px] border-collapse">
              <caption className="sr-only">{say("caption")}</caption>
              <thead className="text-sm text-text-3">
                <tr className="border-b border-line">
                  {[
                    "#",
                    say("depth"),
                    "",
                    say("peak"),
                    say("trough"),
                    say("recovery"),
                    say("length"),
                    say("place"),
                  ].map((one, at) => (
                    <th
                      key={at}
                      scope="col"
                      className={`px-2 py-1 font-normal whitespace-nowrap ${at === 1 || at === 6 ? "text-right" : "text-left"}`}
                    >
                      {one}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <tr
                    key={row.peak}
                    className="border-b border-line last:border-b-0 hover:bg-surface-2"
                    data-drawdown={at + 1}
                  >
                    <td className="px-2 py-1">
                      <button
                        type="button"
                        aria-label={say("see", { rank: at + 1 })}
                        onClick={() => see(row)}
                        className="min-h-6 min-w-6 rounded-md border border-line-strong text-sm hover:bg-surface-3"
                      >
                        {at + 1}
                      </button>
                    </td>
                    <td className="num px-2 py-1 text-down">{format.percent(row.depth)}</td>
                    <td className="w-[110px] px-2">
                      <div className="h-1.5 bg-down" style={{ width: `${(row.depth / deepest) * 100}%` }} />
                    </td>
                    <td className="px-2">
                      <Time value={row.peak} precision="day" />
                    </td>
                    <td className="px-2">
                      <Time value={row.trough} precision="day" />
                    </td>
                    <td className="px-2 whitespace-nowrap">
                      {row.recovery === null ? (
                        <span className="text-warn">{say("not_yet")}</span>
                      ) : (
                        <Time value={row.recovery} precision="day" />
                      )}
                    </td>
                    <td className="num px-2">{format.duration(row.length_s * 1000)}</td>
                    <td className="min-w-[140px] px-2">
                      <svg viewBox="0 0 100 10" preserveAspectRatio="none" className="h-2.5 w-full" aria-hidden>
                        <rect y="4.500" width="100" height="1" className="fill-line-strong" />
                        <rect
                          x={place(row.peak)}
                          y="1"
                          height="8"
                          width={Math.max(0.8, place(row.recovery ?? new Date(to).toISOString()) - place(row.peak))}
                          className="fill-down"
                          opacity="0.450"
                        />
                        <rect x={place(row.trough) - 0.3} y="0" width="0.8" height="10" className="fill-text" />
                      </svg>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className="m-0 mt-2 text-sm text-text-3">
          {say("daily", { value: format.percent((figures.metrics.max_drawdown_pct ?? 0) / 100) })}
        </p>
      </Panel>
      <Panel title={say("all")} className="col-span-12 lg:col-span-3">
        <Facts
          rows={[
            [say("count"), format.number(underwater.drawdowns)],
            [say("average"), format.percent(underwater.average_drawdown)],
            [say("share"), format.percent(underwater.underwater_share, { decimals: 1 })],
            [say("longest"), seconds(underwater.longest_drawdown_s)],
            [say("longest_recovery"), seconds(underwater.longest_recovery_s)],
            [say("ulcer"), format.number(underwater.ulcer_index, { decimals: 2 })],
            [say("pain"), format.number(underwater.pain_index, { decimals: 2 })],
            [say("recovery_factor"), format.number(underwater.recovery_factor, { decimals: 2 })],
          ]}
        />
      </Panel>
    </div>
  );
}
