"""The command line against a running server: the same output as on the data folder, and what can go wrong."""

import http.server
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from spark_case import SPARK, SparkCase  # noqa: E402

from blackbox.test_identity_api import Browser  # noqa: E402
from blackbox.test_serve import TOKEN, ServeCase  # noqa: E402

DATASET = "ds_synth_ETHUSDT_1h"
RUN = ("backtest", "run", "smaCross", "--dataset", DATASET, "--set", "fast=9", "--set", "slow=21")
PASSING = ("id", "created_at", "timing_ms", "evidence")
CSV = "open_time,open,high,low,close,volume\n" + "".join(
    f"{1_699_999_200_000 + i * 3_600_000},{100 + i % 7},{110 + i % 7},{90 + i % 7},{101 + i % 7},5\n"
    for i in range(400)
)


class RemoteCase(ServeCase):
    is_begun = True
    has_market = False

    def setUp(self):
        super().setUp()
        self.home = self.folder / "home"
        self.home.mkdir()

    def key_file(self, text=TOKEN, mode=0o600):
        path = self.write("key", text + "\n")
        path.chmod(mode)
        return path

    def begin(self):
        self.server = self.serve()
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.key = self.key_file()

    def there(self, *arguments, code=0, environment=None, **options):
        """The verb with the server; its data folder is another, empty one."""
        variables = {"HOME": str(self.home), "SPARK_SERVER_URL": self.url}
        variables.update({"SPARK_SERVER_API_KEY_FILE": str(self.key)} if self.key else {})
        variables.update(environment or {})
        data, self.data = self.data, self.folder / "elsewhere"
        try:
            done = self.spark(*arguments, code=code, environment=variables, **options)
        finally:
            self.data = data
        self.assertNotIn(TOKEN, done.out + done.err)
        self.assertFalse((self.folder / "elsewhere").exists(), "a verb with a server touched the data folder")
        return done

    def both(self, *arguments, code=0, forms=((), ("--json",), ("--plain",), ("--lang", "tr"))):
        for form in forms:
            here = self.spark(*arguments, *form, code=code)
            there = self.there(*arguments, *form, code=code)
            self.assertEqual(there.out, here.out, (arguments, form))
        return here


