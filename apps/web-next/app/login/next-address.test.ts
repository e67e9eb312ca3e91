import { expect, it } from "vitest";

import { nextAddress } from "./next-address";

it("goes back where one came from, with its filters", () => {
  expect(nextAddress("/backtest?sort=-pnl&tab=trades")).toBe("/backtest?sort=-pnl&tab=trades");
  expect(nextAddress(null)).toBe("/");
});

it("never leaves this page's own server, nor comes back to the login", () => {
  for (const next of [
    "https://evil.example/",
    "//evil.example/x",
    "/\\evil.example",
    "javascript:alert(1)",
    "evil",
    "/login?next=/x",
    "/%5cevil/..//evil.example",
  ])
    expect(nextAddress(next).startsWith("//") || !nextAddress(next).startsWith("/"), next).toBe(false);
  expect(nextAddress("//evil.example/x")).toBe("/");
  expect(nextAddress("/\\evil.example")).toBe("/");
  expect(nextAddress("/login?next=/x")).toBe("/");
});
