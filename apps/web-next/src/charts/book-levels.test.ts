import { describe, expect, it } from "vitest";

import { groupLevels, groupSteps, textOf, unitsOf, viewOf } from "@/charts/book-levels";

describe("levels of an order book", () => {
  it("reads and writes decimal texts exactly", () => {
    for (const text of ["0", "0.00000001", "1037825", "-12.5", "92233720368.54775807"])
      expect(textOf(unitsOf(text))).toBe(text);
  });
  it("groups bids downward and asks upward", () => {
    const edges = (side: "bids" | "asks", rows: string[][]) =>
      groupLevels(rows, side, "1").map((row) => [textOf(row.price), textOf(row.quantity)]);
    expect(
      edges("bids", [
        ["10.9", "0.1"],
        ["10.2", "0.2"],
        ["9.9", "1"],
      ]),
    ).toEqual([
      ["10", "0.3"],
      ["9", "1"],
    ]);
    expect(
      edges("asks", [
        ["11", "0.1"],
        ["11.1", "0.2"],
        ["11.9", "1"],
      ]),
    ).toEqual([
      ["11", "0.1"],
      ["12", "1.2"],
    ]);
  });
  it("sums from the best price outward and compares the sides", () => {
    const view = viewOf(
      {
        bids: [
          ["10", "1"],
          ["9", "2"],
        ],
        asks: [
          ["11", "1"],
          ["12", "0"],
        ],
      },
      "0.01",
      20,
    );
    expect(view.bids.map((level) => level.cumulative)).toEqual(["1", "3"]);
    expect(view.bids[1]?.cumulativePart).toBe(1);
    expect(view.imbalance).toBe(0.5);
    expect(viewOf({ bids: [], asks: [] }, "0.01", 20).imbalance).toBeNull();
  });
  it("sums where doubles would not: 0.1 + 0.2", () => {
    expect(
      viewOf(
        {
          bids: [
            ["10", "0.1"],
            ["9", "0.2"],
          ],
          asks: [],
        },
        "1",
        20,
      ).bidQuantity,
    ).toBe("0.3");
  });
  it("offers the tick and its multiples", () => {
    expect(groupSteps("0.01")).toEqual(["0.01", "0.1", "0.5", "1", "5", "10"]);
  });
});
