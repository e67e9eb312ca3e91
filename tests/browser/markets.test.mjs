// Live prices on the dashboard, the table of markets and a market's own page.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Server, openBrowser, openPage } from "./harness.mjs";

const venue = "synthetic-binance";
const market = `/markets/${venue}/BTCUSDT`;
const card = (page, symbol) => page.getByTestId(`card-${symbol}`);
const price = (page, symbol) => card(page, symbol).getByTestId("price");

/** Waits until a place shows another text than now. */
async function changes(place, timeout = 15_000) {
  const first = await place.textContent();
  const end = Date.now() + timeout;
  while ((await place.textContent()) === first) {
    if (Date.now() > end) throw new Error(`still ${first} after ${timeout} ms`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return [first, await place.textContent()];
}

let browser;
before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

describe("with a market that runs", () => {
  let server;
  before(async () => {
    server = await Server.start();
    await server.addUser("desk");
  });
  after(async () => {
    await server?.end();
  });

  test("the dashboard's cards move, say that they are synthetic, and tell how long each hop took", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto("/");
    for (const symbol of ["BTCUSDT", "BTCTRY", "SPK100"]) await card(page, symbol).getByText("SYNTHETIC").waitFor();
    await changes(price(page, "BTCUSDT"));
    await card(page, "BTCTRY").getByTestId("implied").waitFor();
    await card(page, "BTCUSDT").locator("[data-freshness=live]").click();
    const tooltip = page.getByRole("tooltip");
    for (const hop of ["Venue → received", "Received → published", "Published → browser"])
      assert.match(await tooltip.locator("div", { hasText: hop }).last().innerText(), /\d/);
    await page.keyboard.press("Escape");
    await tooltip.waitFor({ state: "detached" });
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("cards can be added, moved and removed, and this browser keeps them", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto("/");
    await price(page, "BTCUSDT").waitFor();
    await page.getByRole("button", { name: "Arrange cards" }).click();
    await page.getByRole("combobox", { name: "Add a market" }).selectOption({ label: "ETHUSDT · Binance" });
    await page.getByRole("button", { name: "Move ETHUSDT left" }).click();
    await page.getByRole("button", { name: "Remove BTCTRY" }).click();
    await page.reload();
    await price(page, "ETHUSDT").waitFor();
    const order = await page.getByTestId(/^card-/).evaluateAll((cards) => cards.map((one) => one.dataset.testid));
    assert.deepEqual(order, ["card-BTCUSDT", "card-ETHUSDT", "card-SPK100"]);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("numbers are written as the language has it", async () => {
    const forms = { en: /^\d{1,3}(,\d{3})*\.\d{2}$/, tr: /^\d{1,3}(\.\d{3})*,\d{2}$/ };
    for (const [language, form] of Object.entries(forms)) {
      const page = await openPage(browser, server, { user: "desk", language });
      await page.goto("/");
      await card(page, "BTCUSDT").locator("[data-freshness=live]").waitFor();
      assert.match(await price(page, "BTCUSDT").textContent(), form);
      await page.goto(market);
      await page.getByTestId("read-out").locator("[data-field=close]", { hasText: /\d/ }).waitFor();
      assert.match(await page.getByTestId("read-out").locator("[data-field=close]").textContent(), form);
      assert.match(
        await page.getByTestId("bids").locator("td").first().textContent(),
        language === "tr" ? /,\d{2}$/ : /\.\d{2}$/,
      );
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
  });

  test("the table of markets is searched, sorted and moves", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto("/markets");
    const grid = page.getByRole("grid", { name: "Markets" });
    const rows = grid.getByRole("row").filter({ has: page.getByRole("gridcell") });
    await rows.nth(4).waitFor();
    await changes(rows.filter({ hasText: "BTCUSDT" }).getByRole("gridcell").nth(3));
    await page.getByRole("columnheader", { name: "Last" }).getByRole("button").click();
    await page.waitForURL(/sort=-last/);
    assert.match(await rows.first().innerText(), /BTCTRY/);
    await page.getByRole("searchbox").fill("usdt");
    await page.getByText("3 of 5").waitFor();
    assert.equal(await rows.count(), 3);
    await rows.filter({ hasText: "ETHUSDT" }).click();
    await page.waitForURL(/\/markets\/synthetic-binance\/ETHUSDT/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("the chart obeys the keyboard and has a table with the same values", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto(`${market}?tf=15m&ind=sma20,rsi14`);
    const chart = page.getByRole("application");
    await chart.focus();
    const time = page.getByTestId("read-out").locator("[data-field=time]");
    await page.keyboard.press("ArrowLeft");
    const newest = await time.textContent();
    await page.keyboard.press("ArrowLeft");
    const before = await time.textContent();
    assert.equal(Date.parse(newest) - Date.parse(before), 900_000);
    await page.keyboard.press("ArrowRight");
    assert.equal(await time.textContent(), newest);
    for (const key of ["+", "-", "0"]) await page.keyboard.press(key);
    await page.keyboard.press("ArrowLeft");
    const close = await page.getByTestId("read-out").locator("[data-field=close]").textContent();
    const at = await time.textContent();
    await page.keyboard.press("t");
    const row = page
      .getByRole("grid", { name: /as a table/ })
      .getByRole("row")
      .filter({ hasText: at });
    assert.equal(await row.getByRole("gridcell").nth(4).textContent(), close);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("scrolling back loads older bars and pauses the live ones until one goes back to now", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto(market);
    const chart = page.getByRole("application");
    await chart.focus();
    const summary = page.getByText(/^BTCUSDT 1m: \d/);
    assert.match(await summary.textContent(), /^BTCUSDT 1m: 500 bars/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Home");
    await page.getByText("HISTORY – live paused").waitFor();
    await page.getByText(/^BTCUSDT 1m: 1,50\d bars/).waitFor();
    await page.getByRole("button", { name: "To now" }).click();
    await page.getByTestId("history").waitFor({ state: "detached" });
    await chart.focus();
    await page.keyboard.press("Escape");
    await changes(page.getByTestId("read-out").locator("[data-field=close]"));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("book and trades move, the book groups, and the raw feed shows what came", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto(`${market}?below=raw`);
    await changes(page.getByTestId("bids").locator("td").nth(1));
    await changes(page.getByTestId("trades").locator("tr").first());
    await page.getByLabel("Group by").selectOption("10");
    await page.waitForFunction(() =>
      [...document.querySelectorAll("[data-testid=bids] tr td:first-child")].every((cell) =>
        cell.textContent.endsWith("0"),
      ),
    );
    await page.getByTestId("raw-feed").getByText(`book.${venue}.BTCUSDT`).first().waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("a phone has the views as tabs and no sideways overflow", async () => {
    const page = await openPage(browser, server, { user: "desk", language: "tr", width: 320, height: 700 });
    for (const path of ["/", "/markets", market, `${market}?view=book`, `${market}?view=trades`]) {
      await page.goto(path);
      await page.locator("[data-testid=price], [role=grid]").first().waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, path);
    }
    await page.getByRole("tab", { name: "Defter" }).click();
    await page.getByTestId("bids").waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("a server that is gone greys every card within 5 seconds; they recover without a reload", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto("/");
    await card(page, "BTCUSDT").locator("[data-freshness=live]").waitFor();
    await page.evaluate(() => (window.isSamePage = true));
    await server.stop();
    const cut = Date.now();
    await card(page, "BTCUSDT").locator("[data-stale=true]").waitFor({ timeout: 5_000 });
    await card(page, "BTCTRY")
      .locator("[data-stale=true]")
      .waitFor({ timeout: Math.max(1, 5_000 - (Date.now() - cut)) });
    const age = card(page, "BTCUSDT").locator("[data-freshness=stale]");
    const [first, later] = await changes(age);
    assert.match(`${first} ${later}`, /sec(onds)? ago/);
    await server.restart();
    await card(page, "BTCUSDT").locator("[data-freshness=live]").waitFor({ timeout: 20_000 });
    await changes(price(page, "BTCUSDT"));
    assert.equal(await page.evaluate(() => window.isSamePage), true);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe("with a feed that fails", () => {
  let server;
  before(async () => {
    // A lost change each second for a while: each makes the book invalid for half a second. And a venue that falls silent for good.
    const gaps = Array.from({ length: 24 }, (_, index) => `sequence_gap:${venue}:${4_000 + index * 1_000}:0`);
    server = await Server.start({
      env: { SPARK_MARKET_SYNTHETIC_FAULTS: [...gaps, "silence:synthetic-btcturk:3000:600000"].join(",") },
    });
    await server.addUser("desk");
  });
  after(async () => {
    await server?.end();
  });

  test("a book that lost a change says why instead of showing levels, and the losses are counted", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto(market);
    const invalid = page.getByTestId("book-invalid").first();
    await invalid.waitFor({ timeout: 30_000 });
    assert.match(await invalid.textContent(), /The book is not shown: .*gap/);
    await page.waitForFunction(() => Number(document.querySelector("[data-testid=gaps]")?.textContent) > 0);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("a venue that fell silent is grey while another one is live", async () => {
    const page = await openPage(browser, server, { user: "desk" });
    await page.goto("/");
    await card(page, "BTCTRY").locator("[data-stale=true]").waitFor({ timeout: 15_000 });
    await card(page, "BTCUSDT").locator("[data-freshness=live]").waitFor();
    await card(page, "BTCTRY").getByText("not all live").waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
