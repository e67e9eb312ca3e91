import type { DataSetQuality } from "@spark/types";
import { useMemo, useState, type ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Num, Time, Token } from "@/ui/num";
import { Panel } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import {
  countOf,
  foundIn,
  kindMeanings,
  kindTitles,
  qualityKinds,
  type Finding,
  type Quality,
} from "../_parts/quality";
import { TimeAxis } from "../_parts/time-axis";
import { binTimes, coverage, placeOn, runsOf, type Range, type Span } from "../_parts/time-line";

const words = defineWords({
  title: ["Quality", "Kalite"],
  clean: ["Clean: nothing was found", "Temiz: hiçbir bulgu yok"],
  findings: [{ one: "{count} kind of finding", other: "{count} kinds of findings" }, "{count} tür bulgu"],
  clean_text: [
    "Every bar that the calendar expects is there, once, in order and in itself possible.",
    "Takvimin beklediği her mum var; bir kez, sırayla ve kendi içinde tutarlı.",
  ],
  line: ["On the time line", "Zaman çizgisinde"],
  present: ["Bars", "Mumlar"],
  coverage: ["{percent} of the expected bars are there", "Beklenen mumların {percent} kadarı var"],
  holes: ["Holes", "Boşluklar"],
  from: ["First missing", "İlk eksik"],
  to: ["Next bar", "Sonraki mum"],
  missing: ["Missing bars", "Eksik mum"],
  length: ["Length", "Süre"],
  kept: [
    "The report keeps the first {shown} of {count} holes; the counts are whole.",
    "Rapor {count} boşluktan ilk {shown} tanesini saklar; sayılar tamdır.",
  ],
  point: [
    "Point at a mark, or go through the list, to read it.",
    "Okumak için bir işaretin üzerine gelin ya da listede gezinin.",
  ],
  see: ["Enter shows the place in the price picture above.", "Enter, yeri yukarıdaki fiyat grafiğinde gösterir."],
  found_at: ["Findings", "Bulgular"],
  kind: ["Kind", "Tür"],
  time: ["Time", "Zaman"],
  detail: ["What was found", "Ne bulundu"],
  kinds: ["What was looked for", "Nelere bakıldı"],
  none: ["none", "yok"],
  yes: ["yes", "var"],
  clock: ["Unit of the source's times: {unit}.", "Kaynaktaki zamanların birimi: {unit}."],
  date: ["dates", "tarih"],
});

type Pointed = { from: number; to: number; text: string } | null;

function Lane({ name, count, children }: { name: string; count: string; children: ReactNode }) {
  return (
    <div className="grid items-center gap-x-3 sm:grid-cols-[148px_1fr]">
      <div className="flex min-w-0 justify-between gap-2 text-sm">
        <span className="truncate text-text-2">{name}</span>
        <span className="num text-text-3">{count}</span>
      </div>
      {children}
    </div>
  );
}

function Mark({
  whole,
  from,
  to,
  colour,
  isPointed,
  onPoint,
}: {
  whole: Range;
  from: number;
  to: number;
  colour: string;
  isPointed: boolean;
  onPoint: (isOn: boolean) => void;
}) {
  const { left, width } = placeOn(whole, { from, to }, 0.004);
  return (
    <rect
      x={left * 1000}
      width={width * 1000}
      y={isPointed ? 0 : 3}
      height={isPointed ? 20 : 14}
      fill={colour}
      stroke={isPointed ? "var(--text)" : "none"}
      strokeWidth="1"
      vectorEffect="non-scaling-stroke"
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
    />
  );
}

