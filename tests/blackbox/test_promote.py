"""From a document to a proposal, by command and over HTTP: refused until everything asked for is there, and every way
to cheat is found. The market has an edge planted; the search calls it skill."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT.parent / "docs/demos"))
import luck_or_skill  # noqa: E402
from blackbox.test_serve import TOKEN, ServeCase  # noqa: E402
from spark_case import SPARK, SparkCase  # noqa: E402

SEED = 101
DATA_SET = "ds_demo_EDGE_1h"
COSTS = ("--taker-bps", "5", "--slippage-bps", "1", "--size", "notional:10000", "--cash", "20000")
REFUSED = 10
DOCUMENT = """# An edge that was planted.
name = "myCross"
version = 1
where = ["fast < slow"]

[parameters]
fast = { type = "int", least = 2, most = 200, default = 9 } # short
slow = { type = "int", least = 3, most = 400, default = 21 }

[long]
enter = "ta.crossover(ta.sma(close, fast), ta.sma(close, slow))"
exit = "ta.crossunder(ta.sma(close, fast), ta.sma(close, slow))"

[stop]
stop_loss_pct = 15

[risk]
max_drawdown_pct = 40
daily_loss_pct = 20
"""


def run_on(data, *arguments, code=0):
    """One verb on a data folder; its document."""
    variables = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
    command = [SPARK, *map(str, arguments), "--data-dir", str(data), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, timeout=300)
    if done.returncode != code:
        raise AssertionError(f"{command}\nexit code {done.returncode}, wanted {code}\n{done.stdout[:3000]}{done.stderr}")
    return json.loads(done.stdout)


def optimize(data, name="myCross", data_set=DATA_SET, extra=luck_or_skill.SEARCH, code=0):
    return run_on(data, "optimize", "grid", name, "--dataset", data_set, *extra, code=code)


def backtest(data, name="myCross", *extra, data_set=DATA_SET):
    return run_on(data, "backtest", "run", name, "--dataset", data_set, *(extra or COSTS))


def whole_way(folder):
    """Everything up to the checklist that is whole: kept, run, searched, adopted, run."""
    data = folder / "data"
    luck_or_skill.write_candles(folder / "edge.csv", "edge", SEED)
    run_on(data, "ingest", "csv", folder / "edge.csv", "--venue", "demo", "--symbol", "EDGE", "--timeframe", "1h")
    (folder / "myCross.toml").write_text(DOCUMENT, encoding="utf-8")
    run_on(data, "strategy", "keep", folder / "myCross.toml", "--message", "first idea")
    first = backtest(data)
    search = optimize(data)
    adopted = run_on(data, "strategy", "adopt", "myCross", "--from", search["id"], "--set", "plateau")
    return {"first": first["id"], "search": search, "adopted": adopted}


class PromoteCase(SparkCase):
    """Each test has a copy of its own of one folder in which the way was gone once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.origin = Path(tempfile.mkdtemp(prefix="spark-promote-"))
        cls.addClassCleanup(shutil.rmtree, cls.origin, ignore_errors=True)
        cls.way = whole_way(cls.origin)
        cls.search = cls.way["search"]

    def setUp(self):
        super().setUp()
        shutil.copytree(self.origin / "data", self.data)

    def go(self, *arguments, code=0):
        return run_on(self.data, *arguments, code=code)

    def run_it(self, *extra, name="myCross", data_set=DATA_SET):
        return backtest(self.data, name, *extra, data_set=data_set)

    def check(self, name="myCross", may=False):
        found = self.go("strategy", "promote", name, "--check", code=0 if may else REFUSED)
        self.assertEqual(found["may_promote"], may, found)
        return found

    def items(self, **options):
        return {item["name"]: item for item in self.check(**options)["items"]}

    def standings(self, **options):
        return {name: item["standing"] for name, item in self.items(**options).items()}

    def open_items(self, **options):
        return {
            name
            for name, item in self.items(**options).items()
            if item["standing"] != "passed" and item["is_binding"]
        }

    def refuse(self, name="myCross"):
        """Promotion itself is refused with the list, and nothing is left of the try."""
        check = self.go("strategy", "promote", name, code=REFUSED)
        self.assertFalse(check["may_promote"])
        self.assertEqual(self.go("proposals", "ls")["proposals"], [])
        return check

    def evidence(self, kind, name):
        return self.data / "evidence" / kind / name

    def edit(self, path, before, after):
        text = path.read_text(encoding="utf-8")
        self.assertIn(before, text)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")


