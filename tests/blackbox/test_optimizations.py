"""Optimizations over HTTP: refused at once or run to the end, killed, paused, looked at, heard of while they run."""

import csv
import io
import json
import random
import re
import signal
import statistics
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_identity_api import IdentityCase  # noqa: E402
from blackbox.test_remote_cli import RemoteCase  # noqa: E402
from blackbox.test_serve import TOKEN, ServeCase  # noqa: E402
from blackbox.test_stream_api import Stream  # noqa: E402

ETH = "ds_synth_ETHUSDT_1h"
LONG = "ds_synth_LONG_1m"
AUTH = {"x-admin-token": TOKEN}
JSON = {**AUTH, "content-type": "application/json"}
SMALL = {
    "backtest": {"strategy": "smaCross", "dataset": ETH},
    "method": "grid",
    "parameters": ["fast=5:20:5", "slow=30:90:30"],
    "objective": "net_pnl",
    "assessment": False,
}
# Sets that take a while each (another leverage keeps them off the fast way), many enough to be caught in the middle.
LARGE = {
    **SMALL,
    "backtest": {"strategy": "smaCross", "dataset": LONG, "leverage": 2},
    "parameters": ["fast=5:34", "slow=40:99"],
}


class Calls:
    """Calls on self.server; a refusal nobody expected fails the test."""

    def get(self, path, status=200):
        answer = self.server.call("GET", path)
        self.assertEqual(answer.status, status, f"{path}: {answer.text[:800]}")
        return json.loads(answer.text) if "json" in answer.getheader("Content-Type") else answer.text

    def post(self, path, body=None, status=200, headers=None):
        text = None if body is None else json.dumps(body)
        answer = self.server.call("POST", path, text, {**(JSON if body is not None else AUTH), **(headers or {})})
        self.assertEqual(answer.status, status, f"{path}: {answer.text[:1200]}")
        return json.loads(answer.text)

    def run_one(self, order=SMALL):
        return self.post("/api/v1/optimizations", order, 201, {"Prefer": "wait=60"})

    def start(self, order=LARGE):
        """The id of an optimization that is under way."""
        job = self.post("/api/v1/optimizations", order, 202)
        return "opt_" + job["id"].split("_", 1)[1]

    def show(self, which):
        return self.get(f"/api/v1/optimizations/{which}")

    def wait(self, which, good, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.show(which)
            if good(found):
                return found
            time.sleep(0.02)
        self.fail(f"waited {seconds} s: {json.dumps(found)[:1500]}")

    def wait_done(self, which, count):
        return self.wait(which, lambda found: found["standing"]["done"] >= count)

    def wait_state(self, which, state, seconds=120):
        return self.wait(which, lambda found: found["state"] == state, seconds)

    def rows(self, which):
        """Every trial, page by page, in the order kept."""
        rows, cursor = [], ""
        while True:
            page = self.get(f"/api/v1/optimizations/{which}/trials?limit=1000{cursor}")
            rows += page["data"]
            if not page["has_more"]:
                return rows
            cursor = "&cursor=" + page["next_cursor"]

    def board(self, which):
        return self.get(f"/api/v1/optimizations/{which}/leaderboard.csv")


class OptimizationCase(Calls, ServeCase):
    is_begun = True
    has_market = False

    def setUp(self):
        super().setUp()
        self.spark("data", "synth", "--symbol", "LONG", "--timeframe", "1m", "--bars", "120000", "--seed", "5")
        self.server = self.serve()
        self.addCleanup(lambda: self.server.stop())


class Runs(OptimizationCase):
    def test_runs_to_a_document_a_leaderboard_and_sets_that_open_as_backtests(self):
        document = self.run_one()
        which = document["id"]
        self.assertEqual((document["schema"], document["sets"], document["refused"]), ("spark.optimize/1", 12, 0))
        shown = self.show(which)
        self.assertEqual((shown["state"], shown["document"], shown["standing"]["done"]), ("succeeded", document, 12))
        listed = self.get("/api/v1/optimizations")["data"]
        self.assertEqual([(row["id"], row["state"], row["sets"]) for row in listed], [(which, "succeeded", 12)])
        rows = self.rows(which)
        self.assertEqual(sorted(row["number"] for row in rows), list(range(12)))
        self.assertEqual([row["sequence"] for row in rows], list(range(1, 13)))
        ranked = self.get(f"/api/v1/optimizations/{which}/trials?sort=rank&limit=5")["data"]
        best = sorted(rows, key=lambda row: -row["objective"])[:5]
        self.assertEqual([row["number"] for row in ranked], [row["number"] for row in best])
        board = list(csv.DictReader(io.StringIO(self.board(which))))
        self.assertEqual([row["net_pnl"] for row in board[:5]], [row["net_pnl"] for row in best])
        self.assertEqual(self.get(f"/api/v1/optimizations/{which}/best.json")["best"]["number"], best[0]["number"])
        for row in (best[0], best[4]):
            one = self.get(f"/api/v1/optimizations/{which}/sets/{row['number']}")
            alone = self.post("/api/v1/backtests", one["backtest"], 201, {"Prefer": "wait"})
            self.assertEqual(alone["result_hash"], row["result_hash"], one["backtest"])
            self.assertEqual(alone["metrics"]["net_pnl"], row["net_pnl"])
        self.get(f"/api/v1/optimizations/{which}/sets/12", 404)
        self.get("/api/v1/optimizations/opt_00000000000000000000000000", 404)

    def test_a_set_with_bars_kept_out_of_sample_opens_over_the_bars_it_was_run_on(self):
        document = self.run_one({**SMALL, "oos": "30%", "parameters": ["fast=5:10:5", "slow=30"]})
        row = self.rows(document["id"])[1]
        one = self.get(f"/api/v1/optimizations/{document['id']}/sets/{row['number']}")
        alone = self.post("/api/v1/backtests", one["backtest"], 201, {"Prefer": "wait"})
        self.assertEqual(alone["result_hash"], row["result_hash"], one["backtest"])

    def test_maps_slices_and_regions_are_what_the_trials_say(self):
        which = self.run_one({**SMALL, "objective": "sharpe"})["id"]
        rows = self.rows(which)
        path = f"/api/v1/optimizations/{which}"
        chosen = random.Random(4)
        for metric in ("objective", "net_pnl", "trades"):
            value = {row["number"]: float(row[metric]) for row in rows}
            slices = self.get(f"{path}/slices?metric={metric}")["slices"]
            for part in slices:
                for cell in part["values"]:
                    inside = [value[r["number"]] for r in rows if r["values"][part["parameter"]] == cell["value"]]
                    self.assertEqual((cell["sets"], cell["best"], cell["worst"]),
                                     (len(inside), max(inside), min(inside)))
                    self.assertAlmostEqual(cell["median"], statistics.median(inside), places=9)
            low, high = sorted(chosen.sample(["5", "10", "15", "20"], 2), key=int)
            region = self.post(f"{path}/region", {"x": {"parameter": "fast", "from": low, "to": int(high)},
                                                  "y": {"parameter": "slow", "from": 30, "to": "60"},
                                                  "metric": metric})
            inside = [value[r["number"]] for r in rows if int(low) <= int(r["values"]["fast"]) <= int(high)
                      and int(r["values"]["slow"]) <= 60]
            self.assertEqual((region["count"], region["best"], region["worst"]),
                             (len(inside), max(inside), min(inside)))
            self.assertAlmostEqual(region["median"], statistics.median(inside), places=9)
            self.assertAlmostEqual(region["spread"], max(inside) - min(inside), places=9)
        held = self.get(f"{path}/heatmap?x=fast&metric=net_pnl&set=slow=60")["map"]
        self.assertIn("fast", json.dumps(held))
        answer = self.server.call("HEAD", f"{path}/heatmap.png?x=fast&y=slow")
        self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, "image/png"))
        for query in ("x=fasd", "x=fast&y=fast", "x=fast&metric=nett", "x=fast&set=slow=61"):
            self.get(f"{path}/heatmap?{query}", 422)

    def test_a_key_makes_one_optimization_of_two_calls(self):
        headers = {"Idempotency-Key": "once"}
        first = self.post("/api/v1/optimizations", SMALL, 202, headers)
        again = self.post("/api/v1/optimizations", SMALL, 202, headers)
        self.assertEqual(first["id"], again["id"])
        self.post("/api/v1/optimizations", {**SMALL, "seed": 2}, 422, headers)
        self.assertEqual(len(self.get("/api/v1/optimizations")["data"]), 1)

    def test_says_its_figures(self):
        self.run_one()
        text = self.get("/metrics")
        for line in ('optimizer_jobs_total{result="done"} 1', "optimizer_sets_total 12", "optimizer_queue_depth 0",
                     "optimizer_workers_running 0", "optimizer_queue_wait_ms_count 1"):
            self.assertIn("\n" + line, text)
        self.assertRegex(text, r"\noptimizer_step_ms_count [1-9]")


