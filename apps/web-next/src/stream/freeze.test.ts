import { afterEach, expect, it } from "vitest";

import { holdEvent, holdUpdates, onRelease, setFrozen } from "@/stream/freeze";

afterEach(() => setFrozen(false));

const update = (topic: string, value: unknown) => ({ topic, time: 1, value });

it("holds what moves, lets the status through, and gives everything in order when let go", () => {
  const released: unknown[] = [];
  onRelease((held) =>
    released.push(...held.map((one) => (one.kind === "update" ? one.update.value : one.event.event))),
  );
  expect(holdUpdates([update("ticker.a.B", 1)])).toHaveLength(1);
  setFrozen(true);
  expect(holdUpdates([update("ticker.a.B", 2), update("status", 3)]).map((one) => one.value)).toEqual([3]);
  expect(holdEvent({ topic: "jobs", event: "job", seq: 1, time: 1, value: {} })).toBe(false);
  expect(holdEvent({ topic: "fills", event: "fill", seq: 2, time: 1, value: {} })).toBe(true);
  setFrozen(false);
  expect(released).toEqual([2, "fill"]);
});

it("forgets no event however long the screen stays frozen, and of values only the newest", () => {
  const released: unknown[] = [];
  onRelease((held) => released.push(...held));
  setFrozen(true);
  holdEvent({ topic: "fills", event: "fill", seq: 1, time: 1, value: {} });
  for (let at = 0; at < 30_000; ++at) holdUpdates([update("ticker.a.B", at)]);
  setFrozen(false);
  expect(released.length).toBeLessThanOrEqual(20_001);
  expect(released.filter((one) => (one as { kind: string }).kind === "event")).toHaveLength(1);
  expect(released.at(-1)).toEqual({ kind: "update", update: update("ticker.a.B", 29_999) });
});
