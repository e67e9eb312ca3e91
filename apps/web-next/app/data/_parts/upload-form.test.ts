import type { Upload } from "@spark/types";
import { expect, test } from "vitest";

import { checkSynth } from "./synth-dialog";
import {
  faultsOf,
  formOf,
  guessSymbol,
  guessTimeframe,
  isZone,
  keepUnfinished,
  orderOf,
  previewQuery,
  unfinishedUpload,
} from "./upload-form";

const upload = {
  id: "upl_1",
  name: "THYAO_1d.csv",
  bytes: 10,
  delimiter: "semicolon",
  decimal: "comma",
  format: null,
  clock_unit: "date",
  columns: ["Tarih", "Açılış", "Yüksek", "Düşük", "Kapanış", "Hacim"],
  mapping: { time: "Tarih", open: "Açılış", high: "Yüksek", low: "Düşük", close: "Kapanış", volume: "Hacim" },
} as unknown as Upload;
const form = { ...formOf(upload), venue: "bist", timeframe: "1d" };

test("the server's guess becomes the form, and the form the preview's address and the order", () => {
  expect(form.symbol).toBe("THYAO");
  expect(previewQuery(form)).toEqual({
    map: "time=Tarih,open=Açılış,high=Yüksek,low=Düşük,close=Kapanış,volume=Hacim",
    decimal: "comma",
    delimiter: "semicolon",
    tz: "UTC",
    timeframe: "1d",
  });
  expect(orderOf({ ...form, strict: true, calendar: "bist" })).toEqual({
    venue: "bist",
    symbol: "THYAO",
    timeframe: "1d",
    tz: "UTC",
    calendar: "bist",
    strict: true,
    mapping: upload.mapping,
    decimal: "comma",
    delimiter: "semicolon",
  });
  expect(faultsOf(form)).toEqual([]);
});

test("a file without volume sends no column for it", () => {
  const without = { ...form, mapping: { ...form.mapping, volume: "" } };
  expect(faultsOf(without)).toEqual([]);
  expect(orderOf(without).mapping).not.toHaveProperty("volume");
});

test("a known format is sent by its name, without a mapping", () => {
  const known = { ...formOf({ ...upload, format: "binance-klines" }), venue: "binance", timeframe: "1h" };
  expect(known.format).toBe("binance-klines");
  expect(previewQuery(known)).toEqual({ format: "binance-klines", tz: "UTC", timeframe: "1h" });
  expect(orderOf(known)).not.toHaveProperty("mapping");
});

test("what is missing or wrong is told before anything is sent", () => {
  expect(faultsOf({ ...form, venue: "", symbol: "ŞEKER", timeframe: "1y", tz: "İstanbul" })).toEqual([
    "venue",
    "symbol",
    "timeframe",
    "tz",
  ]);
  expect(faultsOf({ ...form, mapping: { ...form.mapping, close: "" } })).toEqual(["unmapped"]);
  expect(faultsOf({ ...form, mapping: { ...form.mapping, close: "Açılış" } })).toEqual(["twice"]);
  expect(faultsOf({ ...form, mapping: { ...form.mapping, close: "a,b" } })).toEqual(["comma"]);
});

test("zones are those that the server knows", () => {
  expect(["UTC", "Z", "Europe/Istanbul", "+03:00", "-14:00"].every(isZone)).toBe(true);
  expect(["", "Europe/Berlin", "3", "+15:00", "+3:00", "+03:60"].some(isZone)).toBe(false);
});

test("the timeframe is the commonest step, whatever the holes", () => {
  expect(
    guessTimeframe(["2024-01-01T00:00:00Z", "2024-01-01T01:00:00Z", "2024-01-01T05:00:00Z", "2024-01-01T06:00:00Z"]),
  ).toBe("1h");
  expect(guessTimeframe(["2024-01-03T00:00:00Z", "2024-01-02T00:00:00Z"])).toBe("1d");
  expect(guessTimeframe(["2024-01-01T00:00:00Z", "2024-01-01T00:15:00Z"])).toBe("15m");
  expect(guessTimeframe(["2024-01-01T00:00:00Z"])).toBe("");
});

test("a symbol is guessed only from a name that begins like one", () => {
  expect(["BTCUSDT-1h.csv", "THYAO.IS.csv", "prices.csv", "ETHUSDT.csv"].map(guessSymbol)).toEqual([
    "",
    "THYAO.IS",
    "",
    "ETHUSDT",
  ]);
});

test("an unfinished upload is offered for a day", () => {
  keepUnfinished({ id: "upl_1", name: "a.csv", bytes: 1, at: 1_000, form: null, job: null });
  expect(unfinishedUpload(2_000)?.id).toBe("upl_1");
  expect(unfinishedUpload(1_000 + 86_400_000)).toBeNull();
  keepUnfinished(null);
  expect(unfinishedUpload(2_000)).toBeNull();
});

test("the synthetic market's form says which field is wrong", () => {
  expect(checkSynth({ symbol: "BTCUSDT", timeframe: "1h", bars: "20000", seed: "42" })).toEqual([]);
  expect(checkSynth({ symbol: ".X", timeframe: "1y", bars: "0", seed: "-1" })).toEqual([
    "symbol",
    "timeframe",
    "bars",
    "seed",
  ]);
  expect(checkSynth({ symbol: "X", timeframe: "1h", bars: "50000001", seed: "9007199254740993" })).toEqual([
    "bars",
    "seed",
  ]);
  expect(checkSynth({ symbol: "X", timeframe: "1h", bars: "1.5", seed: "" })).toEqual(["bars", "seed"]);
});
