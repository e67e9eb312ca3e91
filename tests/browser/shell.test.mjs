// The shell: what stands around every page, and stays when the session or the server goes.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { Server, openBrowser, openPage, password } from "./harness.mjs";

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
const envCell = (page) => bar(page).getByText("PAPER", { exact: true });
const streamState = (page) => page.locator("[data-stream-state]");
const driftText = (page) => bar(page).getByRole("button", { name: /^drift / });
const live = (page) =>
  page.waitForFunction(() => /drift \d/.test(document.querySelector("header")?.textContent ?? ""), null, {
    timeout: 20_000,
  });

async function noFaults(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Every word a reader sees or hears, without names of the machine. */
const wordsOf = (page) =>
  page.evaluate(() => {
    const words = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.textContent.replace(/[\d.,:%+−–/]/g, "").trim();
        if (text.length > 1) words.push(text);
        return;
      }
      if (
        node.nodeType !== Node.ELEMENT_NODE ||
        node.getAttribute("translate") === "no" ||
        node.tagName === "STYLE" ||
        node.tagName === "SCRIPT"
      )
        return;
      const label = node.getAttribute("aria-label");
      if (label) words.push(label.replace(/[\d.,:%+−–/]/g, "").trim());
      node.childNodes.forEach(walk);
    };
    walk(document.querySelector("#root"));
    return words;
  });

describe("the status bar", () => {
  for (const path of ["/", "/login", "/nowhere", "/orders", "/welcome"]) {
    test(`stands on ${path} with environment, drift, feeds and what does not exist yet`, async () => {
      const page = await open();
      await page.goto(path);
      await live(page);
      await envCell(page).waitFor();
      await bar(page).getByText("SYNTHETIC").first().waitFor();
      for (const venue of ["Binance", "BTCTurk", "BIST"])
        await bar(page)
          .getByRole("button", { name: new RegExp(`Feed ${venue} .*SYNTHETIC`) })
          .waitFor();
      for (const cell of ["gate: not yet", "risk: not yet", "alerts: not yet", "kill switch: not yet"])
        assert.equal(await bar(page).getByRole("button", { name: cell }).count(), 1, cell);
      assert.match(await page.title(), /^\[PAPER\] /);
      await noFaults(page);
    });
  }

  test("opens a table of the venues from the drift cell and closes it with Escape, the focus where it was", async () => {
    const page = await open();
    await page.goto("/");
    await live(page);
    await driftText(page).focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("rowheader", { name: "BTCTurk" }).waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^drift /);
    await noFaults(page);
  });

  test("says health and clock; a press of the clock goes through local, UTC and the venue's time", async () => {
    const page = await open();
    await page.goto("/");
    await bar(page)
      .getByRole("button", { name: /^HEALTH (GREEN|YELLOW|RED)/ })
      .waitFor();
    const clock = bar(page).getByRole("button", { name: /^Clock/ });
    const seen = [];
    for (let turn = 0; turn < 3; ++turn) {
      seen.push((await clock.textContent()).split(" ")[1]);
      await clock.click();
    }
    assert.deepEqual(seen, ["UTC+3", "UTC", "BIST"]);
    await noFaults(page);
  });

  test("has room on a phone of 320 px, and the rest in a sheet", async () => {
    const page = await open({ width: 320, height: 640, language: "tr" });
    await page.goto("/");
    await live(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await bar(page).getByRole("button", { name: "Tüm göstergeler" }).click();
    await page.getByRole("dialog").getByRole("heading", { name: "acil durdurma: henüz yok" }).waitFor();
    await noFaults(page);
  });
});