class SameOutput(RemoteCase):
    def test_data_sets_print_the_same(self):
        self.begin()
        self.both("data", "ls")
        self.both("data", "info", DATASET)
        self.both("data", "verify", DATASET)
        self.assertEqual(json.loads(self.there("data", "ls", "--json").out)["datasets"][0]["rows"], 20000)

    def test_what_is_made_there_is_what_is_made_here(self):
        self.begin()
        first = json.loads(self.there("data", "resample", DATASET, "--to", "4h", "--json").out)
        self.assertTrue(first["new"])
        self.both("data", "resample", DATASET, "--to", "4h")
        path = self.write("BTC.csv", CSV)
        line = ("ingest", "csv", path, "--venue", "binance", "--symbol", "XYZUSDT", "--timeframe", "1h")
        made = json.loads(self.there(*line, "--json").out)
        self.assertTrue(made["new"])
        self.assertEqual((made["dataset"], made["rows"]), ("ds_binance_XYZUSDT_1h@v1", 400))
        self.both(*line)
        hole = self.write("hole.csv", "".join(CSV.splitlines(True)[:9] + CSV.splitlines(True)[12:]))
        self.both("ingest", "csv", hole, *line[3:], "--strict", code=7)
        self.assertFalse(list((self.data / "uploads").glob("**/*hole*")) if (self.data / "uploads").exists() else [])
        removed = json.loads(self.there("data", "rm", made["dataset"], "--json").out)
        self.assertEqual(removed, {"schema": "spark.data_rm/1", "dataset": made["dataset"], "used_by_runs": 0})

    def test_strategies_print_the_same(self):
        self.begin()
        document = self.write("mine.toml", self.spark("strategy", "show", "smaCross").out.replace("smaCross", "mine"))
        broken = self.write("broken.toml", 'name = "broken"\nversion = 1\n[long]\nenter = "close >"\n')
        self.both("strategy", "ls")
        self.both("strategy", "show", "smaCross")
        self.both("strategy", "show", "rsi", "--format", "canonical", forms=((),))
        self.both("strategy", "explain", "smaCross", "--set", "fast=5")
        self.both("strategy", "diff", "smaCross", document)
        self.both("strategy", "validate", document)
        here = self.spark("strategy", "validate", broken, "--json", code=3)
        self.assertEqual(self.there("strategy", "validate", broken, "--json", code=3).out, here.out)

    def test_a_run_there_is_the_run_here_to_the_last_digit(self):
        self.begin()
        mine = self.write("mine.toml", self.spark("strategy", "show", "smaCross").out.replace("smaCross", "mine"))
        lines = (
            RUN,
            (*RUN, "--fee-bps", "3.5", "--slippage-bps", "1", "--size", "equity:0.5", "--cash", "12345.67"),
            (*RUN, "--rules", "tick=0.01,lot=0.001", "--intrabar", "optimistic", "--band", "--oos", "30%"),
            ("backtest", "run", str(mine), "--dataset", DATASET, "--from", "2021-01-01", "--leverage", "2"),
        )
        for line in lines:
            here = json.loads(self.spark(*line, "--json").out)
            there = json.loads(self.there(*line, "--json").out)
            for document in (here, there):
                for field in PASSING:
                    del document[field]
            self.assertEqual(there, here, line)
        # Settings of this machine count as they do here.
        dear = {"SPARK_BACKTEST_TAKER_BPS": "25"}
        here = json.loads(self.spark(*RUN, "--json", environment=dear).out)["result_hash"]
        self.assertEqual(json.loads(self.there(*RUN, "--json", environment=dear).out)["result_hash"], here)

    def test_runs_and_their_evidence_print_the_same(self):
        self.begin()
        files = [self.folder / name for name in ("t1.csv", "e1.csv", "t2.csv", "e2.csv")]
        first = json.loads(self.there(*RUN, "--json", "--trades", files[0], "--equity", files[1]).out)["id"]
        self.spark(*RUN, "--trades", files[2], "--equity", files[3])
        self.assertEqual(files[0].read_bytes(), files[2].read_bytes())
        self.assertEqual(files[1].read_bytes(), files[3].read_bytes())
        second = json.loads(self.there(*RUN, "--json", "--fee-bps", "1").out)["id"]
        self.both("backtest", "ls")
        self.both("backtest", "show", first)
        self.both("backtest", "compare", first, second)
        self.both("evidence", "ls")
        self.both("evidence", "show", first)
        self.both("evidence", "verify", first)
        report = self.folder / "there.html"
        self.there("backtest", "show", first, "--html", report)
        self.assertIn(b"<html", report.read_bytes()[:300])
        trades = next(self.data.glob(f"evidence/backtest/{first}/trades.csv"))
        trades.chmod(0o600)
        trades.write_bytes(trades.read_bytes() + b"x")
        here = self.spark("evidence", "verify", first, "--json", code=7)
        there = self.there("evidence", "verify", first, "--json", code=7)
        self.assertEqual(json.loads(there.out)["error"]["message"], json.loads(here.out)["error"]["message"])

    def test_local_means_the_data_folder_whatever_the_settings_say(self):
        self.begin()
        names = {"SPARK_SERVER_URL": "http://127.0.0.1:1"}
        self.assertEqual(self.spark("data", "ls", "--local", environment=names).out, self.spark("data", "ls").out)

    def test_the_audit_log_prints_the_same(self):
        self.begin()
        self.there(*RUN)
        # Reading it over HTTP is a record itself: what came before is compared.
        line = ("audit", "tail", "--action", "backtests.*")
        self.both(*line, forms=((), ("--json",)))
        self.assertIn("backtests.create", self.there(*line).out)
        self.there("audit", "tail", "--follow", code=3)

    def test_what_no_server_does_says_so(self):
        self.begin()
        for line in (("data", "trash", "ls"), ("eval", DATASET, "--expr", "close"), ("audit", "verify")):
            done = self.there(*line, code=3)
            self.assertIn("--local", done.err)
        self.assertIn("--out", self.there(*RUN, "--out", self.folder, code=3).err)


