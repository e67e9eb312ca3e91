// The optimizer's pages: from the form to a map that fills, over closed tabs and restarts, to a set that is a backtest.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage, requireWeb } from "./harness.mjs";

const axeSource = readFileSync(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
const long = {
  backtest: { strategy: "smaCross", dataset: "ds_synth_LONGUSDT_1m" },
  parameters: ["fast=5:104:1", "slow=110:209:1"],
  objective: "sharpe",
};

let server;
let browser;
let finished;
before(async () => {
  server = await Server.start();
  await server.addUser("desk", "researcher");
  finished = await server.optimization();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const show = (id) => server.call("GET", `/api/v1/optimizations/${id}`);
const map = (page) => page.locator("[data-map]");
const filled = async (page) => Number(await map(page).getAttribute("data-filled"));
const state = (page, name) => page.locator(`[data-state="${name}"]`).waitFor({ timeout: 60_000 });

/** Waits in the page until its attribute says so. */
const whenFilled = (page, least) =>
  page.waitForFunction(
    (count) => Number(document.querySelector("[data-map]")?.getAttribute("data-filled")) >= count,
    least,
    { timeout: 60_000 },
  );

async function beginLong(page, order = {}) {
  const datasets = await server.call("GET", "/api/v1/datasets?limit=200");
  if (!datasets.data.some((one) => one.id.startsWith(long.backtest.dataset)))
    await server.call(
      "POST",
      "/api/v1/datasets/synth",
      { symbol: "LONGUSDT", timeframe: "1m", bars: 120_000, seed: 3 },
      { prefer: "wait=120" },
    );
  // As the user of the page, so that it is theirs to cancel.
  await page.goto("/optimizer");
  return page.evaluate(
    async (body) => {
      const session = await (await fetch("/api/v1/session")).json();
      const answer = await fetch("/api/v1/optimizations", {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": session.csrf_token },
        body: JSON.stringify(body),
      });
      const made = await answer.json();
      if (!answer.ok) throw new Error(JSON.stringify(made));
      return made.id.replace(/^job_/, "opt_");
    },
    { ...long, ...order },
  );
}

test("from the form: ranges are suggested, the sets counted, the search started, the map filled", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/optimizer?new=1");
  const form = page.getByRole("dialog");
  await form.locator("[data-preview] dd").first().waitFor();
  assert.ok((await form.getByLabel("Parameter", { exact: true }).count()) >= 2, "two suggested parameters");
  await form.getByLabel("Values of fast").fill("5:20:5");
  await form.getByLabel("Values of slow").fill("30:60:10");
  await form.getByText("--param fast=5:20:5 --param slow=30:60:10").waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector("[data-preview]")?.getAttribute("aria-busy") === "false" &&
      document.querySelector("[data-preview] dd")?.textContent === "16",
  );
  await form.getByRole("button", { name: "Start the search" }).click();
  await page.waitForURL(/\/optimizer\/opt_/);
  await state(page, "succeeded");
  await whenFilled(page, 16);
  const id = page.url().split("/").at(-1);
  assert.equal((await show(id)).document.sets, 16);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what would be refused is said at its field, and cannot be sent", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/optimizer?new=1");
  const form = page.getByRole("dialog");
  await form.locator("[data-preview] dd").first().waitFor();
  await form.getByLabel(/^Only sets with/).fill("fast < slwo");
  await form.getByText("This would be refused").waitFor();
  assert.equal(await form.getByLabel(/^Only sets with/).getAttribute("aria-invalid"), "true");
  assert.equal(await form.getByRole("button", { name: "Start the search" }).isDisabled(), true);
  await form.getByLabel(/^Only sets with/).fill("fast < slow");
  await form.locator("[data-preview] dd").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("form button[type=submit]")?.hasAttribute("disabled"));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a search goes on when its tab is closed, over a restart of the server too, and loses no set", async () => {
  const first = await openPage(browser, server, { user: "desk" });
  const id = await beginLong(first);
  await first.goto(`/optimizer/${id}`);
  await state(first, "running");
  await whenFilled(first, 1);
  const seen = await filled(first);
  assert.deepEqual(first.faults, []);
  await first.context().close();

  const second = await openPage(browser, server, { user: "desk" });
  await second.goto(`/optimizer/${id}`);
  await whenFilled(second, seen);
  // The server stops in the middle; the page is left alone and goes on where the server does.
  await server.restart();
  const before = await filled(second);
  await whenFilled(second, before + 1);
  await second.getByRole("button", { name: "Pause" }).click();
  await state(second, "paused");
  const paused = (await show(id)).standing.done;
  assert.ok(paused >= seen, "no set is lost");
  await server.restart();
  await second.goto(`/optimizer/${id}`);
  await state(second, "paused");
  await whenFilled(second, 1);
  assert.ok((await show(id)).standing.done >= paused, "sets are kept over a restart");
  await second.getByRole("button", { name: "Go on" }).click();
  await state(second, "running");
  await second.getByRole("button", { name: "Cancel" }).click();
  await state(second, "canceled");
  const kept = (await show(id)).standing.done;
  assert.ok(kept >= paused, "cancel keeps what is done");
  await second.context().close();
});

