// The Strategy Lab: from a built-in strategy to an own one, with faults, signals, versions and a run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage, requireWeb } from "./harness.mjs";

let server;
let browser;
before(async () => {
  server = await Server.start();
  browser = await openBrowser();
  await server.addUser("desk");
  await server.addUser("reader", "viewer");
});
after(async () => {
  await browser?.close();
  await server?.end();
});

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'";
const own = (name, more = "") => `# kept by hand
name = "${name}"
version = 1

[parameters]
fast = { type = "int", least = 2, most = 200, default = 9, unit = "bars" } # tuned
slow = { type = "int", least = 3, most = 400, default = 21, unit = "bars" }
${more}
[long]
# the way in
enter = "ta.crossover(ta.sma(close, fast), ta.sma(close, slow))"
exit = "ta.crossunder(ta.sma(close, fast), ta.sma(close, slow))"
`;
const make = (name, more) => server.call("POST", "/api/v1/strategies", { document: own(name, more), message: "first" });
const textOf = async (name) => (await server.call("GET", `/api/v1/strategies/${name}`)).text;
const open = async (path, options = {}) => {
  const page = await openPage(browser, server, { user: "desk", ...options });
  await page.goto(path);
  return page;
};
const signalsAre = (page, state) => page.locator(`[data-signals="${state}"]`).waitFor();
const countOf = async (page, name) =>
  Number((await page.locator(`[data-count="${name}"]`).textContent()).replace(/\D/g, ""));
const line = (page, text) => page.locator(".cm-line", { hasText: text }).first();
/** Only lines near the view are in the page: those of the rules come with the document's end. */
const toEnd = async (page) => {
  await page.locator(".cm-line").first().click();
  await page.keyboard.press("Control+End");
};
const typeInEditor = async (page, at, text) => {
  await toEnd(page);
  await line(page, at).click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(text);
};

