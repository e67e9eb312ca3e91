"""Every way to cheat a strategy to promotion that we could think of is found, and nothing is left of the try."""

import hashlib
import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from promote_case import SEED, COSTS, PromoteCase, luck_or_skill, optimize  # noqa: E402


class PromoteCheats(PromoteCase):
    def setUp(self):
        super().setUp()
        self.run = self.run_it()

    def test_without_any_it_may_be_promoted(self):
        self.check(may=True)

    def test_an_edited_run(self):
        document = self.evidence("backtest", f"{self.run['id']}.json")
        self.edit(document, '"trades":', '"trades" :')
        self.assertIn("backtest", self.open_items())
        self.refuse()

    def test_an_edited_trade_list(self):
        path = self.evidence("backtest", self.run["id"]) / "trades.csv"
        path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
        self.assertIn("trades.csv", self.items()["backtest"]["found"])
        self.refuse()

    def test_an_edited_leaderboard(self):
        path = self.data / "optimize" / self.search["id"] / "leaderboard.csv"
        path.write_bytes(path.read_bytes().replace(b"9", b"8", 1))
        self.assertIn("leaderboard.csv", self.items()["optimization"]["found"])
        self.refuse()

    def test_a_leaderboard_edited_with_its_manifest(self):
        folder = self.data / "optimize" / self.search["id"]
        path = folder / "leaderboard.csv"
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        path.write_bytes(path.read_bytes().replace(b"9", b"8", 1))
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        text = json.dumps(manifest).replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
        manifest = json.loads(text)
        del manifest["hash"]
        compact = json.dumps(manifest, separators=(",", ":"))
        manifest["hash"] = hashlib.sha256(compact.encode()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        self.assertEqual(self.standings()["optimization"], "failed")
        self.refuse()

    def test_an_edited_assessment(self):
        folder = self.data / "optimize" / self.search["id"]
        self.edit(folder / "assessment.json", '"pbo"', '"pbo_"')
        self.assertEqual(self.standings()["optimization"], "failed")
        path = self.evidence("optimization", f"{self.search['id']}.json")
        self.edit(path, '"pbo"', '"pbO"')
        self.assertEqual(self.standings()["optimization"], "failed")
        self.refuse()

    def test_an_edited_journal(self):
        path = self.data / "optimize" / self.search["id"] / "trials.journal"
        raw = bytearray(path.read_bytes())
        raw[-20] ^= 1
        path.write_bytes(bytes(raw))
        self.assertEqual(self.standings()["optimization"], "failed")
        self.refuse()

    def test_values_of_no_set(self):
        text = self.way["adopted"]["text"]
        fast = self.search["best_plateau"]["params"]["fast"]
        self.go("strategy", "keep", self.write("other.toml", text.replace(f"default = {fast} }}", "default = 3 }")))
        self.run_it()
        self.assertEqual(self.standings()["values"], "failed")
        self.refuse()

    def test_a_run_of_another_version_or_with_other_values(self):
        text = self.way["adopted"]["text"].replace("stop_loss_pct = 9", "stop_loss_pct = 10")
        self.go("strategy", "keep", self.write("other.toml", text))
        standings = self.standings()
        self.assertEqual(standings["backtest"], "missing")
        self.refuse()
        self.run_it("--set", "fast=5", *COSTS)
        self.assertEqual(self.standings()["backtest"], "failed")
        self.refuse()

    def test_rules_edited_after_the_search(self):
        text = self.way["adopted"]["text"].replace("stop_loss_pct = 9", "stop_loss_pct = 10")
        self.go("strategy", "keep", self.write("other.toml", text))
        self.run_it()
        self.assertLessEqual({"optimization"}, self.open_items())
        self.refuse()

    def test_a_version_edited_after_its_run(self):
        path = self.data / "strategies/myCross/versions/0002.toml"
        self.edit(path, "stop_loss_pct = 9", "stop_loss_pct = 50")
        self.spark("strategy", "promote", "myCross", code=7)
        about = path.with_name("0002.about.json")
        self.edit(about, self.way["adopted"]["kept"]["text_sha256"], hashlib.sha256(path.read_bytes()).hexdigest())
        self.assertEqual(self.standings()["backtest"], "missing")
        self.refuse()

    def test_costs_of_nothing(self):
        free = ("--taker-bps", "0", "--maker-bps", "0", "--slippage-bps", "0", *COSTS[4:])
        text = self.way["adopted"]["text"].replace("# short", "# shorter")
        self.go("strategy", "keep", self.write("same.toml", text))
        # The same rules and values under another number: the search is found without an origin.
        self.run_it(*free)
        items = self.items()
        self.assertEqual((items["costs"]["standing"], items["values"]["standing"]), ("failed", "passed"))
        self.refuse()
        self.run_it()
        self.check(may=True)

    def test_a_search_without_costs(self):
        free = [{"5": "0", "1": "0"}.get(word, word) if before in ("--taker-bps", "--slippage-bps") else word
                for before, word in zip(("", *luck_or_skill.SEARCH), luck_or_skill.SEARCH)]
        search = optimize(self.data, "myCross@1", extra=(*free, "--maker-bps", "0"))
        self.go("strategy", "adopt", "myCross", "--from", search["id"], "--set", "plateau")
        self.run_it()
        self.assertEqual(self.standings()["costs"], "failed")
        self.refuse()

    def test_limits_that_are_not_there_or_too_wide(self):
        text = self.way["adopted"]["text"]
        for before, after, item in (("daily_loss_pct = 9", "daily_loss_pct = 0", "limits"),
                                    ("stop_loss_pct = 9", "time_stop_bars = 9", "limits"),
                                    ("stop_loss_pct = 9", "stop_loss_pct = 90", "policy")):
            with self.subTest(after=after):
                self.assertIn(before, text)
                self.go("strategy", "keep", self.write("wide.toml", text.replace(before, after)))
                self.assertEqual(self.standings()[item], "failed")
                self.refuse()

    def test_a_picked_stretch(self):
        text = self.way["adopted"]["text"].replace("# short", "# shorter")
        self.go("strategy", "keep", self.write("same.toml", text))
        self.run_it("--from", "2023-03-01", *COSTS)
        self.assertEqual(self.standings()["same_data"], "failed")
        self.refuse()

    def test_a_search_on_other_data(self):
        luck_or_skill.write_candles(self.folder / "other.csv", "edge", SEED + 1)
        self.go("ingest", "csv", self.folder / "other.csv", "--venue", "demo", "--symbol", "OTHER", "--timeframe", "1h")
        search = optimize(self.data, "myCross@1", data_set="ds_demo_OTHER_1h")
        self.go("strategy", "adopt", "myCross", "--from", search["id"], "--set", "plateau")
        self.run_it()
        self.assertEqual(self.standings()["same_data"], "failed")
        self.refuse()

    def test_data_that_changed_under_the_run(self):
        for path in (self.data / "datasets").rglob("*"):
            if path.is_file() and path.stat().st_size > 10_000:
                raw = bytearray(path.read_bytes())
                raw[len(raw) // 2] ^= 1
                path.write_bytes(bytes(raw))
        self.assertLessEqual({"backtest", "optimization"}, self.open_items())
        self.refuse()

    def test_looks_without_end(self):
        for _ in range(3):
            self.go("optimize", "look", self.search["id"])
        items = self.items()
        self.assertEqual((items["holdout_looks"]["standing"], items["holdout_looks"]["found"]), ("failed", "4"))
        self.refuse()

    def test_looks_taken_out_of_the_ledger(self):
        for _ in range(3):
            self.go("optimize", "look", self.search["id"])
        ledger = self.data / "optimize/holdouts.jsonl"
        lines = ledger.read_text(encoding="utf-8").splitlines(keepends=True)
        ledger.write_text("".join(lines[:1]), encoding="utf-8")
        self.assertEqual(self.standings()["optimization"], "failed")
        self.refuse()

    def test_a_sealed_holdout_and_a_search_without_one(self):
        sealed = optimize(self.data, "myCross@1", extra=(*luck_or_skill.SEARCH, "--sealed"))
        self.go("strategy", "adopt", "myCross", "--from", sealed["id"], "--set", "plateau")
        self.run_it()
        items = self.items()
        self.assertEqual(items["out_of_sample"]["standing"], "missing")
        self.assertIn(f"spark optimize look {sealed['id']}", items["out_of_sample"]["remedy"]["en"])
        without = list(luck_or_skill.SEARCH)
        del without[without.index("--oos"):without.index("--oos") + 2]
        open_one = optimize(self.data, "myCross@1", extra=without)
        self.go("strategy", "adopt", "myCross", "--from", open_one["id"], "--set", "plateau")
        self.run_it()
        standings = self.standings()
        self.assertEqual((standings["out_of_sample"], standings["holdout_looks"]), ("failed", "missing"))
        self.refuse()

    def test_a_forged_origin(self):
        about = self.data / "strategies/myCross/versions/0002.about.json"
        number = self.search["best_plateau"]["number"]
        self.edit(about, f'"set":{number}', f'"set":{number + 1}')
        self.assertEqual(self.standings()["values"], "failed")
        self.edit(about, f'"optimization":"{self.search["id"]}"', '"optimization":"opt_01K7QWFORGED"')
        self.assertEqual(self.standings()["optimization"], "failed")
        self.refuse()

    def test_an_edited_proposal(self):
        proposal = self.go("strategy", "promote", "myCross")
        path = self.data / "proposals" / f"{proposal['id']}.json"
        text = path.read_text(encoding="utf-8")
        changed = json.loads(text)
        changed["params"]["fast"] = 3
        path.write_text(json.dumps(changed), encoding="utf-8")
        self.spark("proposals", "show", proposal["id"], code=7)
        del changed["hash"]
        changed["hash"] = hashlib.sha256(
            json.dumps(changed, separators=(",", ":"), ensure_ascii=False).encode()
        ).hexdigest()
        path.write_text(json.dumps(changed), encoding="utf-8")
        self.spark("proposals", "show", proposal["id"], code=7)
        path.write_text(text, encoding="utf-8")
        self.assertEqual(self.go("proposals", "show", proposal["id"]), proposal)

    def test_noise_is_refused_whatever_else_is_there(self):
        luck_or_skill.write_candles(self.folder / "noise.csv", "noise", SEED)
        self.go("ingest", "csv", self.folder / "noise.csv", "--venue", "demo", "--symbol", "NOISE", "--timeframe", "1h")
        search = optimize(self.data, "myCross@1", data_set="ds_demo_NOISE_1h")
        self.go("strategy", "adopt", "myCross", "--from", search["id"], "--set", "best")
        self.run_it(data_set="ds_demo_NOISE_1h")
        standings = self.standings()
        self.assertEqual((standings["verdict"], standings["dsr"]), ("failed", "failed"))
        self.assertEqual((standings["determinism"], standings["values"], standings["same_data"]), ("passed",) * 3)
        self.refuse()


if __name__ == "__main__":
    unittest.main()
