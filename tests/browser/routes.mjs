// Every address of the page, for tests that visit all of them. `{run}`: a finished run, `{optimization}`: a finished optimization.
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

import { root } from "./harness.mjs";

const examples = {
  "/markets/[venue]/[symbol]": "/markets/synthetic-binance/BTCUSDT",
  "/data/[id]": "/data/ds_synth_BTCUSDT_1h",
  "/lab/[strategy]": "/lab/smaCross",
  "/backtest/[id]": "/backtest/{run}",
  "/backtest/compare": "/backtest/compare?ids={run},{other}",
  "/optimizer/[id]": "/optimizer/{optimization}",
  "/evidence/[id]": "/evidence/{run}",
  "/settings/[part]": "/settings/security",
};

/** Addresses of all page.tsx files with the examples' values; a new place without an example is an error. */
export function routes({ run, other, optimization }) {
  const app = join(root, "apps/web-next/app");
  const files = readdirSync(app, { recursive: true }).filter((file) => file.endsWith("page.tsx"));
  return files
    .map((file) => `/${relative(app, join(app, file)).replace(/\/?page\.tsx$/, "")}`)
    .map((path) => {
      const address = examples[path] ?? path;
      if (address.includes("[")) throw new Error(`tests/browser/routes.mjs has no example for ${path}`);
      return address.replaceAll("{run}", run).replaceAll("{other}", other).replaceAll("{optimization}", optimization);
    })
    .sort();
}