test("a map of 100 × 100 cells stays smooth while it fills", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  const id = await beginLong(page, { parameters: ["fast=3:102:1", "slow=110:209:1"], assessment: false });
  await page.goto(`/optimizer/${id}`);
  await whenFilled(page, 1);
  assert.ok((await filled(page)) < 10_000, "it still fills");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () =>
    (await devtools.send("Performance.getMetrics")).metrics.find((one) => one.name === "TaskDuration").value;
  const before = await busy();
  const frames = await page.evaluate(
    () =>
      new Promise((done) => {
        const gaps = [];
        let last = performance.now();
        const begun = last;
        const step = (now) => {
          gaps.push(now - last);
          last = now;
          if (now - begun < 4_000) requestAnimationFrame(step);
          else done(gaps.sort((a, b) => a - b));
        };
        requestAnimationFrame(step);
      }),
  );
  const share = ((await busy()) - before) / 4;
  const at = (part) => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))];
  console.log(
    `10,000 cells fill for 4 s: ${frames.length} frames, median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, ` +
      `main thread ${(share * 100).toFixed(0)} % busy, ${await filled(page)} cells`,
  );
  // The page's own work, in processor time: what is left of frames is the machine's.
  assert.ok(share < 0.5, `the main thread is ${share} of the time at work`);
  assert.ok(at(0.5) < 50, `median frame ${at(0.5)} ms`);
  // A quick machine is done by now.
  await server.call("POST", `/api/v1/optimizations/${id}/cancel`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the keyboard walks over the map, opens a cell, marks a region and its statistics are the server's", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto(`/optimizer/${finished}`);
  const canvas = page.locator("[data-map] canvas");
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("[data-map] [aria-live]").filter({ hasText: "fast" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator("[data-set]").waitFor();
  assert.match(page.url(), /set=\d+/);
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowUp");
  const region = page.locator("[data-region]");
  await region.locator("[data-statistic=median]").waitFor();
  assert.match(page.url(), /region=/);
  await region.getByLabel("fast from").selectOption({ index: 0 });
  await region.getByLabel("fast to").selectOption({ index: 5 });
  await region.getByLabel("slow from").selectOption({ index: 0 });
  await region.getByLabel("slow to").selectOption({ index: 6 });
  await page.waitForFunction(() => document.querySelector("[data-statistic=sets]")?.textContent === "42");
  const whole = await server.call("POST", `/api/v1/optimizations/${finished}/region`, {
    x: { parameter: "fast", from: "5", to: "30" },
    y: { parameter: "slow", from: "40", to: "100" },
  });
  const shown = await region.locator("[data-statistic=median]").textContent();
  assert.ok(Math.abs(Number(shown.replace("−", "-")) - whole.median) < 0.01, `${shown} is not ${whole.median}`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("best point and best plateau are two buttons, and a set opens as a backtest with the same result", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto(`/optimizer/${finished}`);
  const { assessment } = await show(finished);
  await page.getByRole("button", { name: "Best point" }).click();
  await page.locator(`[data-set="${assessment.best_point.number}"]`).waitFor();
  const plateau = page.getByRole("button", { name: "Best plateau" });
  if (assessment.best_plateau === null) assert.equal(await plateau.isDisabled(), true);
  else {
    await plateau.click();
    await page.locator(`[data-set="${assessment.best_plateau.number}"]`).waitFor();
  }
  const number = new URL(page.url()).searchParams.get("set");
  const { set } = await server.call("GET", `/api/v1/optimizations/${finished}/sets/${number}`);
  await page.getByRole("button", { name: "Open as a backtest" }).click();
  await page.waitForURL(/\/backtest\/bt_/, { timeout: 60_000 });
  const run = await server.call("GET", `/api/v1/backtests/${page.url().split("/").at(-1)}`);
  assert.equal(run.result_hash.replace("sha256:", ""), set.result_hash.replace("sha256:", ""));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a sealed holdout is opened by a confirmed look, and the look is counted", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  const id = await (async () => {
    await page.goto("/optimizer");
    return beginLong(page, {
      backtest: { strategy: "smaCross", dataset: "ds_synth_BTCUSDT_1h" },
      parameters: ["fast=5:20:5", "slow=30:60:10"],
      oos: "25%",
      sealed: true,
    });
  })();
  await page.goto(`/optimizer/${id}`);
  await state(page, "succeeded");
  const before = Number(await page.locator("[data-holdout]").getAttribute("data-holdout"));
  await page.getByRole("button", { name: /^Look/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Look, and count it" }).click();
  await page.waitForFunction(
    (count) => Number(document.querySelector("[data-holdout]")?.getAttribute("data-holdout")) === count + 1,
    before,
    { timeout: 60_000 },
  );
  assert.equal((await show(id)).assessment.holdout.seen, before + 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("all parts are there in Turkish and fit a phone", async () => {
  const page = await openPage(browser, server, { user: "desk", language: "tr", width: 390, height: 844 });
  await page.goto("/optimizer");
  await page.getByRole("heading", { name: "Optimizasyon" }).waitFor();
  await page.getByText("Bitti").first().waitFor();
  const parts = {
    "": "[data-leaderboard]",
    "?tab=parameters": "[role=tabpanel] svg",
    "?tab=verdict": "[data-verdict]",
    "?tab=walk": "[data-walk]",
    "?tab=order": "[role=tabpanel] pre",
  };
  for (const [query, part] of Object.entries(parts)) {
    await page.goto(`/optimizer/${finished}${query}`);
    await page.locator(part).first().waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${query} is ${over} px too wide`);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the map as a table, the leaderboard sorted, and nothing serious for axe on any part", async () => {
  const page = await openPage(browser, server, { user: "desk", bypassCSP: true });
  const wrong = [];
  const check = async (what) => {
    await page.evaluate(axeSource);
    const found = await page.evaluate(
      async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations,
    );
    for (const one of found.filter((violation) => ["serious", "critical"].includes(violation.impact)))
      wrong.push(
        `${what}: ${one.id}: ${one.nodes
          .map((node) => node.target.join(" "))
          .slice(0, 3)
          .join(" | ")}`,
      );
  };
  for (const tab of ["leaderboard", "parameters", "verdict", "walk", "order"]) {
    await page.goto(`/optimizer/${finished}?tab=${tab}&set=0&region=0-0.2-2`);
    await page.locator("[data-set]").waitFor();
    await page.locator("[data-statistic=median]").waitFor();
    await check(tab);
  }
  await page.goto(`/optimizer/${finished}`);
  await map(page).waitFor();
  await page.getByRole("button", { name: "Table" }).first().click();
  await page.getByRole("grid", { name: /as a table/ }).waitFor();
  await check("table");
  await page.getByRole("button", { name: "Net profit" }).click();
  await page.waitForURL(/sort=-net/);
  await page.goto("/optimizer?new=1");
  await page.locator("[data-preview] dd").first().waitFor();
  await check("form");
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("who may only look sees what is disabled, and why", async () => {
  await server.addUser("guest", "viewer");
  const page = await openPage(browser, server, { user: "guest" });
  await page.goto(`/optimizer/${finished}?set=0`);
  await page.locator("[data-set]").waitFor();
  assert.equal(await page.getByRole("button", { name: "Open as a backtest" }).isDisabled(), true);
  await page.getByText("Needs the right to research").first().waitFor();
  await page.goto("/optimizer?new=1");
  assert.equal(await page.getByRole("button", { name: "Start the search" }).isDisabled(), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a third parameter is held by its slider: the cell that is opened is of that value", async () => {
  const id = await server.optimization({
    parameters: ["fast=5:15:5", "slow=40:60:10", "sl_pct=0,1,2"],
    walk_forward: "3x20d",
  });
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto(`/optimizer/${id}`);
  await page.getByRole("slider", { name: "Hold sl_pct at" }).focus();
  await page.keyboard.press("End");
  await page.waitForURL(/held=sl_pct%3D2/);
  await page.locator("[data-map] canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.locator("[data-set]").getByText("sl_pct=2").waitFor();
  await page.goto(`/optimizer/${id}?tab=verdict`);
  await page.locator("[data-monte-carlo] svg[aria-label]").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
