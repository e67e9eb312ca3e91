"""A sentence to a strategy document over HTTP: jobs, cancel, restart, rights, the policy."""

import json
import signal
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from blackbox.test_identity_api import IdentityCase  # noqa: E402
from blackbox.test_serve import TOKEN, ServeCase  # noqa: E402
from language_model import GOOD, KEY, PROMPT, ModelCase, Reply, chat, fenced  # noqa: E402

AUTH = {"x-admin-token": TOKEN}
JSON = {**AUTH, "content-type": "application/json"}


class ServerCase(ModelCase, ServeCase):
    is_begun = True
    has_market = False

    def begin(self, model):
        self.server = self.serve({**self.variables(model), "SPARK_ADMIN_TOKEN": TOKEN})
        self.addCleanup(self.server.stop)

    def get(self, path, status=200):
        answer = self.server.call("GET", path, None, AUTH)
        self.assertEqual(answer.status, status, answer.text)
        return json.loads(answer.text)

    def post(self, path, body, status, headers=None):
        answer = self.server.call("POST", path, json.dumps(body), {**JSON, **(headers or {})})
        self.assertEqual(answer.status, status, answer.text)
        return json.loads(answer.text)

    def wait_job(self, job, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.get(f"/api/v1/jobs/{job}")
            if found["status"] not in ("queued", "running"):
                return found
            time.sleep(0.02)
        self.fail(f"waited {seconds} s: {found}")


class GenerationsOverHttp(ServerCase):
    def test_a_job_whose_log_says_attempts_and_waits(self):
        model = self.model(Reply("{}", 500), fenced(GOOD))
        self.begin(model)
        job = self.post("/api/v1/strategies/generate", {"prompt": PROMPT, "provider": "model"}, 202)
        done = self.wait_job(job["id"])
        self.assertEqual((done["kind"], done["status"]), ("generate", "succeeded"), done)
        made = self.get(done["links"]["result"])
        self.assertEqual((made["status"], made["provider"]["attempts"]), ("ready", 2))
        self.assertEqual(made["id"], "gen_" + job["id"].split("_", 1)[1])
        log = "\n".join(line["text"] for line in self.get(f"/api/v1/jobs/{job['id']}/log")["data"])
        for words in ("attempt 1 of 3", "status 500", "waiting", "attempt 2 of 3", "ready"):
            self.assertIn(words, log)
        self.assertNotIn(KEY, log)
        rows = self.get("/api/v1/generations")["data"]
        found = [(row["id"], row["status"], row["name"]) for row in rows]
        self.assertEqual(found, [(made["id"], "ready", "modelCross")])
        self.assertEqual(self.server.stop(), 0)
        self.assertNotIn(KEY.encode(), self.server.errors)
        self.check_no_key()

    def test_lists_page_by_page_newest_first(self):
        model = self.model(fenced(GOOD))
        self.begin(model)
        order = {"prompt": PROMPT, "provider": "model"}
        ids = [
            self.post("/api/v1/strategies/generate", order, 201, {"Prefer": "wait=60"})["id"]
            for _ in range(3)
        ]
        first = self.get("/api/v1/generations?limit=2")
        self.assertEqual(([row["id"] for row in first["data"]], first["has_more"]), (ids[:0:-1], True))
        rest = self.get(f"/api/v1/generations?limit=2&cursor={first['next_cursor']}")
        self.assertEqual(([row["id"] for row in rest["data"]], rest["has_more"]), (ids[:1], False))
        self.get("/api/v1/generations?cursor=../../etc", 422)
        self.get("/api/v1/generations/gen_nothing", 404)
        self.get("/api/v1/generations/..%2F..%2Fspark.db", 400)

    def test_says_who_can_be_asked(self):
        self.begin(self.model(fenced(GOOD)))
        offline, model = self.get("/api/v1/generations/providers")["data"]
        self.assertEqual((offline["kind"], offline["is_available"]), ("offline", True))
        self.assertEqual((model["model"], model["is_available"], model["why_not"]), ("small", True, None))
        self.assertEqual(self.server.stop(), 0)
        self.server = self.serve()
        self.addCleanup(self.server.stop)
        model = self.get("/api/v1/generations/providers")["data"][1]
        self.assertEqual(model["is_available"], False)
        self.assertIn("lab.llm_url", model["why_not"])
        answer = self.server.post(json.dumps({"prompt": PROMPT, "provider": "model"}), "/api/v1/strategies/generate")
        self.assertIn("lab.llm_url", self.problem(answer, 503)["fix"][0]["text"])

    def test_refuses_before_there_is_a_job_what_is_no_order(self):
        self.begin(self.model(fenced(GOOD)))
        for body in ({}, {"prompt": ""}, {"prompt": " "}, {"prompt": "x", "provider": "oracle"},
                     {"prompt": "x", "name": "../x"}, {"prompt": "x", "path": "/etc/passwd"},
                     {"prompt": "x", "timeframe": "soon"}, {"prompt": "x" * 8193}):
            answer = self.server.post(json.dumps(body), "/api/v1/strategies/generate")
            self.problem(answer, 422)
        self.assertEqual(self.get("/api/v1/jobs")["data"], [])

    def test_checks_a_document_against_the_policy_and_mends_it(self):
        self.begin(self.model(fenced(GOOD)))
        fine = self.post("/api/v1/strategies/policy", {"document": GOOD}, 200)
        self.assertEqual((fine["schema"], fine["violations"], fine["fix"]), ("spark.policy_check/1", [], None))
        text = GOOD.split("[stop]")[0]
        bad = self.post("/api/v1/strategies/policy", {"document": text}, 200)
        self.assertEqual([row["rule"] for row in bad["violations"]],
                         ["stop_missing", "drawdown_limit_missing", "daily_limit_missing"])
        again = self.post("/api/v1/strategies/policy", {"document": bad["fix"]["text"]}, 200)
        self.assertEqual((again["violations"], again["fix"]), ([], None))
        self.post("/api/v1/strategies/policy", {"document": "name = 1"}, 422)

    def test_a_cancel_ends_it_and_leaves_nothing(self):
        model = self.model(Reply(chat(fenced(GOOD)), hold=threading.Event()))
        self.begin(model)
        job = self.post("/api/v1/strategies/generate", {"prompt": PROMPT, "provider": "model"}, 202)
        self.assertTrue(model.was_asked.wait(60))
        answer = self.server.call("POST", f"/api/v1/jobs/{job['id']}/cancel", None, AUTH)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.wait_job(job["id"])["status"], "canceled")
        self.assertEqual(self.get("/api/v1/generations")["data"], [])

    def test_a_server_that_dies_midway_goes_on_when_it_is_back(self):
        model = self.model(Reply(chat(fenced(GOOD)), hold=threading.Event()), fenced(GOOD))
        self.begin(model)
        job = self.post("/api/v1/strategies/generate", {"prompt": PROMPT, "provider": "model"}, 202)
        self.assertTrue(model.was_asked.wait(60))
        self.server.stop(signal.SIGKILL)
        self.begin(model)
        done = self.wait_job(job["id"])
        self.assertEqual((done["status"], done["attempt"]), ("succeeded", 2), done)
        made = self.get(done["links"]["result"])
        self.assertEqual((made["status"], made["document"]["text"]), ("ready", GOOD))
        self.assertEqual(len(self.get("/api/v1/generations")["data"]), 1)
        self.assertEqual(self.server.stop(), 0)
        self.spark("evidence", "verify", made["id"])


class GenerationRights(IdentityCase):
    def test_a_viewer_looks_and_a_researcher_generates_and_both_are_in_the_audit_log(self):
        viewer, researcher = self.user("vera"), self.user("rob", "researcher")
        body = {"prompt": PROMPT}
        self.assertEqual(viewer.call("POST", "/api/v1/strategies/generate", body).status, 403)
        made = researcher.call("POST", "/api/v1/strategies/generate", body, {"Prefer": "wait=60"})
        self.assertEqual(made.status, 201, made.text)
        document = json.loads(made.text)
        self.assertEqual(document["author"], "rob")
        self.assertEqual(viewer.call("GET", f"/api/v1/generations/{document['id']}").status, 200)
        noted = [record for record in self.records() if record["action"] == "strategies.generate"]
        self.assertEqual([record["outcome"] for record in noted], ["refused", "allowed"])


if __name__ == "__main__":
    unittest.main()
