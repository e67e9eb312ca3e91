import { describe, expect, it } from "vitest";

import { colourOf, inkOn, legendOf, partOf, scaleOf } from "@/charts/heat-colours";

describe("heat colours", () => {
  it("has no scale without values", () => expect(scaleOf([])).toBeNull());

  it("stands signed values even on both sides of nothing", () => {
    const scale = scaleOf([-10, 5]);
    if (scale === null) throw new Error("no scale");
    expect(scale.isSigned).toBe(true);
    expect(partOf(scale, 0)).toBe(0.5);
    expect(partOf(scale, -10)).toBe(0);
    expect(partOf(scale, 5)).toBe(0.75);
    const [r, g, b] = colourOf(scale, 0);
    expect(Math.min(r, g, b)).toBeGreaterThan(240);
  });

  it("gets lighter all the way where every value has one sign", () => {
    const scale = scaleOf([1, 9]);
    if (scale === null) throw new Error("no scale");
    const light = [1, 3, 5, 7, 9].map((value) => {
      const [r, g, b] = colourOf(scale, value);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    expect(light).toEqual([...light].sort((a, b) => a - b));
  });

  it("does not divide by nothing where all values are equal", () => {
    const scale = scaleOf([4, 4]);
    if (scale === null) throw new Error("no scale");
    expect(partOf(scale, 4)).toBe(0.5);
    expect(legendOf(scale, 3).map((step) => step.value)).toEqual([4, 4, 4]);
  });

  it("writes dark on light and light on dark", () => {
    expect(inkOn([0, 34, 78])).toBe("#fff");
    expect(inkOn([254, 232, 56])).toBe("#000");
  });
});
