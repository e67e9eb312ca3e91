// Data sets on the page: upload and mapping, a wrong file, resample, trash and restore, roles, both languages, a phone.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Server, adminToken, openBrowser, openPage, requireWeb } from "./harness.mjs";

let server;
let browser;
let folder;

const turkish = (value) => value.toLocaleString("tr-TR", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Hourly candles as a Turkish spreadsheet writes them; `skipped` hours are not there, `wrong` is put into line 7. */
function turkishCsv({ hours = 200, skipped = [], wrong } = {}) {
  const lines = ["Tarih;Açılış;Yüksek;Düşük;Kapanış;Hacim"];
  for (let hour = 0; hour < hours; ++hour) {
    if (skipped.includes(hour)) continue;
    const day = String(1 + Math.floor(hour / 24)).padStart(2, "0");
    const price = 1000 + 50 * Math.sin(hour / 9);
    const high = lines.length === 6 && wrong !== undefined ? wrong : turkish(price + 3);
    lines.push(
      `${day}.03.2024 ${String(hour % 24).padStart(2, "0")}:00;${turkish(price)};${high};${turkish(price - 3)};${turkish(price + 1)};${turkish(1500 + hour)}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

async function fileOf(name, text) {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const list = async () => (await server.call("GET", "/api/v1/datasets?limit=200")).data.map((one) => one.id);

async function fill(page, labels, values) {
  for (const [index, label] of labels.entries()) await page.getByLabel(label, { exact: true }).fill(values[index]);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "spark-data-test-"));
  server = await Server.start();
  browser = await openBrowser();
  await server.addUser("desk");
  await server.addUser("guest", "viewer");
});

after(async () => {
  await browser?.close();
  await server?.end();
  await rm(folder, { recursive: true, force: true });
});

test("a Turkish spreadsheet becomes a data set whose hole is seen, and nothing but the page was used", async () => {
  const page = await openPage(browser, server, { user: "desk", language: "tr" });
  const path = await fileOf("THYAO_1h.csv", turkishCsv({ skipped: [50, 51, 52] }));
  await page.goto("/data");
  await page.getByRole("link", { name: "Dosya yükle" }).click();
  await page.getByLabel("Mum dosyası").setInputFiles(path);
  await page.getByText("hepsi okunuyor").waitFor();
  assert.equal(await page.getByLabel("Sembol", { exact: true }).inputValue(), "THYAO");
  assert.equal(await page.getByLabel("Kapanış", { exact: true }).inputValue(), "Kapanış");
  assert.equal(await page.getByLabel("Ondalık işareti").inputValue(), "comma");
  assert.equal(await page.getByLabel("Zaman dilimi", { exact: true }).inputValue(), "1h");
  // The preview is the server's reading of the rows: a wrong decimal mark is seen at once.
  await page.getByLabel("Ondalık işareti").selectOption("point");
  await page.getByText(/20 satır okunamıyor/).waitFor();
  await page.getByLabel("Ondalık işareti").selectOption("comma");
  await page.getByText("hepsi okunuyor").waitFor();
  await page.getByLabel("Borsa", { exact: true }).fill("bist");
  await page.getByLabel("İşlem takvimi").selectOption("24/7");
  await page.getByRole("button", { name: "Veri kümesini oluştur" }).click();
  await page.waitForURL(/\/data\/ds_bist_THYAO_1h(%40|@)v1$/);
  const holes = page.getByRole("grid", { name: "Boşluklar" });
  await holes.getByRole("row").nth(1).waitFor();
  assert.equal(await holes.getAttribute("aria-rowcount"), "2");
  assert.match(await holes.getByRole("row").nth(1).innerText(), /2024-03-03 05:00[\s\S]*3/);
  const made = await server.call("GET", "/api/v1/datasets/ds_bist_THYAO_1h@v1");
  assert.equal(made.rows, 197);
  assert.equal(made.quality.missing, 3);
  await page.getByText("THYAO", { exact: true }).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a wrong row is said with file and line, and nothing is kept", async () => {
  const before = await list();
  const page = await openPage(browser, server, { user: "desk" });
  const text = turkishCsv({ wrong: "abc" });
  await page.goto("/data/upload");
  await page.getByLabel("Candle file").setInputFiles(await fileOf("GARAN.csv", text));
  await page.getByText("1 row cannot be read").waitFor();
  const line = text.split("\n").findIndex((one) => one.includes("abc")) + 1;
  const row = page.getByRole("row").filter({ hasText: "found 'abc'" });
  assert.match(await row.innerText(), new RegExp(`^\\s*${line}\\s`));
  await fill(page, ["Venue", "Timeframe"], ["bist", "1h"]);
  await page.getByRole("button", { name: "Make the data set" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "GARAN.csv" });
  await alert.waitFor();
  assert.match(
    await alert.innerText(),
    new RegExp(`GARAN\\.csv, line ${line}[\\s\\S]*found 'abc', allowed decimal digits[\\s\\S]*Nothing was kept`),
  );
  assert.deepEqual(await list(), before);
  // The form is still there and works: the column without fault is taken instead.
  await page.getByLabel("High", { exact: true }).selectOption("Kapanış");
  await page.getByText("A column is chosen twice").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an upload that was left is offered again with what had been filled in, and can be discarded", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data/upload");
  await page.getByLabel("Candle file").setInputFiles(await fileOf("AKBNK.csv", turkishCsv()));
  await page.getByText("all readable").waitFor();
  await page.getByLabel("Venue", { exact: true }).fill("istanbul-1");
  await page.goto("/data");
  await page.getByText("AKBNK.csv").waitFor();
  await page.getByRole("link", { name: "Go on" }).click();
  await page.getByText("all readable").waitFor();
  assert.equal(await page.getByLabel("Venue", { exact: true }).inputValue(), "istanbul-1");
  const id = new URL(page.url()).searchParams.get("id");
  await page.goto("/data");
  const removed = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("button", { name: "Discard" }).click();
  await removed;
  await page.getByText("AKBNK.csv").waitFor({ state: "detached" });
  await assert.rejects(server.call("GET", `/api/v1/uploads/${id}`), /404/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a file that is too large or empty is refused before a byte is sent", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/uploads")) ++sent;
  });
  await page.goto("/data/upload");
  await page.getByLabel("Candle file").setInputFiles(await fileOf("empty.csv", ""));
  await page.getByText("empty.csv is empty").waitFor();
  await page.getByLabel("Candle file").setInputFiles(await fileOf("large.csv", "x".repeat(64 * 1024 * 1024 + 1)));
  await page.getByText(/large\.csv has 64 MiB; at most 64 MiB/).waitFor();
  assert.equal(sent, 0);
  await page.getByLabel("Candle file").setInputFiles(await fileOf("binary.csv", "a\0b"));
  await page.getByRole("alert").filter({ hasText: "found a NUL byte" }).waitFor();
  assert.equal(sent, 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("resampling is a job that stays in the address and leads to the new data set", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data/ds_synth_BTCUSDT_1h@v1");
  await page.getByRole("button", { name: "Resample" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("New timeframe").selectOption("4h");
  await dialog.getByRole("button", { name: "Resample" }).press("Enter");
  await page.waitForURL(/job=job_/);
  await page.locator('[data-status="succeeded"]').waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Open ds_synth_BTCUSDT_4h@v1" }).click();
  await page.getByRole("heading", { name: /BTCUSDT/ }).waitFor();
  await page.getByText("resample 1h to 4h").waitFor();
  const made = await server.call("GET", "/api/v1/datasets/ds_synth_BTCUSDT_4h@v1");
  assert.equal(made.synthetic, true);
  await page.locator("#main header").getByText("SYNTHETIC").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("every byte is verified, and a repair says before what it will do", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data/ds_synth_ETHUSDT_1h@v1");
  const { quality } = await server.call("GET", "/api/v1/datasets/ds_synth_ETHUSDT_1h@v1");
  await page.getByRole("button", { name: "Verify every byte" }).click();
  await page.getByText("Every byte holds").waitFor();
  await page.getByRole("button", { name: "Repair" }).click();
  const rule = page.getByLabel(/Leave out bars without volume/);
  await page.getByText(`${quality.zero_volume} bars would be left out`).waitFor();
  assert.equal(await page.getByLabel(/Leave out impossible bars/).isDisabled(), true);
  await rule.check();
  await page.getByRole("dialog").getByRole("button", { name: "Repair" }).click();
  await page.getByRole("link", { name: "Open ds_synth_ETHUSDT_1h@v2" }).click();
  await page.getByText(`repair drop-zero-volume: ${quality.zero_volume} bars dropped`).waitFor();
  await page.getByLabel("Version").selectOption("ds_synth_ETHUSDT_1h@v1");
  await page.waitForURL(/v1$/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the trash says which runs lose their data, gives back what was moved, and removes for good only what was typed", async () => {
  await server.call(
    "POST",
    "/api/v1/datasets/synth",
    { symbol: "TRASHY", timeframe: "1h", bars: 300, seed: 5 },
    { prefer: "wait=30" },
  );
  const run = await server.backtest({ dataset: "ds_synth_TRASHY_1h@v1" });
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data/ds_synth_TRASHY_1h@v1");
  await page.getByRole("button", { name: "Move to trash" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/^1 run used it/).waitFor();
  await dialog.getByRole("link", { name: run.id }).waitFor();
  await dialog.getByRole("button", { name: "Move to trash" }).click();
  await page.waitForURL(/\/data$/);
  assert.ok(!(await list()).includes("ds_synth_TRASHY_1h@v1"));
  await page.getByRole("tab", { name: "Trash" }).click();
  await page.getByRole("button", { name: "Restore: ds_synth_TRASHY_1h@v1" }).click();
  await page.getByText("ds_synth_TRASHY_1h@v1 is back").waitFor();
  assert.ok((await list()).includes("ds_synth_TRASHY_1h@v1"));
  await server.call("DELETE", "/api/v1/datasets/ds_synth_TRASHY_1h@v1");
  await page.reload();
  await page.getByRole("button", { name: "Remove for good: ds_synth_TRASHY_1h@v1" }).click();
  const act = dialog.getByRole("button", { name: "Remove for good" });
  assert.equal(await act.isDisabled(), true);
  await dialog.getByRole("textbox").fill("ds_synth_TRASHY_1h@v");
  assert.equal(await act.isDisabled(), true);
  await dialog.getByRole("textbox").fill("ds_synth_TRASHY_1h@v1");
  await act.click();
  await page.getByText("ds_synth_TRASHY_1h@v1 is removed for good").waitFor();
  assert.deepEqual((await server.call("GET", "/api/v1/datasets/trash")).data, []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a synthetic market is made by keyboard alone, and what is wrong is said at its field", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data");
  const open = page.getByRole("button", { name: "Synthetic market" });
  await open.click({ trial: true });
  await open.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Bars").fill("0");
  await dialog.getByText("A whole number from 1 to 50 million is needed").waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Make" }).isDisabled(), true);
  await dialog.getByLabel("Bars").fill("1,500");
  await dialog.getByLabel("Symbol").fill("AVAXUSDT");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Open ds_synth_AVAXUSDT_1h@v1" }).waitFor();
  assert.equal((await server.call("GET", "/api/v1/datasets/ds_synth_AVAXUSDT_1h@v1")).rows, 1500);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("closing the tab loses no job: its address shows how it went", async () => {
  const first = await openPage(browser, server, { user: "desk" });
  await first.goto("/data?new=synth");
  const dialog = first.getByRole("dialog");
  await dialog.getByLabel("Symbol").fill("LATER");
  await dialog.getByLabel("Bars").fill("400000");
  await dialog.getByRole("button", { name: "Make" }).click();
  await first.waitForURL(/job=job_/);
  const address = first.url();
  await first.close();
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto(address);
  await page.getByRole("link", { name: "Open ds_synth_LATER_1h@v1" }).click();
  await page.getByText("400,000").first().waitFor();
  assert.deepEqual([...first.faults, ...page.faults], []);
  await page.context().close();
});

test("leaving while a file is being sent asks first", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.route(/\/api\/v1\/uploads\?/, () => undefined);
  await page.goto("/data/upload");
  await page.getByLabel("Candle file").setInputFiles(await fileOf("slow.csv", turkishCsv()));
  await page.getByRole("progressbar", { name: "Sending slow.csv" }).waitFor();
  const leave = page.getByRole("dialog", { name: "Leave while the file is being sent?" });
  await page.getByRole("link", { name: "All data" }).click();
  await leave.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("progressbar").waitFor();
  assert.match(page.url(), /\/data\/upload$/);
  await page.getByRole("link", { name: "All data" }).click();
  await leave.getByRole("button", { name: "Leave" }).click();
  await page.waitForURL(/\/data$/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an upload needs no mouse", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  const path = await fileOf("KEYS.csv", turkishCsv({ hours: 60 }));
  await page.goto("/data/upload");
  const choose = page.getByRole("button", { name: "Choose a file" });
  // Rights are known and the button works; from here on only keys.
  await choose.click({ trial: true });
  for (let presses = 0; presses < 80 && !(await choose.evaluate((node) => node === document.activeElement)); ++presses)
    await page.keyboard.press("Tab");
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(path);
  await page.getByText("all readable").waitFor();
  const venue = page.getByLabel("Venue", { exact: true });
  for (let presses = 0; presses < 80 && !(await venue.evaluate((node) => node === document.activeElement)); ++presses)
    await page.keyboard.press("Tab");
  await page.keyboard.type("keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/data\/ds_keyboard_KEYS_1h(%40|@)v1$/);
  // The crosshair and the list of the data sets go by arrows.
  const crosshair = page.getByRole("slider");
  await crosshair.focus();
  await page.keyboard.press("Home");
  assert.match(await crosshair.getAttribute("aria-valuetext"), /^2024-03-01 03:00, Open 1,000/);
  await page.keyboard.press("ArrowRight");
  assert.match(await crosshair.getAttribute("aria-valuetext"), /^2024-03-01 04:00/);
  await page.goto("/data?q=keyboard");
  const grid = page.getByRole("grid", { name: "Data sets" });
  await grid.getByText("KEYS").waitFor();
  await grid.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/ds_keyboard_KEYS_1h/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the list keeps its search, filter and order in the address", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data");
  const grid = page.getByRole("grid", { name: "Data sets" });
  await grid.getByRole("row").nth(2).waitFor();
  await page.getByLabel("Kind").selectOption("synthetic");
  await grid.getByRole("button", { name: "Bars" }).click();
  await page.waitForURL(/kind=synthetic&sort=-rows|sort=-rows&kind=synthetic/);
  const symbols = () =>
    grid.getByRole("row").evaluateAll((rows) => rows.slice(1).map((row) => row.querySelector("a")?.textContent));
  const seen = await symbols();
  await page.reload();
  await grid.getByRole("row").nth(1).waitFor();
  assert.deepEqual(await symbols(), seen);
  await page.getByLabel("Search data sets").fill("nothing is called this");
  await page.getByText("No data set fits this search.").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a damaged file is said with what to do, and is no data set", async () => {
  await server.call(
    "POST",
    "/api/v1/datasets/synth",
    { symbol: "BROKEN", timeframe: "1h", bars: 300, seed: 5 },
    { prefer: "wait=30" },
  );
  const path = join(server.folder, "data/datasets/synth/BROKEN/1h/v1.spark");
  const bytes = await readFile(path);
  bytes[300] ^= 255;
  await writeFile(path, bytes);
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/data");
  const alert = page.getByRole("alert").filter({ hasText: "1 version is damaged" });
  await alert.waitFor();
  assert.match(await alert.innerText(), /header is damaged[\s\S]*Put back a good copy/);
  await alert.getByRole("link").click();
  await page.getByText("Stored bytes are damaged").waitFor();
  await page.getByRole("button", { name: "Move to trash" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move to trash" }).click();
  await page.waitForURL(/\/data$/);
  await alert.waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("who may only look sees the acts, disabled, with the reason", async () => {
  const page = await openPage(browser, server, { user: "guest" });
  await page.goto("/data/ds_synth_BTCUSDT_1h@v1");
  await page.getByRole("note").getByText("research").waitFor();
  for (const name of ["Verify every byte", "Resample", "Repair", "Move to trash"]) {
    const button = page.getByRole("button", { name });
    assert.equal(await button.isDisabled(), true, name);
    assert.equal(await button.getAttribute("title"), "Your role may look, not change");
  }
  await page.getByRole("grid", { name: "Holes" }).waitFor();
  await page.goto("/data/upload");
  assert.equal(await page.getByRole("button", { name: "Choose a file" }).isDisabled(), true);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const language of ["en", "tr"]) {
  test(`no page of data is wider than a phone, and nothing grave is wrong for a screen reader (${language})`, async () => {
    const upload = await (
      await fetch(`${server.api}/api/v1/uploads?name=phone.csv`, {
        method: "POST",
        headers: { "x-admin-token": adminToken, "content-type": "text/csv" },
        body: turkishCsv({ wrong: "abc" }),
      })
    ).json();
    const axe = await readFile(requireWeb.resolve("axe-core/axe.min.js"), "utf8");
    for (const [width, theme] of [
      [390, "dark"],
      [320, "light"],
    ]) {
      const page = await openPage(browser, server, {
        user: "desk",
        language,
        width,
        theme,
        height: 844,
        bypassCSP: true,
      });
      for (const [path, shown] of [
        ["/data", '[role="grid"] a'],
        ["/data?tab=trash", '[role="tabpanel"] code, [role="tabpanel"] [role="grid"]'],
        ["/data?new=synth", "dialog input"],
        ["/data/ds_synth_BTCUSDT_1h@v1", '[role="slider"] path, figure svg'],
        ["/data/upload", 'input[type="file"]'],
        [`/data/upload?id=${upload.id}`, "table td"],
      ]) {
        await page.goto(path);
        await page.locator(shown).first().waitFor({ state: "attached" });
        await page.waitForFunction(() => document.querySelector(".skeleton") === null);
        assert.ok(
          (await overflow(page)) <= 0,
          `${path} at ${width} px in ${language} overflows by ${await overflow(page)} px`,
        );
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
        const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
        assert.deepEqual(
          grave.map((one) => `${path} ${width} ${theme}: ${one.id} ${one.nodes[0]?.html}`),
          [],
        );
      }
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
  });
}
