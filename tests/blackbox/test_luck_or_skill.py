"""The demonstration of the how-to, over a few seeds: what is best in pure noise is called luck, what is best where an
edge was planted is called skill."""

import json
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT.parent / "docs/demos"))
import luck_or_skill  # noqa: E402
from spark_case import SPARK, SparkCase  # noqa: E402

SEEDS = (101, 102, 103)  # Fixed: the same seed gives the same market and verdict on any machine.


class LuckOrSkill(SparkCase):
    def assessment(self, market, seed, *flags):
        return luck_or_skill.demonstrate(SPARK, market, seed, self.folder / f"{market}{seed}", flags)

    def rules(self, assessment):
        return {rule["key"]: rule for rule in assessment["verdict"]["rules"]}

    def test_the_best_of_pure_noise_is_luck(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                made = self.assessment("noise", seed)
                self.assertEqual(made["verdict"]["verdict"], "luck", luck_or_skill.summary(made))
                self.assertLess(self.rules(made)["dsr"]["found"], 0.95)

    def test_the_best_where_an_edge_was_planted_is_skill(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                made = self.assessment("edge", seed)
                self.assertEqual(made["verdict"]["verdict"], "skill", luck_or_skill.summary(made))
                self.assertTrue(all(rule["holds"] for rule in made["verdict"]["rules"]), made["verdict"])

    def test_what_is_out_of_sample_is_what_a_backtest_says_of_the_same_set(self):
        made = self.assessment("edge", 101)
        best = made["best_point"]
        flags = [part for key in ("fast", "slow") for part in ("--set", f"{key}={best['params'][key]}")]
        run = luck_or_skill.run(
            SPARK, self.folder / "edge101/data", "backtest", "run", "smaCross", "--dataset", "ds_demo_EDGE_1h", *flags,
            "--size", "notional:10000", "--cash", "20000", "--taker-bps", "5", "--slippage-bps", "1", "--oos", "30%",
        )  # fmt: skip
        text = json.dumps(run)
        self.assertIn(f'"net_pnl": "{best["out_of_sample"]["net_pnl"]}"', text)
        self.assertIn(f'"net_pnl": "{best["net_pnl"]}"', text, "and the search's figure is the first part's")

    def test_a_sealed_holdout_stays_unseen_until_somebody_looks_and_each_look_counts(self):
        made = self.assessment("noise", 101, "--sealed")
        self.assertTrue(made["holdout"]["is_sealed"])
        self.assertEqual(made["holdout"]["seen"], 0)
        self.assertIsNone(made["best_point"]["out_of_sample"])
        self.assertFalse((self.folder / "noise101/data/optimize/holdouts.jsonl").exists())


if __name__ == "__main__":
    unittest.main()
