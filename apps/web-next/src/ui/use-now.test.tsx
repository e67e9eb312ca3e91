import { act, render } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { useNow } from "@/ui/use-now";

it("draws once a beat, however long a drawing takes", () => {
  vi.useFakeTimers();
  let count = 0;
  function Slow() {
    ++count;
    // A drawing that takes longer than a millisecond, as on a busy machine.
    vi.setSystemTime(Date.now() + 5);
    return useNow(1_000);
  }
  render(<Slow />);
  const atFirst = count;
  expect(atFirst).toBeLessThan(5);
  act(() => void vi.advanceTimersByTime(3_000));
  expect(count - atFirst).toBeLessThanOrEqual(6);
  vi.useRealTimers();
});
