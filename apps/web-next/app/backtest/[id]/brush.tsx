import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { inputShape } from "@/ui/fields";

import { periodOf, rangeOfTimes, stepOf } from "./range";
import { useReport } from "./report-state";

const words = defineWords({
  strip: ["Range of the figures: drag over the curve", "Göstergelerin aralığı: eğri üzerinde sürükleyin"],
  first: ["First day", "İlk gün"],
  last: ["Last day", "Son gün"],
  first_time: ["From (UTC)", "Başlangıç (UTC)"],
  last_time: ["To (UTC)", "Bitiş (UTC)"],
  start: ["Start of the range", "Aralığın başı"],
  end: ["End of the range", "Aralığın sonu"],
  whole: ["Whole run", "Bütün dönem"],
  utc: ["Days are UTC", "Günler UTC"],
});

const dayMs = 86_400_000;

/** ISO days in both languages, as everywhere; taken by Enter and on leaving. */
function TimeText({
  label,
  edge,
  value,
  onTime,
}: {
  label: string;
  edge: "from" | "to";
  value: string;
  onTime: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const isRight = text.length === value.length && !Number.isNaN(Date.parse(text));
  const take = () => {
    if (isRight && text !== value) onTime(text);
  };
  return (
    <label className="flex items-center gap-1.5">
      {label}
      <input
        value={text}
        data-range={edge}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        size={value.length}
        aria-invalid={isRight ? undefined : true}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape") setText(value);
        }}
        className={`${inputShape} w-auto! text-center`}
      />
    </label>
  );
}

/** A strip of the whole curve on which a part of the time is chosen; two fields do the same without dragging. */
export function Brush({ times, values }: { times: readonly number[]; values: readonly number[] }) {
  const { run, range, setRange } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const strip = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const period = periodOf(run);
  const step = stepOf(run);
  const span = period.to - period.from;
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const x = (time: number) => ((time - period.from) / span) * 1000;
  const y = (value: number) => 34 - ((value - least) / (most - least || 1)) * 30;
  const path = times
    .map((time, at) => `${at === 0 ? "M" : "L"}${x(time).toFixed(1)} ${y(values[at] as number).toFixed(1)}`)
    .join("");
  const timeAt = (event: PointerEvent) => {
    const box = (strip.current as HTMLDivElement).getBoundingClientRect();
    return period.from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * span;
  };
  const chosen =
    drag ??
    (range === null
      ? { from: period.from, to: period.to }
      : { from: Math.max(range.fromMs, period.from), to: Math.min(range.toMs, period.to) });
  const start = Math.min(chosen.from, chosen.to);
  const end = Math.max(chosen.from, chosen.to);
  const share = (time: number) => `${(((time - period.from) / span) * 100).toFixed(3)}%`;
  const move = (edge: "from" | "to") => (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setRange(
      rangeOfTimes(
        edge === "from" ? Math.min(start + by * step, end - step) : start,
        edge === "to" ? Math.max(end + by * step, start + step) : end,
        run,
      ),
    );
  };
  const isDays = step === dayMs;
  // The last day is shown as part of the range; the address has the day after it.
  const shownFrom = new Date(start)
    .toISOString()
    .replace("T", " ")
    .slice(0, isDays ? 10 : 16);
  const shownTo = new Date(isDays ? end - 1 : end)
    .toISOString()
    .replace("T", " ")
    .slice(0, isDays ? 10 : 16);
  const type = (edge: "from" | "to", text: string) => {
    const time = Date.parse(isDays ? text : `${text.replace(" ", "T")}Z`);
    if (Number.isNaN(time)) return;
    setRange(rangeOfTimes(edge === "from" ? time : start, edge === "to" ? (isDays ? time + dayMs : time) : end, run));
  };
  const handle = (edge: "from" | "to", time: number) => (
    <div
      role="slider"
      tabIndex={0}
      aria-label={say(edge === "from" ? "start" : "end")}
      aria-valuemin={period.from}
      aria-valuemax={period.to}
      aria-valuenow={time}
      aria-valuetext={format.time(time, "minute")}
      onKeyDown={move(edge)}
      data-brush={edge}
      className="absolute top-0 h-full w-2 -translate-x-1/2 cursor-ew-resize border border-accent bg-surface-3"
      style={{ left: share(time) }}
    />
  );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2" data-no-print>
      <div
        ref={strip}
        aria-label={say("strip")}
        role="group"
        title={say("strip")}
        data-brush="strip"
        className={
          "relative h-10 min-w-[240px] grow basis-[420px] cursor-crosshair touch-none rounded-md " +
          "border border-line bg-surface-2"
        }
        onPointerDown={(event) => {
          const time = timeAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
          const edge = (event.target as HTMLElement).dataset.brush;
          setDrag(
            edge === "from"
              ? { from: end, to: time }
              : edge === "to"
                ? { from: start, to: time }
                : { from: time, to: time },
          );
        }}
        onPointerMove={(event) => {
          if (drag !== null) setDrag({ from: drag.from, to: timeAt(event) });
        }}
        onPointerUp={() => {
          if (drag !== null && Math.abs(drag.to - drag.from) > span / 400)
            setRange(rangeOfTimes(drag.from, drag.to, run));
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
      >
        <svg
          viewBox="0 0 1000 38"
          preserveAspectRatio="none"
          aria-hidden
          className="absolute inset-0 size-full text-text-3"
        >
          <path d={path} fill="none" stroke="currentColor" strokeWidth="1" vectorEffect="non-scaling-stroke" />
        </svg>
        {(range !== null || drag !== null) && (
          <div
            className="pointer-events-none absolute top-0 h-full border-x border-accent"
            style={{
              left: share(start),
              width: `calc(${share(end)} - ${share(start)})`,
              background: "color-mix(in srgb, var(--accent) 22%, transparent)",
            }}
          />
        )}
        {handle("from", start)}
        {handle("to", end)}
      </div>
      <div className="flex flex-wrap items-center gap-2 text-sm text-text-2">
        <TimeText
          key={`from${shownFrom}`}
          label={say(isDays ? "first" : "first_time")}
          edge="from"
          value={shownFrom}
          onTime={(text) => type("from", text)}
        />
        <TimeText
          key={`to${shownTo}`}
          label={say(isDays ? "last" : "last_time")}
          edge="to"
          value={shownTo}
          onTime={(text) => type("to", text)}
        />
        <Button onClick={() => setRange(null)} disabled={range === null} title={say("utc")}>
          {say("whole")}
        </Button>
      </div>
    </div>
  );
}
