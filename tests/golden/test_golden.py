"""This build says of the golden market what the files say. Meant changes: ./dev golden, and the diff is explained in
the commit (docs/how-to/regenerate_golden_files.md)."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import golden  # noqa: E402

SHOWN_MAX = 6_000


class Golden(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contents = golden.made()

    def expect_kept(self, name):
        found = golden.difference(name, self.contents[name])
        if found:
            self.fail(f"{name} differs; if it is meant: ./dev golden\n{found[:SHOWN_MAX]}")

    def test_strategies_have_the_kept_identities_results_and_words(self):
        self.expect_kept("strategies.json")

    def test_expressions_have_the_kept_columns(self):
        self.expect_kept("expressions.json")

    def test_every_file_says_where_it_comes_from(self):
        for name in golden.FILES:
            origin = json.loads((golden.FOLDER / name).read_text(encoding="utf-8"))["origin"]
            self.assertRegex(origin["commit"], r"^[0-9a-f]{40}(-dirty)?$")
            self.assertEqual(origin["command"], "./dev golden")

    def test_a_changed_line_shows_as_a_difference(self):
        changed = json.loads(json.dumps(self.contents["strategies.json"]))
        changed["strategies"]["rsi"]["runs"][0]["result_hash"] = "sha256:0"
        found = golden.difference("strategies.json", changed)
        self.assertIn('+     "result_hash": "sha256:0"', found)
        self.assertLess(len(found.splitlines()), 20)

    def test_the_runs_are_worth_keeping(self):
        strategies = self.contents["strategies.json"]["strategies"]
        runs = [(name, run) for name, told in strategies.items() for run in told["runs"]]
        self.assertGreaterEqual(len(strategies), 15)
        self.assertGreaterEqual(len(self.contents["expressions.json"]["expressions"]), 30)
        traded = {name for name, run in runs if run["metrics"]["trades"] > 0}
        self.assertEqual({name for name, _ in runs} - traded, {"buyHold", "dca"})  # they never sell


if __name__ == "__main__":
    unittest.main()
