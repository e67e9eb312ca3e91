import type { DataSet } from "@spark/types";
import { expect, test } from "vitest";

import { sayIn } from "@/lib/words";
import { coarserThan, damageWords, fitsFilter, groupVersions, parseDataSetId, timeframeMs } from "./data-set-id";
import { foundIn, repairRules, shortWords, type Quality } from "./quality";

const set = (id: string, more: Partial<DataSet> = {}): DataSet => ({
  id,
  bytes: 1,
  damaged: false,
  rows: 5,
  synthetic: false,
  ...more,
});

test("an id tells venue, symbol, timeframe and version", () => {
  expect(parseDataSetId("ds_bist_THYAO.IS_1d@v12")).toEqual({
    base: "ds_bist_THYAO.IS_1d",
    venue: "bist",
    symbol: "THYAO.IS",
    timeframe: "1d",
    version: 12,
  });
  expect(parseDataSetId("ds_bist_THYAO_1d")?.version).toBeNull();
  expect(parseDataSetId("holes.csv")).toBeNull();
});

test("timeframes are read as the server reads them", () => {
  expect(["1m", "4h", "1w", "1000s"].map(timeframeMs)).toEqual([60_000, 14_400_000, 604_800_000, 1_000_000]);
  expect(["1y", "0m", "1001m", "01h", "h", ""].map(timeframeMs)).toEqual([null, null, null, null, null, null]);
});

test("coarser bars are whole multiples only", () => {
  expect(coarserThan("4h")).toEqual(["12h", "1d", "1w"]);
  expect(coarserThan("11m")).toEqual([]);
  expect(coarserThan("1d")).toEqual(["1w"]);
});

test("a group shows its newest whole version and counts the damaged", () => {
  const groups = groupVersions([
    set("ds_a_X_1h@v2"),
    set("ds_a_X_1h@v10", { damaged: true }),
    set("ds_a_X_1h@v9"),
    set("ds_b_Y_1d@v1", { synthetic: true }),
  ]);
  expect(groups.map((one) => one.newest.id)).toEqual(["ds_a_X_1h@v9", "ds_b_Y_1d@v1"]);
  expect(groups[0]?.versions.map((one) => one.id)).toEqual(["ds_a_X_1h@v10", "ds_a_X_1h@v9", "ds_a_X_1h@v2"]);
  expect(groups[0]?.damaged).toHaveLength(1);
  const none = { q: "", venue: "", timeframe: "", kind: "" };
  const fitting = (filter: Partial<typeof none>) =>
    groups.filter((group) => fitsFilter(group, { ...none, ...filter })).map((group) => group.symbol);
  expect(fitting({})).toEqual(["X", "Y"]);
  expect(fitting({ q: "x 1h" })).toEqual(["X"]);
  expect(fitting({ kind: "synthetic" })).toEqual(["Y"]);
  expect(fitting({ kind: "damaged" })).toEqual(["X"]);
  expect(fitting({ venue: "b", timeframe: "1h" })).toEqual([]);
});

test("a damage is told without the server's folders", () => {
  expect(damageWords("/srv/data/datasets/x/Y/1h/v1.spark: header is damaged")).toBe("v1.spark: header is damaged");
  expect(damageWords("no such file")).toBe("no such file");
});

test("findings are told in natural words of both languages", () => {
  const quality = {
    missing: 235,
    duplicates: 1,
    zero_volume: 6,
    partial_last: 1,
    forming_last: true,
    clean: false,
  } as Quality;
  const found = foundIn(quality);
  expect(found.map((kind) => kind.key)).toEqual([
    "missing",
    "duplicates",
    "zero_volume",
    "forming_last",
    "partial_last",
  ]);
  const say = (language: "en" | "tr") =>
    found.map((kind) => sayIn(shortWords, language, kind.key, { count: kind.count }));
  expect(say("en")).toEqual([
    "235 missing bars",
    "1 duplicate row",
    "6 bars without volume",
    "last bar unfinished",
    "last bar partial",
  ]);
  expect(say("tr")).toEqual([
    "235 eksik mum",
    "1 yinelenen satır",
    "6 hacimsiz mum",
    "son mum tamamlanmamış",
    "son mum kısmi",
  ]);
  expect(
    repairRules.every((rule) => rule.key in quality || ["holiday_ghosts", "ohlc_violations"].includes(rule.key)),
  ).toBe(true);
});