class ServerVerbs(RemoteCase):
    def test_status_metrics_and_raw_calls(self):
        self.begin()
        self.assertIn("✓ store", self.there("status").out)
        document = json.loads(self.there("status", "--json").out)
        self.assertTrue(document["readiness"]["ready"])
        self.assertIn("bt_", self.there("metrics").out)
        self.assertEqual(json.loads(self.there("api", "GET", "/api/v1/status").out)["schema"], "spark.status/1")
        body = '{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}'
        wait = ("--header", "Prefer: wait")
        for data in (body, "@" + str(self.write("body.json", body))):
            run = json.loads(self.there("api", "POST", "/api/backtest/start", "-d", data, *wait).out)
            self.assertEqual(run["schema"], "spark.backtest/1")
        with open(self.folder / "body.json", "rb") as stdin:
            self.there("api", "POST", "/api/backtest/start", "-d", "-", *wait, stdin=stdin)
        head = self.there("api", "GET", "/api/v1/datasets/ds_none", "--include", code=4).out
        self.assertTrue(head.startswith("404 Not Found\n"), head)
        self.assertEqual(self.there("api", "PATCH", "/api/v1/status", code=3).out.count("method_not_allowed"), 2)
        self.assertIn("--api-key-file", self.there("api", "GET", "/", "--header", "Authorization: x", code=5).err)

    def test_jobs_are_listed_shown_waited_for_and_cancelled(self):
        self.begin()
        self.there(*RUN)
        jobs = json.loads(self.there("jobs", "--json").out)["jobs"]
        self.assertEqual([job["status"] for job in jobs], ["succeeded"])
        name = jobs[0]["id"]
        self.assertIn(name, self.there("jobs", "ls", "--state", "succeeded").out)
        self.assertIn("/api/v1/backtests/bt_", self.there("jobs", "show", name).out)
        self.there("jobs", "wait", name)
        self.there("jobs", "log", name, "--follow")
        self.assertEqual(json.loads(self.there("jobs", "cancel", name, "--json").out)["status"], "succeeded")
        self.there("jobs", "show", "job_none", code=4)

    def test_ten_thousand_rows_come_whole(self):
        self.begin()
        run = json.loads(self.there(*RUN, "--json").out)
        trades = self.there("api", "GET", f"/api/v1/backtests/{run['id']}/equity.csv").out
        self.assertGreater(trades.count("\n"), 10_000)

    def test_a_missing_or_readable_key_is_refused_with_the_remedy(self):
        self.begin()
        self.key = None
        done = self.there(*RUN, "--json", code=5)
        self.assertIn("spark login", json.loads(done.out)["error"]["remedy"])
        self.key = self.key_file(mode=0o644)
        self.assertIn("chmod 600", self.there("data", "ls", code=5).err)
        self.key = self.key_file("spk_unknown")
        self.assertIn("spark login", self.there("data", "ls", code=5).err)
        self.key = self.key_file("one\ntwo")
        self.there("data", "ls", code=3)

    def test_a_secret_never_goes_over_the_network_in_the_clear(self):
        self.url, self.key = "http://192.0.2.1:4010", self.key_file("spk_secret")
        self.assertIn("https://", self.there("data", "ls", code=5).err)
        self.key = None
        line = ("login", "--name", "admin", "--password-stdin")
        with open(self.write("password", "secret\n"), "rb") as stdin:
            self.assertIn("https://", self.there(*line, code=5, stdin=stdin).err)

    def test_no_server_is_exit_9_within_the_time(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.url, self.key = f"http://127.0.0.1:{taken.getsockname()[1]}", None
            begun = time.monotonic()
            self.there("data", "ls", "--timeout", "2s", code=9)
            taken.listen()
            self.there("data", "ls", "--timeout", "500ms", code=9)
            self.assertLess(time.monotonic() - begun, 5)
        self.url = "nonsense://x"
        self.there("data", "ls", code=3)

    def test_ctrl_c_leaves_the_job_running_and_says_how_to_see_it(self):
        with FakeServer(slow_job) as fake:
            self.url = fake.url
            process = subprocess.Popen(
                [SPARK, *RUN, "--server", self.url],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={"HOME": str(self.home), "PATH": os.environ["PATH"]},
            )
            while fake.count("/api/v1/jobs/job_1") < 3:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 130, err)
        self.assertIn(b"spark jobs show job_1", err)
        self.assertEqual(out, b"")
        self.assertNotIn("DELETE", [call[0] for call in fake.calls])
        self.assertFalse([call for call in fake.calls if call[1].endswith("/cancel")])


