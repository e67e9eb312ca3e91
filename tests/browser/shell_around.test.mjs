// Getting around in the shell: by keyboard, by a screen reader, on a first visit.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { readFileSync } from "node:fs";

import { Server, openBrowser, openPage, requireWeb } from "./harness.mjs";

let server;
let browser;
const opened = [];

async function open(options = {}) {
  const page = await openPage(browser, server, options);
  opened.push(page);
  return page;
}

before(async () => {
  server = await Server.start();
  await server.addUser("desk");
  browser = await openBrowser();
});
afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
  if (server.process.exitCode !== null) await server.run();
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const bar = (page) => page.getByRole("banner");
const driftText = (page) => bar(page).getByRole("button", { name: /^drift / });
const live = (page) =>
  page.waitForFunction(() => /drift \d/.test(document.querySelector("header")?.textContent ?? ""), null, {
    timeout: 20_000,
  });

async function noFaults(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

describe("getting around", () => {
  test("the first Tab is the way past the bars; a new page takes the focus and is announced", async () => {
    const page = await open();
    await page.goto("/");
    await live(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the page");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page
      .getByRole("navigation")
      .getByRole("link", { name: /Orders/ })
      .click();
    await page.getByRole("heading", { name: "Orders" }).waitFor();
    await page.waitForFunction(() => document.activeElement.id === "main");
    await page
      .locator('[data-announce="polite"]')
      .getByText(/Orders/)
      .waitFor({ state: "attached" });
    for (const landmark of ["banner", "navigation", "main"])
      assert.equal(await page.getByRole(landmark).count(), 1, landmark);
    await noFaults(page);
  });

  test("axe finds nothing serious in what the shell opens, in every theme", async () => {
    const source = readFileSync(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
    for (const theme of ["dark", "light", "contrast"]) {
      const page = await open({ theme, bypassCSP: true, user: "desk" });
      await page.goto("/orders");
      await live(page);
      await page.evaluate(source);
      const check = async (what) => {
        const found = await page.evaluate(
          async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations,
        );
        const serious = found.filter((one) => ["serious", "critical"].includes(one.impact));
        assert.deepEqual(
          serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`),
          [],
          `${what}, ${theme}`,
        );
      };
      await driftText(page).click();
      await page.getByRole("dialog").waitFor();
      await check("venues");
      await page.keyboard.press("Escape");
      await bar(page)
        .getByRole("button", { name: /User and appearance/ })
        .click();
      await check("user menu");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.getByRole("option").first().waitFor();
      await check("palette");
      await page.keyboard.press("Escape");
      await bar(page)
        .getByRole("button", { name: /open the job centre/ })
        .click();
      await page.getByRole("dialog", { name: "Jobs" }).waitFor();
      await check("jobs");
      await page.keyboard.press("Escape");
      await page.locator("#main").focus();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      await check("shortcuts");
      await page.keyboard.press("Escape");
      await page.keyboard.press("f");
      await page.locator("[data-freeze]").waitFor();
      await check("frozen");
      await noFaults(page);
    }
  });

  test("first steps open a backtest, making one when there is none", async () => {
    const own = await Server.start();
    try {
      await own.addUser("desk");
      const page = await openPage(browser, own, { user: "desk" });
      await page.goto("/welcome");
      await page.getByRole("button", { name: "Run and open" }).click();
      await page.waitForURL("**/backtest/bt_*");
      await page.goto("/welcome");
      await page.getByRole("button", { name: "Open the newest" }).waitFor();
      await page.getByText(/of 4 done/).waitFor();
      await page.getByRole("button", { name: "Do not show again" }).click();
      await page.reload();
      await page.getByRole("button", { name: "Open the newest" }).waitFor();
      assert.equal(await page.getByText(/of 4 done/).count(), 0);
      await noFaults(page);
    } finally {
      await own.end();
    }
  });
});
