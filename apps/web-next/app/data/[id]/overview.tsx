import { useMemo, useState, type KeyboardEvent, type PointerEvent } from "react";

import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { Num, Time } from "@/ui/num";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { nearest, pathsOf, roundValues, scaleOf, type Bucket } from "../_parts/price-scale";
import { TimeAxis } from "../_parts/time-axis";
import { placeOn, type Range, type Span } from "../_parts/time-line";

const words = defineWords({
  title: ["Price and volume", "Fiyat ve hacim"],
  bucket: [
    { one: "each point is one bar", other: "each point is {count} bars put together exactly" },
    { one: "her nokta bir mum", other: "her nokta birleştirilmiş {count} mum" },
  ],
  whole: ["Whole range", "Tüm aralık"],
  crosshair: ["Price at a time: arrows move", "Bir andaki fiyat: oklarla gezilir"],
  table: ["As a table", "Tablo olarak"],
  time: ["Time", "Zaman"],
  open: ["Open", "Açılış"],
  high: ["High", "Yüksek"],
  low: ["Low", "Düşük"],
  close: ["Close", "Kapanış"],
  volume: ["Volume", "Hacim"],
  hint: ["Shaded: no bars", "Renkli bölge: mum yok"],
});

const priceHeight = 190;
const volumeHeight = 46;

type Props = {
  id: string;
  whole: Range;
  spans: readonly Span[];
  zoom: Range | null;
  onZoom: (zoom: Range | null) => void;
};