test("a built-in strategy is opened, copied, broken, mended, saved, compared, restored and run", async () => {
  const page = await open("/lab");
  await page.getByRole("link", { name: /^smaCross/ }).click();
  await page.waitForURL("**/lab/smaCross");
  await signalsAre(page, "current");
  assert.ok((await countOf(page, "long_enter")) > 0);
  await page
    .getByText(/9-bar simple average of close crosses over/)
    .first()
    .waitFor();

  await page.getByRole("button", { name: "Keep as a copy" }).click();
  await page.getByLabel("Name", { exact: true }).fill("deskCross");
  await page.getByRole("button", { name: "Create" }).click();
  await page.waitForURL("**/lab/deskCross");
  await page.getByText("version 1", { exact: true }).first().waitFor();
  await signalsAre(page, "current");
  const first = await textOf("deskCross");
  assert.match(first, /name = "deskCross"/);
  assert.match(first, /^# Two simple averages/);
  const before = await countOf(page, "long_enter");

  await typeInEditor(page, "rises = ", " and close > ta.smaa(close, 50)");
  const fault = page.locator("[data-faults] button");
  await fault.filter({ hasText: "unknown name 'ta.smaa'" }).waitFor();
  const row = first.split("\n").findIndex((one) => one.startsWith("rises = ")) + 1;
  assert.match(await fault.textContent(), new RegExp(`line ${row}, column \\d+`));
  assert.match(await fault.textContent(), /did you mean 'ta.sma'/);
  await page.locator(".cm-lintRange-error").waitFor();
  await signalsAre(page, "stale");
  assert.ok(await page.getByRole("button", { name: "Save" }).isDisabled());

  await fault.click();
  for (let step = 0; step < "ta.smaa".length; ++step) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Backspace");
  await signalsAre(page, "current");
  assert.ok((await countOf(page, "long_enter")) < before, "fewer entries with one more condition");

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+s");
  await page.getByLabel("Message", { exact: true }).fill("only above the fifty");
  await page.keyboard.press("Enter");
  await page.getByText("Version 2 is saved").waitFor();
  assert.match(await textOf("deskCross"), /ta\.sma\(close, 50\)/);

  await page.getByRole("button", { name: /Versions/ }).click();
  const table = page.getByRole("table", { name: "Versions" });
  await table.getByText("only above the fifty").waitFor();
  assert.equal(await table.getByRole("row").count(), 3);
  await table.getByRole("button", { name: "Compare" }).first().click();
  const diff = page.getByRole("region", { name: "Difference of versions 1 and 2" }).last();
  await diff.getByText("and close > ta.sma(close, 50)").waitFor();
  await diff.focus();
  await page.keyboard.press("n");
  await page.locator("[data-current]").waitFor();

  await table.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await page.getByText("Version 3 is saved").waitFor();
  assert.equal((await textOf("deskCross")).replace(/version = \d/, ""), first.replace(/version = \d/, ""));

  await page.getByRole("button", { name: /^3 Backtest/ }).click();
  await page.getByRole("main").getByRole("button", { name: "Backtest", exact: true }).click();
  await page.locator("[data-run]").waitFor();
  const id = await page.locator("[data-run]").getAttribute("data-run");
  const run = await server.call("GET", `/api/v1/backtests/${id}`);
  assert.equal(run.strategy.name, "deskCross");
  assert.equal(Number((await page.locator("[data-trades]").textContent()).replace(/\D/g, "")), run.metrics.trades);
  assert.equal(await page.getByRole("link", { name: "Open the full report" }).getAttribute("href"), `/backtest/${id}`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the editor is styled under the page's security policy, and a style element would not be", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.addInitScript(() => {
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
  });
  await page.route("**/lab/smaCross", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      "<head>",
      `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`,
    );
    await route.fulfill({ response: answer, body });
  });
  await page.goto("/lab/smaCross");
  await line(page, "smaCross").waitFor();
  const seen = await page.locator("[data-editor]").evaluate((host) => ({
    sheets: host.shadowRoot.adoptedStyleSheets.length,
    tags: host.shadowRoot.querySelectorAll("style").length + document.querySelectorAll("style").length,
    gutter: getComputedStyle(host.shadowRoot.querySelector(".cm-gutters")).borderRightWidth,
  }));
  assert.ok(seen.sheets > 0);
  assert.equal(seen.tags, 0);
  assert.equal(seen.gutter, "1px");
  await toEnd(page);
  await line(page, 'enter = "rises"').click();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(" and ta.");
  await page.locator(".cm-tooltip-autocomplete").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("[data-faults] button").first().waitFor();
  await signalsAre(page, "stale");
  assert.deepEqual(await page.evaluate(() => window.refused), [], "the page keeps to the policy");
  assert.deepEqual(page.faults, []);
  await page.evaluate(() =>
    document.head.append(Object.assign(document.createElement("style"), { textContent: "body { color: red }" })),
  );
  await page.waitForFunction(() => window.refused.length > 0);
  await page.context().close();
});

