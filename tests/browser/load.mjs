// A bench, run by hand: 1,000 updates a second for a minute through the page's own line, and what the page makes of them.
//   node tests/browser/load.mjs [seconds] [path]
// A small server stands before Spark's: it hands everything on except the event stream, which it writes itself (ten batches a second
// of a hundred tickers), and the list of markets, which it makes as long. The page that is measured is the one that is shipped.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { cpus, loadavg } from "node:os";

import { Server, openBrowser, openPage, root } from "./harness.mjs";

const seconds = Number(process.argv[2] ?? 60);
const paths =
  process.argv[3] === undefined ? ["/markets", "/", "/markets/synthetic-binance/BTCUSDT"] : [process.argv[3]];
const [batches, updates] = [10, 100];
const bars = { fps: 55, busy: 0.2 };

/** Tickers of `updates` markets that wander; the first ones are the real ones, so that cards and the market page move too. */
function makeTickers(markets) {
  const make = (index) => {
    const real = markets[index];
    const symbol = real?.symbol ?? `LOAD${String(index).padStart(3, "0")}USDT`;
    const venue = real?.venue ?? "synthetic-binance";
    return { venue, symbol, synthetic: true, units: Math.round(Number(real?.last ?? 100 + index) * 100) };
  };
  return Array.from({ length: updates }, (_, index) => make(index));
}

function step(one, now) {
  one.units = Math.max(100, one.units + Math.round((Math.random() - 0.5) * 40));
  const text = (units) => (units / 100).toFixed(2);
  return {
    venue: one.venue,
    symbol: one.symbol,
    synthetic: true,
    last: text(one.units),
    open: text(one.units - 500),
    high: text(one.units + 900),
    low: text(one.units - 900),
    volume: String(1_000 + Math.random() * 1_000),
    change: "5",
    change_ratio: 500 / one.units,
    bid: text(one.units - 1),
    bid_quantity: "1.5",
    ask: text(one.units + 1),
    ask_quantity: "2.5",
    hops: { venue: now - 40, received: now - 20, published: now },
  };
}

async function startFront(server) {
  const list = await server.call("GET", "/api/v1/markets");
  const status = await server.call("GET", "/api/v1/status");
  const tickers = makeTickers(list.data);
  let sent = 0;
  const stream = (response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(`id: 1.0\nevent: hello\ndata: {"sid":"st_load","server_time":${Date.now()},"epoch":1}\n\n`);
    let turn = 0;
    const timer = setInterval(() => {
      const now = Date.now();
      const rows = tickers.map((one) => ({ t: `ticker.${one.venue}.${one.symbol}`, ts: now, d: step(one, now) }));
      if (++turn % 5 === 0) rows[rows.length - 1] = { t: "status", ts: now, d: { ...status, server_time: now } };
      sent += rows.length;
      response.write(`id: 1.0\nevent: batch\ndata: ${JSON.stringify({ u: rows })}\n\n`);
    }, 1_000 / batches);
    response.on("close", () => clearInterval(timer));
  };
  const front = http.createServer((request, response) => {
    if (request.url.startsWith("/api/v1/stream/")) return void response.writeHead(204).end();
    if (request.url.startsWith("/api/v1/stream")) return stream(response);
    if (/^\/api\/v1\/markets(\?|$)/.test(request.url)) {
      const data = tickers.map((one, index) => ({
        ...(list.data[index] ?? list.data[0]),
        ...step(one, Date.now()),
        state: "live",
      }));
      return void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ ...list, data }));
    }
    const target = new URL(server.url);
    const headers = {
      ...request.headers,
      host: target.host,
      ...(request.headers.origin === undefined ? {} : { origin: target.origin }),
    };
    const onward = http.request(
      { host: target.hostname, port: target.port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    url: `http://127.0.0.1:${front.address().port}`,
    count: () => sent,
    close: () => {
      front.closeAllConnections();
      front.close();
    },
  };
}

async function measure(browser, front, path) {
  const page = await openPage(browser, { url: front.url }, { user: "desk" });
  await page.goto(path);
  await page.locator("[data-freshness=live]").first().waitFor();
  await page.waitForTimeout(2_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const figures = async () =>
    Object.fromEntries((await devtools.send("Performance.getMetrics")).metrics.map((one) => [one.name, one.value]));
  const [begin, sentBefore, timeBefore] = [await figures(), front.count(), Date.now()];
  const frames = await page.evaluate(
    (ms) =>
      new Promise((done) => {
        const gaps = [];
        const start = performance.now();
        let last = start;
        const tick = (now) => {
          gaps.push(now - last);
          last = now;
          if (now - start < ms) requestAnimationFrame(tick);
          else {
            const length = gaps.length;
            gaps.sort((left, right) => left - right);
            done({
              fps: (length * 1000) / (now - start),
              p95: gaps[Math.floor(length * 0.95)],
              worst: gaps[length - 1],
            });
          }
        };
        requestAnimationFrame(tick);
      }),
    seconds * 1_000,
  );
  const end = await figures();
  const wall = end.Timestamp - begin.Timestamp;
  const part = (name) => (end[name] - begin[name]) / wall;
  const result = {
    path,
    updates_per_second: Math.round(((front.count() - sentBefore) * 1000) / (Date.now() - timeBefore)),
    fps: Number(frames.fps.toFixed(1)),
    frame_p95_ms: Number(frames.p95.toFixed(1)),
    frame_worst_ms: Number(frames.worst.toFixed(1)),
    main_thread: Number(part("TaskDuration").toFixed(3)),
    script: Number(part("ScriptDuration").toFixed(3)),
    layout: Number(part("LayoutDuration").toFixed(3)),
    style: Number(part("RecalcStyleDuration").toFixed(3)),
    heap_mb: Math.round(end.JSHeapUsedSize / 1e6),
  };
  if (page.faults.length > 0) result.faults = page.faults;
  await page.context().close();
  return result;
}

const server = await Server.start();
const browser = await openBrowser();
let isGood = true;
try {
  await server.addUser("desk");
  const front = await startFront(server);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  console.log(
    JSON.stringify({
      machine: `${cpus().length} × ${cpus()[0]?.model}`,
      load: loadavg()[0],
      chromium: browser.version(),
      commit,
      seconds,
      batches,
      updates,
    }),
  );
  for (const path of paths) {
    const result = await measure(browser, front, path);
    const good = result.fps >= bars.fps && result.main_thread <= bars.busy;
    isGood &&= good;
    console.log(JSON.stringify({ ...result, load: loadavg()[0], holds: good }));
  }
  front.close();
} finally {
  await browser.close();
  await server.end();
}
process.exitCode = isGood ? 0 : 1;
