import { TickMarkType, type UTCTimestamp } from "lightweight-charts";

import { languageTag, type Language } from "@/lib/language";
import { zoneOffsetMs } from "@/lib/time-zone";

const weekMs = 7 * 86_400_000;

/**
 * Times as the chart wants them: seconds, shifted by what the zone is ahead of UTC, because the library knows no zones. Rising
 * strictly: the hour that a zone repeats in autumn is squeezed rather than drawn over itself.
 */
export class ZoneShift {
  private readonly weeks = new Map<number, number>();
  private last = -Infinity;

  constructor(private readonly zone: string) {}

  private offsetMs(time: number): number {
    const week = Math.floor(time / weekMs);
    const begin = this.boundary(week);
    return begin === this.boundary(week + 1) ? begin : zoneOffsetMs(time, this.zone);
  }

  private boundary(week: number): number {
    let offset = this.weeks.get(week);
    if (offset === undefined) this.weeks.set(week, (offset = zoneOffsetMs(week * weekMs, this.zone)));
    return offset;
  }

  /** For bars in order, each once. */
  next(time: number): UTCTimestamp {
    this.last = Math.max(Math.floor((time + this.offsetMs(time)) / 1000), this.last + 1);
    return this.last as UTCTimestamp;
  }
}

const isoText = (shifted: number): string => new Date(shifted * 1000).toISOString();

/** `2025-10-09 01:55` of a shifted time. */
export const crosshairTime = (shifted: number): string => isoText(shifted).slice(0, 16).replace("T", " ");

const monthFormats = new Map<Language, Intl.DateTimeFormat>();

export function tickMark(shifted: number, type: TickMarkType, language: Language): string {
  const text = isoText(shifted);
  if (type === TickMarkType.Year) return text.slice(0, 4);
  if (type === TickMarkType.Time) return text.slice(11, 16);
  if (type === TickMarkType.TimeWithSeconds) return text.slice(11, 19);
  let months = monthFormats.get(language);
  if (months === undefined)
    monthFormats.set(
      language,
      (months = new Intl.DateTimeFormat(languageTag(language), { month: "short", timeZone: "UTC" })),
    );
  const month = months.format(shifted * 1000);
  return type === TickMarkType.Month ? month : `${Number(text.slice(8, 10))} ${month}`;
}