class Refused(OptimizationCase):
    def test_what_cannot_be_run_is_no_job_and_says_where_the_order_is_wrong(self):
        backtest = SMALL["backtest"]
        cases = (
            ({**SMALL, "backtest": {**backtest, "strategy": "smaCros"}}, 404, "/backtest/strategy"),
            ({**SMALL, "backtest": {**backtest, "dataset": "ds_synth_NONE_1h"}}, 404, "/backtest"),
            ({**SMALL, "parameters": ["fasd=5:20:5"]}, 422, "/parameters"),
            ({**SMALL, "parameters": ["fast=5:20:0"]}, 422, "/parameters"),
            ({**SMALL, "parameters": ["fast=20:5:1"]}, 422, "/parameters"),
            ({**SMALL, "parameters": []}, 422, "/parameters"),
            ({**SMALL, "where": ["fast < slow", "fast <"]}, 422, "/where/1"),
            ({**SMALL, "where": "fast > slow"}, 422, "/where"),
            ({**SMALL, "objective": "net_pln"}, 422, "/objective"),
            ({**SMALL, "constraints": ["trades >= 3", "trade >= 30"]}, 422, "/constraints/1"),
            ({**SMALL, "method": "random"}, 422, ""),
            ({**SMALL, "method": "guess"}, 422, "/method"),
            ({**SMALL, "sealed": True}, 422, "/sealed"),
            ({**SMALL, "colour": 1}, 422, "/colour"),
        )
        for order, status, pointer in cases:
            with self.subTest(pointer=pointer, order=str(order)[:120]):
                problem = self.post("/api/v1/optimizations", order, status)
                self.assertTrue(problem["errors"], problem)
                self.assertTrue(problem["errors"][0]["pointer"].startswith(pointer), problem["errors"])
        self.assertEqual(self.get("/api/v1/jobs?kind=optimize")["data"], [])
        self.assertEqual(self.get("/api/v1/optimizations")["data"], [])

    def test_a_backtest_that_cannot_run_is_no_job_either(self):
        order = {"strategy": "smaCross", "dataset": ETH, "params": {"fast": 5, "slow": 20}}
        for change, status in (({"strategy": "smaCros"}, 404), ({"params": {"fast": 50, "slow": 20}}, 422),
                               ({"params": {"fasd": 5}}, 422), ({"dataset": "ds_synth_NONE_1h"}, 404),
                               ({"from": "2030-01-01", "to": "2029-01-01"}, 422)):
            self.post("/api/v1/backtests", {**order, **change}, status)
        self.assertEqual(self.get("/api/v1/jobs?kind=backtest")["data"], [])

    def test_a_preview_counts_measures_suggests_and_refuses(self):
        bare = self.post("/api/v1/optimizations/preview", {"backtest": SMALL["backtest"]})
        self.assertTrue(bare["is_suggested"] and bare["sets"] > 1 and bare["refusal"] is None, bare)
        run = self.run_one({**SMALL, "parameters": bare["parameters"]})
        self.assertEqual(run["sets"], bare["sets"])
        asked = self.post("/api/v1/optimizations/preview", SMALL)
        self.assertEqual((asked["is_suggested"], asked["sets"], asked["grid_points"]), (False, 12, 12))
        self.assertGreater(asked["estimated_s"], 0)
        vast = self.post("/api/v1/optimizations/preview",
                         {**SMALL, "parameters": ["fast=2:500", "slow=2:500", "sl_pct=0:50:0.01"]})
        self.assertIsNone(vast["sets"])
        self.assertGreater(vast["grid_points"], 10**8)
        self.assertTrue(vast["refusal"]["pointer"].startswith("/parameters"), vast)


