// The whole way through the lab: from a sentence to a promoted strategy, in both languages, without leaving the page.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage, requireWeb, root } from "./harness.mjs";

const axeSource = readFileSync(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
const edge = "ds_demo_EDGE_1h";

/** A market with a planted edge, as docs/demos/luck_or_skill.py makes it: averages that cross can follow it. */
function makeEdge(server) {
  const file = join(server.folder, "edge.csv");
  const script =
    "import sys; from pathlib import Path; import luck_or_skill as demo; demo.write_candles(Path(sys.argv[1]), 'edge', 1)";
  const made = spawnSync("python3", ["-c", script, file], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: join(root, "docs/demos"), PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (made.status !== 0) throw new Error(made.stderr);
  server.command("ingest", "csv", file, "--venue", "demo", "--symbol", "EDGE", "--timeframe", "1h");
}

const ownCross = (name) => `name = "${name}"
version = 1

[parameters]
fast = { type = "int", least = 2, most = 200, default = 8, unit = "bars" }
slow = { type = "int", least = 3, most = 400, default = 60, unit = "bars" }

[long]
enter = "ta.crossover(ta.sma(close, fast), ta.sma(close, slow))"
exit = "ta.crossunder(ta.sma(close, fast), ta.sma(close, slow))"
`;

/** A language model's server that answers with what `model.answer` is. */
const model = { answer: { status: 500, body: "no" }, asked: 0 };
const modelServer = createServer((request, response) => {
  request.resume();
  model.asked += 1;
  response.writeHead(model.answer.status, { "content-type": "application/json" }).end(model.answer.body);
});

let server;
let browser;
before(async () => {
  await new Promise((done) => modelServer.listen(0, "127.0.0.1", done));
  server = await Server.start({
    env: {
      SPARK_LAB_LLM_URL: `http://127.0.0.1:${modelServer.address().port}/v1`,
      SPARK_LAB_LLM_MODEL: "fake-1",
      SPARK_LAB_LLM_ATTEMPTS_MAX: "1",
    },
  });
  // The first start has made the bundled data; the folder is nobody's for as long as the command fills it.
  await server.stop();
  makeEdge(server);
  await server.run();
  await server.addUser("desk", "trader");
  await server.addUser("analyst", "researcher");
  await server.addUser("reader", "viewer");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
  modelServer.close();
});

/** SPARK_PICTURES=1 takes the pictures of the tutorial anew. */
async function picture(page, name, at) {
  if (!process.env.SPARK_PICTURES) return;
  const folder = join(root, "docs/images");
  mkdirSync(folder, { recursive: true });
  await page.evaluate((selector) => {
    document.activeElement?.blur();
    const part = selector === undefined ? null : document.querySelector(selector);
    scrollTo(0, part === null ? 0 : part.getBoundingClientRect().top + scrollY - 44);
  }, at);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const open = async (path, options = {}) => {
  const page = await openPage(browser, server, { user: "desk", ...options });
  await page.goto(path);
  return page;
};
const said = {
  en: {
    begin: "From a sentence",
    box: "What should the strategy do?",
    dataset: "Data set",
    act: "Generate",
    keep: "Keep and edit",
    backtest: /^3 Backtest/,
    run: "Backtest",
    prompt: "Buy when the 20-bar average crosses above the 50-bar average, sell when it crosses below. Stop loss 3%.",
  },
  tr: {
    begin: "Bir cümleden",
    box: "Strateji ne yapsın?",
    dataset: "Veri kümesi",
    act: "Üret",
    keep: "Sakla ve düzenle",
    backtest: /^3 Geriye dönük test/,
    run: "Test et",
    prompt: "20 barlık ortalama 50 barlık ortalamayı yukarı kesince al, aşağı kesince sat. Zarar kes %3.",
  },
};
const generated = (page) => page.locator("[data-generation]").waitFor({ timeout: 20_000 });
const nameField = (page) => page.locator("[data-keep] input");
const step = (page, number) =>
  page
    .getByRole("navigation", { name: /Steps|Adımlar/ })
    .getByRole("button")
    .nth(number - 1);
const textOf = async (name) => (await server.call("GET", `/api/v1/strategies/${name}`)).text;
const standing = (page, item) => page.locator(`[data-item="${item}"]`).getAttribute("data-standing");

for (const language of ["en", "tr"])
  test(`a sentence is a finished backtest in under 30 s, without leaving the lab (${language})`, async () => {
    const words = said[language];
    const page = await open("/lab", { language, theme: language === "tr" ? "light" : "dark" });
    const begun = performance.now();
    await page.getByRole("button", { name: words.begin, exact: true }).first().click();
    await page.getByLabel(words.box).fill(words.prompt);
    await page.getByLabel(words.dataset, { exact: true }).selectOption({ label: "ds_synth_BTCUSDT_1h@v1" });
    await page.locator("form").getByRole("button", { name: words.act, exact: true }).click();
    await generated(page);
    if (language === "tr") await picture(page, "lab-sentence-light-tr", "[data-generation]");
    // Pointing at a reason shows its line and its words.
    const why = page.locator('[data-reason="parameters.fast.default"]').first();
    await why.focus();
    await page.locator("[data-line][data-active]").waitFor();
    assert.match(
      words.prompt,
      new RegExp((await page.locator("[data-words][data-active]").first().textContent()).trim()),
    );
    await nameField(page).fill(`quick_${language}`);
    await page.getByRole("button", { name: words.keep }).click();
    await page.waitForURL(`**/lab/quick_${language}`);
    await page.getByRole("button", { name: words.backtest }).click();
    await page.getByRole("main").getByRole("button", { name: words.run, exact: true }).click();
    await page.locator("[data-run]").waitFor({ timeout: 30_000 });
    const seconds = (performance.now() - begun) / 1000;
    console.log(`from a sentence to a finished backtest (${language}): ${seconds.toFixed(2)} s`);
    assert.ok(seconds < 30, `${seconds} s`);
    const run = await server.call(
      "GET",
      `/api/v1/backtests/${await page.locator("[data-run]").getAttribute("data-run")}`,
    );
    assert.equal(run.strategy.name, `quick_${language}`);
    assert.ok(run.metrics.trades > 0);
    const { kept } = await server.call("GET", `/api/v1/strategies/quick_${language}`);
    assert.match(kept.origin.generation, /^gen_/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

test("the fix of a broken policy is shown as a difference, and is kept when it is accepted", async () => {
  const page = await open("/lab?generate=1");
  const prompt = "Buy when RSI 14 falls below 30, sell when it rises above 70. Use 10x leverage in the moonlight.";
  await page.getByLabel(said.en.box).fill(prompt);
  await page.locator("form").getByRole("button", { name: "Generate", exact: true }).click();
  await generated(page);
  // What is no trading word is marked, and does nothing.
  assert.match(await page.locator("[data-not-understood]").textContent(), /moonlight/);
  assert.ok((await page.locator("[data-unknown]").count()) > 0);
  assert.ok((await page.locator("[data-assumed]").count()) > 0, "what was not said is marked as assumed");
  const made = await server.call("GET", `/api/v1/generations/${new URL(page.url()).searchParams.get("generation")}`);
  assert.equal(made.status, "breaks_policy");
  assert.equal(made.prompt, prompt);
  const fix = page.locator("[data-fix]");
  await fix.getByRole("region").focus();
  await page.keyboard.press("n");
  await fix.locator("[data-current]").waitFor();
  await page.getByRole("button", { name: "Accept the fix" }).click();
  await fix.waitFor({ state: "detached" });
  // The address holds all of it: a reload changes nothing.
  await page.reload();
  await generated(page);
  await page.getByText("The fix is accepted").waitFor();
  assert.equal(await page.getByLabel(said.en.box).inputValue(), prompt);
  const name = await nameField(page).inputValue();
  await page.getByRole("button", { name: said.en.keep }).click();
  await page.waitForURL(`**/lab/${name}`);
  assert.equal(await textOf(name), made.fix.text);
  await page.locator('[data-policy="kept"]').waitFor();
  await step(page, 1).click();
  await page.locator("[data-document]").waitFor();
  await page.getByText("Version 1 came from this sentence").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a model that fails leaves the sentence, and the rules on this machine take it with one press", async () => {
  model.answer = { status: 500, body: '{"error":"out of order"}' };
  const page = await open("/lab?generate=1");
  await page.getByLabel(said.en.box).fill(said.en.prompt);
  await page.getByRole("radio", { name: /language model/ }).check();
  await page.reload();
  assert.equal(await page.getByLabel(said.en.box).inputValue(), said.en.prompt, "the draft survives a reload");
  const before = model.asked;
  await page.locator("form").getByRole("button", { name: "Generate", exact: true }).click();
  const offline = page.getByRole("button", { name: "Try the rules on this machine" }).first();
  await offline.waitFor({ timeout: 30_000 });
  assert.ok(model.asked > before, "the model was asked");
  assert.equal(await page.getByLabel(said.en.box).inputValue(), said.en.prompt);
  await offline.click();
  await page.locator('[data-generation]:not([data-status="failed"])').waitFor({ timeout: 20_000 });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a version that is not ready is refused with every reason, mended step by step, and promoted", async () => {
  const page = await open("/lab?generate=1");
  const main = page.getByRole("main");
  await page
    .getByLabel(said.en.box)
    .fill(
      "Buy when the 8-bar average crosses above the 60-bar average, sell when it crosses below. Stop loss 5%, leverage 5x.",
    );
  await page.getByLabel("Data set", { exact: true }).selectOption({ label: `${edge}@v1` });
  await page.locator("form").getByRole("button", { name: "Generate", exact: true }).click();
  await generated(page);
  const isBroken = (await page.locator("[data-generation]").getAttribute("data-status")) === "breaks_policy";
  await picture(page, "lab-sentence-dark-en", "[data-generation]");
  if (isBroken) await page.getByRole("button", { name: "Leave it as it is" }).click();
  await nameField(page).fill("climber");
  await page.getByRole("button", { name: said.en.keep }).click();
  await page.waitForURL("**/lab/climber");

  // Refused, with the whole list.
  await step(page, 6).click();
  await page.locator('[data-promotion][data-may="false"]').waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Promote", exact: true }).last().click();
  await page.getByRole("dialog").getByRole("button", { name: "Promote" }).click();
  await page.locator("[data-refused]").waitFor({ timeout: 30_000 });
  assert.equal(await standing(page, "backtest"), "missing");
  assert.equal(await standing(page, "optimization"), "missing");
  await picture(page, "lab-refused-dark-en");
  await assert.rejects(
    server.call(
      "POST",
      "/api/v1/strategies/climber/versions/1/promote",
      {},
      { "idempotency-key": "refused-0123456789abcdef" },
    ),
    /promotion_refused/,
    "the server itself refuses",
  );

  // The limits, by the fix of the policy.
  if (isBroken) {
    assert.notEqual(await standing(page, "policy"), "passed");
    await page.getByRole("button", { name: "To Edit" }).click();
    await page.getByRole("button", { name: "Show the fix" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Accept the fix" }).click();
    await page.locator('[data-policy="kept"]').waitFor();
    await page.locator('[data-signals="current"]').waitFor();
    await main.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("Version 2 is saved").waitFor();
  }

  // The search, from the lab's own step.
  await step(page, 4).click();
  const ranges = page.locator("[data-ranges]");
  await ranges.waitFor();
  const form = page.locator("form", { has: ranges });
  await form.locator("[data-preview] dd").first().waitFor();
  await form.getByLabel("Values of fast").fill("4:18:2");
  await form.getByLabel("Values of slow").fill("30:110:10");
  while ((await form.getByLabel("Parameter", { exact: true }).count()) > 2)
    await form
      .getByRole("button", { name: /^Remove / })
      .last()
      .click();
  await form.getByLabel(/^Only sets with/).fill("fast < slow");
  await form.getByLabel("Walk forward").fill("5x30d");
  await page.waitForFunction(() => document.querySelector("[data-preview]")?.getAttribute("aria-busy") === "false");
  await form.getByRole("button", { name: "Start the search" }).click();
  await page.locator("[data-search]").waitFor({ timeout: 90_000 });
  console.log("verdict of the search:", await page.locator("[data-search]").getAttribute("data-verdict"));

  await picture(page, "lab-search-dark-en");

  // The plateau becomes the next version.
  await page.getByRole("button", { name: "Keep the plateau as version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep" }).click();
  await page.locator('[data-origin="optimization"]').first().waitFor({ state: "attached" });
  const newest = await server.call("GET", "/api/v1/strategies/climber");
  assert.match(newest.kept.origin.optimization, /^opt_/);

  // The run of exactly this version, with one press.
  await step(page, 6).click();
  await page.locator("[data-promotion]").waitFor({ timeout: 60_000 });
  assert.equal(await standing(page, "optimization"), "passed");
  await page.getByRole("button", { name: "Run the backtest now" }).click();
  await page.locator('[data-promotion][data-may="true"]').waitFor({ timeout: 60_000 });
  await page.locator('[data-lineage][data-whole="true"]').first().waitFor();
  const kinds = await page
    .locator("[data-lineage] [data-link]")
    .evaluateAll((all) => all.map((one) => one.dataset.link));
  for (const kind of ["prompt", "version", "backtest", "optimization"]) assert.ok(kinds.includes(kind), kinds.join());
  await page.getByRole("button", { name: "Promote", exact: true }).last().click();
  await page.getByRole("dialog").getByLabel("Note").fill("after the plateau");
  await page.getByRole("dialog").getByRole("button", { name: "Promote" }).click();
  await page.locator("[data-proposed]").waitFor({ timeout: 60_000 });
  const id = await page.locator("[data-proposed]").getAttribute("data-proposed");
  const proposal = await server.call("GET", `/api/v1/proposals/${id}`);
  assert.equal(proposal.strategy, "climber");
  assert.equal(proposal.version, newest.version);
  assert.equal(proposal.note, "after the plateau");
  await picture(page, "lab-promoted-dark-en");
  if (process.env.SPARK_PICTURES) {
    const turkish = await open("/lab/climber?step=promote", { language: "tr", theme: "light" });
    await turkish.locator('[data-promotion][data-may="true"]').waitFor({ timeout: 60_000 });
    await picture(turkish, "lab-promoted-light-tr");
    await turkish.goto("/lab/climber?step=optimize");
    await turkish.locator("[data-search]").waitFor({ timeout: 60_000 });
    await picture(turkish, "lab-search-light-tr");
    await turkish.context().close();
  }
  await page.locator(`[data-proposal="${id}"]`).click();
  await page.getByRole("dialog").getByText(proposal.hash.slice(0, 24)).waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a search goes on when its browser is closed, and another one finds it in the lab", async () => {
  await server.call("POST", "/api/v1/strategies", { document: ownCross("closing"), message: "first" });
  const first = await open("/lab/closing?step=optimize");
  const form = first.locator("form", { has: first.locator("[data-ranges]") });
  await form.locator("[data-preview] dd").first().waitFor();
  await form.getByLabel("Data set").selectOption({ label: `${edge}@v1` });
  await form.getByLabel("Values of fast").fill("2:41:1");
  await form.getByLabel("Values of slow").fill("42:121:1");
  await first.waitForFunction(() => document.querySelector("[data-preview]")?.getAttribute("aria-busy") === "false");
  await form.getByRole("button", { name: "Start the search" }).click();
  await first.locator('[data-state="running"], [data-search]').first().waitFor({ timeout: 30_000 });
  const id = new URL(first.url()).searchParams.get("opt");
  assert.match(id, /^opt_/);
  await first.context().close();

  const second = await open("/lab/closing?step=optimize", { width: 390, height: 844 });
  await second.locator("[data-search]").waitFor({ timeout: 120_000 });
  assert.equal(await second.locator("[data-search]").getAttribute("data-search"), id);
  assert.equal((await server.call("GET", `/api/v1/optimizations/${id}`)).document.sets, 3_200);
  assert.deepEqual(second.faults, []);
  await second.context().close();
});

test("from a sentence to the checklist by keyboard alone", async () => {
  const page = await open("/lab");
  await page.getByRole("link", { name: /^smaCross/ }).waitFor();
  const press = async (name, key = "Enter", most = 80) => {
    const isThere = () =>
      page.evaluate((wanted) => {
        const one = document.activeElement;
        return [one?.getAttribute("aria-label"), one?.textContent?.trim(), one?.labels?.[0]?.textContent].includes(
          wanted,
        );
      }, name);
    for (let count = 0; count < most; ++count) {
      if (await isThere()) {
        if (key !== "") await page.keyboard.press(key);
        return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  await press("From a sentence");
  await page.getByLabel(said.en.box).waitFor();
  await press("What should the strategy do?", "");
  await page.keyboard.type(said.en.prompt);
  await page.keyboard.press("Control+Enter");
  await generated(page);
  const accept = page.getByRole("button", { name: "Accept the fix" });
  if ((await accept.count()) > 0) {
    await press("Accept the fix");
    await accept.waitFor({ state: "detached" });
  }
  await press("Name", "");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("byKeys");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/lab/byKeys");
  await step(page, 6).waitFor();
  await press("6Promote", "Enter", 120);
  await page.locator("[data-promotion]").waitFor({ timeout: 30_000 });
  await press("Whole chain", "Enter", 120);
  await page.getByRole("table", { name: "From the sentence to here" }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("who may only look sees every step, and is told why nothing can be begun", async () => {
  await server.call("POST", "/api/v1/strategies", { document: ownCross("looked"), message: "first" });
  const page = await open("/lab?generate=1", { user: "reader" });
  await page.getByLabel(said.en.box).fill("buy");
  assert.ok(await page.locator("form").getByRole("button", { name: "Generate", exact: true }).isDisabled());
  await page.getByText("Needs the right to research").first().waitFor();
  await page.goto("/lab/looked?step=promote");
  await page.locator("[data-forbidden]").waitFor({ timeout: 30_000 });
  await page.locator("[data-lineage]").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const other = await open("/lab/looked?step=promote", { user: "analyst" });
  await other.locator("[data-promotion]").waitFor({ timeout: 30_000 });
  assert.ok(await other.getByRole("button", { name: "Promote", exact: true }).last().isDisabled());
  await other.getByText("Proposing needs the role").waitFor();
  assert.deepEqual(other.faults, []);
  await other.context().close();
});

for (const theme of ["dark", "light"])
  for (const language of ["en", "tr"])
    test(`nothing serious on any step, and none is wider than a phone (${theme}, ${language})`, async () => {
      const name = `axe_${theme}_${language}`;
      const made = await server.call(
        "POST",
        "/api/v1/strategies/generate",
        { prompt: said[language].prompt },
        { prefer: "wait=20" },
      );
      const id = made.id.replace(/^job_/, "gen_");
      await server.call("POST", "/api/v1/strategies", { document: ownCross(name), message: "first" });
      const searched = { backtest: { strategy: name, dataset: edge }, parameters: ["fast=4:10:2", "slow=30:60:10"] };
      await server.optimization({ ...searched, walk_forward: undefined });
      const page = await open("/lab", { theme, language, bypassCSP: true });
      const paths = ["/lab", `/lab?generation=${id}`];
      for (const one of ["generate", "edit", "backtest", "optimize", "versions", "promote"])
        paths.push(`/lab/${name}?step=${one}`);
      const wrong = [];
      for (const path of paths) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(path);
        await page.locator("h1").first().waitFor();
        await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => undefined);
        await page.evaluate(axeSource);
        const found = await page.evaluate(
          async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations,
        );
        for (const one of found.filter((violation) => ["serious", "critical"].includes(violation.impact)))
          wrong.push(`${path}: ${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3)}`);
        for (const width of [390, 320]) {
          await page.setViewportSize({ width, height: 800 });
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (over > 0) wrong.push(`${path}: ${over} px too wide at ${width}`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
