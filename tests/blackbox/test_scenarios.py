"""Scenario files, the part measured apart, and books named twice, from outside."""

import csv
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402

FILE = """schema = "spark.scenarios/1"
[[data]]
dataset = "ds_synth_AAA_1h"
[[data]]
label = "both"
dataset = ["ds_synth_AAA_1h", "ds_synth_BBB_1h"]
[[strategies]]
strategy = "smaCross"
params = { fast = 5, slow = 20 }
[[costs]]
label = "dear"
fee_bps = 10
size = "equity:0.3"
[[costs]]
label = "cheap"
fee_bps = 1
size = "equity:0.3"
"""


class Scenarios(SparkCase):
    def setUp(self):
        super().setUp()
        for symbol, seed in (("AAA", 1), ("BBB", 2)):
            self.spark("data", "synth", "--symbol", symbol, "--timeframe", "1h", "--bars", 1500, "--seed", seed)

    def run_one(self, *flags):
        return self.spark_json("backtest", "run", "smaCross", "--set", "fast=5", "--set", "slow=20", *flags)

    def refuse(self, *arguments):
        before = self.files_below_data()
        error = self.spark(*arguments, code=3).err
        self.assertEqual(self.files_below_data(), before)
        return error

    def test_every_combination_is_the_single_run_in_the_order_of_the_lists(self):
        table = self.folder / "table.csv"
        document = self.spark_json(
            "backtest", "scenarios", self.write("s.toml", FILE + '[[periods]]\nfrom = "2024-01-10"\n'), "--csv", table
        )

        rows = document["rows"]
        both = ("--dataset", "ds_synth_AAA_1h", "--dataset", "ds_synth_BBB_1h")
        singles = [
            self.run_one(*data, "--from", "2024-01-10", "--fee-bps", fee, "--size", "equity:0.3")
            for data in (both[:2], both)
            for fee in (10, 1)
        ]
        self.assertEqual([row["result_hash"] for row in rows], [single["result_hash"] for single in singles])
        self.assertEqual(len({row["result_hash"] for row in rows}), 4)
        self.assertEqual([row["costs"] for row in rows], ["dear", "cheap"] * 2)
        self.assertEqual([row["metrics"]["net_pnl"] for row in rows], [s["metrics"]["net_pnl"] for s in singles])
        with open(table, encoding="utf-8") as file:
            written = [row["net_pnl"] for row in csv.DictReader(file)]
        self.assertEqual(written, [single["metrics"]["net_pnl"] for single in singles])
        self.spark("evidence", "verify", document["id"])

    def test_one_that_cannot_run_says_why_and_the_others_go_on(self):
        text = FILE + '[[periods]]\n[[periods]]\nfrom = "2024-01-01"\nto = "2024-01-01T05:00Z"\n'

        document = self.spark_json("backtest", "scenarios", self.write("s.toml", text), code=7)

        self.assertEqual(document["failed"], 4)
        self.assertEqual(["error" in row for row in document["rows"]], [False, True] * 4)
        self.assertIn("found 5 bars", document["rows"][1]["error"])

    def test_a_slip_is_shown_at_its_place_with_the_nearest_name(self):
        for slip, place, name in (
            ("fee_bpss = 1", ":18:1", "fee_bps"),
            ("[[period]]", ":18:3", "periods"),
            ("[[strategies]]\nstrtegy = 'rsi'", ":19:1", "strategy"),
        ):
            error = self.refuse("backtest", "scenarios", self.write("s.toml", FILE + slip + "\n"))
            self.assertIn(place, error)
            self.assertIn(name, error)
        self.assertIn("no [[data]]", self.refuse("backtest", "scenarios", self.write("e.toml", "name = 'x'\n")))

    def test_the_part_kept_apart_and_the_rest_hold_every_trade_once(self):
        data = ("--dataset", "ds_synth_AAA_1h")
        document = self.run_one(*data, "--oos", "30%")

        parts = document["out_of_sample"]
        trades = parts["in_sample"]["trades"] + parts["out_of_sample"]["trades"]
        net = Decimal(parts["in_sample"]["net_pnl"]) + Decimal(parts["out_of_sample"]["net_pnl"])
        self.assertEqual(trades, document["metrics"]["trades"])
        self.assertEqual(net, Decimal(document["metrics"]["net_pnl"]))
        self.assertGreater(parts["out_of_sample"]["trades"], 0)
        self.assertNotIn("in_sample_only", document["warnings"])
        self.assertEqual(document["result_hash"], self.run_one(*data)["result_hash"])
        growth = (1 + parts["in_sample"]["total_return"]) * (1 + parts["out_of_sample"]["total_return"])
        self.assertAlmostEqual(growth - 1, document["metrics"]["total_return"], places=12)

    def test_a_book_named_twice_is_refused(self):
        data = ("--dataset", "ds_synth_AAA_1h")
        self.assertIn("named twice", self.refuse("backtest", "run", "smaCross", *data, *data))
        self.assertIn("named twice", self.refuse("backtest", "run", "rsi,rsi", *data))

    def test_finer_bars_of_another_market_are_refused(self):
        self.spark("data", "synth", "--symbol", "AAA", "--timeframe", "1m", "--bars", 90000, "--seed", 3)

        error = self.refuse("backtest", "run", "smaCross", "--dataset", "ds_synth_AAA_1h", "--detail", "1m")

        self.assertIn("do not hold the prices of their finer bars", error)


if __name__ == "__main__":
    unittest.main()