/** The quality report: where on the time line, how much of what, and what the engine does with it. */
export function QualityPicture({
  report,
  whole,
  rows,
  onZoom,
}: {
  report: DataSetQuality;
  whole: Range;
  rows: number;
  onZoom: (zoom: Range) => void;
}) {
  const say = useWords(words);
  const title = useWords(kindTitles);
  const meaning = useWords(kindMeanings);
  const format = useFormat();
  const [pointed, setPointed] = useState<Pointed>(null);
  const quality = report.quality as Quality;
  const found = foundIn(quality);
  const findings = quality.findings ?? [];
  const bins = useMemo(() => coverage(whole, report.spans, 500), [whole, report.spans]);
  const sayHole = (span: Span) =>
    `${format.time(span.from_ts, "minute")} – ${format.time(span.to_ts, "minute")}: ${say("missing")} ${format.number(span.missing)}, ${format.duration(span.to_ts - span.from_ts)}`;
  const pointHole = (span: Span | null) =>
    setPointed(span === null ? null : { from: span.from_ts, to: span.to_ts, text: sayHole(span) });
  const titleOf = (finding: Finding) => {
    const kind = qualityKinds.find((one) => one.finding === finding.kind);
    return kind === undefined ? finding.kind : title(kind.key);
  };
  const pointFinding = (finding: Finding | null) => {
    const time = finding === null ? 0 : Date.parse(finding.time);
    setPointed(
      finding === null
        ? null
        : { from: time, to: time, text: `${format.time(time, "minute")}: ${titleOf(finding)}. ${finding.detail}` },
    );
  };
  const zoomTo = (from: number, to: number) => {
    const around = Math.max((to - from) * 2, (whole.to - whole.from) / 60);
    onZoom({ from: Math.max(whole.from, from - around), to: Math.min(whole.to, to + around) });
  };
  const lanes = found.filter((kind) => kind.key !== "missing" && kind.finding !== null);
  // Cut, not rounded: 100 % is said only where nothing is missing.
  const share = format.percent(Math.floor((rows / Math.max(1, rows + quality.missing)) * 10_000) / 10_000, {
    decimals: 2,
  });
  const holeColumns: Column<Span>[] = [
    {
      key: "from_ts",
      title: say("from"),
      width: "minmax(18ch, 1fr)",
      value: (row) => row.from_ts,
      cell: (row) => <Time value={row.from_ts} precision="minute" />,
      first: "rising",
    },
    {
      key: "to_ts",
      title: say("to"),
      width: "minmax(18ch, 1fr)",
      isMinor: true,
      value: (row) => row.to_ts,
      cell: (row) => <Time value={row.to_ts} precision="minute" />,
    },
    {
      key: "missing",
      title: say("missing"),
      width: "minmax(12ch, 1fr)",
      align: "right",
      value: (row) => row.missing,
      cell: (row) => <Num value={row.missing} />,
    },
    {
      key: "length",
      title: say("length"),
      width: "minmax(12ch, 1fr)",
      align: "right",
      value: (row) => row.to_ts - row.from_ts,
      cell: (row) => format.duration(row.to_ts - row.from_ts),
    },
  ];
  const findingColumns: Column<Finding>[] = [
    {
      key: "time",
      title: say("time"),
      width: "18ch",
      value: (row) => Date.parse(row.time),
      cell: (row) => <Time value={row.time} precision="minute" />,
    },
    { key: "kind", title: say("kind"), width: "minmax(18ch, 1fr)", value: titleOf, cell: titleOf },
    {
      key: "detail",
      title: say("detail"),
      width: "minmax(28ch, 2fr)",
      isMinor: true,
      cell: (row) => (
        <span lang="en" title={row.detail}>
          {row.detail}
        </span>
      ),
    },
  ];
  return (
    <Panel
      title={say("title")}
      actions={
        quality.clean ? (
          <Badge tone="ok">{say("clean")}</Badge>
        ) : (
          <Badge tone="warn">{say("findings", { count: found.length })}</Badge>
        )
      }
    >
      <div className="flex min-w-0 flex-col gap-4">
        {quality.clean && <p className="m-0 text-text-2">{say("clean_text")}</p>}
        <figure aria-label={say("line")} className="m-0 flex min-w-0 flex-col gap-1.5">
          <Lane name={say("present")} count={share}>
            <svg aria-hidden viewBox="0 0 1000 20" preserveAspectRatio="none" className="block h-5 w-full">
              {runsOf(bins).map((run) =>
                run.value > 0 ? (
                  <rect
                    key={run.from}
                    x={run.from * 2}
                    width={(run.to - run.from) * 2}
                    y={3 + 14 * (1 - run.value)}
                    height={14 * run.value}
                    fill="var(--accent)"
                    opacity="0.75"
                  />
                ) : null,
              )}
              {report.spans.map((span) => (
                <Mark
                  key={span.from_ts}
                  whole={whole}
                  from={span.from_ts}
                  to={span.to_ts}
                  colour="var(--crit)"
                  isPointed={pointed?.from === span.from_ts && pointed.to === span.to_ts}
                  onPoint={(isOn) => pointHole(isOn ? span : null)}
                />
              ))}
            </svg>
          </Lane>
          {lanes.map((kind) => {
            const own = findings.filter((one) => one.kind === kind.finding);
            const counts = binTimes(
              whole,
              own.map((one) => Date.parse(one.time)),
              250,
            );
            return (
              <Lane key={kind.key} name={title(kind.key)} count={format.number(kind.count)}>
                <svg aria-hidden viewBox="0 0 1000 20" preserveAspectRatio="none" className="block h-5 w-full">
                  <rect x="0" y="9.500" width="1000" height="1" fill="var(--border)" />
                  {own.length > 60
                    ? counts.map((count, index) =>
                        count > 0 ? (
                          <rect key={index} x={index * 4} width="4" y="3" height="14" fill="var(--warn)" />
                        ) : null,
                      )
                    : own.map((one, index) => {
                        const time = Date.parse(one.time);
                        return (
                          <Mark
                            key={index}
                            whole={whole}
                            from={time}
                            to={time}
                            colour="var(--warn)"
                            isPointed={pointed?.from === time && pointed.to === time}
                            onPoint={(isOn) => pointFinding(isOn ? one : null)}
                          />
                        );
                      })}
                </svg>
              </Lane>
            );
          })}
          <div className="grid gap-x-3 sm:grid-cols-[148px_1fr]">
            <span className="max-sm:hidden" />
            <TimeAxis whole={whole} most={5} />
          </div>
          <figcaption aria-live="polite" className="min-h-[18px] text-sm text-text-2">
            {pointed !== null
              ? pointed.text
              : `${say("coverage", { percent: share })}. ${quality.clean ? "" : say("point")}`}
          </figcaption>
        </figure>
        {report.spans.length > 0 && (
          <section className="flex min-w-0 flex-col gap-1">
            <h3 className="m-0 text-sm font-semibold text-text-2">
              {say("holes")} <span className="font-normal text-text-3">{say("see")}</span>
            </h3>
            {quality.gaps > report.spans.length && (
              <p className="m-0 text-sm text-warn">
                {say("kept", { shown: report.spans.length, count: quality.gaps })}
              </p>
            )}
            <DataTable
              label={say("holes")}
              rows={report.spans}
              columns={holeColumns}
              keyOf={(row) => String(row.from_ts)}
              sort="from_ts"
              maxHeight={210}
              onPoint={pointHole}
              onOpen={(row) => zoomTo(row.from_ts, row.to_ts)}
            />
          </section>
        )}
        {findings.length > 0 && (
          <section className="flex min-w-0 flex-col gap-1">
            <h3 className="m-0 text-sm font-semibold text-text-2">{say("found_at")}</h3>
            <DataTable
              label={say("found_at")}
              rows={findings}
              columns={findingColumns}
              keyOf={(row) => `${row.kind} ${row.time} ${row.detail}`}
              maxHeight={210}
              onPoint={pointFinding}
              onOpen={(row) => zoomTo(Date.parse(row.time), Date.parse(row.time))}
            />
          </section>
        )}
        <section className="flex min-w-0 flex-col gap-1">
          <h3 className="m-0 text-sm font-semibold text-text-2">{say("kinds")}</h3>
          <dl className="m-0 grid gap-x-6 gap-y-2 sm:grid-cols-2">
            {qualityKinds.map((kind) => {
              const count = countOf(quality, kind.key);
              return (
                <div
                  key={kind.key}
                  className={`border-t border-line pt-1.5 ${count > 0 && kind.isDirt ? "" : "text-text-3"}`}
                >
                  <dt className="flex justify-between gap-2">
                    <span className={count > 0 ? "font-semibold text-text" : ""}>{title(kind.key)}</span>
                    <span className={`num ${count > 0 ? (kind.isDirt ? "font-semibold text-warn" : "text-info") : ""}`}>
                      {count === 0
                        ? say("none")
                        : kind.key === "forming_last" || kind.key.startsWith("partial")
                          ? say("yes")
                          : format.number(count)}
                    </span>
                  </dt>
                  {count > 0 && <dd className="m-0 text-sm text-text-2">{meaning(kind.key)}</dd>}
                </div>
              );
            })}
          </dl>
          <p className="m-0 text-sm text-text-3">
            {say.rich("clock", {
              unit: quality.clock_unit === "date" ? say("date") : <Token mono>{quality.clock_unit}</Token>,
            })}
          </p>
        </section>
      </div>
    </Panel>
  );
}
