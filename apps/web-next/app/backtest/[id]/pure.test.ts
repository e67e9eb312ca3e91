import { webcrypto } from "node:crypto";

import { beforeAll, describe, expect, it } from "vitest";

import { compare, compounded, monthTable } from "./compounding";
import { canonicalText, checkFiles, sha256Of, type FileCheck } from "./digest";
import { flagsOf, loneTradeShare } from "./flags";
import { rangeOfSearch, rangeOfTimes } from "./range";
import { rollingOf } from "./rolling";
import type { Run } from "./run";
import { timeframeMs } from "./run";
import { filterTrades, readTrades, splitLine } from "./trades-csv";

const run = (change: Partial<Run> = {}): Run => ({
  id: "bt_1",
  created_at: "",
  result_hash: "",
  strategy: { name: "s", version: 1, sha256: "" },
  dataset: {
    id: "ds@v1",
    sha256: "",
    bars: 20_000,
    venue: "x",
    symbol: "BTCUSDT",
    timeframe: "1h",
    synthetic: false,
  },
  period: { first: "2024-01-01T00:00:00Z", last: "2024-12-31T23:00:00Z" },
  params: {},
  costs: { maker_bps: "10", taker_bps: "10", slippage_bps: "0" },
  size: "",
  cash: "1000",
  final_equity: "1100",
  metrics: {
    trades: 500,
    net_pnl: "100",
    gross_pnl: "150",
    fees: "50",
    wins: 200,
    win_rate: 0.4,
    profit_factor: 1.2,
    expectancy: 0.2,
    sharpe: 1,
    sortino: 1,
    calmar: 1,
    total_return: 0.1,
    cagr: 0.1,
    annual_return: 0.1,
    volatility: 0.1,
    max_drawdown_pct: -5,
    max_drawdown_bars: 10,
    exposure: 0.5,
    sqn: 1,
    buy_hold_return: 0,
    cost_share: 0.3,
  },
  statistics: { trades: { wins: 200, average_win: 10, best: 100 }, returns: { stability: 0.5, values: 300 } },
  checks: { look_ahead: { passed: true }, determinism: { passed: true }, conservation: { passed: true } },
  out_of_sample: { from: "", in_sample: {}, out_of_sample: {} },
  warnings: [],
  evidence: "",
  ...change,
});
const keys = (value: Run) => flagsOf(value).map((flag) => flag.key);

describe("months", () => {
  it("compound, and do not add", () => {
    expect(compounded([0.1, 0.1])).toBeCloseTo(0.21, 15);
    expect(compounded([])).toBe(0);
    expect(compounded([0.5, -1])).toBe(-1);
  });
  it("are right to 1e-9 and wrong beyond", () => {
    expect(compare(0.1, 0.1 + 9e-10).isEqual).toBe(true);
    expect(compare(0.1, 0.1 + 2e-9).isEqual).toBe(false);
    expect(compare(0.1, Number.NaN).isEqual).toBe(false);
  });
  it("stand in the row of their year, with a cross where the year is not their compound", () => {
    const rows = monthTable(
      [
        { year: 2025, month: 2, return: 0.1 },
        { year: 2024, month: 12, return: 0.2 },
        { year: 2025, month: 1, return: 0.1 },
      ],
      [
        { year: 2024, return: 0.2 },
        { year: 2025, return: 0.2 },
      ],
    );
    expect(rows.map((row) => row.year)).toEqual([2024, 2025]);
    expect(rows[1]?.months.slice(0, 3)).toEqual([0.1, 0.1, null]);
    expect(rows[0]?.check?.isEqual).toBe(true);
    expect(rows[1]?.check?.isEqual).toBe(false);
  });
});