class Interrupted(OptimizationCase):
    def whole(self):
        """The leaderboard of one go, for comparison."""
        return self.board(self.post("/api/v1/optimizations", LARGE, 201, {"Prefer": "wait=60"})["id"])

    def test_a_cancel_is_quick_keeps_what_is_done_and_can_go_on(self):
        which = self.start()
        took, kept = [], 0
        # Up to four times, as long as enough is left that the search cannot end by itself meanwhile.
        while len(took) < 4 and kept < 900:
            if took:
                self.post(f"/api/v1/optimizations/{which}/resume", status=202)
            self.wait_done(which, kept + 50)
            begun = time.monotonic()
            self.post(f"/api/v1/optimizations/{which}/cancel")
            stood = self.wait_state(which, "canceled")
            took.append(time.monotonic() - begun)
            kept = stood["standing"]["done"]
            self.assertTrue(50 <= kept < 1800, kept)
        self.assertLess(min(took), 0.2, "the best of four: what a busy machine adds is not the search's")
        self.assertLess(max(took), 1.0, took)
        self.post(f"/api/v1/optimizations/{which}/pause", status=409)
        self.post(f"/api/v1/optimizations/{which}/resume", status=202)
        self.post(f"/api/v1/optimizations/{which}/resume", status=409)
        self.wait_state(which, "succeeded")
        rows = self.rows(which)
        self.assertEqual(sorted(row["number"] for row in rows), list(range(1800)))
        self.assertEqual(self.board(which), self.whole())
        self.post(f"/api/v1/optimizations/{which}/resume", status=409)

    def test_a_pause_gives_the_place_back_and_outlives_the_server(self):
        which = self.start()
        self.wait_done(which, 50)
        self.post(f"/api/v1/optimizations/{which}/pause")
        kept = self.wait_state(which, "paused")["standing"]["done"]
        self.server.stop()
        self.server = self.serve()
        time.sleep(0.3)
        stood = self.show(which)
        self.assertEqual((stood["state"], stood["standing"]["done"]), ("paused", kept))
        self.assertEqual([row["state"] for row in self.get("/api/v1/optimizations?status=paused")["data"]], ["paused"])
        self.post(f"/api/v1/optimizations/{which}/resume", status=202)
        self.wait_state(which, "succeeded")
        self.assertEqual(self.board(which), self.whole())

    def test_a_server_killed_again_and_again_runs_no_set_twice_and_loses_none(self):
        which = self.start()
        kept, kills = 0, 0
        while kills < 5:
            found = self.wait(which, lambda found: found["standing"]["done"] > kept or found["state"] == "succeeded")
            if found["state"] == "succeeded":  # A quick machine is done before the fifth.
                break
            kept = found["standing"]["done"]
            self.server.stop(signal.SIGKILL)
            kills += 1
            self.server = self.serve()
            self.assertGreaterEqual(self.show(which)["standing"]["done"], kept)
        self.assertGreaterEqual(kills, 2)
        self.wait_state(which, "succeeded")
        rows = self.rows(which)
        self.assertEqual(sorted(row["number"] for row in rows), list(range(1800)))
        self.assertEqual(self.board(which), self.whole())

    def test_a_clean_stop_goes_on_by_itself_at_the_next_start(self):
        which = self.start()
        self.wait_done(which, 50)
        self.assertEqual(self.server.stop(), 0)
        self.server = self.serve()
        self.wait_state(which, "succeeded")
        self.assertEqual(sorted(row["number"] for row in self.rows(which)), list(range(1800)))

    def test_a_backtest_does_not_wait_behind_sweeps(self):
        first, second, third = self.start(), self.start({**LARGE, "seed": 2}), self.start({**LARGE, "seed": 3})
        begun = time.monotonic()
        self.post("/api/v1/backtests", {"strategy": "smaCross", "dataset": ETH}, 201, {"Prefer": "wait"})
        self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(self.show(third)["state"], "queued", "two places, three sweeps")
        for which in (third, second, first):
            self.post(f"/api/v1/optimizations/{which}/cancel")
            self.wait_state(which, "canceled")


