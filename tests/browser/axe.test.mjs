// axe-core on every page, in every theme and both languages, also at 390 px.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage, requireWeb } from "./harness.mjs";
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

for (const theme of ["dark", "light", "contrast"]) {
  for (const language of ["en", "tr"]) {
    for (const width of theme === "dark" ? [1440, 390] : [1440]) {
      test(`nothing serious on any page: ${theme}, ${language}, ${width} px`, async () => {
        const page = await openPage(browser, server, { user: "desk", bypassCSP: true, theme, language, width });
        const wrong = [];
        for (const address of routes({ run, other, optimization })) {
          await page.goto(address);
          await page.locator("h1").first().waitFor({ timeout: 15_000 });
          await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => undefined);
          await page.evaluate(axeSource);
          const found = await page.evaluate(
            async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations,
          );
          for (const one of found.filter((violation) => ["serious", "critical"].includes(violation.impact)))
            wrong.push(
              `${address}: ${one.id}: ${one.nodes
                .map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`)
                .slice(0, 3)
                .join(" | ")}`,
            );
        }
        assert.deepEqual(wrong, []);
        await page.context().close();
      });
    }
  }
}

test("no page is wider than a 320 px screen", async () => {
  const page = await openPage(browser, server, { user: "desk", width: 320, height: 700, language: "tr" });
  const wrong = [];
  for (const address of routes({ run, other, optimization })) {
    await page.goto(address);
    await page.locator("h1").first().waitFor({ timeout: 15_000 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (overflow > 0) wrong.push(`${address}: ${overflow} px`);
  }
  assert.deepEqual(wrong, []);
  await page.context().close();
});
