// The whole way through the lab: from a sentence to a promoted strategy, in both languages, without leaving the page.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Server, openBrowser, openPage, requireWeb, root } from "./harness.mjs";

const axeSource = readFileSync(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
const edge = "ds_demo_EDGE_1h";

/** A market with a planted edge, as docs/demos/luck_or_skill.py makes it: averages that cross can follow it. */
function makeEdge(server) {
  const file = join(server.folder, "edge.csv");
  const script = "import sys; from pathlib import Path; import luck_or_skill as demo; demo.write_candles(Path(sys.argv[1]), 'edge', 1)";
  const made = spawnSync("python3", ["-c", script, file], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: join(root, "docs/demos"), PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (made.status !== 0) throw new Error(made.stderr);
  server.command("ingest", "csv", file, "--venue", "demo", "--symbol", "EDGE", "--timeframe", "1h");
}

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
    prepare: makeEdge,
    env: {
      SPARK_LAB_LLM_URL: `http://127.0.0.1:${modelServer.address().port}/v1`,
      SPARK_LAB_LLM_MODEL: "fake-1",
      SPARK_LAB_LLM_ATTEMPTS_MAX: "1",
    },
  });
  await server.addUser("desk", "researcher");
  await server.addUser("reader", "viewer");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.end();
  modelServer.close();
});

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
    prompt: "20 barlık ortalama 50 barlık ortalamayı yukarı kesince al, aşağı kesince sat. Zarar durdur %3.",
  },
};
const generated = (page) => page.locator("[data-generation]").waitFor({ timeout: 20_000 });
const nameField = (page) => page.locator("[data-keep] input");
const step = (page, number) => page.getByRole("navigation", { name: /Steps|Adımlar/ }).getByRole("button").nth(number - 1);
const textOf = async (name) => (await server.call("GET", `/api/v1/strategies/${name}`)).text;
const standing = (page, item) => page.locator(`[data-item="${item}"]`).getAttribute("data-standing");

/** Types a sentence, has it generated, keeps it under the name. */
async function keepFrom(page, prompt, name, { fix = false } = {}) {
  await page.goto("/lab?generate=1");
  await page.getByLabel(said.en.box).fill(prompt);
  await page.getByRole("main").getByRole("button", { name: "Generate", exact: true }).last().click();
  await generated(page);
  if (fix) await page.getByRole("button", { name: "Accept the fix" }).click();
  await nameField(page).fill(name);
  await page.getByRole("button", { name: said.en.keep }).click();
  await page.waitForURL(`**/lab/${name}`);
}

for (const language of ["en", "tr"])
  test(`a sentence is a finished backtest in under 30 s, without leaving the lab (${language})`, async () => {
    const words = said[language];
    const page = await open("/lab", { language });
    const begun = performance.now();
    await page.getByRole("button", { name: words.begin, exact: true }).first().click();
    await page.getByLabel(words.box).fill(words.prompt);
    await page.getByLabel(words.dataset, { exact: true }).selectOption({ label: "ds_synth_BTCUSDT_1h@v1" });
    await page.locator("form").getByRole("button", { name: words.act, exact: true }).click();
    await generated(page);
    // Pointing at a reason shows its line and its words.
    const why = page.locator('[data-reason][data-reason^="parameters"]').first();
    await why.focus();
    await page.locator("[data-line][data-active]").waitFor();
    assert.match(words.prompt, new RegExp((await page.locator("[data-words][data-active]").first().textContent()).trim()));
    await nameField(page).fill(`quick_${language}`);
    await page.getByRole("button", { name: words.keep }).click();
    await page.waitForURL(`**/lab/quick_${language}`);
    await page.getByRole("button", { name: words.backtest }).click();
    await page.getByRole("main").getByRole("button", { name: words.run, exact: true }).click();
    await page.locator("[data-run]").waitFor({ timeout: 30_000 });
    const seconds = (performance.now() - begun) / 1000;
    console.log(`from a sentence to a finished backtest (${language}): ${seconds.toFixed(2)} s`);
    assert.ok(seconds < 30, `${seconds} s`);
    const run = await server.call("GET", `/api/v1/backtests/${await page.locator("[data-run]").getAttribute("data-run")}`);
    assert.equal(run.strategy.name, `quick_${language}`);
    assert.ok(run.metrics.trades > 0);
    const { kept } = await server.call("GET", `/api/v1/strategies/quick_${language}`);
    assert.match(kept.origin.generation, /^gen_/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
