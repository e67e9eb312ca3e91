"""From a document to a proposal, by command and over HTTP: refused until everything asked for is there, one proposal
whatever kills it. The market has an edge planted; the search calls it skill."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_serve import TOKEN, ServeCase  # noqa: E402
from promote_case import DATA_SET, REFUSED, PromoteCase, backtest, run_on, whole_way  # noqa: E402
from spark_case import SPARK  # noqa: E402


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
        self.assertEqual(proposal["risk"]["max_drawdown_pct"], "28")
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

    def test_a_generated_document_begins_the_chain(self):
        made = self.go("strategy", "generate", "Buy BTCUSDT on 1h when the 9 SMA crosses above the 21 SMA, stop 3%",
                       "--name", "spoken", "--keep")
        links = self.go("strategy", "lineage", "spoken")["links"]
        self.assertEqual([link["kind"] for link in links], ["prompt", "document", "version"])
        generation = json.loads(next((self.data / "generations").glob("gen_*.json")).read_text(encoding="utf-8"))
        self.assertEqual({links[0]["id"], links[1]["id"]}, {generation["id"]}, made)
        self.assertEqual(links[0]["sha256"], generation["prompt_sha256"])
        self.assertEqual(links[1]["sha256"], generation["document"]["text_sha256"])

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
        changed = self.write("changed.toml", best["text"].replace("stop_loss_pct = 9", "stop_loss_pct = 8"))
        self.go("strategy", "keep", changed)
        refused = self.spark("strategy", "adopt", "myCross", "--from", self.search["id"], code=REFUSED)
        self.assertIn("stop", refused.err)


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
                     "proposals/x", "proposals/prop_.."):
            self.send("GET", f"/api/v1/{path}", None, 404)


if __name__ == "__main__":
    unittest.main()