class FakeServer:
    """What a test says a server answers: `answer(method, path, headers, body)` gives status, headers and body."""

    def __init__(self, answer, context=None):
        self.calls = []
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                fake.calls.append((self.command, self.path, dict(self.headers), body))
                reply = answer(self.command, self.path, dict(self.headers), body)
                if reply is None:
                    self.close_connection = True
                    return
                status, headers, text = reply
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = do_DELETE = any

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.daemon_threads = True
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self.server.server_address[1]}"

    def count(self, path):
        return sum(call[1] == path for call in self.calls)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


JSON = {"Content-Type": "application/json"}
PROBLEM = {"Content-Type": "application/problem+json"}


def slow_job(method, path, headers, body):
    job = {"schema": "spark.job/1", "id": "job_1", "status": "running", "progress": 0.5, "links": {}}
    return (202 if method == "POST" else 200), JSON, json.dumps(job)


class Strangers(RemoteCase):
    def fake(self, answer, *line, code, key=None):
        with FakeServer(answer) as fake:
            self.url, self.key = fake.url, key
            done = self.there(*line, code=code)
        self.calls = fake.calls
        return done

    def test_what_is_no_spark_server_is_corrupt(self):
        html = {"Content-Type": "text/html"}
        answers = ((200, html, "<p>hello</p>"), (200, JSON, "[1]"), (200, JSON, "{"), (404, html, "<p>\x1b[2J</p>"),
                   (301, {"Location": "http://127.0.0.1/"}, ""), (200, JSON, "{}"), (200, JSON, '{"data":[{"id":1}]}'))
        for answer in answers:
            done = self.fake(lambda *_, answer=answer: answer, "data", "ls", code=7)
            self.assertNotIn("\x1b", done.err)
        endless = (200, JSON, '{"data":[],"has_more":true,"next_cursor":"x"}')
        self.fake(lambda *_: endless, "data", "ls", code=7)
        self.fake(lambda *_: (502, html, "bad gateway"), "data", "ls", code=9)
        self.fake(lambda *_: (200, html, "hello"), "metrics", code=7)

    def test_a_refusal_is_the_exit_code_of_its_status(self):
        codes = {400: 3, 401: 5, 403: 5, 404: 4, 409: 10, 412: 10, 422: 3, 503: 9, 504: 8, 507: 9}
        for status, code in codes.items():
            text = json.dumps({"code": "some", "detail": "because", "fix": [{"text": "do this"}]})
            done = self.fake(lambda *_, answer=(status, PROBLEM, text): answer, "data", "ls", code=code)
            self.assertIn("because", done.err)
        text = json.dumps({"code": "corrupt", "detail": "damaged"})
        self.fake(lambda *_: (500, PROBLEM, text), "data", "ls", code=7)

    def test_a_broken_post_says_that_it_may_have_been_done(self):
        done = self.fake(lambda *_: None, *RUN, code=8)
        self.assertIn("may have been done", done.err)
        self.assertEqual(len(self.calls), 1)
        self.assertIn(self.calls[0][2]["Idempotency-Key"], done.err)

    def test_a_server_that_asks_for_patience_is_asked_again_with_the_same_key(self):
        replies = [(429, {**PROBLEM, "Retry-After": "1"}, '{"code":"rate_limited"}')]
        run = (201, JSON, '{"id":"bt_1"}')
        self.fake(lambda *_: replies.pop() if replies else run, *RUN, "--json", code=7)
        self.assertEqual(len({call[2]["Idempotency-Key"] for call in self.calls}), 1)
        self.assertEqual(len(self.calls), 2)

    def test_the_key_goes_into_its_header_and_nowhere_else(self):
        key = self.key_file("spk_verysecret")
        done = self.fake(lambda *_: (200, JSON, '{"data":[],"next_cursor":null}'), "data", "ls", "-vv", code=0, key=key)
        self.assertEqual(self.calls[0][2]["Authorization"], "Bearer spk_verysecret")
        self.assertNotIn("verysecret", done.out + done.err + self.calls[0][1])

    def test_login_keeps_a_key_and_logout_forgets_it(self):
        def answer(method, path, headers, body):
            if (method, path) == ("POST", "/api/v1/session"):
                if json.loads(body)["password"] != "correct horse":
                    return 401, PROBLEM, '{"code":"bad_credentials","detail":"wrong"}'
                session = {"user": {"name": "ayşe"}, "rights": ["look"], "csrf_token": "c"}
                return 200, {**JSON, "Set-Cookie": "__Host-spark_session=s1; Secure; HttpOnly"}, json.dumps(session)
            if (method, path) == ("POST", "/api/v1/keys"):
                assert headers["Cookie"] == "__Host-spark_session=s1" and headers["X-CSRF-Token"] == "c", headers
                assert json.loads(body)["scopes"] == ["look"]
                return 201, JSON, '{"secret":"spk_made","key":{"id":"key_1"}}'
            if method == "DELETE":
                return 204, {}, ""
            return 200, JSON, '{"kind":"key","user":{"name":"ayşe"},"role":"viewer","rights":["look"]}'

        line = ("login", "--name", "ayşe", "--password-stdin")
        with FakeServer(answer) as fake:
            self.url, self.key = fake.url, None
            with open(self.write("wrong", "guess\n"), "rb") as stdin:
                self.there(*line, code=5, stdin=stdin)
            with open(self.write("right", "correct horse\n"), "rb") as stdin:
                done = self.there(*line, stdin=stdin)
            kept = self.home / ".config/spark/credentials.json"
            self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
            self.assertNotIn("spk_made", done.out + done.err)
            self.assertIn("ayşe", self.there("whoami").out)
            self.assertEqual(fake.calls[-1][2]["Authorization"], "Bearer spk_made")
            self.there("logout")
            self.assertEqual(fake.calls[-1][:2], ("DELETE", "/api/v1/keys/key_1"))
            self.assertNotIn("spk_made", kept.read_text())
            self.there("logout", code=4)
        self.assertNotIn("correct horse", kept.read_text())

    def test_login_at_a_real_server_makes_a_key_that_logout_ends(self):
        self.begin()
        passwords = ("a first passphrase of enough length", "another passphrase that is long")
        headers = {"x-admin-token": TOKEN, "content-type": "application/json"}
        order = json.dumps({"name": "ada", "role": "researcher", "password": passwords[0]})
        self.assertEqual(self.server.call("POST", "/api/v1/users", order, headers).status, 201)
        line = ("login", "--name", "ada", "--password-stdin")
        self.key = None
        with open(self.write("first", passwords[0] + "\n"), "rb") as stdin:
            self.assertIn("changed first", self.there(*line, code=5, stdin=stdin).err)
        browser = Browser(self.server)
        self.assertEqual(browser.log_in("ada", passwords[0]).status, 200)
        change = {"password": passwords[0], "new_password": passwords[1]}
        self.assertEqual(browser.call("POST", "/api/v1/session/password", change).status, 200)
        with open(self.write("second", passwords[1] + "\n"), "rb") as stdin:
            self.there(*line, stdin=stdin)
        kept = json.loads((self.home / ".config/spark/credentials.json").read_text())["credentials"][0]
        self.assertIn("ada", self.there("whoami").out)
        self.there(*RUN)
        self.there("logout")
        self.key = self.key_file(kept["secret"])
        self.there("jobs", code=5)

    def test_tls_is_believed_only_with_its_authority(self):
        certificate, key = self.folder / "cert.pem", self.folder / "cert.key"
        made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
        made = [*made.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
        subprocess.run(list(map(str, made)), check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        with FakeServer(lambda *_: (200, JSON, '{"data":[],"next_cursor":null}'), context) as fake:
            self.url, self.key = fake.url, self.key_file("spk_x")
            self.there("data", "ls", code=5)
            self.assertEqual(fake.calls, [])
            self.there("data", "ls", environment={"SPARK_SERVER_CA_FILE": str(certificate)})


if __name__ == "__main__":
    import unittest

    unittest.main()
