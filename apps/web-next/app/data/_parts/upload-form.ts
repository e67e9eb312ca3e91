import type { IngestOrder, Upload } from "@spark/types";

import { timeframeMs } from "./data-set-id";

export const fileBytesMax = 64 * 1024 * 1024;
export const columnKeys = ["time", "open", "high", "low", "close", "volume"] as const;
export type ColumnKey = (typeof columnKeys)[number];
/** `map`: the columns are said by hand; the others are what wrote the file. */
export const formats = ["map", "binance-klines", "ohlcv", "yahoo", "investing-tr"] as const;

export type UploadForm = {
  venue: string;
  symbol: string;
  timeframe: string;
  format: (typeof formats)[number];
  mapping: Record<ColumnKey, string>;
  decimal: "point" | "comma";
  delimiter: string;
  tz: string;
  calendar: string;
  strict: boolean;
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The server's guess as a form; a file of a known format needs no mapping. */
export function formOf(upload: Upload): UploadForm {
  const mapping = Object.fromEntries(columnKeys.map((key) => [key, text(upload.mapping[key])])) as Record<
    ColumnKey,
    string
  >;
  return {
    venue: "",
    symbol: guessSymbol(upload.name),
    timeframe: "",
    mapping,
    strict: false,
    tz: "UTC",
    calendar: "",
    format: formats.find((one) => one === upload.format) ?? "map",
    decimal: upload.decimal === "comma" ? "comma" : "point",
    delimiter: upload.delimiter,
  };
}

/** `THYAO_1d.csv` is probably THYAO; `prices.csv` says nothing. */
export function guessSymbol(name: string): string {
  return (
    /^([A-Z][A-Z0-9.-]{1,30}[A-Z0-9])(?=[_ ]|\.(?:csv|txt|tsv)|$)/
      .exec(name)?.[1]
      ?.replace(/\.(?:csv|txt|tsv)$/i, "") ?? ""
  );
}

const units: Array<[number, string]> = [
  [604_800_000, "w"],
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "m"],
  [1000, "s"],
];

/** The commonest step between neighbouring rows, as a timeframe; empty where there is none. */
export function guessTimeframe(times: readonly string[]): string {
  const counts = new Map<number, number>();
  const stamps = times.map((time) => Date.parse(time)).filter((time) => !Number.isNaN(time));
  for (let at = 1; at < stamps.length; ++at) {
    const step = Math.abs((stamps[at] as number) - (stamps[at - 1] as number));
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const step = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
  const unit = units.find(([ms]) => step !== undefined && step % ms === 0);
  if (step === undefined || unit === undefined) return "";
  const guess = `${step / unit[0]}${unit[1]}`;
  return timeframeMs(guess) === null ? "" : guess;
}

const mapped = (form: UploadForm) => columnKeys.filter((key) => form.mapping[key] !== "");

type PreviewQuery = {
  map?: string;
  decimal?: "point" | "comma";
  delimiter?: string;
  format?: "auto" | "binance-klines" | "ohlcv" | "yahoo" | "investing-tr";
  tz?: string;
  timeframe?: string;
};

/** What the address of the preview says. */
export function previewQuery(form: UploadForm): PreviewQuery {
  const tz = isZone(form.tz) ? form.tz : "UTC";
  const timeframe = timeframeMs(form.timeframe) === null ? undefined : form.timeframe;
  if (form.format !== "map") return { format: form.format, tz, timeframe };
  const map = mapped(form)
    .map((key) => `${key}=${form.mapping[key]}`)
    .join(",");
  return { map: map === "" ? undefined : map, decimal: form.decimal, delimiter: form.delimiter, tz, timeframe };
}

/** The order of the ingest. */
export function orderOf(form: UploadForm): IngestOrder {
  const order: IngestOrder = { venue: form.venue, symbol: form.symbol, timeframe: form.timeframe, tz: form.tz };
  if (form.calendar !== "") order.calendar = form.calendar;
  if (form.strict) order.strict = true;
  if (form.format !== "map") return { ...order, format: form.format };
  order.mapping = Object.fromEntries(mapped(form).map((key) => [key, form.mapping[key]]));
  return { ...order, decimal: form.decimal, delimiter: form.delimiter };
}

export const isZone = (zone: string): boolean => /^(UTC|Z|Europe\/Istanbul|[+-](0\d|1[0-4]):[0-5]\d)$/.test(zone);

export type FormFault = "venue" | "symbol" | "timeframe" | "tz" | "twice" | "unmapped" | "comma";

/** What keeps the form from being sent, in the order of the fields. */
export function faultsOf(form: UploadForm): FormFault[] {
  const faults: FormFault[] = [];
  if (!/^[A-Za-z0-9-]{1,24}$/.test(form.venue)) faults.push("venue");
  if (!/^[A-Za-z0-9-][A-Za-z0-9.-]{0,31}$/.test(form.symbol)) faults.push("symbol");
  if (timeframeMs(form.timeframe) === null) faults.push("timeframe");
  if (!isZone(form.tz)) faults.push("tz");
  if (form.format === "map") {
    const names = mapped(form).map((key) => form.mapping[key]);
    if (new Set(names).size !== names.length) faults.push("twice");
    if (columnKeys.some((key) => key !== "volume" && form.mapping[key] === "")) faults.push("unmapped");
    if (names.some((name) => name.includes(","))) faults.push("comma");
  }
  return faults;
}

/** The upload a person has not finished: it lies on the server for a day. */
export type Unfinished = {
  id: string;
  name: string;
  bytes: number;
  at: number;
  form: UploadForm | null;
  job: string | null;
};
const key = "spark.upload";
const dayMs = 86_400_000;

export function unfinishedUpload(now = Date.now()): Unfinished | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null") as Unfinished | null;
    return kept !== null && typeof kept.id === "string" && now - kept.at < dayMs ? kept : null;
  } catch {
    return null;
  }
}

export function keepUnfinished(upload: Unfinished | null): void {
  try {
    if (upload === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(upload));
  } catch {
    // A browser that keeps nothing cannot offer to go on.
  }
}
