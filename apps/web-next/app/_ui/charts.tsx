import { LineChart, type LineSeries } from "@/charts/line-chart";
import { useFormat } from "@/lib/format";
import { Panel } from "@/ui/panel";
import { Token } from "@/ui/num";

const begin = Date.UTC(2025, 9, 8, 20, 0);
const minutes = Array.from({ length: 240 }, (_, index) => index);
/** Made by a formula so that a picture of the page is always the same: samples, not measurements. */
const sample = (key: string, phase: number, level: number): LineSeries => ({
  key,
  label: key,
  points: minutes.map((minute) => ({
    time: begin + minute * 60_000,
    value: level + Math.sin(minute / 17 + phase) * 12 + Math.cos(minute / 5) * 2,
  })),
});
const three = [sample("P50", 0, 40), sample("P95", 1, 60), sample("P99", 2, 80)];
const broken: LineSeries[] = [
  {
    key: "rate",
    label: "rate",
    points: minutes
      .map((minute) => ({ time: begin + minute * 60_000, value: minute < 70 ? minute % 9 : 0 }))
      .filter((_, minute) => minute < 110 || minute > 160),
  },
];

export function ChartStories() {
  const format = useFormat();
  const ms = (value: number) => format.number(value, { decimalsMax: 1, unit: "ms" });
  return (
    <>
      <Panel title={<Token>LineChart: three series</Token>} className="col-span-12 md:col-span-6">
        <LineChart label="three series" series={three} formatValue={ms} />
      </Panel>
      <Panel title={<Token>LineChart: zero, and no data</Token>} className="col-span-12 md:col-span-6">
        <LineChart
          label="zero and no data"
          series={broken}
          formatValue={(value) => format.number(value)}
          kind="area"
          yFromZero
          range={[begin - 3_600_000, begin + 240 * 60_000]}
          longestGapMs={120_000}
        />
      </Panel>
      <Panel title={<Token>LineChart: empty</Token>} className="col-span-12 md:col-span-6">
        <LineChart label="empty" series={[{ key: "none", label: "none", points: [] }]} formatValue={ms} height={120} />
      </Panel>
      <Panel title={<Token>LineChart: one point</Token>} className="col-span-12 md:col-span-6">
        <LineChart
          label="one point"
          series={[{ key: "one", label: "one", points: [{ time: begin, value: 5 }] }]}
          formatValue={ms}
          height={120}
        />
      </Panel>
    </>
  );
}
