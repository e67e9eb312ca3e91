"""`spark optimize` from outside: exact, the files the contract names, and what a wrong order is told."""

import csv
import json
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from market_case import MEMORY, MarketCase  # noqa: E402
from spark_case import SparkCase  # noqa: E402

FIRST_COLUMNS = ["net_pnl", "trades", "sharpe", "max_drawdown_pct", "profit_factor", "result_hash"]
PAIRS = ["--param", "fast=5:25:5", "--param", "slow=20:60:10", "--where", "fast < slow"]


class OptimizeCase(SparkCase):
    scratch = MEMORY

    def synth(self, bars=3000, seed=3, timeframe="1h", symbol="MADE"):
        return self.spark_json("data", "synth", "--symbol", symbol, "--timeframe", timeframe, "--bars", bars, "--seed",
                               seed)["dataset"]  # fmt: skip

    def grid(self, dataset, *flags, out=None, strategy="smaCross", method="grid", pairs=PAIRS, code=0):
        self.out = out or self.folder / "out"
        return self.spark_json("optimize", method, strategy, "--dataset", dataset, *pairs, "--out", self.out, *flags,
                               code=code)  # fmt: skip

    def rows(self, out=None):
        with open((out or self.out) / "leaderboard.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


class Grid(OptimizeCase):
    def test_leaves_what_the_contract_names(self):
        dataset = self.synth()

        document = self.grid(dataset, "--objective", "net_pnl", "--no-assessment")

        self.assertEqual(document["schema"], "spark.optimize/1")
        for name in ("leaderboard.csv", "best.json", "heatmap.json", "manifest.json"):
            self.assertTrue((self.out / name).is_file(), name)
        rows = self.rows()
        self.assertEqual(list(rows[0])[:9], ["rank", "fast", "slow", *FIRST_COLUMNS])
        pairs = {(fast, slow) for fast in range(5, 26, 5) for slow in range(20, 61, 10) if fast < slow}
        self.assertEqual({(int(row["fast"]), int(row["slow"])) for row in rows}, pairs)
        self.assertEqual(document["sets"], len(pairs))
        self.assertEqual((document["bars"], document["bar_steps"]), (3000, 3000 * len(pairs)))
        nets = [float(row["net_pnl"]) for row in rows]
        self.assertEqual(nets, sorted(nets, reverse=True))
        best = document["best"]
        self.assertEqual((best["net_pnl"], best["result_hash"]), (rows[0]["net_pnl"], rows[0]["result_hash"]))
        self.assertEqual(best["params"]["fast"], int(rows[0]["fast"]))
        self.assertEqual(json.loads((self.out / "best.json").read_text())["best"], best)
        self.spark("evidence", "verify", document["id"])

    def test_every_set_is_the_very_backtest(self):
        dataset = self.synth(bars=800)
        costs = ["--fee-bps", "7.5", "--slippage-bps", "2", "--size", "notional:1000", "--from", "2024-01-05"]

        self.grid(dataset, *costs, "--set", "sl_pct=3", "--no-assessment",
                  pairs=["--param", "fast=5,8", "--param", "slow=20:40:20"])  # fmt: skip

        for row in self.rows():
            alone = self.spark_json("backtest", "run", "smaCross", "--dataset", dataset, *costs, "--set", "sl_pct=3",
                                    "--set", f"fast={row['fast']}", "--set", f"slow={row['slow']}")  # fmt: skip
            self.assertEqual(row["result_hash"], alone["result_hash"])
            self.assertEqual(row["net_pnl"], alone["metrics"]["net_pnl"])
            self.assertEqual(int(row["trades"]), alone["metrics"]["trades"])
            for name in ("sharpe", "max_drawdown_pct", "profit_factor"):
                self.assertEqual(float(row[name]) if row[name] else None, alone["metrics"][name], name)
        self.spark("optimize", "verify", self.out, "--sample", "4")

    def test_the_number_of_workers_changes_no_byte(self):
        dataset = self.synth()
        boards = []
        for workers in (1, 2, 5):
            self.grid(dataset, "--workers", workers, "--no-assessment", out=self.folder / f"out{workers}")
            boards.append((self.out / "leaderboard.csv").read_bytes())

        self.assertEqual(len(set(boards)), 1)

    def test_the_rank_is_printed_as_its_own_backtest(self):
        dataset = self.synth()
        document = self.grid(dataset, "--oos", "30%", "--no-assessment")

        line = self.spark("optimize", "show", self.out, "--rank", "2").out.split()

        self.assertEqual(line[:3], ["spark", "backtest", "run"])
        alone = self.spark_json(*line[1:])
        self.assertEqual(alone["result_hash"], self.rows()[1]["result_hash"])
        self.assertEqual(alone["dataset"]["bars"], document["bars"])
        self.assertEqual(document["bars"], 2100)

    def test_ninety_cells_of_an_independent_engine(self):
        answers = json.loads(self.shared("oracles", "heatmaps", "sma_grid_BTCUSDT_1d_2017_2024.json").read_text())
        path = self.shared("binance", "klines_1d", "BTCUSDT-1d-20170817-20241231.csv")
        dataset = self.ingest(path, "BTCUSDT", "1d")["dataset"]

        self.grid(dataset, "--fee-bps", "10", "--no-assessment", "--objective", "net_pnl",
                  pairs=["--param", "fast=5:50:5", "--param", "slow=20:200:20", "--where", "fast < slow"])  # fmt: skip

        found = {(int(row["fast"]), int(row["slow"])): row for row in self.rows()}
        self.assertGreaterEqual(len(answers["cells"]), 90)
        for cell in answers["cells"]:
            row = found[cell["fast"], cell["slow"]]
            self.assertEqual(Decimal(row["net_pnl"]), Decimal(cell["net_pnl"]), cell)
            self.assertEqual(int(row["trades"]), cell["trades"], cell)
        self.assertEqual((self.rows()[0]["fast"], self.rows()[0]["slow"]), ("5", "40"))


class Searches(OptimizeCase):
    def test_the_same_seed_gives_the_same_sets_for_any_number_of_workers(self):
        dataset = self.synth(bars=1500)
        pairs = ["--param", "fast=5:60", "--param", "slow=20:200", "--where", "fast < slow"]
        for method in ("random", "tpe", "cmaes", "halving"):
            boards = []
            for workers in (1, 3):
                objective = "sharpe" if method == "halving" else "net_pnl"
                self.grid(dataset, "--max-trials", "60", "--seed", "9", "--workers", workers, "--no-assessment",
                          "--objective", objective, method=method, pairs=pairs,
                          out=self.folder / f"{method}{workers}")  # fmt: skip
                boards.append((self.out / "leaderboard.csv").read_bytes())
            self.assertEqual(boards[0], boards[1], method)
            numbers = [(row["fast"], row["slow"]) for row in self.rows()]
            self.assertEqual(len(numbers), len(set(numbers)), method)

    def test_without_a_bound_a_search_is_refused(self):
        dataset = self.synth(bars=200)
        for method in ("random", "tpe", "cmaes", "halving"):
            self.grid(dataset, method=method, code=3)


class WrongOrders(OptimizeCase, MarketCase):
    def setUp(self):
        super().setUp()
        self.dataset = self.synth(bars=300)

    def told(self, *flags, pairs=PAIRS, code=3, strategy="smaCross"):
        """The error as one text; the folder is not begun."""
        done = self.spark("optimize", "grid", strategy, "--dataset", self.dataset, *pairs, "--out", self.folder / "out",
                          *flags, "--json", code=code)  # fmt: skip
        self.assertFalse((self.folder / "out").exists())
        error = json.loads(done.out)["error"]
        return f"{error['message']} {error['place']} {error['remedy']}"

    def test_ranges(self):
        for text in ("fast=", "fast=5:", "fast=9:5", "fast=5:50:0", "fast=5:50:-5", "fast=5:50:x", "fast=5,5",
                     "fast=0:9", "fast", "=5:9", "fast=log:5:500:0", "fast=1e3:2e3", "fast=5:50:5:5"):  # fmt: skip
            self.told(pairs=["--param", text, "--param", "slow=20:60:10"])
        self.assertIn("fast", self.told(pairs=["--param", "fsat=5:50:5"], code=4))
        self.told(pairs=["--param", "fast=5:9", "--param", "fast=5:9"])
        self.told("--set", "fast=9")

    def test_a_million_millions_of_sets_are_counted_and_refused(self):
        text = self.told(pairs=["--param", "fast=1:1000", "--param", "slow=2:1001", "--param", "sl_pct=0:99:0.1",
                                "--param", "tp_pct=0:99:0.1"])  # fmt: skip

        self.assertIn(str(1000 * 1000 * 991 * 991), text.replace(",", ""))

    def test_expressions(self):
        self.told("--where", "fast <")
        self.assertIn("slow", self.told("--where", "fast < solw"))
        self.assertIn("sharpe", self.told("--objective", "sharp"))
        self.told("--constraint", "trades")
        self.told("--where", "fast > slow and fast < slow")

    def test_other_flags(self):
        for flags in (["--workers", "0"], ["--oos", "0%"], ["--oos", "100%"], ["--sealed"], ["--walk-forward", "6"],
                      ["--purge", "5"], ["--max-time", "5"], ["--max-trials", "0"], ["--finalists", "0"],
                      ["--seed", "-1"], ["--batch", "0"]):  # fmt: skip
            self.told(*flags)
        self.told("--dataset", self.dataset)
        self.told(strategy="smaCross,rsi")

    def test_a_folder_with_something_in_it_is_left_alone(self):
        out = self.folder / "out"
        out.mkdir()
        (out / "mine.txt").write_text("mine")

        self.grid(self.dataset, code=10)

        self.assertEqual([path.name for path in out.iterdir()], ["mine.txt"])


class NothingToRank(OptimizeCase):
    """A search that ran as asked and found nothing ends well: it says so, and the leaderboard is empty."""

    def expect_nothing(self, dataset, *flags):
        out = self.folder / "out"
        done = self.spark("optimize", "grid", "smaCross", "--dataset", dataset, *PAIRS, "--out", out, "--json",
                          *flags)  # fmt: skip
        document = json.loads(done.out)
        self.assertIsNone(document["best"])
        self.assertEqual(document["ranked"], 0)
        self.assertEqual(self.rows(out), [])
        self.assertIn("no set is ranked", done.err)
        self.spark("optimize", "verify", out)

    def test_a_constraint_that_excludes_everything(self):
        self.expect_nothing(self.synth(bars=500), "--constraint", "trades >= 100000")

    def test_no_trades_anywhere(self):
        self.expect_nothing(self.synth(bars=500), "--objective", "profit_factor", "--size", "notional:0.00000001")

    def test_an_objective_that_is_no_number(self):
        self.expect_nothing(self.synth(bars=500), "--objective", "net_pnl / (trades - trades)")


if __name__ == "__main__":
    unittest.main()