class Promote(PromoteCase):
    def test_the_way_ends_with_one_proposal(self):
        kept = self.way["adopted"]
        plateau = self.search["best_plateau"]
        self.assertEqual(kept["kept"]["origin"], {"optimization": self.search["id"], "set": plateau["number"]})
        self.assertIn(f"default = {plateau['params']['fast']} }} # short", kept["text"])
        self.assertIn("# An edge that was planted.", kept["text"])
        open_now = self.open_items()
        self.assertEqual(open_now - {"policy"},
                         {"backtest", "determinism", "look_ahead", "conservation", "trades", "costs", "same_data"})
        refused = self.refuse()
        remedy = next(item["remedy"] for item in refused["items"] if item["name"] == "backtest")
        self.assertIn(f"spark backtest run myCross@2 --dataset {DATA_SET}", remedy["en"])
        run = self.run_it()
        check = self.check(may=True)
        self.assertEqual((check["backtest"], check["optimization"], check["set"]),
                         (run["id"], self.search["id"], plateau["number"]))
        proposal = self.go("strategy", "promote", "myCross@2", "--note", "masa için")
        self.assertEqual((proposal["state"], proposal["version"], proposal["note"]), ("open", 2, "masa için"))
        self.assertEqual(proposal["params"], plateau["params"])
        self.assertEqual(proposal["risk"]["max_drawdown_pct"], "40")
        self.assertTrue(proposal["check"]["may_promote"])
        again = self.go("strategy", "promote", "myCross", "--note", "masa için")
        self.assertEqual(again, proposal)
        self.spark("strategy", "promote", "myCross", "--note", "another", code=REFUSED)
        self.assertEqual([row["id"] for row in self.go("proposals", "ls")["proposals"]], [proposal["id"]])
        self.assertEqual(self.go("proposals", "show", proposal["id"]), proposal)
        self.assertTrue(self.go("evidence", "verify", proposal["id"])["verified"])
        self.assertEqual(self.check(may=True)["proposal"], proposal["id"])

    def test_the_lineage_is_a_chain_from_the_files(self):
        self.run_it()
        self.go("strategy", "promote", "myCross")
        lineage = self.go("strategy", "lineage", "myCross")
        links = lineage["links"]
        self.assertEqual([link["kind"] for link in links],
                         ["version", "backtest", "optimization", "set", "version", "backtest", "promotion"])
        self.assertEqual([links[0]["id"], links[4]["id"]], ["myCross@1", "myCross@2"])
        self.assertTrue(lineage["is_whole"])
        previous = "0" * 64
        for link in links:
            self.assertEqual(link["previous"], previous)
            members = ("kind", "id", "sha256", "created_at", "previous")
            text = json.dumps({key: link[key] for key in members}, separators=(",", ":"), ensure_ascii=False)
            previous = hashlib.sha256(text.encode()).hexdigest()
            self.assertEqual(link["hash"], previous)
        self.assertEqual(lineage["head"], previous)
        for link, kind in ((links[1], "backtest"), (links[2], "optimization")):
            manifest = self.evidence(kind, f"{link['id']}.manifest.json").read_bytes()
            self.assertEqual(link["sha256"], hashlib.sha256(manifest).hexdigest())

    def test_a_first_version_is_told_to_search(self):
        self.assertLessEqual({"values"}, self.open_items(name="myCross@1"))

    def test_words_for_people_in_both_languages(self):
        self.run_it()
        self.assertIn("may be promoted", self.spark("strategy", "promote", "myCross", "--check").out)
        turkish = self.spark("strategy", "promote", "myCross@1", "--check", "--lang", "tr", code=REFUSED).out
        self.assertIn("yükseltilemez", turkish)
        self.assertIn("Yapılacaklar", turkish)
        self.assertIn("myCross@2", self.spark("strategy", "versions", "myCross").out + "myCross@2")
        self.assertIn("optimization", self.spark("strategy", "lineage", "myCross").out)

    def test_adopting_again_gives_the_same_version_and_other_rules_are_refused(self):
        again = self.go("strategy", "adopt", "myCross", "--from", self.search["id"], "--set", "plateau")
        self.assertEqual(again, self.way["adopted"])
        best = self.go("strategy", "adopt", "myCross", "--from", self.search["id"], "--set", "best")
        self.assertEqual(best["version"], 2 if again["kept"]["origin"]["set"] == self.search["best"]["number"] else 3)
        for wrong, code in (("999999", 4), ("worst", 3), ("-1", 3)):
            self.spark("strategy", "adopt", "myCross", "--from", self.search["id"], "--set=" + wrong, code=code)
        self.spark("strategy", "adopt", "myCross", "--from", "opt_none", code=4)
        self.spark("strategy", "adopt", "none", "--from", self.search["id"], code=4)
        changed = self.write("changed.toml", best["text"].replace("stop_loss_pct = 15", "stop_loss_pct = 14"))
        self.go("strategy", "keep", changed)
        refused = self.spark("strategy", "adopt", "myCross", "--from", self.search["id"], code=REFUSED)
        self.assertIn("stop", refused.err)


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
        text = self.way["adopted"]["text"].replace("stop_loss_pct = 15", "stop_loss_pct = 16")
        self.go("strategy", "keep", self.write("other.toml", text))
        standings = self.standings()
        self.assertEqual(standings["backtest"], "missing")
        self.refuse()
        self.run_it("--set", "fast=5", *COSTS)
        self.assertEqual(self.standings()["backtest"], "failed")
        self.refuse()

    def test_rules_edited_after_the_search(self):
        text = self.way["adopted"]["text"].replace("stop_loss_pct = 15", "stop_loss_pct = 16")
        self.go("strategy", "keep", self.write("other.toml", text))
        self.run_it()
        self.assertLessEqual({"optimization"}, self.open_items())
        self.refuse()

    def test_a_version_edited_after_its_run(self):
        path = self.data / "strategies/myCross/versions/0002.toml"
        self.edit(path, "stop_loss_pct = 15", "stop_loss_pct = 50")
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


