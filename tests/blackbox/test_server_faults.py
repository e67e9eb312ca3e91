"""`spark serve` under faults: killed in jobs; its files damaged, locked, deleted, full; PostgreSQL behind it."""

import http.client
import json
import os
import random
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from spark_case import SPARK  # noqa: E402
from test_serve import TOKEN, Server, ServeCase  # noqa: E402

HEADERS = {"x-admin-token": TOKEN, "content-type": "application/json"}
OVER = {"succeeded", "failed", "canceled", "interrupted"}


def body_of(number):
    return json.dumps({"pair": "ETHUSDT", "timeframe": "1h", "strategy": "smaCross",
                       "params": {"fast": 5 + number % 10, "slow": 20 + number}})


class Killed(ServeCase):
    """P-JOB-1: no job is lost, none is done twice, whenever the process dies."""

    def submit(self, server, number):
        headers = {**HEADERS, "Idempotency-Key": f"order-{number}"}
        return server.call("POST", "/api/v1/backtests", body_of(number), headers, timeout=10)

    def wait_for_all(self, server, jobs):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            states = {job: json.loads(server.call("GET", f"/api/v1/jobs/{job}").text) for job in jobs}
            if all(state["status"] in OVER for state in states.values()):
                return states
            time.sleep(0.05)
        self.fail(f"jobs that do not end: {states}")

    def test_jobs_survive_kills_at_any_moment(self):
        rounds = int(os.environ.get("SPARK_KILL_ROUNDS", "6"))
        chance = random.Random(20261121)
        accepted = {}  # number → job
        asked = 0
        for _ in range(rounds):
            server = Server(self.data)
            stopper = threading.Timer(chance.uniform(0.02, 0.4), server.process.kill)
            stopper.start()
            try:
                while True:
                    asked += 1
                    answer = self.submit(server, asked)
                    self.assertEqual(answer.status, 202, answer.text)
                    accepted[asked] = json.loads(answer.text)["id"]
            except (OSError, http.client.HTTPException):
                pass  # the process is gone in the middle of a call
            stopper.join()
            self.assertEqual(server.stop(signal.SIGKILL), -signal.SIGKILL)
        server = self.serve()
        self.assertGreater(len(accepted), rounds)
        states = self.wait_for_all(server, accepted.values())
        # A job that was at work in three kills is not begun a fourth time: it may be what kills the process.
        given_up = [state for state in states.values() if state["status"] == "interrupted"]
        self.assertEqual({state["attempt"] for state in given_up} - {3}, set(), given_up)
        at_once = max(2, os.cpu_count() or 2)
        self.assertLessEqual(len(given_up), at_once * rounds // 3, "three kills each")
        ended = [state for state in states.values() if state not in given_up]
        self.assertEqual({state["status"] for state in ended}, {"succeeded"}, states)
        results = {state["links"]["result"] for state in ended}
        self.assertEqual(len(results), len(ended), "one run each")
        # The same orders again, by their keys: the same jobs, nothing new.
        for number, job in list(accepted.items())[:10]:
            self.assertEqual(json.loads(self.submit(server, number).text)["id"], job)
        listed = set()
        cursor = ""
        while True:
            page = json.loads(server.call("GET", f"/api/v1/backtests?limit=200{cursor}").text)
            listed |= {row["id"] for row in page["data"]}
            if not page["has_more"]:
                break
            cursor = f"&cursor={page['next_cursor']}"
        self.assertLessEqual({result.rsplit("/", 1)[1] for result in results}, listed)
        self.assertLessEqual(len(listed), asked, "an order nobody was answered may be there once, none twice")
        done = subprocess.run([SPARK, "audit", "verify", "--data-dir", self.data], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Damaged(ServeCase):
    """What is wrong with the store is said at the start, or when it happens; nothing is served from it."""

    def refused(self, code, *words):
        server = Server(self.data)
        self.assertNotIn("ports", server.hello or {})
        ended = server.stop()
        # All that is said is UTF-8, whatever lies in the file.
        text = json.dumps(server.hello) + server.errors.decode()
        self.assertEqual(ended, code, text)
        for word in words:
            self.assertIn(word, text)

    def test_a_store_that_is_no_store_is_refused_with_its_name(self):
        self.serve().stop()
        (Path(self.data) / "spark.db").write_bytes(b"this is no database at all" * 400)
        self.refused(7, "spark.db")

    def test_a_store_with_flipped_bytes_is_refused(self):
        self.serve().stop()
        path = Path(self.data) / "spark.db"
        data = bytearray(path.read_bytes())
        for at in range(4_096 + 200, len(data), 4_096):
            data[at] ^= 0x41
        path.write_bytes(data)
        self.refused(7, "spark.db")

    def test_a_store_locked_by_another_program_is_said_to_be_busy_and_then_goes_on(self):
        server = self.serve()
        holder = sqlite3.connect(Path(self.data) / "spark.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        answer = server.post(body_of(1))
        self.assertEqual(answer.status, 503, answer.text)
        self.assertLess(time.monotonic() - begun, 20)
        self.assertEqual(server.call("GET", "/api/v1/strategies").status, 200)
        holder.execute("ROLLBACK")
        holder.close()
        self.assertEqual(server.post(body_of(2)).status, 201)

    def test_a_store_deleted_under_the_server_makes_it_unready_and_refuses_changes(self):
        server = self.serve()
        os.remove(Path(self.data) / "spark.db")
        ready = server.call("GET", "/readyz")
        self.assertEqual(ready.status, 503, ready.text)
        self.assertIn('"store","ok":false', ready.text.replace('"name":', ""))
        self.assertEqual(server.call("GET", "/healthz").status, 200)
        answer = server.post(body_of(1))
        self.assertGreaterEqual(answer.status, 500)
        self.assertEqual(json.loads(server.call("GET", "/api/v1/strategies").text)["data"][0]["name"] != "", True)

    def test_an_audit_log_with_a_flipped_byte_is_found(self):
        server = self.serve()
        server.post(body_of(1))
        server.stop()
        files = sorted((Path(self.data) / "audit").glob("audit-*.jsonl"))
        data = bytearray(files[0].read_bytes())
        data[len(data) // 2] ^= 0x01
        files[0].write_bytes(data)
        done = subprocess.run([SPARK, "audit", "verify", "--data-dir", self.data], capture_output=True, text=True)
        self.assertEqual(done.returncode, 7, done.stdout)
        self.assertIn(files[0].name, done.stdout + done.stderr)

    def test_a_full_disk_refuses_changes_keeps_looking_and_recovers_by_itself(self):
        if os.geteuid() != 0 or not shutil.which("mount"):
            self.skipTest("needs to mount a small tmpfs")
        small = Path(self.data) / "small"
        small.mkdir(parents=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small], check=False).returncode != 0:
            self.skipTest("cannot mount a tmpfs here")
        self.addCleanup(subprocess.run, ["umount", "-l", small], check=False)
        server = Server(small)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        self.assertIsNotNone(server.hello, server.errors)
        filler = small / "filler"
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            except OSError:
                pass
        statuses = [server.post(body_of(number)).status for number in range(5)]
        self.assertTrue(all(status in (503, 507) for status in statuses), statuses)
        self.assertEqual(server.call("GET", "/api/v1/strategies").status, 200)
        self.assertEqual(server.call("GET", "/healthz").status, 200)
        filler.unlink()
        end = time.monotonic() + 20
        while time.monotonic() < end:
            answer = server.post(body_of(9))
            if answer.status == 201:
                break
            time.sleep(0.2)
        self.assertEqual(answer.status, 201, answer.text)
        self.assertEqual(server.stop(), 0)
        done = subprocess.run([SPARK, "audit", "verify", "--data-dir", small], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_file_size_limit_ends_nothing(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

        self.serve().stop()
        variables = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
        variables["SPARK_ADMIN_TOKEN"] = TOKEN
        process = subprocess.Popen([SPARK, "serve", "--port", "all=0", "--json", "--data-dir", self.data],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=variables, preexec_fn=limit)
        line = process.stdout.readline()
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
        self.assertIn(process.returncode, (0, 9), line)


class OnPostgres(ServeCase):
    """The same server with its store in PostgreSQL, stopped and started again under it."""

    BIN = Path("/usr/lib/postgresql/15/bin")

    def setUp(self):
        super().setUp()
        if not (self.BIN / "initdb").exists():
            self.skipTest("PostgreSQL 15 is not installed")
        self.cluster = Path(tempfile.mkdtemp(prefix="spark-pg-"))
        self.addCleanup(shutil.rmtree, self.cluster, True)
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.cluster, "postgres")
        self.run_tool("initdb", "-A", "trust", "-U", "spark", "-D", str(self.cluster / "data"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.pg_port = probe.getsockname()[1]
        self.pg("start")
        self.addCleanup(self.pg, "stop", "-m", "immediate")
        self.run_tool("createdb", "-h", "127.0.0.1", "-p", str(self.pg_port), "-U", "spark", "spark")

    def run_tool(self, name, *arguments):
        done = subprocess.run([*self.user, str(self.BIN / name), *arguments], capture_output=True, text=True, cwd="/")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def pg(self, *action):
        options = f"-p {self.pg_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.cluster}"
        subprocess.run([*self.user, str(self.BIN / "pg_ctl"), "-w", "-D", str(self.cluster / "data"), "-o", options,
                        "-l", str(self.cluster / "log"), *action], stdout=subprocess.DEVNULL, check=False, cwd="/")

    def test_jobs_and_identity_go_on_after_postgres_was_away(self):
        url = f"postgresql://spark@127.0.0.1:{self.pg_port}/spark"
        server = Server(self.data, {"SPARK_ADMIN_TOKEN": TOKEN, "SPARK_STORE_URL": url})
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        self.assertIsNotNone(server.hello, server.errors)
        self.assertFalse((Path(self.data) / "spark.db").exists())
        first = server.post(body_of(1))
        self.assertEqual(first.status, 201, first.text)
        self.pg("stop", "-m", "fast")
        away = server.post(body_of(2), headers={"Prefer": "wait=5"})
        self.assertIn(away.status, (503, 504), away.text)
        self.assertEqual(server.call("GET", "/readyz").status, 503)
        self.assertEqual(server.call("GET", "/api/v1/strategies").status, 200)
        self.pg("start")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            back = server.post(body_of(3))
            if back.status == 201:
                break
            time.sleep(0.2)
        self.assertEqual(back.status, 201, back.text)
        self.assertEqual(server.call("GET", "/readyz").status, 200)
        rows = json.loads(server.call("GET", "/api/v1/jobs").text)["data"]
        self.assertGreaterEqual(len(rows), 2)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
