import { getLanguage, languageTag, useLanguage, type Language } from "@/lib/language";
import { getTimeZone, useTimeZone } from "@/lib/time-zone";

/** What stands for a value that is not there. */
export const nothing = "–";

type Sign = "always" | "negative";
export type NumberOptions = {
  /** Exactly so many decimals; without it as many as the value has, at most `decimalsMax`. */
  decimals?: number;
  decimalsMax?: number;
  sign?: Sign;
  unit?: string;
};

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(languageTag(language), options);
    formats.set(key, format);
  }
  return format;
}

const minus = (text: string): string => text.replace("-", "−");

/** A decimal text or a number in the language's form; texts are never rounded through a double. */
export function formatNumber(
  value: string | number | null | undefined,
  options: NumberOptions = {},
  language: Language = getLanguage(),
): string {
  if (value === null || value === undefined || value === "" || (typeof value === "number" && !Number.isFinite(value)))
    return nothing;
  const format = numberFormat(language, {
    minimumFractionDigits: options.decimals ?? 0,
    maximumFractionDigits: options.decimals ?? options.decimalsMax ?? 8,
    signDisplay: options.sign === "always" ? "exceptZero" : "negative",
  });
  const text = minus(format.format(value as number));
  return options.unit === undefined ? text : `${text} ${options.unit}`;
}

/** A ratio (0.1234) as per cent; Turkish puts the sign of per cent first. */
export function formatPercent(
  ratio: number | null | undefined,
  options: { decimals?: number; sign?: Sign } = {},
  language: Language = getLanguage(),
): string {
  if (ratio === null || ratio === undefined || !Number.isFinite(ratio)) return nothing;
  const decimals = options.decimals ?? 2;
  return minus(
    numberFormat(language, {
      style: "percent",
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: options.sign === "always" ? "exceptZero" : "negative",
    }).format(ratio),
  );
}

/** 1.2M, 1,2 Mn. */
export function formatCompact(value: number, language: Language = getLanguage()): string {
  return minus(numberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(value));
}

export function formatBytes(bytes: number, language: Language = getLanguage()): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    ++unit;
  }
  return formatNumber(value, { decimalsMax: unit === 0 ? 0 : 1, unit: units[unit] as string }, language);
}

/** 950 ms, 12 s, 4 min 05 s, 2 h 10 min. */
export function formatDuration(ms: number, language: Language = getLanguage()): string {
  const words = language === "tr" ? { s: "sn", min: "dk", h: "sa", d: "g" } : { s: "s", min: "min", h: "h", d: "d" };
  if (ms < 1000) return `${formatNumber(Math.round(ms), {}, language)} ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 10) return `${formatNumber(ms / 1000, { decimals: 1 }, language)} ${words.s}`;
  if (seconds < 60) return `${seconds} ${words.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${words.min} ${String(seconds % 60).padStart(2, "0")} ${words.s}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} ${words.h} ${String(minutes % 60).padStart(2, "0")} ${words.min}`;
  return `${Math.floor(hours / 24)} ${words.d} ${hours % 24} ${words.h}`;
}

export type TimePrecision = "day" | "minute" | "second" | "ms";
const times = new Map<string, Intl.DateTimeFormat>();

/** `2025-10-09 01:55:04` in both languages: it sorts and copies. Milliseconds since 1970, or ISO 8601. */
export function formatTime(
  time: number | string | null | undefined,
  precision: TimePrecision = "second",
  zone: string = getTimeZone(),
): string {
  if (time === null || time === undefined || time === "") return nothing;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return nothing;
  let format = times.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    times.set(zone, format);
  }
  const text = format.format(date);
  if (precision === "day") return text.slice(0, 10);
  if (precision === "minute") return text.slice(0, 16);
  if (precision === "ms") return `${text}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
  return text;
}

/** 3 minutes ago, 3 dakika önce. */
export function formatAgo(ms: number, language: Language = getLanguage()): string {
  const format = new Intl.RelativeTimeFormat(languageTag(language), { numeric: "auto", style: "short" });
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return format.format(-seconds, "second");
  if (seconds < 3600) return format.format(-Math.round(seconds / 60), "minute");
  if (seconds < 172_800) return format.format(-Math.round(seconds / 3600), "hour");
  return format.format(-Math.round(seconds / 86_400), "day");
}

/** All of the above, following the page's language and time zone. */
export function useFormat() {
  const language = useLanguage();
  const zone = useTimeZone();
  return {
    language,
    zone,
    number: (value: string | number | null | undefined, options?: NumberOptions) =>
      formatNumber(value, options, language),
    percent: (ratio: number | null | undefined, options?: { decimals?: number; sign?: Sign }) =>
      formatPercent(ratio, options, language),
    compact: (value: number) => formatCompact(value, language),
    bytes: (value: number) => formatBytes(value, language),
    duration: (ms: number) => formatDuration(ms, language),
    time: (value: number | string | null | undefined, precision?: TimePrecision) => formatTime(value, precision, zone),
    ago: (ms: number) => formatAgo(ms, language),
  };
}
