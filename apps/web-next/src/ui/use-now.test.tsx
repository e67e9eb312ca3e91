import { act, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useNow } from "@/ui/use-now";

let drawings = 0;
function Shown() {
  ++drawings;
  return <span>{useNow(250)}</span>;
}

describe("the clock of a page", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("draws once a beat, also when time goes on while it is drawn", () => {
    let time = 1_000;
    vi.spyOn(Date, "now").mockImplementation(() => ++time);
    render(<Shown />);
    const before = drawings;
    for (let beat = 0; beat < 4; ++beat) act(() => vi.advanceTimersByTime(250));
    expect(drawings - before).toBe(4);
  });
});
