import type { Hops } from "@spark/types";
import { useId, useRef, useState, type ReactNode } from "react";

import { formatAgo, formatDuration, nothing, useFormat } from "@/lib/format";
import type { Language } from "@/lib/language";
import { defineWords, sayIn, useWords } from "@/lib/words";
import { hopTimes, type Freshness } from "@/stream/freshness";
import { Dot, type Tone } from "@/ui/badge";

const words = defineWords({
  title: ["Freshness, hop by hop", "Tazelik, adım adım"],
  to_server: ["Venue → received", "Borsa → alındı"],
  in_server: ["Received → published", "Alındı → yayımlandı"],
  to_browser: ["Published → browser", "Yayımlandı → tarayıcı"],
  all: ["Venue → browser", "Borsa → tarayıcı"],
  heard: ["Last heard", "Son duyulan"],
  gaps: ["Sequence gaps of the feed", "Akıştaki sıra boşlukları"],
  clocks: ["the clocks of server and browser differ", "sunucu ile tarayıcının saatleri farklı"],
  live: ["live", "canlı"],
  delayed: ["delayed {time}", "{time} gecikmeli"],
  stale: ["stale", "bayat"],
  closed: ["closed", "kapalı"],
  waiting: ["waiting", "bekliyor"],
});

/** What stands beside the dot: how long the newest value took, or since when there is none. */
export function freshnessText(freshness: Freshness, allMs: number | null, delayMs: number, language: Language): string {
  if (freshness.kind === "live" && allMs !== null) return formatDuration(allMs, language);
  if (freshness.kind === "stale" && freshness.ageMs !== null) return formatAgo(freshness.ageMs, language);
  if (freshness.kind === "delayed")
    return sayIn(words, language, "delayed", { time: formatDuration(delayMs, language).replace(/ 00 \S+$/, "") });
  return sayIn(words, language, freshness.kind);
}

const looks: Record<Freshness["kind"], { tone: Tone; shape: "full" | "half" | "ring"; text: string }> = {
  live: { tone: "ok", shape: "full", text: "text-ok" },
  delayed: { tone: "warn", shape: "half", text: "text-warn" },
  stale: { tone: "neutral", shape: "ring", text: "text-text-3 italic" },
  closed: { tone: "neutral", shape: "ring", text: "text-text-3" },
  waiting: { tone: "warn", shape: "ring", text: "text-warn" },
};

type Props = {
  freshness: Freshness;
  hops: Hops | undefined;
  heardAt: number | undefined;
  delayMs: number;
  gaps: number | undefined;
  reason?: string;
};

/** The age dot; pointing at it or pressing it shows how long each hop took. Escape or leaving closes. */
export function AgeDot({ freshness, hops, heardAt, delayMs, gaps, reason }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const look = looks[freshness.kind];
  const times = hops !== undefined && heardAt !== undefined ? hopTimes(hops, heardAt) : null;
  const ms = (value: number | null | undefined) =>
    value === null || value === undefined ? nothing : format.duration(value);
  const text = freshnessText(freshness, times?.all ?? null, delayMs, format.language);
  const rows: Array<[string, ReactNode]> = [
    [say("to_server"), ms(times?.toServer)],
    [say("in_server"), ms(times?.inServer)],
    [say("to_browser"), times !== null && times.toBrowser === null ? say("clocks") : ms(times?.toBrowser)],
    [say("all"), ms(times?.all)],
    [say("heard"), freshness.ageMs === null ? nothing : format.ago(freshness.ageMs)],
    [say("gaps"), gaps === undefined ? nothing : format.number(gaps)],
  ];
  return (
    <div
      ref={root}
      className="relative"
      onMouseEnter={() => setOpen(true)}
      onMouseLeave={() => setOpen(false)}
      onKeyDown={(event) => {
        if (event.key === "Escape") setOpen(false);
      }}
      onBlur={(event) => {
        if (!root.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        aria-describedby={isOpen ? id : undefined}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
        className={`num inline-flex min-h-6 items-center gap-1.5 rounded-md px-1 text-sm ${look.text}`}
        data-freshness={freshness.kind}
      >
        <Dot tone={look.tone} shape={look.shape} />
        {text}
      </button>
      {isOpen && (
        <div
          id={id}
          role="tooltip"
          className="absolute top-full right-0 z-30 w-72 max-w-[calc(100vw-48px)] rounded-md border border-line-strong bg-surface-3 p-3 text-sm shadow-lg"
        >
          <p className="m-0 pb-1 font-semibold">{say("title")}</p>
          <dl className="m-0 flex flex-col gap-0.5">
            {rows.map(([name, value]) => (
              <div key={name} className="flex justify-between gap-3">
                <dt className="text-text-2">{name}</dt>
                <dd className="num m-0 whitespace-normal">{value}</dd>
              </div>
            ))}
          </dl>
          {reason !== undefined && reason !== "" && (
            <p className="m-0 pt-1 text-text-2" lang="en">
              {reason}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
