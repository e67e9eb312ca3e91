import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { Server, openBrowser, openPage, requireWeb } from "./harness.mjs";

let server;
let browser;
let run;

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
  await server.addUser("desk");
  await server.addUser("guest", "viewer");
  run = (await server.backtest()).id;
});
after(async () => {
  await browser?.close();
  await server?.end();
});

async function report(path, options = {}) {
  const page = await openPage(browser, server, { user: "desk", ...options });
  await page.goto(`/backtest/${path}`);
  await page.waitForSelector("[data-tiles]");
  return page;
}

async function done(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

describe("the page stands", () => {
  it("tells a run that is not there, and one without trades by its funnel", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto("/backtest/bt_nothing");
    await page.getByText("There is no run").waitFor();
    const zero = (await server.backtest({ strategy: "rsi", params: { low: 1, high: 99 } })).id;
    await page.goto(`/backtest/${zero}`);
    const funnel = await page.waitForSelector("#funnel ol");
    assert.match(await funnel.textContent(), /20,000.*19,985.*0.*Entry signals/);
    await done(page);
  });

  it("shows no figure of damaged evidence", async () => {
    const { appendFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const spoiled = (await server.backtest({ params: { fast: 3, slow: 40 } })).id;
    await appendFile(join(server.folder, "data/evidence/backtest", `${spoiled}.json`), " ");
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto(`/backtest/${spoiled}`);
    await page.waitForSelector("[data-damaged]");
    assert.equal(await page.locator("[data-tile]").count(), 0);
    await done(page);
  });

  it("follows a job to its report, and shows why one failed", async () => {
    const job = await server.call("POST", "/api/v1/backtests", {
      dataset: "ds_synth_BTCUSDT_1h",
      strategy: "smaCross",
      params: { fast: 7, slow: 31 },
    });
    const page = await report(job.id);
    assert.match(page.url(), /\/backtest\/bt_/);
    const failed = await server.call("POST", "/api/v1/backtests", {
      dataset: "ds_none_NONE_1h",
      strategy: "smaCross",
    });
    await page.goto(`/backtest/${failed.id}`);
    await page.waitForSelector('[data-job="failed"] [role="alert"]');
    await done(page);
  });

  it("keeps a note beside the evidence", async () => {
    const page = await report(run);
    await page.getByRole("button", { name: "Add a note" }).click();
    await page.getByLabel("Note", { exact: true }).fill("looks too calm");
    await page.getByLabel(/Tags/).fill("first, check");
    await page.getByRole("button", { name: "Keep" }).click();
    await page.waitForSelector("[data-note]");
    const kept = await server.call("GET", `/api/v1/backtests/${run}/notes`);
    assert.deepEqual([kept.note, kept.tags], ["looks too calm", ["first", "check"]]);
    await done(page);
  });

  it("who may only look sees everything and cannot run or write", async () => {
    const page = await report(`${run}?tab=reproduce`, { user: "guest" });
    assert.equal(await page.getByRole("button", { name: "Run again", exact: true }).isDisabled(), true);
    assert.equal(await page.getByRole("button", { name: /note/i }).isDisabled(), true);
    await page.click("#browser-check button");
    await page.waitForSelector('#browser-check [data-files="equal"]');
    await done(page);
  });

  it("works by keys alone: tabs, chart, table of the curve", async () => {
    const page = await report(run);
    await page.waitForSelector("[data-chart] canvas");
    await page.focus('[role="tab"][aria-selected="true"]');
    await page.keyboard.press("ArrowRight");
    assert.match(page.url(), /tab=trades/);
    await page.focus("[data-chart]");
    const before = await page.getAttribute("[data-chart]", "data-seen-from");
    await page.keyboard.press("+");
    await page.waitForFunction((from) => document.querySelector("[data-chart]").dataset.seenFrom !== from, before);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() =>
      /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(document.querySelector("[data-reading]").textContent),
    );
    await page.keyboard.press("0");
    await page.waitForFunction((from) => document.querySelector("[data-chart]").dataset.seenFrom === from, before);
    await page.keyboard.press("t");
    await page.getByRole("grid", { name: "Equity" }).waitFor();
    await done(page);
  });

  for (const width of [390, 320]) {
    it(`does not scroll sideways at ${width} px in any part`, async () => {
      const page = await report(run, { width, height: 844, language: "tr" });
      await page.waitForSelector("#tabs");
      for (const key of await page.$$eval("[role=tab]", (all) => all.map((one) => one.dataset.key))) {
        await page.click(`[role="tab"][data-key="${key}"]`);
        assert.equal(
          await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          0,
          key,
        );
      }
      await done(page);
    });
  }

  for (const theme of ["dark", "light"]) {
    it(`has no serious fault of accessibility in the ${theme} theme`, async () => {
      const axe = await readFile(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
      const page = await report(run, { theme });
      await page.waitForSelector("[data-chart] canvas");
      for (const key of await page.$$eval("[role=tab]", (all) => all.map((one) => one.dataset.key))) {
        await page.click(`[role="tab"][data-key="${key}"]`);
        // Not as a script element: the page's policy forbids those.
        await page.evaluate(axe);
        const found = await page.evaluate(async () =>
          (await globalThis.axe.run("main")).violations
            .filter((one) => ["serious", "critical"].includes(one.impact))
            .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`),
        );
        assert.deepEqual(found, [], key);
      }
      await done(page);
    });
  }

  it("is a report on paper: light, every part, no controls", async () => {
    const page = await report(run);
    await page.waitForSelector("[data-chart] canvas");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    await page.waitForSelector("[data-paper]");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
    assert.equal(await page.locator("[data-no-print]:visible").count(), 0);
    assert.ok((await page.locator("[data-paper] table").count()) >= 4);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await done(page);
  });
});
