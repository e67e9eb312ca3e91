import { describe, expect, it } from "vitest";

import { joinNewer, type RecordPage } from "./records";

const page = (sequences: number[], next: string | null = null): RecordPage => ({
  rows: sequences.map((sequence) => ({ record: { sequence } as RecordPage["rows"][number]["record"], text: "" })),
  next,
});
const numbers = (of: RecordPage) => of.rows.map((row) => row.record.sequence);

describe("records that came since", () => {
  it("are put before those there, each once, and the way to older ones stays", () => {
    const joined = joinNewer(page([9, 8, 7, 6], "6"), page([7, 6, 5, 4], "4"));

    expect(numbers(joined)).toEqual([9, 8, 7, 6, 5, 4]);
    expect(joined.next).toBe("4");
  });

  it("replace those there when records between were not read: a hole would look like a whole log", () => {
    const joined = joinNewer(page([99, 98], "98"), page([7, 6], "6"));

    expect(numbers(joined)).toEqual([99, 98]);
    expect(joined.next).toBe("98");
  });

  it("change nothing when nothing came, and are all there is at first", () => {
    expect(numbers(joinNewer(page([3, 2, 1]), page([3, 2, 1])))).toEqual([3, 2, 1]);
    expect(numbers(joinNewer(page([1]), page([])))).toEqual([1]);
  });
});
