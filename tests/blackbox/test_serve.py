"""`spark serve` from outside: the planning documents' calls, hostile bytes, restarts, SIGTERM, and what it leaves."""

import atexit
import concurrent.futures
import functools
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SPARK, SparkCase  # noqa: E402

TOKEN = "test-secret-123"
PLANNING_BODY = '{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}'


class Server:
    """A running `spark serve` on free ports."""

    def __init__(self, data, environment=None, arguments=()):
        variables = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
        variables.update({"SPARK_ADMIN_TOKEN": TOKEN} if environment is None else environment)
        self.process = subprocess.Popen(
            [SPARK, "serve", "--port", "all=0", "--json", "--data-dir", str(data), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env=variables,
        )
        self.errors = b""
        self.reader = threading.Thread(target=self.read_errors, daemon=True)
        self.reader.start()
        line = self.process.stdout.readline()
        self.hello = json.loads(line) if line else None
        ports = (self.hello or {}).get("ports", {})
        self.port = ports.get("api", 0)

    def read_errors(self):
        for line in self.process.stderr:
            self.errors += line

    def call(self, method, path, body=None, headers=None, port=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.text = answer.read().decode("utf-8")
            return answer
        finally:
            connection.close()

    def post(self, body, path="/api/v1/backtests", headers=None):
        wanted = {"x-admin-token": TOKEN, "content-type": "application/json", "Prefer": "wait"}
        wanted.update(headers or {})
        return self.call("POST", path, body, {key: value for key, value in wanted.items() if value is not None})

    def raw(self, text, timeout=10):
        """What comes back for these very bytes, until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(text)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while True:
                try:
                    part = connection.recv(65536)
                except ConnectionResetError:
                    return received
                if not part:
                    return received
                received += part

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self.reader.join(timeout=10)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@functools.cache
def begun_data():
    """A data folder whose first start is over: the synthetic sets are made, the first password is hashed."""
    folder = Path(tempfile.mkdtemp(prefix="spark-begun-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = Server(folder / "data", {"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_MARKET_SYNTHETIC": "false"})
    if server.hello is None or server.stop() != 0:
        raise RuntimeError(f"the first start did not end well: {server.errors}")
    return folder / "data"


class ServeCase(SparkCase):
    is_begun = False  # True: each test gets a copy of one begun data folder, and pays for no first start
    has_market = True  # False: what has no use for live values does not pay for making them

    def setUp(self):
        super().setUp()
        if self.is_begun:
            shutil.copytree(begun_data(), self.data)

    def serve(self, environment=None, arguments=()):
        variables = {"SPARK_ADMIN_TOKEN": TOKEN} if environment is None else dict(environment)
        if not self.has_market:
            variables.setdefault("SPARK_MARKET_SYNTHETIC", "false")
        server = Server(self.data, variables, arguments)
        self.addCleanup(lambda: server.process.poll() is None and server.process.kill())
        return server

    def problem(self, answer, status):
        self.assertEqual(answer.status, status, answer.text)
        self.assertEqual(answer.getheader("Content-Type"), "application/problem+json")
        problem = json.loads(answer.text)
        self.assertEqual(problem["status"], status)
        self.assertEqual(problem["request_id"], answer.getheader("X-Request-Id"))
        self.assertTrue(problem["code"] and problem["title"] and problem["detail"] and problem["fix"], problem)
        return problem


class Serving(ServeCase):
    def test_a_first_start_makes_synthetic_data_and_is_ready(self):
        server = self.serve()
        self.assertEqual(sorted(server.hello["ports"]), ["api", "backtest", "executor", "streams", "web"])
        self.assertEqual(server.hello["env"], "paper")
        for port in server.hello["ports"].values():
            self.assertEqual(server.call("GET", "/readyz", port=port).status, 200)
        rows = json.loads(server.call("GET", "/api/v1/datasets").text)["data"]
        self.assertEqual([row["id"] for row in rows], ["ds_synth_BTCUSDT_1h@v1", "ds_synth_ETHUSDT_1h@v1"])
        self.assertTrue(all(row["synthetic"] for row in rows))
        self.assertEqual(server.stop(), 0)

    def test_the_planning_documents_call_gives_what_the_command_line_gives(self):
        server = self.serve()
        answer = server.post(PLANNING_BODY, "/api/backtest/start")
        self.assertEqual(answer.status, 200, answer.text)
        run = json.loads(answer.text)
        local = self.spark_json(
            "backtest", "run", "smaCross", "--dataset", "ds_synth_ETHUSDT_1h", "--set", "fast=9", "--set", "slow=21"
        )
        for document in (run, local):
            for field in ("id", "created_at", "timing_ms", "evidence"):
                del document[field]
        self.assertEqual(run, local)
        self.assertEqual(server.stop(), 0)

    def test_evidence_of_a_run_over_http_verifies_and_its_command_repeats_it(self):
        server = self.serve()
        body = '{"dataset":"ds_synth_BTCUSDT_1h","strategy":"smaCross","params":{"fast":5},"costs":{"fee_bps":3}}'
        answer = server.post(body)
        self.assertEqual(answer.status, 201, answer.text)
        run = json.loads(answer.text)
        self.assertEqual(answer.getheader("Location"), f"/api/v1/backtests/{run['id']}")
        self.assertEqual(json.loads(server.call("GET", f"/api/v1/backtests/{run['id']}").text), run)
        evidence = json.loads(server.call("GET", f"/api/v1/evidence/{run['id']}").text)
        self.assertEqual(server.stop(), 0)
        self.spark("evidence", "verify", run["id"])
        words = evidence["manifest"]["command"].split()
        self.assertEqual(words[0], "spark")
        self.assertEqual(self.spark_json(*words[1:])["result_hash"], run["result_hash"])

    def test_a_job_ends_with_a_result_that_is_listed(self):
        server = self.serve()
        answer = server.post(PLANNING_BODY, headers={"Prefer": None})
        self.assertEqual(answer.status, 202, answer.text)
        where = answer.getheader("Location")
        job = json.loads(answer.text)
        deadline = time.monotonic() + 30
        while job["status"] in ("queued", "running") and time.monotonic() < deadline:
            job = json.loads(server.call("GET", where).text)
        self.assertEqual(job["status"], "succeeded", job)
        self.assertEqual(server.call("GET", job["links"]["result"]).status, 200)
        rows = json.loads(server.call("GET", "/api/v1/backtests?limit=1").text)["data"]
        self.assertEqual(f"/api/v1/backtests/{rows[0]['id']}", job["links"]["result"])
        server.stop()

    def test_pages_of_runs_hold_each_run_once_the_newest_first(self):
        server = self.serve()
        made = [json.loads(server.post(PLANNING_BODY).text)["id"] for _ in range(5)]
        seen, cursor = [], ""
        while cursor is not None:
            page = json.loads(server.call("GET", f"/api/v1/backtests?limit=2{cursor and '&cursor=' + cursor}").text)
            seen += [row["id"] for row in page["data"]]
            self.assertEqual(page["has_more"], page["next_cursor"] is not None)
            cursor = page["next_cursor"]
        self.assertEqual(seen, made[::-1])
        self.assertEqual(server.call("GET", "/api/v1/backtests?cursor=x").status, 422)
        server.stop()

    def test_metrics_carry_the_planning_documents_names(self):
        server = self.serve()
        before = server.call("GET", "/metrics").text
        self.assertRegex(before, r"(?m)^bt_runs_total 0$")
        self.assertRegex(before, r"(?m)^bt_fail_total 0$")
        trades = json.loads(server.post(PLANNING_BODY).text)["metrics"]["trades"]
        after = server.call("GET", "/metrics").text
        self.assertRegex(after, r"(?m)^bt_runs_total 1$")
        self.assertRegex(after, rf"(?m)^bt_trades_total {trades}$")
        self.assertRegex(after, r'(?m)^bt_latency_ms_bucket\{le="\+Inf"\} 1$')
        self.assertRegex(after, r'(?m)^backtest_runtime_ms_bucket\{le="\+Inf"\} 1$')
        server.stop()

    def test_strategies_are_listed_and_shown(self):
        server = self.serve()
        names = [row["name"] for row in json.loads(server.call("GET", "/api/v1/strategies").text)["data"]]
        self.assertIn("smaCross", names)
        shown = json.loads(server.call("GET", "/api/v1/strategies/smaCross").text)
        local = self.spark_json("strategy", "show", "smaCross")
        self.assertEqual({field: shown[field] for field in local}, local)
        problem = self.problem(server.call("GET", "/api/v1/strategies/smaCros"), 404)
        self.assertIn("smaCross", problem["fix"][0]["text"])
        server.stop()

    def test_a_pair_without_data_is_told_what_to_ingest(self):
        server = self.serve()
        problem = self.problem(server.post(PLANNING_BODY.replace("ETHUSDT", "SOLUSDT")), 404)
        self.assertIn("no data set holds SOLUSDT 1h", problem["detail"])
        fix = problem["fix"][0]["text"]
        self.assertIn("spark ingest csv FILE --venue binance --symbol SOLUSDT --timeframe 1h", fix)
        server.stop()


class Identity(ServeCase):
    def test_the_first_token_is_said_once_works_and_is_kept_only_as_a_digest(self):
        server = self.serve(environment={})
        self.assertEqual(server.post(PLANNING_BODY, headers={"x-admin-token": TOKEN}).status, 401)
        server.stop()
        said = re.findall(rb"adm_[0-9a-f]{64}", server.errors)
        self.assertEqual(len(said), 1, server.errors)
        token = said[0].decode()
        again = self.serve(environment={})
        self.assertEqual(again.post(PLANNING_BODY, headers={"x-admin-token": token}).status, 201)
        self.assertEqual(again.post(PLANNING_BODY, headers={"x-admin-token": token[:-1] + "g"}).status, 401)
        again.stop()
        self.assertNotIn(b"adm_", again.errors)
        for path in self.data.rglob("*"):
            if path.is_file():
                self.assertNotIn(said[0], path.read_bytes(), path)

    def test_who_names_nobody_changes_nothing(self):
        server = self.serve()
        problem = self.problem(server.post(PLANNING_BODY, headers={"x-admin-token": None}), 401)
        self.assertEqual(problem["code"], "unauthenticated")
        self.assertEqual(json.loads(server.call("GET", "/api/v1/backtests").text)["data"], [])
        server.stop()

    def test_a_short_token_is_refused_at_the_start(self):
        server = self.serve(environment={"SPARK_ADMIN_TOKEN": "short"})
        self.assertEqual(server.stop(), 3)

    def test_other_names_and_foreign_pages_are_refused(self):
        server = self.serve()
        self.problem(server.call("GET", "/", headers={"Host": "evil.example"}), 421)
        self.problem(server.post(PLANNING_BODY, headers={"Origin": "http://evil.example"}), 403)
        self.assertEqual(server.post(PLANNING_BODY, headers={"Origin": f"http://127.0.0.1:{server.port}"}).status, 201)
        server.stop()


class BadRequests(ServeCase):
    is_begun = True
    has_market = False

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.addCleanup(self.is_still_there)

    def is_still_there(self):
        """Whatever came, the server answers, ends well, and has made nothing."""
        self.assertEqual(self.server.call("GET", "/healthz").status, 200)
        self.assertEqual(self.server.stop(), 0)
        self.assertFalse((self.data / "evidence").exists())

    def test_malformed_json(self):
        for body in ("{", "", "[]", "null", "{'a':1}", '{"strategy":"smaCross",}', "\x00", "[" * 100_000, '"' * 3,
                     '{"strategy":"smaCross","strategy":"x"}', "NaN", '{"a":1e999999}'):
            answer = self.server.post(body)
            self.assertIn(answer.status, (400, 422), body[:40] + answer.text)

    def test_unknown_fields_and_wrong_types_point_at_the_field(self):
        for body, pointer in (
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","parms":{}}', "/parms"),
            ('{"pair":7,"timeframe":"1h","strategy":"smaCross"}', "/pair"),
            ('{"pair":"ETHUSDT","timeframe":"1 fortnight","strategy":"smaCross"}', "/timeframe"),
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fasst":9}}', "/params"),
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":"nine"}}', "/params"),
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":21,"slow":9}}', "/params"),
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","from":"yesterday"}', "/from"),
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","costs":{"fee_bps":"x"}}', "/costs"),
            ('{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","costs":{"maker":1}}', "/costs"),
        ):
            problem = self.problem(self.server.post(body), 422)
            self.assertEqual(problem["errors"][0]["pointer"], pointer, body)

    def test_names_that_are_paths_commands_or_markup(self):
        for name in ("../../etc/passwd", "/etc/passwd", "a.toml", "<script>alert(1)</script>", "'; DROP TABLE x;--",
                     "=cmd|' /C calc'!A0", "smaCross\\u0000", "..", "x" * 65, "$(id)"):
            for field in ("strategy", "dataset", "pair"):
                order = {"strategy": "smaCross", "dataset": "ds_synth_ETHUSDT_1h"}
                if field == "pair":
                    order = {"strategy": "smaCross", "pair": name, "timeframe": "1h"}
                order[field] = name
                answer = self.server.post(json.dumps(order))
                # `a.toml` could be a symbol; nothing holds it.
                self.assertIn(answer.status, (404, 422), f"{field} {name}: {answer.text}")
                self.assertNotIn("root:", answer.text)

    def test_path_traversal_in_addresses(self):
        for path in ("/../../etc/passwd", "/api/v1/evidence/..%2f..%2fetc%2fpasswd", "/api/v1/backtests/%2e%2e",
                     "/api/v1/strategies/..%5c..%5cx", "//etc/passwd", "/api/v1/evidence/%00", "/%"):
            self.assertEqual(self.server.call("GET", path).status, 400, path)
        for path in ("/etc/passwd", "/api/v1/evidence/etc.passwd", "/api/v1/strategies/a.toml", "/api/v1/backtests/x"):
            self.assertIn(self.server.call("GET", path).status, (404, 422), path)

    def test_ten_megabytes_are_refused_before_they_are_read(self):
        text = (f"POST /api/v1/backtests HTTP/1.1\r\nHost: 127.0.0.1\r\nx-admin-token: {TOKEN}\r\n"
                "Content-Type: application/json\r\nContent-Length: 10000000\r\n\r\n").encode()
        self.assertTrue(self.server.raw(text).startswith(b"HTTP/1.1 413 "))
        self.assertTrue(self.server.raw(text + b"x" * 10_000_000).startswith(b"HTTP/1.1 413 "))

    def test_framing_tricks_get_one_refusal_and_no_second_answer(self):
        head = b"POST /api/v1/backtests HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        smuggled = b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        for lines in (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                      b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                      b"Content-Length: 0\r\nContent-Length: 44\r\n",
                      b"Content-Length: 0, 0\r\n", b"Content-Length: +0\r\n", b"Content-Length : 0\r\n",
                      b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                      b"Transfer-Encoding:\x0bchunked\r\n", b"Host: evil.example\r\n", b" X: folded\r\n"):
            answer = self.server.raw(head + lines + b"\r\n0\r\n\r\n" + smuggled)
            self.assertRegex(answer, rb"^HTTP/1.1 (400|501) ", lines)
            self.assertEqual(len(re.findall(rb"HTTP/1.1 \d\d\d ", answer)), 1, lines)

    def test_methods_and_options(self):
        answer = self.server.call("DELETE", "/api/v1/backtests")
        self.problem(answer, 405)
        self.assertEqual(answer.getheader("Allow"), "GET, HEAD, POST, OPTIONS")
        answer = self.server.call("OPTIONS", "/api/v1/status", headers={"Origin": "http://evil.example"})
        self.assertEqual(answer.status, 204)
        self.assertIsNone(answer.getheader("Access-Control-Allow-Origin"))
        head = self.server.call("HEAD", "/api/v1/datasets")
        self.assertEqual((head.status, head.text), (200, ""))
        self.assertGreater(int(head.getheader("Content-Length")), 100)
        for method in (b"TRACE", b"CONNECT", b"PRI", b"get"):
            answer = self.server.raw(method + b" /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            self.assertRegex(answer, rb"^HTTP/1.1 4\d\d ", method)

    def test_random_bytes(self):
        numbers = random.Random(7)
        for _ in range(200):
            answer = self.server.raw(numbers.randbytes(numbers.randrange(1, 400)))
            self.assertTrue(answer == b"" or re.match(rb"HTTP/1.1 (400|431|501|505) ", answer), answer[:100])


class Stopping(ServeCase):
    def test_sigint_and_sigterm_end_it_well(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            self.assertEqual(self.serve().stop(number), 0)

    def test_sigterm_under_load_loses_no_answered_run(self):
        server = self.serve()
        answered, broken = [], []
        stopped = threading.Event()

        def client():
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            while True:
                # What is begun before the signal is answered; what comes later may find nobody.
                begun_before = not stopped.is_set()
                try:
                    connection.request("POST", "/api/v1/backtests", PLANNING_BODY,
                                       {"x-admin-token": TOKEN, "content-type": "application/json", "Prefer": "wait"})
                    answer = connection.getresponse()
                    text = answer.read()
                except (OSError, http.client.HTTPException) as error:
                    if begun_before and not stopped.is_set():
                        broken.append(repr(error))
                    return
                if answer.status == 201:
                    answered.append(json.loads(text)["id"])
                elif answer.status not in (429, 503):
                    broken.append(text)

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            waits = [pool.submit(client) for _ in range(6)]
            deadline = time.monotonic() + 30
            while len(answered) < 30 and time.monotonic() < deadline:
                time.sleep(0.01)
            stopped.set()
            code = server.stop()
            for wait in waits:
                wait.result(timeout=30)
        self.assertEqual(code, 0)
        self.assertEqual(broken, [])
        self.assertGreaterEqual(len(answered), 30)
        self.assertEqual(len(set(answered)), len(answered))
        listed = {row["id"] for row in self.spark_json("evidence", "ls")["evidence"]}
        self.assertLessEqual(set(answered), listed)
        self.spark("evidence", "verify", answered[-1])

    def test_a_run_that_was_sent_before_sigterm_is_answered(self):
        server = self.serve()
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        body = PLANNING_BODY.encode()
        connection.sendall((f"POST /api/backtest/start HTTP/1.1\r\nHost: 127.0.0.1\r\nx-admin-token: {TOKEN}\r\n"
                            f"Content-Type: application/json\r\nPrefer: wait\r\nContent-Length: {len(body)}\r\n\r\n"
                            ).encode() + body[:20])
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        connection.sendall(body[20:])
        answer = b""
        while part := connection.recv(65536):
            answer += part
        connection.close()
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer[:200])
        self.assertIn(b"Connection: close\r\n", answer)
        self.assertEqual(server.process.wait(timeout=30), 0)
        server.stop()

    def test_a_server_killed_hard_leaves_a_folder_the_next_one_takes(self):
        server = self.serve()
        first = json.loads(server.post(PLANNING_BODY).text)["id"]
        server.process.kill()
        server.process.wait(timeout=10)
        again = self.serve()
        self.assertEqual(again.call("GET", f"/api/v1/backtests/{first}").status, 200)
        self.assertEqual(again.post(PLANNING_BODY).status, 201)
        self.assertEqual(again.stop(), 0)
        server.stop()

    def test_two_servers_do_not_share_a_folder(self):
        server = self.serve()
        second = self.spark_json("serve", "--port", "all=0", code=10)
        self.assertIn("spark serve", second["error"]["message"])
        server.stop()
        self.assertEqual(self.serve().stop(), 0)


class Lines(ServeCase):
    def test_ports_and_roles_that_do_not_exist_are_refused(self):
        for arguments in (("--port", "api"), ("--port", "api=x"), ("--port", "api=70000"), ("--port", "door=1"),
                          ("--role", "boss"), ("--role", "web", "--port", "api=0")):
            self.assertEqual(self.spark_json("serve", *arguments, code=3)["error"]["exit_code"], 3, arguments)
        self.assertEqual(self.files_below_data(), [])

    def test_a_role_opens_its_ports_alone(self):
        server = self.serve(arguments=("--role", "web"))
        self.assertEqual(list(server.hello["ports"]), ["web"])
        server.port = server.hello["ports"]["web"]
        self.assertEqual(server.call("GET", "/").status, 200)
        server.stop()


if __name__ == "__main__":
    unittest.main()
