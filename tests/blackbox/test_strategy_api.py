"""Strategies and their versions behind `spark serve`."""

import concurrent.futures
import hashlib
import json
import sys
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from test_data_api import HOSTILE, ONE, DataCase  # noqa: E402

STRATEGIES = "/api/v1/strategies"
DOCUMENT = """name = "mine"
version = 1
description = "First."

[parameters.fast]
type = "int"
least = 2
most = 200
default = 9

[long]
enter = "ta.crossover(close, ta.sma(close, fast))"
exit = "ta.crossunder(close, ta.sma(close, fast))"
"""
CHANGED = DOCUMENT.replace("default = 9", "default = 12").replace("crossunder(close", "crossunder(low")


class Strategies(DataCase):
    def keep(self, document=DOCUMENT, message="", status=201):
        return self.send("POST", STRATEGIES, {"document": document, "message": message}, status)

    def change(self, document, tag, status=200, message=""):
        headers = {} if tag is None else {"If-Match": tag}
        return self.send("PUT", f"{STRATEGIES}/mine", {"document": document, "message": message}, status, headers)

    def file(self, text, name="mine.toml"):
        path = self.data.parent / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def test_a_kept_strategy_is_what_the_command_line_shows(self):
        made = self.keep(message="ilk sürüm")
        self.assertEqual((made["version"], made["text"], made["from"]), (1, DOCUMENT, "versions"))
        self.assertEqual(made["kept"]["message"], "ilk sürüm")
        answer = self.server.call("GET", f"{STRATEGIES}/mine")
        self.assertEqual(answer.getheader("ETag"), '"1"')
        local = self.spark_json("strategy", "show", "mine")
        self.assertEqual({key: made[key] for key in local}, local)
        self.assertEqual({key: made[key] for key in local}, self.spark_json("strategy", "show", self.file(DOCUMENT)))
        listed = {row["name"]: row for row in self.get(STRATEGIES)["data"]}
        self.assertEqual(listed, {row["name"]: row for row in self.spark_json("strategy", "ls")["strategies"]})
        self.assertEqual(listed["mine"]["from"], "versions")

    def test_json_is_taken_as_an_object_and_as_text(self):
        shown = self.spark_json("strategy", "show", self.file(DOCUMENT))
        for name, document in (("asObject", shown["document"]), ("asText", json.dumps(shown["document"]))):
            renamed = json.loads(json.dumps(shown["document"]))
            renamed["name"] = name
            made = self.keep(renamed if isinstance(document, dict) else json.dumps(renamed))
            self.assertEqual((made["name"], made["format"]), (name, "json"))

    def test_a_change_needs_the_version_it_is_based_on(self):
        self.keep()
        self.assertEqual(self.change(CHANGED, None, 428)["code"], "version_wanted")
        self.assertEqual(self.change(CHANGED, '"2"', 412)["code"], "version_conflict")
        self.assertEqual(self.change(CHANGED, "one", 422)["errors"][0]["pointer"], "If-Match")
        self.assertEqual(self.change(CHANGED, '"1"', message="12")["version"], 2)
        self.assertEqual(self.change(DOCUMENT, '"1"', 412)["code"], "version_conflict")
        versions = self.get(f"{STRATEGIES}/mine/versions")["data"]
        self.assertEqual([(row["version"], row["parent"]) for row in versions], [(2, 1), (1, None)])
        self.assertEqual(self.get(f"{STRATEGIES}/mine/versions/1")["text"], DOCUMENT)
        self.assertEqual(self.get(f"{STRATEGIES}/mine")["text"], CHANGED)
        for version in ("3", "0", "01", "x", "-1", "99999"):
            self.get(f"{STRATEGIES}/mine/versions/{version}", 404)

    def test_a_version_says_where_it_came_from(self):
        made = {"schema": "spark.generation/1", "id": "gen_1", "fix": None,
                "document": {"text": DOCUMENT, "text_sha256": hashlib.sha256(DOCUMENT.encode()).hexdigest()}}
        (self.data / "generations").mkdir(exist_ok=True)
        (self.data / "generations" / "gen_1.json").write_text(json.dumps(made), encoding="utf-8")
        body = {"document": DOCUMENT, "origin": {"generation": "gen_1"}}
        kept = self.send("POST", STRATEGIES, body, 201)["kept"]
        self.assertEqual(kept["origin"], {"generation": "gen_1", "is_edited": False})
        body["document"] = CHANGED
        changed = self.send("PUT", f"{STRATEGIES}/mine", body, 200, {"If-Match": '"1"'})
        self.assertEqual(changed["kept"]["origin"], {"generation": "gen_1", "is_edited": True})
        self.assertIsNone(self.change(DOCUMENT, '"2"')["kept"]["origin"])
        for origin in ({"generation": "gen_2"}, {"generation": "../gen_1"}, {"optimization": "opt_1", "set": 3}, {},
                       {"generation": "gen_1", "is_edited": False}, {"optimization": "opt_1"}, "gen_1"):
            with self.subTest(origin=origin):
                body["origin"] = origin
                self.send("PUT", f"{STRATEGIES}/mine", body, 422, {"If-Match": '"3"'})
        self.assertEqual(self.get(f"{STRATEGIES}/mine")["version"], 3)

    def test_one_of_many_changes_at_once_wins(self):
        self.keep()

        def put(number):
            body = json.dumps({"document": DOCUMENT.replace("default = 9", f"default = {10 + number}")})
            headers = {"x-admin-token": "test-secret-123", "content-type": "application/json", "If-Match": '"1"'}
            return self.server.call("PUT", f"{STRATEGIES}/mine", body, headers).status

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            statuses = sorted(pool.map(put, range(8)))
        self.assertEqual(statuses, [200] + [412] * 7)
        self.assertEqual(len(self.get(f"{STRATEGIES}/mine/versions")["data"]), 2)

    def test_a_difference_is_the_command_lines(self):
        self.keep()
        self.change(CHANGED, '"1"')
        found = self.get(f"{STRATEGIES}/mine/diff?from=1&to=2")
        local = self.spark_json("strategy", "diff", self.file(DOCUMENT, "a.toml"), self.file(CHANGED, "b.toml"))
        self.assertEqual(found["differences"], local["differences"])
        self.assertEqual([row["field"] for row in found["parameters"]], ["parameters.fast.default"])
        self.assertEqual(found["rules"], {"before": DOCUMENT, "after": CHANGED})
        self.assertFalse(found["same_behaviour"])
        self.assertEqual(self.get(f"{STRATEGIES}/mine/diff"), found)
        self.get(f"{STRATEGIES}/mine/diff?from=9", 404)

    def test_a_restored_version_is_a_new_one(self):
        self.keep()
        self.change(CHANGED, '"1"')
        back = self.send("POST", f"{STRATEGIES}/mine/restore", {"version": 1})
        self.assertEqual((back["version"], back["text"], back["kept"]["restored_from"]), (3, DOCUMENT, 1))
        found = self.get(f"{STRATEGIES}/mine/diff?from=1&to=3")
        self.assertTrue(found["same_behaviour"])
        self.assertEqual(found["differences"], [])
        self.send("POST", f"{STRATEGIES}/mine/restore", {"version": 9}, 404)
        self.send("POST", f"{STRATEGIES}/mine/restore", {"version": "1"}, 422)

    def test_a_backtest_by_name_takes_the_newest_and_with_a_number_that_one(self):
        self.keep()
        self.change(CHANGED, '"1"')
        runs = {}
        for name in ("mine", "mine@1", "mine@2"):
            answer = self.server.post(json.dumps({"strategy": name, "dataset": ONE}))
            self.assertEqual(answer.status, 201, answer.text)
            runs[name] = json.loads(answer.text)
            local = self.spark_json("backtest", "run", name, "--dataset", ONE)
            self.assertEqual(runs[name]["result_hash"], local["result_hash"])
        self.assertEqual(runs["mine"]["result_hash"], runs["mine@2"]["result_hash"])
        self.assertNotEqual(runs["mine"]["result_hash"], runs["mine@1"]["result_hash"])
        self.assertEqual([runs[name]["strategy"]["version"] for name in runs], [2, 1, 2])
        problem = self.server.post(json.dumps({"strategy": "mine@3", "dataset": ONE}))
        self.assertEqual(problem.status, 404, problem.text)

    def test_validation_says_where_and_what(self):
        valid = self.send("POST", f"{STRATEGIES}/validate", {"document": DOCUMENT})
        local = self.spark_json("strategy", "explain", self.file(DOCUMENT))
        for field in ("name", "version", "sha256", "parameters", "en", "tr"):
            self.assertEqual(valid[field], local[field])
        wrong = DOCUMENT.replace("ta.crossover(close, ta", "ta.crossover(clos, ta")
        found = self.send("POST", f"{STRATEGIES}/validate", {"document": wrong})
        self.assertEqual(
            found["errors"],
            [{"line": 12, "column": 23, "message": "unknown name 'clos'", "remedy": "did you mean 'close'?"}],
        )
        for text in ("name = ", "{", "\x00", "[" * 2000, "x" * 100_000, HOSTILE[0]):
            found = self.send("POST", f"{STRATEGIES}/validate", {"document": text})
            self.assertFalse(found["valid"])
            self.assertTrue(found["errors"][0]["message"])
        self.assertEqual(self.server.call("GET", f"{STRATEGIES}/mine").status, 404, "nothing was kept")

    def test_signals_are_those_of_the_kept_and_the_unkept_text(self):
        self.keep()
        period = "from=2024-02-01&to=2024-03-01"
        kept = self.get(f"{STRATEGIES}/mine/signals?dataset={ONE}&{period}&set=fast=20")
        order = {
            "document": DOCUMENT,
            "dataset": ONE,
            "from": "2024-02-01",
            "to": "2024-03-01",
            "params": {"fast": 20},
        }
        self.assertEqual(self.send("POST", f"{STRATEGIES}/signals", order), kept)
        self.assertEqual(sum(kept["counts"].values()), len(kept["marks"]))
        closes = {}
        cursor = ""
        while True:
            page = self.get(f"/api/v1/datasets/{ONE}/candles?{period}&limit=200{cursor}")
            closes.update({row["ts"]: row["close"] for row in page["data"]})
            if not page["has_more"]:
                break
            cursor = "&cursor=" + page["next_cursor"]
        self.assertEqual(len(closes), kept["bars"])
        for mark in kept["marks"]:
            self.assertEqual(closes[mark["ts"]], mark["close"])
        self.get(f"{STRATEGIES}/mine/signals", 422)
        self.get(f"{STRATEGIES}/mine/signals?dataset=ds_none_X_1h", 404)
        self.get(f"{STRATEGIES}/mine/signals?dataset={ONE}&set=fast=1", 422)
        self.get(f"{STRATEGIES}/grid/signals?dataset={ONE}", 422)

    def test_a_trade_enters_at_the_bar_after_its_mark(self):
        self.keep()
        signals = self.get(f"{STRATEGIES}/mine/signals?dataset={ONE}&to=2024-03-01")
        run = self.spark_json("backtest", "run", "mine", "--dataset", ONE, "--to", "2024-03-01")
        enters = [mark["ts"] for mark in signals["marks"] if mark["kind"] == "enter"]
        self.assertGreater(run["metrics"]["trades"], 10)
        self.assertLessEqual(run["metrics"]["trades"], len(enters))

    def test_names_are_refused_that_are_none_or_taken(self):
        """S-032, S-067, S-068"""
        for name in [*HOSTILE, "../x", "a/b", "a.b", "a@1", "", "x" * 65, "1a"]:
            document = DOCUMENT.replace('"mine"', json.dumps(name))
            self.assertEqual(self.keep(document, status=422)["code"], "invalid_input")
            if name:
                quoted = urllib.parse.quote(name, safe="")
                self.assertIn(self.server.call("GET", f"{STRATEGIES}/{quoted}").status, (400, 404), name)
        self.keep(DOCUMENT.replace('"mine"', '"smaCross"'), status=409)
        self.keep()
        self.keep(status=409)
        problem = self.change(CHANGED.replace('"mine"', '"other"'), '"1"', 422)
        self.assertEqual(problem["errors"][0]["pointer"], "/document")
        self.send("PUT", f"{STRATEGIES}/smaCross", {"document": DOCUMENT}, 409, {"If-Match": '"1"'})
        self.send("PUT", f"{STRATEGIES}/nobody", {"document": DOCUMENT}, 404, {"If-Match": '"1"'})
        self.assertFalse((self.data / "x").exists())

    def test_a_plain_file_works_as_before(self):
        self.spark("strategy", "new", "flat")
        shown = self.get(f"{STRATEGIES}/flat")
        self.assertEqual(shown["from"], "data_folder")
        self.assertEqual(shown["text"], (self.data / "strategies" / "flat.toml").read_text(encoding="utf-8"))
        self.assertEqual(self.get(f"{STRATEGIES}/flat/versions")["data"], [])
        self.keep(DOCUMENT.replace('"mine"', '"flat"'), status=409)
        self.send("DELETE", f"{STRATEGIES}/flat", None, 409)

    def test_messages_are_text(self):
        """S-032, S-069: what is said about a version comes back as it was said, and breaks no line of the log."""
        for number, message in enumerate([*HOSTILE, "a\r\n{\"event\":\"audit\"}", "\x1b[31m", "\u2028"]):
            if number == 0:
                self.keep(message=message)
            else:
                self.change(DOCUMENT, f'"{number}"', message=message)
            self.assertEqual(self.get(f"{STRATEGIES}/mine")["kept"]["message"], message)
        self.change(DOCUMENT, '"10"', 422, "x" * 1001)

    def test_unknown_fields_and_wrong_types_are_told_by_pointer(self):
        for body, pointer in [
            ({"documnt": DOCUMENT}, "/documnt"),
            ({"document": 5}, "/document"),
            ({"document": DOCUMENT, "message": 5}, "/message"),
            ({"document": DOCUMENT, "author": "somebody else"}, "/author"),
        ]:
            problem = self.send("POST", STRATEGIES, body, 422)
            self.assertIn(pointer, [field["pointer"] for field in problem["errors"]])

    def test_what_is_thrown_away_is_gone_and_its_evidence_stays(self):
        self.keep()
        run = json.loads(self.server.post(json.dumps({"strategy": "mine", "dataset": ONE})).text)
        self.send("DELETE", f"{STRATEGIES}/mine", None, 204)
        self.get(f"{STRATEGIES}/mine", 404)
        self.get("/api/v1/backtests/" + run["id"])
        kept = list((self.data / "trash" / "strategies").glob("mine.trash_*/versions/0001.toml"))
        self.assertEqual(len(kept), 1)
        self.assertEqual(self.keep()["version"], 1)

    def test_everybody_sees_the_same_list(self):
        self.keep()
        token = self.server.call("GET", STRATEGIES, headers={"x-admin-token": "test-secret-123"}).text
        self.assertEqual(token, self.server.call("GET", STRATEGIES).text)


if __name__ == "__main__":
    unittest.main()
