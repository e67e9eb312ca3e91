// Observability draws the server's own /metrics; the API reference lists every operation of /openapi.json.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage } from "./harness.mjs";

let server, browser;

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const requestsOf = (page, operation) =>
  page.evaluate((name) => {
    const row = [...document.querySelectorAll('[role="row"]')].find(
      (one) => one.querySelector('[role="gridcell"]')?.textContent === name,
    );
    return row === undefined
      ? null
      : Number(row.querySelectorAll('[role="gridcell"]')[1].textContent.replaceAll(",", ""));
  }, operation);

test("the numbers move: requests that were made are counted at the next reading", async () => {
  const page = await openPage(browser, server);
  await page.goto("/observability?refresh=0");
  await page.getByRole("grid", { name: "Rate, errors and time by route" }).waitFor();
  assert.equal(await requestsOf(page, "datasets.list"), null);
  for (let count = 0; count < 7; ++count) await fetch(`${server.api}/api/v1/datasets`);
  await page.getByRole("button", { name: "Read now" }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role="gridcell"]')].some((cell) => cell.textContent === "datasets.list"),
  );
  assert.equal(await requestsOf(page, "datasets.list"), 7);
  await page.getByText("2 readings since this page was opened").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("no data is said, not drawn as zero: without a backtest its target has none", async () => {
  const page = await openPage(browser, server);
  await page.goto("/observability?refresh=0");
  const tile = page
    .locator("div", { hasText: /^Backtest over HTTP, P95/ })
    .last()
    .locator("..");
  await tile.getByText("no data").waitFor();
  await server.backtest();
  await page.getByRole("button", { name: "Read now" }).click();
  await page.getByText("of 1 run", { exact: true }).waitFor();
  await page.context().close();
});

test("nothing is read while the refresh is off, and every 5 s while it is on", async () => {
  const page = await openPage(browser, server);
  let readings = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/metrics")) ++readings;
  });
  await page.clock.install();
  await page.goto("/observability?refresh=0");
  await page.getByText("1 reading since").waitFor();
  const before = readings;
  await page.clock.runFor(60_000);
  assert.equal(readings, before);
  await page.getByLabel("Refresh").selectOption("5");
  await page.waitForURL((url) => !url.search.includes("refresh=0"));
  await page.getByText("2 readings since").waitFor();
  await page.clock.runFor(5_100);
  await page.getByText("3 readings since").waitFor();
  await page.context().close();
});

test("a chart has a table twin, reached by keyboard", async () => {
  const page = await openPage(browser, server);
  await page.goto("/observability?refresh=0");
  const chart = page.getByRole("application", { name: "Memory of the process" });
  await chart.focus();
  await page.keyboard.press("t");
  await page
    .getByRole("grid", { name: "Memory of the process, as a table" })
    .getByRole("gridcell", { name: /MiB/ })
    .first()
    .waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the API reference lists every operation, finds by word and opens by link", async () => {
  const document = await (await fetch(`${server.api}/openapi.json`)).json();
  const wanted = Object.values(document.paths)
    .flatMap((byMethod) => Object.values(byMethod).map((one) => one.operationId))
    .sort();
  const page = await openPage(browser, server, { language: "tr" });
  await page.goto("/docs/api#keys_create");
  await page.locator("#keys_create").getByText("Örnek").waitFor();
  const shown = await page
    .locator("[data-operation]")
    .evaluateAll((all) => all.map((one) => one.dataset.operation).sort());
  assert.deepEqual(shown, wanted);
  assert.match(await page.locator("#keys_create pre").textContent(), /^curl -X POST .*\/api\/v1\/keys'$/);
  await page.getByLabel("Ara").fill("audit csv");
  await page.waitForFunction(() => document.querySelectorAll("[data-operation]").length === 1);
  assert.equal(await page.locator("[data-operation]").getAttribute("id"), "audit_export");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
