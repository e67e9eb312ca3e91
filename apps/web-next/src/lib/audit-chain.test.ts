// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { ChainWalk, checkRecords, hashOfLine, recordOf, rowTexts } from "@/lib/audit-chain";

// Genuine: written by `spark serve` on 2026-11-21 with logins that failed, users made and refused; the API's answer, its head, and
// the same records as they lay in audit-000000000001.jsonl. See golden/README.md.
const golden = (name: string) => readFileSync(join(import.meta.dirname, "golden", name), "utf8");
const answer = golden("audit-answer.json");
const head = JSON.parse(golden("audit-head.json")) as { sequence: number; hash: string };
const lines = golden("audit-file.jsonl").trimEnd().split("\n");
const rows = rowTexts(answer);

/** Every row with a new hash and a new link, as a forger would make them after his change; newest first. */
async function forge(changed: string[]): Promise<{ rows: string[]; hash: string }> {
  let previous = "0".repeat(64);
  const made: string[] = [];
  for (const row of [...changed].reverse()) {
    const linked = row.replace(/"previous":"\w+"/, `"previous":"${previous}"`);
    const hash = await hashOfLine((recordOf(linked) as { line: string }).line);
    made.unshift(linked.replace(/"hash":"\w+"/, `"hash":"${hash}"`));
    previous = hash;
  }
  return { rows: made, hash: previous };
}

describe("the audit chain in the reader's browser", () => {
  it("makes the file's very bytes of the API's rows", () => {
    expect(rows.length).toBe(lines.length);
    expect([...rows].reverse().map((row) => recordOf(row)?.line)).toEqual(lines);
  });

  it("finds a genuine chain whole, from its head to 64 zeros, in pages of any size", async () => {
    for (const size of [1, 3, 200]) {
      const walk = new ChainWalk(head);
      for (let at = 0; at < rows.length; at += size) await walk.take(rows.slice(at, at + size));

      expect(walk.firstBad).toBeNull();
      expect(walk.checked).toBe(head.sequence);
      expect(walk.isComplete).toBe(true);
    }
  });

  it("is not complete before the first record", async () => {
    const walk = new ChainWalk(head);
    await walk.take(rows.slice(0, 3));

    expect(walk.isComplete).toBe(false);
    expect(walk.lowest).toBe(head.sequence - 2);
  });

  it.each([
    ["a time", (row: string) => row.replace(/"time":"2026/, '"time":"2025')],
    ["an outcome", (row: string) => row.replace('"outcome":"', '"outcome":"x')],
    ["a blank", (row: string) => row.replace('"details":', '"details": ')],
    ["details", (row: string) => row.replace(/"details":\{/, '"details":{"a":1')],
  ])("finds the record in which %s was changed", async (_, change) => {
    for (let place = 0; place < rows.length; ++place) {
      const walk = new ChainWalk(head);
      await walk.take(rows.map((row, at) => (at === place ? change(row) : row)));

      expect(walk.firstBad).toMatchObject({ sequence: head.sequence - place, what: "hash" });
      expect(walk.checked).toBe(place);
    }
  });

  it("finds a record that was taken out, doubled or moved", async () => {
    const cases = [
      rows.toSpliced(2, 1),
      rows.toSpliced(2, 0, rows[2] as string),
      rows.toSpliced(2, 2, rows[3] as string, rows[2] as string),
    ];
    for (const forged of cases) {
      const walk = new ChainWalk(head);
      await walk.take(forged);
      expect(walk.firstBad?.what).toBe("sequence");
    }
  });

  it("finds a chain forged with new hashes by its head, and by a head kept earlier", async () => {
    const forged = await forge(
      rows.map((row, at) => (at === 4 ? row.replace('"address":"127.0.0.1"', '"address":"127.0.0.2"') : row)),
    );
    const against = new ChainWalk(head);
    await against.take(forged.rows);
    expect(against.firstBad).toMatchObject({ sequence: head.sequence, what: "head" });

    const kept = { sequence: head.sequence - 1, hash: (recordOf(rows[1] as string) as { hash: string }).hash };
    const lying = new ChainWalk({ sequence: head.sequence, hash: forged.hash }, kept);
    await lying.take(forged.rows);
    expect(lying.firstBad).toMatchObject({ sequence: kept.sequence, what: "kept" });
  });

  it("finds a log that is shorter than a head kept earlier, and confirms one that holds it", async () => {
    expect(new ChainWalk(head, { sequence: head.sequence + 5, hash: head.hash }).firstBad?.what).toBe("kept");

    const walk = new ChainWalk(head, { sequence: head.sequence, hash: head.hash });
    await walk.take(rows);
    expect(walk.isKeptFound).toBe(true);
  });

  it("checks records without links where those between are not shown", async () => {
    expect(await checkRecords([rows[0] as string, rows[3] as string])).toEqual({ checked: 2, firstBad: null });
    expect(
      (await checkRecords([rows[0] as string, (rows[3] as string).replace('"status":', '"status":1')])).firstBad?.what,
    ).toBe("hash");
  });

  it("refuses what is no answer", () => {
    expect(() => rowTexts('{"rows":[]}')).toThrow(SyntaxError);
    expect(() => rowTexts('{"data":[{"a":"}"}')).toThrow(SyntaxError);
    expect(rowTexts('{"data":[],"has_more":false}')).toEqual([]);
    expect(rowTexts('{"data":[{"a":"}]\\"{"},{"b":[{}]}]}')).toEqual(['{"a":"}]\\"{"}', '{"b":[{}]}']);
    expect(recordOf("{}")).toBeNull();
  });
});