class Streamed(OptimizationCase):
    def test_every_set_is_told_once_or_said_to_be_there(self):
        stream = Stream(self.server.port, "optimization.*,jobs", headers=AUTH)
        self.addCleanup(stream.close)
        which = self.start()
        told, numbers, standings = 0, [], 0
        while told < 1800:
            event = stream.event(30)
            self.assertIsNotNone(event, f"silent after {told} sets")
            if event[0] == "batch":
                standings += sum(1 for value in event[2]["u"] if value["t"] == f"optimization.{which}")
            if event[0] != "trials":
                continue
            data = event[2]["d"]
            self.assertEqual((data["id"], data["after"]), (which, told))
            told += data["count"]
            if data["is_whole"]:
                numbers += [row[0] for row in data["rows"]]
                self.assertEqual(len(data["rows"]), data["count"])
            else:
                after, end = data["after"], data["after"] + data["count"]
                while after < end:
                    page = self.get(f"/api/v1/optimizations/{which}/trials?after={after}&limit=1000")["data"]
                    numbers += [row["number"] for row in page[: end - after]]
                    after += len(page)
        self.assertEqual(sorted(numbers), list(range(1800)))
        self.assertGreater(standings, 0)

    def test_who_comes_late_is_told_how_it_stands_the_rest_once_and_the_end(self):
        which = self.start()
        topic = f"optimization.{which}"
        self.wait_done(which, 300)
        late = Stream(self.server.port, topic, headers=AUTH)
        self.addCleanup(late.close)
        first = late.until(lambda event: event[0] == "batch", 5)
        standing = [value for value in first[2]["u"] if value["t"] == topic][-1]["d"]
        self.assertEqual((standing["id"], standing["expected"], standing["phase"]), (which, 1800, "search"))
        self.assertGreater(standing["done"], 0)
        last = self.rows(which)[-1]["sequence"]
        end = None
        while end is None:
            name, _, data = late.event(30)
            if name == "trials":
                begin, until = data["d"]["after"], data["d"]["after"] + data["d"]["count"]
                self.assertLessEqual(begin, last, "nothing between what was read and what is told")
                last = max(last, until)
            end = data["d"] if name == "ended" else None
        self.assertEqual((last, end["id"], end["status"]), (1800, which, "succeeded"))
        self.assertEqual(self.show(which)["state"], "succeeded")
        after = Stream(self.server.port, topic, headers=AUTH)
        self.addCleanup(after.close)
        told = after.until(lambda event: event[0] == "batch" and event[2]["u"], 1.5)
        self.assertIsNone(told, "one that is over has no standing to send")


