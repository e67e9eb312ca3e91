import { useSearchParams } from "react-router";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  range: ["Time range", "Zaman aralığı"],
  last: ["Last {span}", "Son {span}"],
  all: ["All there is", "Tümü"],
  refresh: ["Refresh", "Yenileme"],
  off: ["off", "kapalı"],
});

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `now-15m` in ms, as Grafana writes it; null: no such form. */
export function spanOf(text: string | null): number | null {
  const found = /^now-(\d+)([smhd])$/.exec(text ?? "");
  return found === null ? null : Number(found[1]) * units[found[2] as keyof typeof units];
}

/** The last so many ms (null: all there is) out of the address: `?from=now-15m`. */
export function useTimeRange(fallback: string): { from: string; spanMs: number | null } {
  const [search] = useSearchParams();
  const from = search.get("from") ?? fallback;
  return from === "all"
    ? { from, spanMs: null }
    : spanOf(from) === null
      ? { from: fallback, spanMs: spanOf(fallback) }
      : { from, spanMs: spanOf(from) };
}

const shape = "min-h-[28px] rounded-md border border-line-strong bg-surface-2 px-2 text-text";

function useParameter(name: string, fallback: string): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = (value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === fallback) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [search.get(name) ?? fallback, set];
}

/** Quick ranges whose choice stands in the address. */
export function TimeRange({ spans, fallback }: { spans: string[]; fallback: string }) {
  const say = useWords(words);
  const format = useFormat();
  const [value, set] = useParameter("from", fallback);
  return (
    <select aria-label={say("range")} value={value} onChange={(event) => set(event.target.value)} className={shape}>
      {(spans.includes(value) ? spans : [value, ...spans]).map((span) => (
        <option key={span} value={span}>
          {span === "all"
            ? say("all")
            : say("last", { span: format.duration(spanOf(span) ?? 0).replace(/ 00 \S+$/, "") })}
        </option>
      ))}
    </select>
  );
}

/** Seconds between two readings, 0: off; in the address as `?refresh=`. */
export function useRefresh(fallback: number): number {
  const [search] = useSearchParams();
  const seconds = Number(search.get("refresh") ?? fallback);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : fallback;
}

export function RefreshPicker({ seconds, fallback }: { seconds: number[]; fallback: number }) {
  const say = useWords(words);
  const format = useFormat();
  const [value, set] = useParameter("refresh", String(fallback));
  return (
    <label className="inline-flex items-center gap-1.5 text-sm text-text-3">
      {say("refresh")}
      <select value={value} onChange={(event) => set(event.target.value)} className={`${shape} text-md`}>
        {seconds.map((one) => (
          <option key={one} value={one}>
            {one === 0
              ? say("off")
              : format.number(one, {
                  unit: "s",
                })}
          </option>
        ))}
      </select>
    </label>
  );
}
