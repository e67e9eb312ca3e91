import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const posts: string[] = [];
let push: (text: string) => void = () => undefined;
let end: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: [
      "setTimeout",
      "clearTimeout",
      "setInterval",
      "clearInterval",
      "Date",
      "requestAnimationFrame",
      "cancelAnimationFrame",
    ],
  });
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    if (init.method === "POST") {
      posts.push(String(init.body));
      return Promise.resolve(new Response(null, { status: 204 }));
    }
    const body = new ReadableStream<Uint8Array>({
      start: (control) => {
        push = (text) => control.enqueue(new TextEncoder().encode(text));
        end = () => control.close();
      },
    });
    return Promise.resolve(new Response(body, { status: 200 }));
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
async function tell(text: string) {
  push(text);
  await pass(40);
}
function look(isHidden: boolean) {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}
const batch = (id: number, topic: string, value: unknown) =>
  `id: 9.${id}\nevent: batch\ndata: ${JSON.stringify({ u: [{ t: topic, ts: Date.now(), d: value }] })}\n\n`;

it("shows the newest value, says when it is old, holds it when frozen, and hears only of status while hidden", async () => {
  const { useStale, useTopic } = await import("@/stream/live");
  const { setFrozen } = await import("@/stream/freeze");
  function Price() {
    const price = useTopic<string>("ticker.a.B");
    useTopic("status");
    const { isStale, ageMs } = useStale(price, 1_000);
    return (
      <p>
        {price?.value ?? "none"} {isStale ? `old ${Math.round(ageMs / 1_000)}` : "fresh"}
      </p>
    );
  }
  const shown = () => screen.getByText(/none|\d/).textContent;
  render(<Price />);
  await pass(10);
  await tell('id: 9.0\nevent: hello\ndata: {"sid":"st_1","server_time":1,"epoch":9}\n\n');
  await tell(batch(1, "ticker.a.B", "7"));
  expect(shown()).toBe("7 fresh");
  await tell(batch(1, "ticker.a.B", "8"));
  expect(shown()).toBe("8 fresh");

  setFrozen(true);
  await tell(batch(1, "ticker.a.B", "9"));
  expect(shown()).toBe("8 fresh");
  setFrozen(false);
  await pass(40);
  expect(shown()).toBe("9 fresh");

  await pass(4_000);
  expect(shown()).toMatch(/^9 old [34]$/);
  await tell(batch(1, "ticker.a.B", "10"));
  await pass(1_000);
  expect(shown()).toBe("10 fresh");

  look(true);
  await pass(10);
  expect(posts.at(-1)).toBe('{"topics":["status"]}');
  look(false);
  await pass(10);
  expect(posts.at(-1)).toBe('{"topics":["ticker.a.B","status"]}');

  end();
  await pass(1_050);
  expect(shown()).toMatch(/^10 old/);
});