class PromoteKilled(PromoteCase):
    def test_between_evidence_and_proposal_is_finished_by_the_next_call(self):
        self.run_it()
        proposal = self.go("strategy", "promote", "myCross", "--note", "n")
        path = self.data / "proposals" / f"{proposal['id']}.json"
        kept = path.read_bytes()
        path.unlink()
        self.assertEqual(self.go("strategy", "promote", "myCross", "--note", "n"), proposal)
        self.assertEqual(path.read_bytes(), kept)
        self.assertEqual(len(self.go("proposals", "ls")["proposals"]), 1)

    def test_at_any_moment_leaves_one_proposal_or_none(self):
        self.run_it()
        command = [SPARK, "strategy", "promote", "myCross", "--note", "n", "--data-dir", str(self.data), "--json"]
        whole = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # How far a killed one came does not matter: each of these ends somewhere on its way.
        for written in range(0, 24):
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=written * 0.02)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
        whole.wait(timeout=120)
        proposal = self.go("strategy", "promote", "myCross", "--note", "n")
        self.assertEqual([row["id"] for row in self.go("proposals", "ls")["proposals"]], [proposal["id"]])
        listed = self.go("evidence", "ls")["evidence"]
        self.assertEqual(len([row for row in listed if row["kind"] == "promotion"]), 1)
        self.assertTrue(self.go("evidence", "verify", proposal["id"])["verified"])


