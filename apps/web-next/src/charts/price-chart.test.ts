import { describe, expect, it } from "vitest";

import { BarList, barOfRow, candlesOfRows, joinRows } from "@/charts/price-chart-candles";
import { drawnMarkers, type ChartMarker } from "@/charts/price-chart-markers";
import { summaryOf } from "@/charts/price-chart-summary";
import { ZoneShift, tickMark } from "@/charts/price-chart-time";

const minute = 60_000;
const start = Date.parse("2025-10-09T00:00:00Z");
const row = (index: number, close = "1234.50") => ({
  ts: start + index * minute,
  open: "1230.00",
  high: "1240.10",
  low: "1229.90",
  close,
  volume: "1.5",
});

describe("bars of a chart", () => {
  it("keeps the exact texts beside the numbers", () => {
    const candles = candlesOfRows([row(0), row(1)]);
    expect(candles.closes[1]).toBe(1234.5);
    expect(candles.texts?.(1).close).toBe("1234.50");
  });
  it("replaces the forming bar, adds the next one, mends the one before, and leaves out what is none of them", () => {
    const bars = new BarList(candlesOfRows([row(0), row(1)]));
    expect(bars.update(barOfRow(row(1, "1236.00")))).toBe(1);
    expect([bars.length, bars.at(1).close]).toEqual([2, 1236]);
    expect(bars.update(barOfRow(row(2)))).toBe(2);
    expect(bars.update(barOfRow(row(0, "1231.00")))).toBe(0);
    expect(bars.update(barOfRow(row(-1)))).toBe(-1);
    expect([0, 1, 2].map((index) => bars.at(index).close)).toEqual([1231, 1236, 1234.5]);
  });
  it("finds the bar that holds a time", () => {
    const bars = new BarList(candlesOfRows([row(0), row(1), row(2)]));
    expect(bars.indexAt(start + 1.5 * minute)).toBe(1);
    expect(bars.indexAt(start - 1)).toBe(-1);
    expect(bars.indexAt(start + 99 * minute)).toBe(2);
  });
  it("joins older rows without doubling the seam", () => {
    expect(joinRows([row(0), row(1)], [row(1, "9"), row(2)]).map((one) => one.close)).toEqual([
      "1234.50",
      "9",
      "1234.50",
    ]);
  });
});

describe("marks", () => {
  const marks = Array.from({ length: 2_000 }, (_, index): ChartMarker => ({
    id: String(index),
    time: index,
    kind: index % 2 ? "exit" : "entry",
    side: index % 2 ? "sell" : "buy",
  }));
  it("draws only those of the range", () => {
    expect(drawnMarkers(marks, (time) => time, 10, 19).map((mark) => mark.index)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
  });
  it("joins what is too dense, and loses none", () => {
    const drawn = drawnMarkers(marks, (time) => time, 0, 1_999);
    expect(drawn.length).toBeLessThanOrEqual(500);
    expect(drawn.reduce((sum, mark) => sum + mark.count, 0)).toBe(2_000);
  });
});

describe("times of a chart", () => {
  it("shifts by the zone, also across its change of clocks, and never goes back", () => {
    const shift = new ZoneShift("Europe/Berlin");
    const hour = 3_600_000;
    const change = Date.parse("2025-10-26T01:00:00Z");
    const seconds = [-2, -1, 0, 1, 2].map((step) => shift.next(change + step * hour) as number);
    expect(new Date((seconds[0] as number) * 1000).toISOString()).toBe("2025-10-26T01:00:00.000Z");
    expect(new Date((seconds[4] as number) * 1000).toISOString()).toBe("2025-10-26T04:00:00.000Z");
    seconds.slice(1).forEach((second, index) => expect(second).toBeGreaterThan(seconds[index] as number));
  });
  it("is three hours ahead in Istanbul", () => {
    expect(new ZoneShift("Europe/Istanbul").next(start)).toBe(start / 1000 + 3 * 3600);
  });
  it("writes months in the page's language", () => {
    expect(tickMark(start / 1000, 2, "tr")).toBe("9 Eki");
    expect(tickMark(start / 1000, 2, "en")).toBe("9 Oct");
    expect(tickMark(start / 1000 + 3600, 3, "tr")).toBe("01:00");
  });
});

describe("the sentence", () => {
  it("says the same in both languages with their own numbers", () => {
    const candles = candlesOfRows([row(0), row(1)]);
    expect(summaryOf(candles, "BTCUSDT 1m", 2, "en", "UTC")).toBe(
      "BTCUSDT 1m: 2 bars, 2025-10-09 00:00 to 2025-10-09 00:01; 1,230.00 to 1,234.50 (+0.37%), high 1,240.10, low 1,229.90.",
    );
    expect(summaryOf(candles, "BTCUSDT 1m", 2, "tr", "UTC")).toBe(
      "BTCUSDT 1m: 2 mum, 2025-10-09 00:00 – 2025-10-09 00:01; 1.230,00 → 1.234,50 (+%0,37), en yüksek 1.240,10, en düşük 1.229,90.",
    );
  });
});