describe("the command palette", () => {
  test("goes to a page by keyboard alone, Turkish letters folded, and shows the shell's line", async () => {
    const page = await open({ language: "tr" });
    await page.goto("/");
    await live(page);
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox");
    await field.waitFor();
    await page.keyboard.type("gozlem");
    await page.getByRole("option", { name: /Gözlem/, selected: true }).waitFor();
    assert.equal(
      await field.getAttribute("aria-activedescendant"),
      await page.getByRole("option", { selected: true }).getAttribute("id"),
    );
    assert.equal(await page.locator("[data-cli]").textContent(), "spark metrics");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/observability");
    await noFaults(page);
  });

  test("finds markets and data sets of the server, moves by arrows, closes by Escape", async () => {
    const page = await open();
    await page.goto("/orders");
    await live(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("btcusdt");
    await page.getByRole("option", { name: /ds_synth_BTCUSDT_1h/ }).waitFor();
    await page.getByRole("option", { name: /synthetic-binance/ }).waitFor();
    const first = await page.getByRole("option", { selected: true }).getAttribute("id");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction((id) => document.querySelector('[role=option][aria-selected="true"]')?.id !== id, first);
    await page.keyboard.press("Escape");
    await page.getByRole("combobox").waitFor({ state: "detached" });
    assert.equal(new URL(page.url()).pathname, "/orders");
    await noFaults(page);
  });
});

describe("shortcuts", () => {
  test("g b goes to backtests, f freezes and counts, ? shows them all; none of it while typing", async () => {
    const page = await open();
    await page.goto("/");
    await live(page);
    await page.keyboard.press("f");
    const banner = page.locator("[data-freeze]");
    await banner.waitFor();
    await page.keyboard.press("f");
    await banner.waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await page.waitForURL("**/backtest");
    await page.goto("/login");
    await page.getByLabel("Name").fill("");
    await page.getByLabel("Name").pressSequentially("gaf?");
    assert.equal(new URL(page.url()).pathname, "/login");
    assert.equal(await page.getByLabel("Name").inputValue(), "gaf?");
    assert.equal(await banner.count(), 0);
    await noFaults(page);
  });

  test("single letters can be turned off", async () => {
    const page = await open();
    await page.goto("/");
    await live(page);
    await bar(page).getByRole("button", { name: "User and appearance" }).click();
    await page.getByLabel("Single-letter shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.locator("#main").focus();
    await page.keyboard.press("?");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    assert.equal(await page.getByRole("dialog", { name: "Keyboard shortcuts" }).count(), 0);
    await noFaults(page);
  });
});

describe("looks", () => {
  test("another language changes every text, and the page's lang", async () => {
    const page = await open();
    await page.goto("/orders");
    await live(page);
    await page.waitForFunction(() => document.querySelectorAll("main h1").length === 1);
    const english = await wordsOf(page);
    await bar(page).getByRole("button", { name: "User and appearance" }).click();
    await page.getByRole("button", { name: "Türkçe" }).click();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.documentElement.lang === "tr");
    const turkish = await wordsOf(page);
    // The same word in both languages.
    const left = turkish.filter((word) => english.includes(word) && !/^(Copilot|UTC|ms|drift\s+ms)$/.test(word));
    assert.deepEqual(left, []);
    assert.match(await page.title(), /Emirler/);
    await page.reload();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "tr");
    await noFaults(page);
  });

  test("a theme is shown at once, kept, and known to the server for who is logged in", async () => {
    const page = await open({ user: "desk" });
    await page.goto("/");
    await live(page);
    await bar(page)
      .getByRole("button", { name: /User and appearance/ })
      .click();
    const kept = page.waitForResponse(
      (response) => response.request().method() === "PUT" && response.url().endsWith("/api/v1/settings/me"),
    );
    await page.getByRole("button", { name: "Light", exact: true }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
    assert.equal((await kept).status(), 200);
    const again = page.waitForResponse((response) => response.request().method() === "PUT");
    await page.getByRole("button", { name: "Comfortable" }).click();
    assert.equal((await again).status(), 200);
    assert.equal((await (await page.request.get(`${server.url}/api/v1/settings/me`)).json()).theme, "light");
    await page.reload();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.density), "comfortable");
    await noFaults(page);
  });
});

