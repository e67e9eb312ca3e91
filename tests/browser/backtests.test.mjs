import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage } from "./harness.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  await server.addUser("desk", "researcher");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const runs = async () => (await server.call("GET", "/api/v1/backtests?limit=200")).data;

test("a stranger comes from an empty list to the report of a first backtest", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/backtest");
  await page.getByText("No backtest has been run here yet").waitFor();
  await page.getByRole("button", { name: "New backtest" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Strategy").waitFor();
  await form.getByRole("textbox", { name: /^fast/ }).fill("12");
  await form.getByText("--set fast=12").waitFor();
  await form.getByRole("button", { name: "Run backtest" }).click();
  await page.waitForURL(/\/backtest\/bt_/);
  const made = await runs();
  assert.equal(made.length, 1);
  assert.ok(page.url().endsWith(made[0].id));
  assert.equal(made[0].params.fast, 12);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("Enter twice sends one request and makes one run", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  const before = (await runs()).length;
  let sent = 0;
  await page.route("**/api/v1/backtests", async (route) => {
    if (route.request().method() === "POST") ++sent;
    await route.continue();
  });
  await page.goto("/backtest?new=1");
  const slow = page.getByRole("dialog").getByRole("textbox", { name: /^slow/ });
  await slow.fill("33");
  await slow.press("Enter");
  await slow.press("Enter").catch(() => undefined);
  await page.waitForURL(/\/backtest\/bt_/);
  assert.equal(sent, 1);
  assert.equal((await runs()).length, before + 1);
  await page.context().close();
});

test("a wrong number is said at its field and nothing is sent", async () => {
  const page = await openPage(browser, server, { user: "desk", language: "tr" });
  await page.goto("/backtest?new=1");
  const form = page.getByRole("dialog");
  const fast = form.getByRole("textbox", { name: /^fast/ });
  await fast.fill("0");
  await form.getByText("En az 1").waitFor();
  assert.equal(await form.getByRole("button", { name: "Testi çalıştır" }).isDisabled(), true);
  // A number in the Turkish form is echoed as what will be sent.
  const stop = form.getByRole("textbox", { name: /^sl_pct/ });
  await stop.fill("1,25");
  await form.getByText("= 1.25 %").waitFor();
  await form.getByText("--set sl_pct=1.25").waitFor();
  await page.context().close();
});

test("a run whose tab is closed is there when one comes back", async () => {
  await server.call(
    "POST",
    "/api/v1/datasets/synth",
    { symbol: "LONGUSDT", timeframe: "1m", bars: 1_500_000, seed: 3 },
    { prefer: "wait=120" },
  );
  const page = await openPage(browser, server, { user: "desk" });
  const before = (await runs()).length;
  await page.goto("/backtest?new=1&dataset_new=ds_synth_LONGUSDT_1m");
  const asked = page.waitForRequest(
    (request) => request.url().endsWith("/api/v1/backtests") && request.method() === "POST",
  );
  const button = page.getByRole("dialog").getByRole("button", { name: "Run backtest" });
  await button.click();
  await asked;
  // The order has left; give the socket its turn, then the tab is gone whatever the answer was.
  await page.waitForTimeout(100);
  await page.close();
  const again = await openPage(browser, server, { user: "desk" });
  await again.goto("/backtest");
  await again.getByRole("row", { name: /LONGUSDT/ }).waitFor({ timeout: 60_000 });
  assert.equal((await runs()).length, before + 1);
  await again.context().close();
});

test("runs are compared: best cells marked, foreign inputs said", async () => {
  const first = (await server.backtest({ params: { fast: 9, slow: 21 } })).id;
  const second = (await server.backtest({ params: { fast: 20, slow: 50 }, fee_bps: "5" })).id;
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/backtest");
  for (const id of [first, second]) await page.getByRole("checkbox", { name: new RegExp(id) }).check();
  await page.getByRole("link", { name: "Compare 2" }).click();
  await page.waitForURL(/compare\?ids=/);
  await page.getByText("Not the same test:").waitFor();
  const compared = await server.call("GET", `/api/v1/backtests/compare?ids=${first},${second}`);
  const net = compared.metrics.find((row) => row.field === "net_pnl").values.map(Number);
  const row = page.getByRole("row", { name: /^Net profit/ });
  const cells = await row.getByRole("cell").allInnerTexts();
  assert.equal(cells.length, 2);
  assert.ok(cells[net[0] > net[1] ? 0 : 1].includes("best"));
  const text = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    Math.abs(net[0]),
  );
  assert.ok(cells[0].includes(text), `${cells[0]} holds ${text}`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("who may only look sees why a run cannot be started", async () => {
  await server.addUser("reader", "viewer");
  const page = await openPage(browser, server, { user: "reader" });
  await page.goto("/backtest?new=1");
  await page.getByText("Needs the role researcher").waitFor();
  assert.equal(await page.getByRole("dialog").getByRole("button", { name: "Run backtest" }).isDisabled(), true);
  await page.context().close();
});
