// The audit log's page: filters, live records, the chain checked in the reader's own browser, evidence file by file.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage } from "./harness.mjs";

let server, browser, run;

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
  await server.addUser("desk");
  await server.addUser("onlooker", "viewer");
  run = (await server.backtest()).id;
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const rows = (page) =>
  page.getByRole("grid", { name: "Audit records, newest first" }).locator('[role="row"]:not([aria-rowindex="1"])');

test("filters stand in the address and a record opens with its hash made anew", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/audit");
  await rows(page).first().waitFor();
  await page.getByLabel("What, e.g. auth.*").fill("users.create");
  await page.waitForURL(/action=users\.create/);
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role="gridcell"]:nth-child(3)')].every(
      (cell) => cell.textContent === "users.create",
    ),
  );
  assert.equal(await rows(page).count(), 2);

  await rows(page).first().click();
  await page.waitForURL(/record=\d+/);
  await page.getByText("equal to SHA-256 of the line below, made in this browser").waitFor();
  const address = page.url();
  await page.goto(address);
  await page.getByRole("dialog").getByText("equal to SHA-256").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a new record appears by itself", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/audit");
  await rows(page).first().waitFor();
  let name = 0;
  // The subscription may come a moment after the page: a record is made until one is seen.
  for (let turn = 0; turn < 20; ++turn) {
    await server.call("POST", "/api/v1/users", {
      name: `live-${++name}`,
      role: "viewer",
      password: "the first password of many 7",
    });
    const newest = page.locator('[role="row"][aria-rowindex="2"]').filter({ hasText: "users.create" });
    if (
      await newest.waitFor({ timeout: 1_500 }).then(
        () => true,
        () => false,
      )
    )
      return page.context().close();
  }
  assert.fail("no record came by itself");
});

test("the chain is verified in the browser, by the server, and once more against the head that was kept", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/audit");
  await page.getByRole("button", { name: "Check in this browser" }).click();
  await page.getByTestId("browser-verdict").filter({ hasText: "Chain verified to record" }).waitFor();
  await page.getByText("This browser had verified no earlier head").waitFor();
  await page.getByText("Not checked here: the Ed25519 signatures").waitFor();
  await page.getByRole("button", { name: "Let the server check" }).click();
  await page.getByTestId("server-verdict").filter({ hasText: "Chain verified to record" }).waitFor();

  await page.getByRole("button", { name: "Check in this browser" }).click();
  await page.getByText("is still in the chain").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a record altered on its way turns the check red at that record", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  let altered = null;
  await page.route(/\/api\/v1\/audit\?/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/("sequence":3,.*?"role":")(\w+)(")/, (_, begin, role, end) => {
      altered = role;
      return `${begin}auditor${end}`;
    });
    await route.fulfill({ response, body });
  });
  await page.goto("/audit");
  await page.getByRole("button", { name: "Check in this browser" }).click();
  await page.getByTestId("browser-verdict").filter({ hasText: "First bad: record 3." }).waitFor();
  await page.getByText("Its content does not give its hash: it was changed.").waitFor();
  assert.ok(altered !== null && altered !== "auditor");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("who may not read the log sees own records and why", async () => {
  const page = await openPage(browser, server, { user: "onlooker", language: "tr" });
  await page.goto("/audit");
  await page.getByText("Yalnızca kendi kayıtların görünür").waitFor();
  await page.locator('[role="row"][aria-rowindex="2"]').waitFor();
  const names = await page.locator('[role="gridcell"]:nth-child(2)').allTextContents();
  assert.ok(names.length > 0 && names.every((name) => name.startsWith("onlooker")), names.join());
  assert.ok(await page.getByRole("button", { name: "Sunucu denetlesin" }).isDisabled());
  await page.getByRole("button", { name: "Bu tarayıcıda denetle" }).click();
  await page.getByTestId("browser-verdict").filter({ hasText: "kaydının özeti doğru" }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("every file of a run is checked in the browser, and an altered one is named", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/audit?tab=evidence");
  await page.getByRole("gridcell", { name: run }).click();
  await page.waitForURL(`**/evidence/${run}`);
  await page
    .getByTestId("evidence-verdict")
    .filter({ hasText: "All 5 files are what the INDEX and the manifest say" })
    .waitFor();
  await page.getByRole("button", { name: "trades.csv" }).first().click();
  await page.getByRole("grid", { name: "trades.csv" }).waitFor();

  await page.route(/files\/trades\.csv/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("signal", "sigmal") });
  });
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByTestId("evidence-verdict").filter({ hasText: "1 file is not what it should be" }).waitFor();
  await page.locator("li", { hasText: "trades.csv" }).locator('[data-check="altered"]').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