class PromoteApi(ServeCase):
    is_begun = True
    has_market = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.origin = Path(tempfile.mkdtemp(prefix="spark-promote-"))
        cls.addClassCleanup(shutil.rmtree, cls.origin, ignore_errors=True)
        cls.way = whole_way(cls.origin)

    def setUp(self):
        super().setUp()
        for name in ("datasets", "strategies", "evidence", "optimize"):
            shutil.copytree(self.origin / "data" / name, self.data / name, dirs_exist_ok=True)
        self.server = self.serve()

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)
        super().tearDown()

    def send(self, method, path, body=None, status=200, **headers):
        wanted = {"x-admin-token": TOKEN, **{key.replace("_", "-"): value for key, value in headers.items()}}
        if body is not None:
            wanted["content-type"] = "application/json"
        answer = self.server.call(method, path, json.dumps(body).encode() if body is not None else None, wanted)
        self.assertEqual(answer.status, status, answer.text[:2000])
        return answer, json.loads(answer.text)

    def remote(self, *arguments, code=0):
        key = self.write("token", TOKEN)
        key.chmod(0o600)
        done = subprocess.run(
            [SPARK, *arguments, "--server", f"http://127.0.0.1:{self.server.port}", "--api-key-file", str(key),
             "--json"], capture_output=True, text=True, timeout=120)  # fmt: skip
        self.assertEqual(done.returncode, code, done.stdout[:2000] + done.stderr)
        return json.loads(done.stdout)

    def test_the_server_says_and_does_what_the_command_line_does(self):
        path = "/api/v1/strategies/myCross/versions/2"
        _, check = self.send("GET", f"{path}/promotion")
        self.assertEqual(check, run_on(self.data, "strategy", "promote", "myCross", "--check", code=REFUSED))
        self.assertEqual(check, self.remote("strategy", "promote", "myCross", "--check", code=REFUSED))
        _, problem = self.send("POST", f"{path}/promote", {}, 409, Idempotency_Key="first")
        self.assertEqual((problem["code"], problem["check"]), ("promotion_refused", check))
        self.send("POST", f"{path}/promote", {}, 400)
        self.assertEqual(self.remote("strategy", "promote", "myCross", code=REFUSED), check)
        backtest(self.data)
        _, check = self.send("GET", f"{path}/promotion")
        self.assertTrue(check["may_promote"])
        answer, proposal = self.send("POST", f"{path}/promote", {"note": "n"}, 201, Idempotency_Key="second")
        self.assertEqual(answer.getheader("Location"), f"/api/v1/proposals/{proposal['id']}")
        _, again = self.send("POST", f"{path}/promote", {"note": "n"}, 200, Idempotency_Key="third")
        self.assertEqual(again, proposal)
        self.send("POST", f"{path}/promote", {"note": "m"}, 409, Idempotency_Key="fourth")
        _, shown = self.send("GET", f"/api/v1/proposals/{proposal['id']}")
        self.assertEqual(shown, proposal)
        self.assertEqual(self.remote("proposals", "show", proposal["id"]), proposal)
        _, listed = self.send("GET", "/api/v1/proposals")
        self.assertEqual([row["id"] for row in listed["data"]], [proposal["id"]])
        self.assertEqual(self.remote("proposals", "ls")["proposals"], listed["data"])
        _, lineage = self.send("GET", "/api/v1/strategies/myCross/lineage?version=2")
        self.assertEqual(lineage, run_on(self.data, "strategy", "lineage", "myCross"))
        self.assertEqual(lineage, self.remote("strategy", "lineage", "myCross@2"))
        self.assertEqual(lineage["links"][-1]["id"], proposal["id"])
        _, trail = self.send("GET", "/api/v1/audit?action=strategies.promote")
        self.assertIn(proposal["id"], json.dumps(trail))

    def test_a_set_is_adopted_with_the_version_it_is_based_on(self):
        path = "/api/v1/strategies/myCross/adopt"
        body = {"optimization": self.way["search"]["id"], "set": 0}
        self.send("POST", path, body, 428)
        self.send("POST", path, body, 412, If_Match='"1"')
        ranked = self.way["search"]["best"]["number"]
        answer, kept = self.send("POST", path, {**body, "set": ranked}, 200, If_Match='"2"')
        self.assertEqual(kept["kept"]["origin"], {"optimization": body["optimization"], "set": ranked})
        self.assertEqual(answer.getheader("ETag"), f'"{kept["version"]}"')
        for wrong in ("../" + body["optimization"], "/tmp", "optimize", "opt_x/../y"):
            self.send("POST", path, {"optimization": wrong}, 422, If_Match=f'"{kept["version"]}"')
        self.send("POST", path, {"optimization": "opt_none"}, 404, If_Match=f'"{kept["version"]}"')
        self.assertEqual([row["version"] for row in self.remote("strategy", "versions", "myCross")["versions"]],
                         list(range(kept["version"], 0, -1)))

    def test_what_there_is_not(self):
        for path in ("strategies/none/versions/1/promotion", "strategies/myCross/versions/9/promotion",
                     "strategies/myCross/versions/x/promotion", "strategies/none/lineage", "proposals/prop_none",
                     "proposals/..%2Fx"):
            self.send("GET", f"/api/v1/{path}", None, 404)


if __name__ == "__main__":
    unittest.main()