/** What the prices look like, to see at once whether it is the right file; a crosshair by pointer or arrows. */
export function Overview({ id, whole, spans, zoom, onZoom }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const query = useApi("/api/v1/datasets/{id}/candles", {
    path: { id },
    keepPrevious: true,
    staleTimeMs: Infinity,
    query: {
      bars_max: 500,
      ...(zoom === null ? {} : { from: new Date(zoom.from).toISOString(), to: new Date(zoom.to).toISOString() }),
    },
  });
  const columns: Column<Bucket>[] = [
    {
      key: "ts",
      title: say("time"),
      width: "minmax(20ch, 1fr)",
      value: (row) => row.ts,
      cell: (row) => <Time value={row.ts} precision="minute" />,
      first: "rising",
    },
    ...(["open", "high", "low", "close", "volume"] as const).map((key): Column<Bucket> => ({
      key,
      title: say(key),
      width: "minmax(10ch, 1fr)",
      align: "right",
      value: (row) => row[key],
      cell: (row) => <Num value={row[key]} />,
    })),
  ];
  return (
    <Panel
      title={say("title")}
      actions={
        <>
          {spans.length > 0 && (
            <span className="inline-flex items-center gap-1.5">
              <span aria-hidden className="inline-block size-2.5 bg-crit opacity-40" />
              {say("hint")}
            </span>
          )}
          {query.data !== undefined && <span>{say("bucket", { count: query.data.bars_per_bucket })}</span>}
          {zoom !== null && (
            <Button icon="retry" onClick={() => onZoom(null)}>
              {say("whole")}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} skeleton={<Skeleton rows={1} height={300} />}>
        {(candles) => (
          <>
            <Picture buckets={candles.data} whole={zoom ?? whole} spans={spans} label={say("crosshair")} />
            <details className="mt-2">
              <summary className="w-fit text-sm text-text-2">
                {say("table")} ({format.number(candles.data.length)})
              </summary>
              <DataTable
                label={say("title")}
                rows={candles.data}
                columns={columns}
                keyOf={(row) => String(row.ts)}
                sort="ts"
                maxHeight={280}
              />
            </details>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Picture({
  buckets,
  whole,
  spans,
  label,
}: {
  buckets: readonly Bucket[];
  whole: Range;
  spans: readonly Span[];
  label: string;
}) {
  const say = useWords(words);
  const format = useFormat();
  const [at, setAt] = useState<number | null>(null);
  const scale = useMemo(() => scaleOf(buckets), [buckets]);
  const xOf = (ts: number) => placeOn(whole, { from: ts, to: ts }, 0).left * 1000;
  const paths = useMemo(() => pathsOf(buckets, xOf, scale, priceHeight), [buckets, scale, whole.from, whole.to]);
  const volumeMax = useMemo(() => buckets.reduce((most, one) => Math.max(most, Number(one.volume)), 0), [buckets]);
  const holes = spans.filter((span) => span.to_ts > whole.from && span.from_ts < whole.to);
  const shown = buckets[Math.min(at ?? buckets.length - 1, buckets.length - 1)];
  const point = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(nearest(buckets, whole.from + ((event.clientX - box.left) / box.width) * (whole.to - whole.from)));
  };
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      PageUp: 20,
      PageDown: -20,
      Home: -buckets.length,
      End: buckets.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setAt((before) => Math.min(Math.max((before ?? buckets.length - 1) + step, 0), buckets.length - 1));
  };
  if (shown === undefined) return null;
  const barWidth = Math.max(1, (1000 / Math.max(1, buckets.length)) * 0.7);
  const parts = [
    format.time(shown.ts, "minute"),
    ...(["open", "high", "low", "close", "volume"] as const).map((key) => `${say(key)} ${format.number(shown[key])}`),
  ];
  return (
    <div className="min-w-0">
      <p aria-hidden className="num m-0 mb-1 flex flex-wrap gap-x-3 text-left text-sm text-text-2">
        {parts.map((part, index) => (
          <span key={index} className={index === 0 ? "font-semibold text-text" : ""}>
            {part}
          </span>
        ))}
      </p>
      <div className="grid grid-cols-[1fr_auto] gap-x-2">
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={buckets.length - 1}
          aria-valuenow={at ?? buckets.length - 1}
          aria-valuetext={parts.join(", ")}
          onKeyDown={move}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setAt(null)}
          className="relative min-w-0 touch-pan-y"
        >
          <svg
            aria-hidden
            viewBox={`0 0 1000 ${priceHeight + volumeHeight + 8}`}
            preserveAspectRatio="none"
            className="block w-full"
            style={{ height: priceHeight + volumeHeight + 8 }}
          >
            {roundValues(scale, 4).map((value) => {
              const y = ((scale.max - value) / (scale.max - scale.min)) * priceHeight;
              return (
                <line
                  key={value}
                  x1="0"
                  x2="1000"
                  y1={y}
                  y2={y}
                  stroke="var(--border)"
                  strokeWidth="1"
                  vectorEffect="non-scaling-stroke"
                />
              );
            })}
            {holes.map((span) => {
              const { left, width } = placeOn(whole, { from: span.from_ts, to: span.to_ts }, 0.002);
              return (
                <rect
                  key={span.from_ts}
                  x={left * 1000}
                  width={width * 1000}
                  y="0"
                  height={priceHeight + volumeHeight + 8}
                  fill="var(--crit)"
                  opacity="0.28"
                />
              );
            })}
            <path d={paths.band} fill="var(--accent)" opacity="0.22" />
            <path
              d={paths.close}
              fill="none"
              stroke="var(--accent)"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
              strokeLinejoin="round"
            />
            {volumeMax > 0 &&
              buckets.map((one) => {
                const height = (Number(one.volume) / volumeMax) * volumeHeight;
                return (
                  <rect
                    key={one.ts}
                    x={xOf(one.ts)}
                    width={barWidth}
                    y={priceHeight + 8 + volumeHeight - height}
                    height={height}
                    fill="var(--text-3)"
                    opacity="0.55"
                  />
                );
              })}
            {at !== null && (
              <line
                x1={xOf(shown.ts)}
                x2={xOf(shown.ts)}
                y1="0"
                y2={priceHeight + volumeHeight + 8}
                stroke="var(--text)"
                strokeWidth="1"
                vectorEffect="non-scaling-stroke"
                strokeDasharray="3 3"
              />
            )}
          </svg>
          <TimeAxis whole={whole} most={5} />
        </div>
        <div aria-hidden className="relative text-xs text-text-3" style={{ width: "7ch", height: priceHeight }}>
          {roundValues(scale, 4).map((value) => (
            <span
              key={value}
              className="absolute left-0 -translate-y-1/2"
              style={{ top: `${((scale.max - value) / (scale.max - scale.min)) * 100}%` }}
            >
              {value >= 1e6 ? format.compact(value) : format.number(value, { decimalsMax: 4 })}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