describe("the session", () => {
  test("Enter twice on the login sends one request and goes on to where one was", async () => {
    const page = await open();
    await page.goto("/login?next=%2Forders%3Fside%3Dbuy");
    await live(page);
    const sent = [];
    await page.route("**/api/v1/session", async (route) => {
      if (route.request().method() === "POST") sent.push(route.request().url());
      await new Promise((done) => setTimeout(done, 200));
      await route.continue();
    });
    await page.getByLabel("Name").fill("desk");
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/orders?side=buy");
    assert.equal(sent.length, 1);
    await bar(page).getByRole("button", { name: "User and appearance: desk" }).waitFor();
    await page.unrouteAll({ behavior: "wait" });
    await noFaults(page);
  });

  test("whose password was set by somebody else chooses an own one first", async () => {
    await server.call("POST", "/api/v1/users", {
      name: "fresh",
      role: "trader",
      password: "the first password of many 7",
    });
    const page = await open();
    await page.goto("/login");
    await page.getByLabel("Name").fill("fresh");
    await page.getByLabel("Password").fill("the first password of many 7");
    await page.keyboard.press("Enter");
    await page.getByLabel("New password", { exact: true }).fill(password);
    await page.getByLabel("New password again").fill(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.url}/`);
    await bar(page).getByRole("button", { name: "User and appearance: fresh" }).waitFor();
    await noFaults(page);
  });

  test("one that has ended leaves the page and its status bar, and a login goes back to it", async () => {
    const page = await open({ user: "desk" });
    await page.goto("/orders?side=sell");
    await live(page);
    const mine = await page.evaluate(
      async () => (await (await fetch("/api/v1/sessions")).json()).data.find((one) => one.is_current).id,
    );
    await server.call("DELETE", `/api/v1/sessions/${mine}`);
    const strip = page.locator("[data-session-strip]");
    await strip.waitFor({ timeout: 15_000 });
    await envCell(page).waitFor();
    await driftText(page).waitFor();
    await page.getByRole("heading", { name: "Orders" }).waitFor();
    // What anybody of this machine may see of the server goes on, also on a page opened anew.
    await streamState(page).waitFor({ state: "detached" });
    await page.reload();
    await strip.waitFor();
    await live(page);
    await envCell(page).waitFor();
    await strip.getByRole("link", { name: "Log in" }).click();
    await page.getByLabel("Name").fill("desk");
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/orders?side=sell");
    await strip.waitFor({ state: "detached" });
    await streamState(page).waitFor({ state: "detached" });
    await noFaults(page);
  });

  test("a wrong password is said in words and nothing typed is lost", async () => {
    // A server of its own: wrong tries shut out everybody of this address.
    const own = await Server.start();
    const page = await openPage(browser, own);
    await page.goto("/login");
    await live(page);
    await page.getByLabel("Name").fill("nobody");
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByText(/Name or password is wrong/).waitFor();
    assert.equal(await page.getByLabel("Name").inputValue(), "nobody");
    assert.equal(await page.locator("[data-session-strip]").count(), 0);
    for (let turn = 0; turn < 5; ++turn) {
      if (await page.getByText(/Too many wrong tries/).count()) break;
      const answer = page.waitForResponse((response) => response.request().method() === "POST");
      await page.keyboard.press("Enter");
      await answer;
      await page.getByText(/Name or password is wrong|Too many wrong tries/).waitFor();
    }
    await page.getByText(/Too many wrong tries\. Try again in \d/).waitFor();
    assert.ok(await page.getByRole("main").getByRole("button", { name: "Log in" }).isDisabled());
    await noFaults(page);
    await own.end();
  });

  test("logging out leaves nothing of the user, and reading from this machine goes on", async () => {
    const page = await open({ user: "desk" });
    await page.goto("/");
    await live(page);
    await bar(page).getByRole("button", { name: "User and appearance: desk" }).click();
    await page.getByRole("button", { name: "Log out" }).click();
    await bar(page).getByRole("link", { name: "Log in" }).waitFor();
    assert.equal(await page.locator("[data-session-strip]").count(), 0);
    assert.equal(await bar(page).getByText("desk").count(), 0);
    await noFaults(page);
  });
});

describe("jobs", () => {
  test("a job of one's own is told of with a link, stands in the job centre, and still does after a reload", async () => {
    const page = await open({ user: "desk" });
    await page.goto("/orders");
    await live(page);
    const id = await page.evaluate(async () => {
      const session = await (await fetch("/api/v1/session")).json();
      const made = await fetch("/api/v1/backtests", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-csrf-token": session.csrf_token,
          "idempotency-key": crypto.randomUUID(),
        },
        body: JSON.stringify({ dataset: "ds_synth_BTCUSDT_1h", strategy: "smaCross", params: { fast: 5, slow: 30 } }),
      });
      return (await made.json()).id;
    });
    const message = page.getByRole("region", { name: "Messages" });
    await message.getByText("Backtest is done").waitFor();
    await page.locator('[data-announce="polite"]').getByText("Backtest is done").waitFor({ state: "attached" });
    assert.match(await message.getByRole("link", { name: "Open result" }).getAttribute("href"), /^\/backtest\/bt_/);
    await bar(page)
      .getByRole("button", { name: /open the job centre/ })
      .click();
    const row = page.locator(`[data-job="${id}"]`);
    await row.getByText("done").waitFor();
    await row.getByText("Owner: you").waitFor();
    await page.reload();
    await row.getByText("done").waitFor();
    await row.getByRole("button", { name: "Log" }).click();
    await page.waitForURL(`**job=${id}`);
    await noFaults(page);
  });
});

describe("the line to the server", () => {
  test("all tabs of a browser share one connection", async () => {
    const page = await open({ user: "desk" });
    await page.goto("/");
    await live(page);
    const second = await page.context().newPage();
    await second.goto("/orders");
    await live(second);
    const third = await page.context().newPage();
    await third.goto("/nowhere");
    await live(third);
    const count = async () => (await server.call("GET", "/api/v1/status")).stream_clients;
    assert.equal(await count(), 1);
    await page.context().close();
    for (let turn = 0; turn < 100 && (await count()) > 0; ++turn) await new Promise((done) => setTimeout(done, 100));
    assert.equal(await count(), 0);
  });

  test("a server that stops is stale within 5 s, and one that comes back is followed without a reload", async () => {
    const page = await open();
    await page.goto("/orders");
    await live(page);
    await page.evaluate(() => (window.notReloaded = true));
    await server.stop();
    await streamState(page).waitFor({ timeout: 5_000 });
    await page.locator("header[data-stale]").waitFor({ timeout: 5_000 });
    assert.match(await streamState(page).textContent(), /reconnecting/);
    await page
      .locator('[data-announce="assertive"]')
      .getByText(/connection to the server is lost/)
      .waitFor({ state: "attached" });
    await server.run();
    await streamState(page).waitFor({ state: "detached", timeout: 20_000 });
    await page.locator('header[aria-label="Status"]:not([data-stale])').waitFor();
    assert.equal(await page.evaluate(() => window.notReloaded), true);
    await noFaults(page);
  });
});
