// Settings: looks that persist, keys, users and what their roles let them do, a second factor.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";

import { Server, logIn, openBrowser, openPage, password } from "./harness.mjs";

let server, browser;

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
  await server.addUser("desk");
});
after(async () => {
  await browser?.close();
  await server?.end();
});

/** The code an app shows (RFC 6238, SHA-1, 30 s, six digits). */
function totp(secret, at = Date.now()) {
  const bits = [...secret.replace(/=+$/, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a key is made, its secret shown once, used, and refused once revoked", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("nightly");
  await dialog.getByRole("button", { name: "Make a key" }).click();
  const secret = (await page.locator('pre[aria-label="The key, shown only now"]').textContent()).trim();
  assert.match(secret, /^spk_/);
  const session = () => fetch(`${server.api}/api/v1/session`, { headers: { authorization: `Bearer ${secret}` } });
  const answer = await (await session()).json();
  assert.deepEqual([answer.kind, answer.rights], ["key", ["look"]]);

  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.reload();
  await page.getByText("nightly").waitFor();
  assert.ok(!(await page.content()).includes(secret));
  await page.getByRole("button", { name: "Revoke" }).click();
  const act = page.getByRole("dialog").getByRole("button", { name: "Revoke" });
  assert.ok(await act.isDisabled());
  await page.getByRole("dialog").getByPlaceholder("nightly").fill("nightly");
  await act.click();
  await page.getByText("revoked").waitFor();
  assert.equal((await session()).status, 401);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an added viewer sees the acts of others disabled, with the reason", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/settings/users");
  await page.getByRole("button", { name: "Add a user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("guest");
  await dialog.getByLabel("First password").fill("the first password of many 8");
  await dialog.getByRole("button", { name: "Add a user" }).click();
  await page.getByRole("gridcell", { name: "guest" }).waitFor();
  await page.context().close();

  const guest = await openPage(browser, server, {});
  await guest.goto("/settings");
  const status = await guest.evaluate(
    async ([first, next]) => {
      const send = (path, body, headers = {}) =>
        fetch(path, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify(body),
        });
      const session = await (await send("/api/v1/session", { name: "guest", password: first })).json();
      return (
        await send(
          "/api/v1/session/password",
          { password: first, new_password: next },
          { "x-csrf-token": session.csrf_token },
        )
      ).status;
    },
    ["the first password of many 8", password],
  );
  assert.equal(status, 200);
  await guest.goto("/settings/users");
  const add = guest.getByRole("button", { name: "Add a user" });
  await add.waitFor();
  assert.ok(await add.isDisabled());
  assert.match(await add.getAttribute("title"), /administer/);
  assert.match(await guest.getByRole("columnheader", { name: /viewer/ }).textContent(), /your role/);
  await guest.goto("/settings/server");
  await guest.getByText("Needs the right administer").waitFor();
  assert.deepEqual(guest.faults, []);
  await guest.context().close();
});

test("language, theme and density persist over a login in another browser", async () => {
  const page = await openPage(browser, server, { user: "desk" });
  await page.goto("/settings");
  await page.getByText("Kept on the server for desk").waitFor();
  await page.getByLabel("Language").selectOption("tr");
  await page.getByText("Şimdiden gösteriliyor, henüz kaydedilmedi.").waitFor();
  await page.getByLabel("Tema").selectOption("contrast");
  await page.getByLabel("Tablo sıklığı").selectOption("ultra");
  await page.getByRole("button", { name: "Kaydet" }).click();
  await page.getByText("Sunucuda desk için saklanır").waitFor();
  const kept = await page.evaluate(async () => (await fetch("/api/v1/settings/me")).json());
  assert.deepEqual([kept.language, kept.theme, kept.density], ["tr", "contrast", "ultra"]);
  await page.context().close();

  const other = await openPage(browser, server, { language: "en", theme: "light" });
  await logIn(other, "desk");
  await other.goto("/settings");
  await other.getByText("Sunucuda desk için saklanır").waitFor();
  assert.equal(await other.locator("html").getAttribute("lang"), "tr");
  assert.equal(await other.locator("html").getAttribute("data-theme"), "contrast");
  assert.deepEqual(other.faults, []);
  await other.context().close();
});

test("unsaved looks are not left behind without asking, and leaving takes them back", async () => {
  const page = await openPage(browser, server, {});
  await page.goto("/settings");
  await page.getByLabel("Theme").selectOption("light");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
  await page.getByRole("link", { name: "About" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await page.waitForURL("**/settings/about");
  await page.locator('html[data-theme="dark"]').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a second factor is set up with an app's code and its recovery codes are shown once", async () => {
  await server.addUser("careful");
  const page = await openPage(browser, server, { user: "careful" });
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByLabel("Password now").fill(password);
  await page.getByRole("button", { name: "Begin" }).click();
  const secret = (await page.locator('pre[aria-label="Secret, said only now"]').textContent()).trim();
  assert.match(await page.getByLabel("Address for the app").first().textContent(), /^otpauth:\/\/totp\//);
  await page.getByLabel("Code of the second factor").fill(totp(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  const codes = (await page.locator('pre[aria-label="Recovery codes"]').textContent()).trim().split("\n");
  assert.ok(codes.length >= 8, codes.join());
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("on", { exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(codes[0]));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("another session is ended from the list", async () => {
  const first = await openPage(browser, server, { user: "desk" });
  const second = await openPage(browser, server, { user: "desk" });
  await second.goto("/settings/security");
  const list = second.getByRole("button", { name: /^(End|Sonlandır)$/ });
  await list.first().waitFor();
  while ((await list.count()) > 0) {
    const before = await list.count();
    await list.first().click();
    await second
      .getByRole("dialog")
      .getByRole("button", { name: /^(End|Sonlandır)$/ })
      .click();
    await second.waitForFunction(
      (count) =>
        document.querySelectorAll("dialog").length === 0 &&
        [...document.querySelectorAll("button")].filter((one) => /^(End|Sonlandır)$/.test(one.textContent)).length <
          count,
      before,
    );
  }
  const status = await first.evaluate(async () => (await fetch("/api/v1/settings/me")).status);
  assert.equal(status, 401);
  await first.context().close();
  await second.context().close();
});