class Roles(Calls, IdentityCase):
    def test_all_read_researchers_create_and_change_their_own_an_admin_all(self):
        ada, bob, eve = self.user("ada", "researcher"), self.user("bob", "researcher"), self.user("eve", "viewer")
        admin = self.user("root2", "admin")
        self.problem(eve.call("POST", "/api/v1/optimizations", SMALL), 403)
        job = ada.call("POST", "/api/v1/optimizations", SMALL)
        self.assertEqual(job.status, 202, job.text)
        which = "opt_" + job.json["id"].split("_", 1)[1]
        path = f"/api/v1/optimizations/{which}"
        for reader in (bob, eve):
            self.assertEqual(reader.call("GET", path).status, 200)
            self.assertIn(reader.call("POST", f"{path}/cancel", None).status, (403,))
        end = time.monotonic() + 30
        while ada.call("GET", path).json["state"] != "succeeded" and time.monotonic() < end:
            time.sleep(0.05)
        for who in (ada, admin):
            self.assertEqual(who.call("POST", f"{path}/cancel", None).status, 200)


    def submit(self, browser, order):
        job = browser.call("POST", "/api/v1/optimizations", order)
        self.assertEqual(job.status, 202, job.text)
        return "opt_" + job.json["id"].split("_", 1)[1]

    def test_who_asks_for_many_waits_behind_his_own_only(self):
        ada, bob = self.user("ada", "researcher"), self.user("bob", "researcher")
        order = {**LARGE, "backtest": {**LARGE["backtest"], "dataset": ETH}}
        many = [self.submit(ada, {**order, "seed": seed}) for seed in range(1, 7)]
        # Who waits for the answer is not let past who does not.
        hasty = ada.call("POST", "/api/v1/optimizations", {**order, "seed": 7}, {"Prefer": "wait=1"})
        self.assertIn(hasty.status, (201, 202), hasty.text)
        one = self.submit(bob, order)
        begun = {}
        end = time.monotonic() + 120
        while len(begun) < 7 and time.monotonic() < end:
            for which in (*many, one):
                found = bob.call("GET", f"/api/v1/optimizations/{which}").json
                if found["started_at"]:
                    begun[which] = found["started_at"]
            time.sleep(0.05)
        self.assertEqual(len(begun), 7)
        came = bob.call("GET", f"/api/v1/optimizations/{one}").json["created_at"]
        before = sorted(begun[which] for which in many if came < begun[which] < begun[one])
        self.assertLessEqual(len(before), 1, "one may take the place that was free as bob came")
        last = "opt_" + hasty.json["id"].split("_", 1)[1]  # Of the job, or of the finished search.
        self.assertEqual([begun[which] for which in many], sorted(begun[which] for which in many))
        started = ada.call("GET", f"/api/v1/optimizations/{last}").json["started_at"]
        self.assertTrue(started is None or started >= begun[many[-1]])

    def test_a_look_at_sealed_bars_is_its_owners_counted_and_in_the_audit_log(self):
        ada, bob, eve = self.user("ada", "researcher"), self.user("bob", "researcher"), self.user("eve", "viewer")
        order = {key: value for key, value in SMALL.items() if key != "assessment"}
        made = ada.call("POST", "/api/v1/optimizations", {**order, "oos": "30%", "sealed": True}, {"Prefer": "wait=60"})
        self.assertEqual(made.status, 201, made.text[:800])
        path = f"/api/v1/optimizations/{made.json['id']}"
        holdout = bob.call("GET", f"{path}/assessment").json["holdout"]
        self.assertTrue(holdout["is_sealed"], holdout)
        self.assertTrue(all(one["out_of_sample"] is None for one in made.json["assessment"]["finalists"]))
        for stranger in (bob, eve):
            self.assertEqual(stranger.call("POST", f"{path}/look", None).status, 403)
        seen = []
        for _ in range(2):
            looked = ada.call("POST", f"{path}/look", None)
            self.assertEqual(looked.status, 200, looked.text[:800])
            self.assertEqual(ada.call("GET", f"{path}/assessment").json, looked.json)
            self.assertTrue(looked.json["finalists"][0]["out_of_sample"])
            seen.append(looked.json["holdout"]["seen"])
        self.assertEqual(seen[1], seen[0] + 1)
        records = [record for record in self.records() if record["action"].startswith("optimizations.")]
        looks = [record for record in records if record["action"] == "optimizations.look"]
        self.assertEqual([record["actor"]["id"] for record in looks].count(ada.user_id), 2)
        self.assertIn(made.json["id"], json.dumps(looks))


