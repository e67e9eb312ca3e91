// Walks through docs/tutorials/first_backtest.md: every word in bold there is pressed or seen here, in that order.
// SPARK_PICTURES=1 also takes the pictures of docs/images anew.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Server, logIn, openBrowser, openPage, root } from "./harness.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const picture = async (page, name) => {
  if (!process.env.SPARK_PICTURES) return;
  const folder = join(root, "docs/images");
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

test("the first backtest goes as the tutorial says", async () => {
  const text = readFileSync(join(root, "docs/tutorials/first_backtest.md"), "utf8").split("## 2.")[1];
  const bold = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map((found) => found[1]);
  const done = [];
  const page = await openPage(browser, server, { width: 1440, height: 900 });
  const at = (name) => {
    done.push(name);
    return name;
  };
  const see = (name) => page.getByText(at(name), { exact: true }).first().waitFor();
  const press = (role, name, within = page) =>
    within
      .getByRole(role, { name: at(name) })
      .first()
      .click();

  // 1. The password of the first start.
  await page.goto("/login");
  await page.getByLabel("Name", { exact: true }).fill("admin");
  await page.getByLabel("Password", { exact: true }).fill(server.firstPassword);
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();

  // 2.
  await see("SYNTHETIC");
  await see("PAPER");

  // 3.
  await press("link", "Strategy Lab");
  await press("link", "smaCross");
  await see("In words");
  await page.getByText(/Enters long/).waitFor();
  await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
  await picture(page, "lab-dark-en");
  await press("button", "Keep as a copy");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill("myCross");
  await dialog.getByRole("button").last().click();
  await page.waitForURL(/\/lab\/myCross/);

  // 4.
  await press("link", "Backtests");
  await press("button", "New backtest");
  await page.getByRole("dialog").getByLabel("Strategy").selectOption("myCross");
  await press("button", "Run backtest", page.getByRole("dialog"));
  await page.waitForURL(/\/backtest\/bt_/);

  // 5.
  await see("Honesty");
  await page.locator("canvas").first().waitFor();
  await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
  await picture(page, "report-dark-en");
  await page.goto("/");
  await page.getByText("myCross").first().waitFor();
  await picture(page, "dashboard-dark-en");
  await page.goBack();

  // 6.
  await press("tab", "Reconcile");
  await press("button", "Reconcile now");
  await page.getByText(/All \d+ checks are right/).waitFor();
  await press("tab", "Reproduce");
  const own = page.getByRole("region", { name: "Verified in this browser" });
  await press("button", "Verify", own);
  await page.getByText("Every file is what the run wrote.").first().waitFor();

  assert.deepEqual(done, bold);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test(
  "the pictures of the Turkish pages are taken",
  { skip: process.env.SPARK_PICTURES ? false : "only with SPARK_PICTURES=1" },
  async () => {
    await server.addUser("desk");
    const newest = (await server.call("GET", "/api/v1/backtests?limit=1")).data[0].id;
    const page = await openPage(browser, server, { width: 1440, height: 900, language: "tr", theme: "light" });
    await logIn(page, "desk");
    for (const [address, name] of [
      ["/", "dashboard-light-tr"],
      [`/backtest/${newest}`, "report-light-tr"],
      ["/markets/synthetic-binance/BTCUSDT", "market-light-tr"],
    ]) {
      await page.goto(address);
      await page.locator("canvas, svg").first().waitFor();
      await page.waitForTimeout(2_500);
      await picture(page, name);
    }
    await page.context().close();
  },
);
