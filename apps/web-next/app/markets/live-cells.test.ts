import type { Ticker } from "@spark/types";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LiveCells } from "./live-cells";

const ticker = (last: string) => ({ last }) as Ticker;
let frames: FrameRequestCallback[] = [];
const runFrame = (now: number) => frames.splice(0).forEach((frame) => frame(now));

describe("cells that write themselves", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    frames = [];
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => frames.push(frame));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("write once a frame, the newest value, however many came", () => {
    const cells = new LiveCells();
    const element = document.createElement("span");
    const write = vi.fn((one: Ticker) => one.last ?? "");
    cells.add("a", element, { write });
    for (let price = 1; price <= 100; ++price) cells.hear("a", ticker(String(price)));
    expect(element.textContent).toBe("");
    runFrame(0);
    expect(element.textContent).toBe("100");
    expect(write).toHaveBeenCalledTimes(1);
  });

  it("write slow ones at most four times a second, and the newest value in the end", () => {
    const cells = new LiveCells();
    const element = document.createElement("span");
    const write = vi.fn((one: Ticker) => one.last ?? "");
    cells.add("a", element, { write, isSlow: true });
    for (let step = 0; step < 20; ++step) {
      cells.hear("a", ticker(String(step)));
      vi.advanceTimersByTime(50);
      runFrame(step * 50);
    }
    expect(write.mock.calls.length).toBeLessThanOrEqual(4);
    vi.advanceTimersByTime(250);
    runFrame(2_000);
    expect(element.textContent).toBe("19");
  });

  it("flash at most three times a second and not without a change", () => {
    const cells = new LiveCells();
    const element = document.createElement("span");
    cells.add("a", element, { write: (one) => one.last ?? "", flashes: (one) => Number(one.last) });
    let count = 0;
    for (let step = 0; step < 10; ++step) {
      cells.hear("a", ticker(String(step)));
      runFrame(step * 100);
      if (element.dataset.flash !== undefined) ++count;
      delete element.dataset.flash;
    }
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(3);
    cells.hear("a", ticker("9"));
    runFrame(5_000);
    expect(element.dataset.flash).toBeUndefined();
  });

  it("do not flash for who wants less motion", () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    const cells = new LiveCells();
    const element = document.createElement("span");
    cells.add("a", element, { write: (one) => one.last ?? "", flashes: (one) => Number(one.last) });
    cells.hear("a", ticker("1"));
    runFrame(0);
    cells.hear("a", ticker("2"));
    runFrame(1_000);
    expect(element.textContent).toBe("2");
    expect(element.dataset.flash).toBeUndefined();
  });

  it("are marked when the market is not of now, and again when it is", () => {
    const cells = new LiveCells();
    const element = document.createElement("span");
    cells.add("a", element, { write: (one) => one.last ?? "" });
    cells.judge("a", { kind: "stale", ageMs: 9_000 });
    expect(element.dataset.stale).toBe("true");
    cells.judge("a", { kind: "live", ageMs: 10 });
    expect(element.dataset.stale).toBe("false");
  });
});