class Remote(Calls, RemoteCase):
    GRID = ("optimize", "grid", "smaCross", "--dataset", ETH, "--param", "fast=5:20:5", "--param", "slow=30:90:30",
            "--no-assessment")
    PASSING = ("id", "created_at", "timing_ms", "cpu_ms", "workers", "evidence", "folder", "files", "order")

    def test_a_line_gives_the_same_sets_here_and_there(self):
        here = self.spark_json(*self.GRID)
        self.begin()
        there = json.loads(self.there(*self.GRID, "--json").out)
        for document in (here, there):
            for name in self.PASSING:
                document.pop(name, None)
        self.assertEqual(here, there)

    def test_lists_shows_and_cancels(self):
        self.begin()
        which = json.loads(self.there(*self.GRID, "--json").out)["id"]
        self.assertIn(which, self.there("optimize", "ls").out)
        self.assertIn("fast", self.there("optimize", "show", which).out)
        self.assertIn("/api/v1/backtests", self.there("optimize", "show", which, "--rank", "2").out)
        self.assertIn("succeeded", self.there("optimize", "cancel", which).out)
        self.there("optimize", "show", which, "--rank", "13", code=4)
        for flag in (("--workers", "2"), ("--out", "here"), ("--nats", "nats://localhost")):
            self.there(*self.GRID, *flag, code=3)
        self.there("optimize", "resume", which, "--workers", "2", code=3)

    def test_prints_table_verdict_map_and_folder_as_here(self):
        line = (*self.GRID[:-1], "--oos", "30%")
        for form in ((), ("--lang", "tr"), ("--plain",)):
            self.data = self.folder / "data"
            here = self.spark(*line, "--heatmap", "ascii", *form).out.splitlines()
            if not form:
                self.begin()
            there = self.there(*line, "--heatmap", "ascii", *form).out.splitlines()
            which = re.search(r"opt_\w{26}", there[0]).group()
            # The first line names the id, the last the folder; looks at the same bars are counted in each data folder.
            self.assertEqual(there[0].replace(which, ""), re.sub(r"opt_\w{26}", "", here[0]))
            self.assertIn(which, there[-1])
            self.assertEqual(len(there), len(here))
            self.assertEqual([text for text in there[1:-1] if "%" not in text],
                             [text for text in here[1:-1] if "%" not in text])
            shown = self.there("optimize", "show", which, "--heatmap", "ascii", *form).out.splitlines()
            self.assertEqual(shown, there)
        picture = self.folder / "map.png"
        self.there("optimize", "show", which, "--heatmap", str(picture))
        self.assertEqual(picture.read_bytes()[:4], b"\x89PNG")


if __name__ == "__main__":
    unittest.main()