describe("red flags", () => {
  it("a sound run has none", () => expect(keys(run())).toEqual([]));
  it("count trades", () => {
    const of = (trades: number) => flagsOf(run({ metrics: { ...run().metrics, trades } }));
    expect(of(100)).toEqual([]);
    expect(of(99)).toMatchObject([{ key: "few_trades", tone: "warn", found: 99 }]);
    expect(of(29)).toMatchObject([{ key: "few_trades", tone: "crit" }]);
    expect(of(0)).toMatchObject([{ key: "no_trades", tone: "crit" }]);
  });
  it("figures too good to be true, above the mark and not at it", () => {
    expect(keys(run({ metrics: { ...run().metrics, profit_factor: 5, win_rate: 0.85, sharpe: 4 } }))).toEqual([]);
    expect(
      keys(run({ metrics: { ...run().metrics, profit_factor: 5.1, win_rate: 0.86, sharpe: 4.1 } })).sort(),
    ).toEqual(["profit_factor", "sharpe", "win_rate"]);
  });
  it("one trade over 30 % of all profits", () => {
    expect(loneTradeShare(run())).toBeCloseTo(0.05, 12);
    const lone = run({ statistics: { trades: { wins: 2, average_win: 50, best: 31 } } });
    expect(flagsOf(lone)).toMatchObject([{ key: "lone_trade", found: 0.31 }]);
    expect(loneTradeShare(run({ statistics: { trades: { wins: 0, average_win: null, best: -3 } } }))).toBeNull();
  });
  it("a straight curve only when it rises and is long enough", () => {
    const straight = { trades: {}, returns: { stability: 0.98, values: 300 } };
    expect(keys(run({ statistics: straight }))).toEqual(["straight_equity"]);
    expect(keys(run({ statistics: { ...straight, returns: { stability: 0.98, values: 59 } } }))).toEqual([]);
    expect(keys(run({ statistics: straight, metrics: { ...run().metrics, total_return: -0.1 } }))).toEqual([]);
  });
  it("costs of zero in every rate", () => {
    expect(keys(run({ costs: { maker_bps: "0", taker_bps: "0.00", slippage_bps: "0" } }))).toEqual(["zero_costs"]);
    expect(keys(run({ costs: { maker_bps: "0", taker_bps: "0.01" } }))).toEqual([]);
  });
  it("checks that failed or are missing, and the gravest first", () => {
    const flags = flagsOf(
      run({ checks: { look_ahead: { passed: false }, determinism: { passed: true } }, out_of_sample: undefined }),
    );
    expect(flags.map((flag) => flag.key)).toEqual(["look_ahead_failed", "conservation_unchecked", "in_sample_only"]);
  });
  it("warnings of the document that are new to this page are shown under their own name", () => {
    expect(keys(run({ warnings: ["zero_costs", "something_new", "in_sample_only"] }))).toEqual([
      "zero_costs",
      "something_new",
    ]);
  });
});

describe("trades of the evidence", () => {
  const csv =
    "entry_time_ms,entry_price,exit_time_ms,exit_price,quantity,gross_pnl,fees,net_pnl," +
    "exit_reason,side,symbol,strategy\n" +
    '1,10,5,11,1,1,0.25,0.75,signal,long,BTCUSDT,"a,""b"""\n' +
    "7,10,9,9,1,-1,0.25,-1.25,stop_loss,short,ETHUSDT,x\n8,10,9,10,1,0.25,0.25,0.00,signal,long,ETHUSDT,x\n";
  const trades = readTrades(csv, { symbol: "S", strategy: "T" });
  it("are read by the names of the columns, quotes too", () => {
    expect(trades[0]).toMatchObject({ index: 0, entryMs: 1, net: "0.75", strategy: 'a,"b"', symbol: "BTCUSDT" });
    expect(splitLine('a,"b,c",d')).toEqual(["a", "b,c", "d"]);
  });
  it("without the columns of several books get the run's own", () => {
    expect(readTrades("entry_time_ms,net_pnl\n1,2\n", { symbol: "S", strategy: "T" })[0]).toMatchObject({
      symbol: "S",
      strategy: "T",
      side: "long",
    });
  });
  it("belong to the range their entry is in, its end left out", () => {
    expect(filterTrades(trades, { from: 1, to: 7 }).map((one) => one.index)).toEqual([0]);
    expect(filterTrades(trades, { from: 2, to: 8 }).map((one) => one.index)).toEqual([1]);
  });
  it("are winners above 0, losers below, and neither at 0", () => {
    expect(filterTrades(trades, { result: "winners" }).map((one) => one.index)).toEqual([0]);
    expect(filterTrades(trades, { result: "losers" }).map((one) => one.index)).toEqual([1]);
    expect(filterTrades(trades, { side: "long", reason: "signal" }).map((one) => one.index)).toEqual([0, 2]);
  });
});

