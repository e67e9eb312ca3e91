import { describe, expect, it } from "vitest";

import {
  compareDecimals,
  decimalText,
  isSameAmount,
  lessTexts,
  parseDecimal,
  sumTexts,
  toDecimal,
} from "@/lib/decimal";

describe("exact decimals", () => {
  it("adds what doubles cannot", () => {
    expect(sumTexts(["0.1", "0.2"])).toBe("0.3");
    expect(sumTexts(["9007199254740993", "0.00000001"])).toBe("9007199254740993.00000001");
  });
  it("keeps a running sum of many amounts exact", () => {
    expect(sumTexts(Array.from({ length: 100_000 }, () => "0.00000001"))).toBe("0.001");
    expect(sumTexts([])).toBe("0");
  });
  it("subtracts across zero and between different scales", () => {
    expect(lessTexts("80733.27", "54531.96669")).toBe("26201.30331");
    expect(lessTexts("1", "1.00000001")).toBe("-0.00000001");
    expect(lessTexts("-0.5", "-0.5")).toBe("0");
  });
  it("compares amounts, not their spelling", () => {
    expect(isSameAmount("1.50", "1.5")).toBe(true);
    expect(isSameAmount("1.50", "1.51")).toBe(false);
    expect(compareDecimals(toDecimal("-2"), toDecimal("1"))).toBe(-1);
  });
  it("writes the shortest text and reads it back", () => {
    for (const text of ["0", "-0.01", "12.5", "1000000", "-26201.30331"])
      expect(decimalText(toDecimal(text))).toBe(text);
    expect(decimalText(toDecimal("-0.00"))).toBe("0");
    expect(decimalText(toDecimal("007.50"))).toBe("7.5");
  });
  it("refuses what is no plain decimal number", () => {
    for (const text of ["", "1e5", "1,5", " 1", "NaN", ".5", "--1"]) expect(parseDecimal(text)).toBeNull();
    expect(() => toDecimal("1e5")).toThrow(RangeError);
  });
});
