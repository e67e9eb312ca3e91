import { expect, it } from "vitest";

import { best, fold, score } from "@/shell/palette/fuzzy";

it("folds Turkish letters both ways", () => {
  expect(fold("IŞIK ışık İzmir ÇĞÖŞÜ")).toBe("isik isik izmir cgosu");
  expect(score("gozlem", "Gözlem")).not.toBeNull();
  expect(score("GÖZLEM", "gozlem")).not.toBeNull();
  expect(score("islem", "İşlem")).not.toBeNull();
});

it("puts whole words before beginnings before strewn letters", () => {
  const items = ["Backtests", "Strategy Lab", "Observability", "ds_synth_BTCUSDT_1h", "Data"];
  expect(best("back", items, String, 9)[0]).toBe("Backtests");
  expect(best("btc", items, String, 9)[0]).toBe("ds_synth_BTCUSDT_1h");
  expect(best("lab", items, String, 9)[0]).toBe("Strategy Lab");
  expect(best("slab", items, String, 9)).toContain("Strategy Lab");
});

it("finds nothing where a letter is missing, and everything for nothing", () => {
  expect(score("xyz", "Backtests")).toBeNull();
  expect(best("  ", ["a", "b"], String, 1)).toEqual(["a"]);
});