describe("a range", () => {
  it("lies on whole UTC days, inside the run, and is null when it is all of it", () => {
    const at = (text: string) => Date.parse(text);
    expect(rangeOfTimes(at("2024-03-01T10:00Z"), at("2024-06-01T14:00Z"), run())).toMatchObject({
      from: "2024-03-01",
      to: "2024-06-02",
    });
    expect(rangeOfTimes(at("2024-06-01T00:00Z"), at("2024-03-01T00:00Z"), run())).toMatchObject({
      from: "2024-03-01",
      to: "2024-06-01",
    });
    expect(rangeOfTimes(at("2020-01-01"), at("2030-01-01"), run())).toBeNull();
    expect(rangeOfTimes(at("2024-06-01"), at("2024-06-01"), run())).toMatchObject({
      from: "2024-06-01",
      to: "2024-06-02",
    });
  });
  it("of an address is left out when it is none", () => {
    expect(rangeOfSearch("2024-06-01", "2024-07-01", run())).toMatchObject({ fromMs: Date.UTC(2024, 5, 1) });
    expect(rangeOfSearch("2024-07-01", "2024-06-01", run())).toBeNull();
    expect(rangeOfSearch("yesterday", "2024-06-01", run())).toBeNull();
    expect(rangeOfSearch("2025-06-01", "2025-07-01", run())).toBeNull();
  });
  it("knows how long a bar is", () => {
    expect([timeframeMs("15m"), timeframeMs("1h"), timeframeMs("1d"), timeframeMs("odd")]).toEqual([
      900_000,
      3_600_000,
      86_400_000,
      null,
    ]);
  });
});

describe("rolling figures", () => {
  it("are those of the window alone", () => {
    const points = rollingOf([0, 1, 2, 3], [100, 110, 99, 108.9], 2, 4);
    expect(points.map((one) => one.time)).toEqual([2, 3]);
    expect(points[0]?.growth).toBeCloseTo(-0.01, 12);
    // Returns +10 % and −10 %: mean 0, sample deviation √0.02, times √4.
    expect(points[0]?.sharpe).toBeCloseTo(0, 12);
    expect(points[0]?.volatility).toBeCloseTo(Math.sqrt(0.02) * 2, 12);
  });
  it("a curve that does not move has no Sharpe ratio", () =>
    expect(rollingOf([0, 1, 2], [1, 1, 1], 2, 365)[0]?.sharpe).toBeNull());
  it("end where the equity is gone", () => expect(rollingOf([0, 1, 2, 3], [1, 0, 1, 1], 2, 365)).toEqual([]));
});

describe("files checked by the reader", () => {
  beforeAll(() => {
    if (globalThis.crypto?.subtle === undefined) Object.defineProperty(globalThis, "crypto", { value: webcrypto });
  });
  const bytesOf = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
  it("canonical text sorts members at every level", () => {
    expect(canonicalText({ b: [1, { d: "ü", c: null }], a: true })).toBe('{"a":true,"b":[1,{"c":null,"d":"ü"}]}');
  });
  it("SHA-256 of nothing and of abc are the standard's", async () => {
    expect(await sha256Of(bytesOf(""))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(await sha256Of(bytesOf("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
  it("one altered byte, or an altered manifest, is found and named", async () => {
    const files: Record<string, string> = { "run.json": "{}", "trades.csv": "a,b\n" };
    const entry = async (name: string) => ({
      name,
      size_bytes: (files[name] as string).length,
      sha256: await sha256Of(bytesOf(files[name] as string)),
    });
    const body = {
      schema: "spark.manifest/1",
      document: await entry("run.json"),
      attachments: [await entry("trades.csv")],
    };
    const manifest = JSON.stringify({ ...body, hash: await sha256Of(bytesOf(canonicalText(body))) });
    const check = async (text: string) => {
      const seen: FileCheck[] = [];
      const isWhole = await checkFiles(
        text,
        async (name) => bytesOf(files[name] as string),
        (one) => seen.push(one),
      );
      return { isWhole, wrong: seen.filter((one) => !one.isEqual).map((one) => one.name) };
    };
    expect(await check(manifest)).toEqual({ isWhole: true, wrong: [] });
    files["trades.csv"] = "a,c\n";
    expect(await check(manifest)).toEqual({ isWhole: false, wrong: ["trades.csv"] });
    files["trades.csv"] = "a,b\n";
    expect(await check(manifest.replace("manifest/1", "manifest/2"))).toEqual({
      isWhole: false,
      wrong: ["manifest"],
    });
  });
});