test("a parameter changed in the form changes one line of the document", async () => {
  await make("formed");
  const page = await open("/lab/formed?view=form");
  const fast = page.getByRole("group", { name: "fast" });
  await fast.getByLabel(/Default/).fill("12");
  await page.getByText("unsaved changes").waitFor();
  await signalsAre(page, "current");
  await page
    .getByText(/12-bar simple average/)
    .first()
    .waitFor();
  await page.getByRole("radio", { name: "Document" }).click();
  await line(page, 'fast = { type = "int", least = 2, most = 200, default = 12, unit = "bars" } # tuned').waitFor();
  await page.keyboard.press("Control+s");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("Version 2 is saved").waitFor();
  assert.equal(
    await textOf("formed"),
    own("formed").replace("default = 9", "default = 12").replace("version = 1", "version = 2"),
  );
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a save on top of somebody else's version shows who, and both changes are put together", async () => {
  await make("shared");
  const page = await open("/lab/shared");
  await typeInEditor(page, "exit = ", " or close < 1");
  await page.getByText("unsaved changes").waitFor();
  const theirs = own("shared").replace("default = 9", "default = 10");
  await server.call(
    "PUT",
    "/api/v1/strategies/shared",
    { document: theirs, message: "a longer one" },
    { "if-match": '"1"' },
  );
  await signalsAre(page, "current");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody has saved since" });
  await dialog.getByText("x-admin-token").waitFor();
  await dialog.getByText("a longer one").waitFor();
  await dialog.getByRole("button", { name: "Put both together" }).click();
  await line(page, "or close < 1").waitFor();
  await line(page, "default = 10").waitFor();
  await signalsAre(page, "current");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("Version 3 is saved").waitFor();
  const text = await textOf("shared");
  assert.match(text, /default = 10/);
  assert.match(text, /or close < 1/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what was not saved is asked about on leaving and offered after a reload", async () => {
  await make("drafted");
  const page = await open("/lab/drafted");
  page.on("dialog", (dialog) => void dialog.accept());
  await typeInEditor(page, "exit = ", " or close < 2");
  await page.getByText("unsaved changes").waitFor();
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("dialog", { name: "There are unsaved changes" }).getByRole("button", { name: "Stay" }).click();
  assert.match(page.url(), /drafted/);
  await page.reload();
  await page.getByRole("button", { name: "Go on with the draft" }).click();
  await line(page, "or close < 2").waitFor();
  await page.getByText("unsaved changes").waitFor();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await page.getByText("unsaved changes").waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("all of it goes by keyboard: Escape and Tab leave the editor", async () => {
  await make("keyed");
  const page = await open("/lab/keyed");
  await line(page, "keyed").waitFor();
  await page.getByRole("radio", { name: "Form" }).focus();
  await page.keyboard.press("Tab");
  const isInEditor = () => page.evaluate(() => document.activeElement?.hasAttribute("data-editor") ?? false);
  assert.ok(await isInEditor());
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Tab");
  assert.ok(await isInEditor(), "Tab indents");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.ok(!(await isInEditor()), "Escape, then Tab leaves");
  await page.keyboard.press("Shift+Tab");
  assert.ok(await isInEditor());
  await page.keyboard.press("Control+End");
  // Fast typing loses no letter on its way through the page.
  await page.keyboard.type("\n[stop]\nstop_loss_pct = 2\n");
  await page.getByText("unsaved changes").waitFor();
  await signalsAre(page, "current");
  await page.keyboard.press("Control+s");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("a stop");
  await page.keyboard.press("Enter");
  await page.getByText("Version 2 is saved").waitFor();
  assert.match(await textOf("keyed"), /stop_loss_pct = 2/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("who may only look sees everything and changes nothing, and is told why", async () => {
  const page = await open("/lab/smaCross", { user: "reader" });
  await signalsAre(page, "current");
  const copy = page.getByRole("button", { name: "Keep as a copy" });
  assert.ok(await copy.isDisabled());
  assert.equal(await copy.getAttribute("title"), "Needs the right to research");
  assert.equal(await page.locator(".cm-content").getAttribute("contenteditable"), "false");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("on a phone the parameters can be changed and the page does not scroll sideways", async () => {
  await make("pocket");
  const page = await open("/lab/pocket", { width: 390, height: 844, language: "tr" });
  await page
    .getByRole("group", { name: "fast" })
    .getByLabel(/Varsayılan/)
    .fill("15");
  await page
    .getByText(/15 barlık basit ortalaması/)
    .first()
    .waitFor();
  assert.equal(await page.locator("[data-editor]").count(), 0);
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(await overflow(), 0);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.equal(await overflow(), 0);
  await page.goto("/lab/pocket?step=versions");
  await page.getByRole("table").waitFor();
  assert.equal(await overflow(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const theme of ["dark", "light"])
  for (const language of ["en", "tr"])
    test(`nothing serious stands in the way of who sees or hears differently (${theme}, ${language})`, async () => {
      const name = `axe_${theme}_${language}`;
      await make(name);
      await server.call(
        "PUT",
        `/api/v1/strategies/${name}`,
        { document: own(name).replace("default = 9", "default = 10") },
        { "if-match": '"1"' },
      );
      const page = await open("/lab", { theme, language, bypassCSP: true });
      const axe = readFileSync(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
      for (const path of [
        "/lab",
        `/lab/${name}`,
        `/lab/${name}?view=form`,
        `/lab/${name}?step=backtest`,
        `/lab/${name}?step=versions&diff=1-2`,
      ]) {
        await page.goto(path);
        await page.getByRole("link", { name: /^smaCross/ }).waitFor();
        if (path.includes("versions"))
          await page
            .getByRole("region", { name: /1 .* 2/ })
            .last()
            .waitFor();
        else if (path.endsWith(name)) await signalsAre(page, "current");
        await page.evaluate(axe);
        const found = await page.evaluate(
          async () => (await window.axe.run(document.querySelector("main"))).violations,
        );
        const bad = found
          .filter((one) => one.impact === "serious" || one.impact === "critical")
          .map((one) => `${path} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
        assert.deepEqual(bad, []);
      }
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
