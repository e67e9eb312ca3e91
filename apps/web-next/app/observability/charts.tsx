import { useMemo, type ReactNode } from "react";

import { gaugePoints, labelValues, quantileSeries, ratePoints } from "./figures";
import { words } from "./words";
import { LineChart, type LineSeries, type Span } from "@/charts/line-chart";
import type { PlotKind } from "@/charts/line-chart-plot";
import { useFormat } from "@/lib/format";
import type { Reading, Snapshot } from "@/lib/prometheus";
import { useWords } from "@/lib/words";
import { Panel } from "@/ui/panel";

type ChartsProps = { reading: Reading; snapshots: Snapshot[]; range: Span; longestGapMs: number; version: number };

export function Charts({ reading, snapshots, range, longestGapMs, version }: ChartsProps) {
  const say = useWords(words);
  const format = useFormat();
  const perSecond = (value: number) => format.number(value, { decimalsMax: value < 10 ? 2 : 0 });
  const ms = (value: number) => format.number(value, { decimalsMax: value < 10 ? 2 : 0, unit: "ms" });
  const whole = (value: number) => format.number(value, { decimalsMax: 2 });
  const one = (key: string, points: LineSeries["points"], label = key): LineSeries => ({ key, label, points });
  const venues = labelValues(reading, "ws_msgs_total", "venue");
  const ofVenue = (venue: string) => ({
    venue,
    synthetic: reading.samples.find((sample) => sample.labels.venue === venue)?.labels.synthetic ?? "false",
  });
  const isSynthetic = reading.samples.some((sample) => sample.labels.synthetic === "true");
  // Made anew at each reading and each change of range, not at each drawing of the page.
  const charts = useMemo(() => {
    const list: Array<{
      title: keyof typeof words & string;
      series: LineSeries[];
      formatValue: (value: number) => string;
      kind?: PlotKind;
      note?: ReactNode;
    }> = [
      {
        title: "requests",
        formatValue: perSecond,
        series: ["ok", "client_error", "server_error"].map((status) =>
          one(status, ratePoints(snapshots, "spark_http_requests_total", { status })),
        ),
      },
      { title: "times", formatValue: ms, series: quantileSeries(reading, snapshots, "spark_http_request_ms") },
      {
        title: "jobs",
        formatValue: whole,
        kind: "step",
        series: [
          one("running", gaugePoints(snapshots, "spark_jobs_running"), say("running")),
          one("queued", gaugePoints(snapshots, "spark_jobs_queued"), say("queued")),
        ],
      },
      {
        title: "stream",
        formatValue: whole,
        kind: "step",
        series: [one("clients", gaugePoints(snapshots, "spark_stream_clients"), say("clients"))],
      },
      {
        title: "events",
        formatValue: perSecond,
        series: labelValues(reading, "spark_stream_events_total", "class").map((kind) =>
          one(kind, ratePoints(snapshots, "spark_stream_events_total", { class: kind })),
        ),
      },
      {
        title: "memory",
        formatValue: (value) => format.bytes(value),
        kind: "area",
        series: [one("resident", gaugePoints(snapshots, "spark_process_resident_bytes"), say("resident"))],
        note: say("memory_note"),
      },
      {
        title: "feeds",
        formatValue: perSecond,
        series: venues.map((venue) => one(venue, ratePoints(snapshots, "ws_msgs_total", ofVenue(venue)))),
        note: isSynthetic ? say("synthetic") : undefined,
      },
      {
        title: "lag",
        formatValue: ms,
        series: venues.map((venue) => one(venue, gaugePoints(snapshots, "ws_lag_ms", ofVenue(venue)))),
        note: isSynthetic ? say("synthetic") : undefined,
      },
      {
        title: "store",
        formatValue: perSecond,
        series: [
          one(
            "audit",
            ["allowed", "refused", "failed"]
              .map((outcome) => ratePoints(snapshots, "spark_audit_records_total", { outcome }))
              .reduce((sum, points) =>
                sum.map((point, index) => {
                  const other = points[index]?.value ?? null;
                  return {
                    time: point.time,
                    value: point.value === null || other === null ? null : point.value + other,
                  };
                }),
              ),
            say("audit"),
          ),
          one("evidence", ratePoints(snapshots, "spark_evidence_written_total"), say("evidence")),
        ],
      },
    ];
    return list;
  }, [version, range[0], range[1], format.language]);
  return (
    <div className="grid grid-cols-12 gap-3">
      {charts.map((chart) => (
        <Panel key={chart.title} title={say(chart.title)} className="col-span-12 sm:col-span-6 lg:col-span-4">
          <LineChart
            label={say(chart.title)}
            series={chart.series}
            formatValue={chart.formatValue}
            kind={chart.kind}
            yFromZero
            range={range}
            longestGapMs={longestGapMs}
            height={160}
          />
          {chart.note !== undefined && <p className="m-0 text-sm text-text-3">{chart.note}</p>}
        </Panel>
      ))}
    </div>
  );
}
