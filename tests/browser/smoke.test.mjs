// What CI runs of the browser's tests: short, and over every page once.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { Server, openBrowser, openPage, requireWeb, root } from "./harness.mjs";
import { routes } from "./routes.mjs";

let server;
let browser;
let run;
let other;
let optimization;
before(async () => {
  server = await Server.start();
  await server.addUser("desk");
  run = (await server.backtest()).id;
  other = (await server.backtest({ params: { fast: 12, slow: 50 } })).id;
  optimization = await server.optimization();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const axeSource = readFileSync(requireWeb.resolve("axe-core/axe.min.js"), "utf8");

test("every page shows its heading below the StatusBar, in both languages, without a fault of script or policy", async () => {
  for (const [language, theme] of [
    ["en", "dark"],
    ["tr", "light"],
  ]) {
    const page = await openPage(browser, server, { language, theme, user: "desk" });
    for (const address of routes({ run, other, optimization })) {
      await page.goto(address);
      await page.locator("h1").first().waitFor({ timeout: 15_000 });
      assert.equal(await page.getByText("PAPER", { exact: true }).first().isVisible(), true, `${address}: environment`);
      assert.equal(await page.locator("html").getAttribute("lang"), language, `${address}: language`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${address} is ${overflow} px too wide`);
      assert.deepEqual(page.faults.splice(0), [], `${address} in ${language}`);
    }
    await page.context().close();
  }
});

test("the first run leads to the first report", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/backtest?new=1");
  await page.getByRole("dialog").getByRole("textbox", { name: /^fast/ }).fill("15");
  await page.getByRole("dialog").getByRole("button", { name: "Run backtest" }).click();
  await page.waitForURL(/\/backtest\/bt_/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("axe finds nothing serious on the pages a desk opens first", async () => {
  const page = await openPage(browser, server, { user: "desk", bypassCSP: true });
  for (const address of ["/", "/backtest", `/backtest/${run}`, "/login"]) {
    await page.goto(address);
    await page.locator("h1").first().waitFor();
    await page.evaluate(axeSource);
    const found = await page.evaluate(
      async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations,
    );
    const serious = found.filter((one) => ["serious", "critical"].includes(one.impact));
    assert.deepEqual(
      serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`),
      [],
      address,
    );
  }
  await page.context().close();
});

test("the first screen's script is at most 180 KB as brotli, all files at most 3 MB", async () => {
  const page = await openPage(browser, server);
  await page.goto("/");
  await page.locator("h1").first().waitFor();
  const names = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map((entry) => new URL(entry.name).pathname)
      .filter((path) => path.startsWith("/assets/") && path.endsWith(".js")),
  );
  assert.ok(names.length > 0);
  let bytes = 0;
  for (const name of new Set(names))
    bytes += brotliCompressSync(readFileSync(join(root, "apps/web-next/dist", name))).length;
  console.log(`first screen: ${bytes} bytes of script as brotli in ${new Set(names).size} files`);
  assert.ok(bytes <= 180 * 1024, `${bytes} bytes`);
  const pack = readFileSync(join(root, "build/web.pack")).length;
  console.log(`embedded: ${pack} bytes`);
  assert.ok(pack <= 3 * 1024 * 1024, `${pack} bytes`);
  await page.context().close();
});
