// Pictures of pages to look at: node tools/look.mjs OUT_FOLDER [--wide] /backtest /data …
// Every page in both themes, both languages, at 1440, 1024 and 390 px; without --all only dark-en-1440, light-tr-1440, dark-tr-390.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Server, openBrowser, openPage } from "../../../tests/browser/harness.mjs";

const [out, ...rest] = process.argv.slice(2);
const isAll = rest.includes("--all");
const paths = rest.filter((one) => !one.startsWith("--"));
if (out === undefined || paths.length === 0) {
  console.error(
    "usage: node tools/look.mjs OUT_FOLDER [--all] PATH…   ({run} in a path is a finished run, {optimization} a finished optimization)",
  );
  process.exit(2);
}
await mkdir(out, { recursive: true });
const server = await Server.start();
const browser = await openBrowser();
try {
  await server.addUser("desk");
  const run = (await server.backtest()).id;
  await server.backtest({ params: { fast: 12, slow: 50 } });
  const optimization = paths.some((path) => path.includes("{optimization}")) ? await server.optimization() : "";
  const looks = isAll
    ? ["dark", "light"].flatMap((theme) =>
        ["en", "tr"].flatMap((language) => [1440, 1024, 390].map((width) => ({ theme, language, width }))),
      )
    : [
        { theme: "dark", language: "en", width: 1440 },
        { theme: "light", language: "tr", width: 1440 },
        { theme: "dark", language: "tr", width: 390 },
      ];
  for (const look of looks) {
    const page = await openPage(browser, server, { ...look, height: look.width < 760 ? 844 : 900, user: "desk" });
    for (const path of paths) {
      await page.goto(path.replace("{run}", run).replace("{optimization}", optimization));
      await page.waitForTimeout(Number(process.env.LOOK_WAIT_MS ?? 1500));
      const name =
        path
          .replace("{run}", "run")
          .replace("{optimization}", "optimization")
          .replace(/[^\w]+/g, "_")
          .replace(/^_|_$/g, "") || "home";
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      await page.screenshot({
        path: join(out, `${name}-${look.theme}-${look.language}-${look.width}.png`),
        fullPage: look.width < 760,
      });
      console.log(
        name,
        look.theme,
        look.language,
        look.width,
        overflow > 0 ? `OVERFLOWS by ${overflow} px` : "",
        page.faults.splice(0).join(" | "),
      );
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.end();
}
