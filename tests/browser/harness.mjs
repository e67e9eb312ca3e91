// A server of one's own, Debian's Chromium, and a page on it: what every browser test begins with.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const web = join(root, "apps/web-next");
export const requireWeb = createRequire(join(web, "package.json"));
const { chromium } = requireWeb("playwright-core");

const binary = process.env.SPARK_BINARY ?? join(root, "build/release/spark");
export const adminToken = "browser-test-0123456789abcdef0123456789";
export const password = "correct horse battery staple 42";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function until(what, check, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const result = await check().catch(() => false);
    if (result) return result;
    if (Date.now() > end)
      throw new Error(`waited ${seconds} s in vain for ${typeof what === "function" ? what() : what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/**
 * `spark serve` on free ports and a folder of its own; `restart` keeps both. With SPARK_WEB_PREVIEW=1 the page comes from
 * apps/web-next/dist by Vite's preview instead of from the binary: for working on the page without building C++.
 */
export class Server {
  static async start(options = {}) {
    const server = new Server();
    server.options = options;
    server.folder = await mkdtemp(join(tmpdir(), "spark-browser-"));
    server.ports = {};
    for (const name of ["api", "executor", "web", "backtest", "streams"]) server.ports[name] = await freePort();
    server.log = "";
    await server.run();
    if (process.env.SPARK_WEB_PREVIEW) await server.preview();
    return server;
  }

  async run() {
    const ports = Object.entries(this.ports).flatMap(([name, port]) => ["--port", `${name}=${port}`]);
    this.process = spawn(binary, ["serve", ...ports], {
      env: {
        ...process.env,
        SPARK_DATA_DIR: join(this.folder, "data"),
        SPARK_ADMIN_TOKEN: adminToken,
        ...this.options.env,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.process.stderr.setEncoding("utf8").on("data", (text) => (this.log += text));
    await until(
      () => `the server to be ready: ${this.log}`,
      async () => (await fetch(`${this.api}/readyz`)).ok,
    );
    this.firstPassword ??= /password of the user admin[^:]*: (\S+)/.exec(this.log)?.[1];
  }

  async preview() {
    const port = await freePort();
    this.vite = spawn(
      process.execPath,
      [
        join(web, "node_modules/vite/bin/vite.js"),
        "preview",
        "--port",
        String(port),
        "--strictPort",
        "--host",
        "127.0.0.1",
      ],
      {
        cwd: web,
        env: { ...process.env, SPARK_API: this.api },
        stdio: "ignore",
      },
    );
    this.previewUrl = `http://127.0.0.1:${port}`;
    await until("vite preview", async () => (await fetch(this.previewUrl)).ok);
  }

  /** The program by command on this server's folder; what it prints as JSON. Only while no server runs. */
  command(...words) {
    const done = spawnSync(binary, [...words, "--data-dir", join(this.folder, "data"), "--json"], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`spark ${words.join(" ")}: ${done.status} ${done.stderr}`);
    return JSON.parse(done.stdout);
  }

  /** Where the API answers. */
  get api() {
    return `http://127.0.0.1:${this.ports.web}`;
  }

  /** Where the page is. */
  get url() {
    return this.previewUrl ?? this.api;
  }

  async stop(signal = "SIGTERM") {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill(signal);
    await ended;
  }

  async restart(signal = "SIGTERM") {
    await this.stop(signal);
    await this.run();
  }

  async end() {
    await this.stop();
    this.vite?.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A call of the API as the operator of this machine. */
  async call(method, path, body, headers = {}) {
    const response = await fetch(`${this.api}${path}`, {
      method,
      headers: {
        "x-admin-token": adminToken,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** A user with the test's password, who need not change it. */
  async addUser(name, role = "admin") {
    const first = "the first password of many 7";
    await this.call("POST", "/api/v1/users", { name, role, password: first });
    const login = await fetch(`${this.api}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, password: first }),
    });
    const { csrf_token } = await login.json();
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const change = await fetch(`${this.api}/api/v1/session/password`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": csrf_token, cookie },
      body: JSON.stringify({ password: first, new_password: password }),
    });
    if (!change.ok) throw new Error(`password: ${change.status} ${await change.text()}`);
  }

  /** The id of an optimization that is over. */
  async optimization(order = {}) {
    const made = await this.call(
      "POST",
      "/api/v1/optimizations",
      { ...anOptimization, ...order },
      { prefer: "wait=60" },
    );
    const id = made.id.replace(/^job_/, "opt_");
    await until(
      () => `${id} to be over`,
      async () => !["queued", "running"].includes((await this.call("GET", `/api/v1/optimizations/${id}`)).state),
      120,
    );
    return id;
  }

  /** A finished backtest's document. */
  backtest(order = {}) {
    return this.call(
      "POST",
      "/api/v1/backtests",
      { dataset: "ds_synth_BTCUSDT_1h", strategy: "smaCross", params: { fast: 9, slow: 21 }, ...order },
      { prefer: "wait=60" },
    );
  }
}

/** What an optimization that is looked at is like: a few dozen sets, a holdout, windows. */
export const anOptimization = {
  backtest: { strategy: "smaCross", dataset: "ds_synth_BTCUSDT_1h" },
  parameters: ["fast=5:30:5", "slow=40:100:10"],
  objective: "sharpe",
  oos: "30%",
  walk_forward: "3x20d",
};

/** Chromium, one for a test file. */
export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.SPARK_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });

/** A page of a fresh browser profile. Faults of the page's script and of its security policy are kept in `page.faults`. */
export async function openPage(
  browser,
  server,
  { language = "en", theme = "dark", width = 1440, height = 900, user, ...context } = {},
) {
  const profile = await browser.newContext({
    viewport: { width, height },
    locale: language === "tr" ? "tr-TR" : "en-GB",
    timezoneId: "Europe/Istanbul",
    baseURL: server.url,
    ...context,
  });
  await profile.addInitScript(
    ([lang, look]) => {
      if (localStorage.getItem("spark.looks") === null)
        localStorage.setItem("spark.looks", JSON.stringify({ language: lang, theme: look }));
    },
    [language, theme],
  );
  const page = await profile.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    if (
      message.type() === "error" &&
      !/status of (4|5)\d\d|ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE/.test(message.text())
    )
      page.faults.push(message.text());
  });
  if (user !== undefined) await logIn(page, user);
  return page;
}

/** A session by the API, as the page's own login makes one. */
export async function logIn(page, name) {
  await page.goto("/login");
  const status = await page.evaluate(
    async ([user, secret]) =>
      (
        await fetch("/api/v1/session", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ name: user, password: secret }),
        })
      ).status,
    [name, password],
  );
  if (status !== 200 && status !== 201) throw new Error(`login of ${name}: ${status}`);
}
