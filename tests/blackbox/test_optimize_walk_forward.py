"""What a search says beyond its own bars, from outside: walk forward on the command line, `--oos` as a backtest cuts
it, and a sealed holdout that is opened by `spark optimize look`."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_optimize import OptimizeCase  # noqa: E402

COSTS = ["--size", "notional:10000", "--cash", "20000", "--taker-bps", "5"]


class Beyond(OptimizeCase):
    def assessment(self, out=None):
        return json.loads(((out or self.out) / "assessment.json").read_text(encoding="utf-8"))

    def ledger(self):
        path = self.data / "optimize/holdouts.jsonl"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


class WalkForward(Beyond):
    def test_repeats_the_search_in_each_window_whatever_the_method(self):
        dataset = self.synth(bars=3000)
        methods = {"grid": [], "random": ["--max-trials", "8", "--seed", "5"],
                   "tpe": ["--max-trials", "8", "--seed", "5"]}  # fmt: skip
        for method, budget in methods.items():
            with self.subTest(method=method):
                out = self.folder / method
                self.grid(dataset, *COSTS, *budget, "--oos", "20%", "--walk-forward", "anchored:3x15d", "--embargo",
                          "24", out=out, method=method)  # fmt: skip

                walk = self.assessment(out)["walk_forward"]

                self.assertEqual((len(walk["folds"]), walk["is_anchored"], walk["embargo_bars"]), (3, True, 24))
                sets = json.loads((out / "optimize.json").read_text())["sets"]
                chained = 1.0
                for fold in walk["folds"]:
                    self.assertEqual(fold["sets"], sets, "the same budget in every window")
                    self.assertLess(fold["train"][-1]["to"], fold["test_from"], "the warm-up is purged")
                    chained *= 1 + fold["test"]["total_return"]
                self.assertAlmostEqual(walk["stitched"]["total_return"], chained - 1, places=12)
                self.assertEqual(walk["stitched"]["bars"], 3 * 15 * 24)

    def test_the_same_search_walks_the_same_way_again_with_another_number_of_threads(self):
        dataset = self.synth(bars=2000)
        for threads in ("1", "3"):
            self.grid(dataset, *COSTS, "--max-trials", "6", "--seed", "9", "--walk-forward", "2x10d", "--workers",
                      threads, out=self.folder / threads, method="random")  # fmt: skip

        one, three = (self.assessment(self.folder / threads) for threads in ("1", "3"))

        for part in ("walk_forward", "sharpe", "overfitting", "data_snooping", "monte_carlo", "verdict"):
            self.assertEqual(one[part], three[part], part)

    def test_windows_that_do_not_fit_are_told_and_the_search_still_ends(self):
        dataset = self.synth(bars=600)

        self.grid(dataset, *COSTS, "--walk-forward", "6x30d")

        made = self.assessment()
        self.assertIsNone(made["walk_forward"])
        self.assertIn("walk_forward", [part["part"] for part in made["missing"]])


class Holdout(Beyond):
    def test_out_of_sample_is_what_backtest_run_says_of_every_finalist(self):
        dataset = self.synth(bars=2500)

        self.grid(dataset, *COSTS, "--oos", "30%", "--finalists", "5")

        finalists = self.assessment()["finalists"]
        self.assertGreaterEqual(len(finalists), 5)
        for finalist in finalists:
            flags = [part for key in ("fast", "slow") for part in ("--set", f"{key}={finalist['params'][key]}")]
            run = ["backtest", "run", "smaCross", "--dataset", dataset, *COSTS, *flags]

            parts = self.spark_json(*run, "--oos", "30%")["out_of_sample"]
            before = self.spark_json(*run, "--to", parts["from"])

            found, told = finalist["out_of_sample"], parts["out_of_sample"]
            for figure in ("net_pnl", "trades", "total_return", "sharpe", "max_drawdown_pct"):
                self.assertEqual(found[figure], told[figure], figure)
            # The search saw nothing of a trade that was open at the cut; a run that ends there says the same.
            self.assertEqual(finalist["net_pnl"], before["metrics"]["net_pnl"])

    def test_a_sealed_holdout_is_counted_before_it_is_shown(self):
        dataset = self.synth(bars=2500)
        self.grid(dataset, *COSTS, "--oos", "30%", "--sealed")
        sealed = self.assessment()
        self.assertTrue(sealed["holdout"]["is_sealed"])
        self.assertIsNone(sealed["best_point"]["out_of_sample"])
        self.assertEqual(self.ledger(), [])

        for count in (1, 2):
            looked = self.spark_json("optimize", "look", self.out)

            self.assertEqual(len(self.ledger()), count)
            shown = json.dumps(looked)
            self.assertIn(f'"seen": {count}', shown)
            self.assertIn('"out_of_sample": {', shown)
            self.assertEqual(json.loads(self.ledger()[-1])["kind"], "look")

    def test_a_ledger_that_was_changed_stops_every_further_look(self):
        dataset = self.synth(bars=2500)
        self.grid(dataset, *COSTS, "--oos", "30%")
        path = self.data / "optimize/holdouts.jsonl"
        path.write_text(path.read_text().replace("finish", "Finish"), encoding="utf-8")

        done = self.spark("optimize", "look", self.out, code=7)

        self.assertIn("holdouts.jsonl", done.err)
        self.assertEqual(len(self.ledger()), 1)


if __name__ == "__main__":
    unittest.main()
