"""Workers on other machines: a real nats-server, a coordinator and `spark worker` processes that are killed, paused and
of another build. SPARK_WORKER_ROUNDS repeats the kill test."""

import csv
import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from spark_case import ROOT, SPARK, SparkCase  # noqa: E402

NATS = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin:/usr/local/sbin")
ROUNDS = int(os.environ.get("SPARK_WORKER_ROUNDS", "1"))
GRID = ["--param", "fast=5:34", "--param", "slow=40:99", "--no-assessment"]  # 1,800 sets


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def variables():
    return {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}


class Nats:
    """A server of the test's own, on a port of its own, with its store in the test's folder."""

    def __init__(self, folder, config=None):
        self.folder, self.port = folder, free_port()
        self.config = folder / "nats.conf"
        self.config.write_text(
            config(self.port)
            if config
            else f'listen: "127.0.0.1:{self.port}"\njetstream {{\n  store_dir: "{folder}/nats"\n}}\n'
        )
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen([NATS, "-c", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for line in self.process.stderr:
            if b"Server is ready" in line:
                break
        else:
            raise AssertionError("nats-server did not start")
        # Whoever logs to a pipe nobody reads stops one day; this log goes nowhere from here on.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        self.drain.wait()


@unittest.skipUnless(NATS, "nats-server is not installed")
class WorkersCase(SparkCase):
    def setUp(self):
        super().setUp()
        self.started = []
        self.addCleanup(self.end_all)
        self.spark("data", "synth", "--bars", "30000", "--seed", "3")
        self.dataset = self.spark_json("data", "ls")["datasets"][0]["id"]

    def end_all(self):
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()
            process.stderr.close()

    def serve_nats(self, config=None):
        nats = Nats(self.folder, config)
        self.addCleanup(nats.kill)
        return nats

    def process(self, *arguments, data=None, program=SPARK):
        command = [program, *map(str, arguments), "--data-dir", str(data or self.data)]
        log = open(self.folder / f"log{len(self.started)}", "wb+")
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, env=variables())
        started.stderr = log
        self.started.append(started)
        return started

    def worker(self, name, *flags, program=SPARK):
        line = ["worker", "--name", name, "--threads", "1", *flags]
        return self.process(*line, data=self.folder / name, program=program)

    def words(self, process):
        process.stderr.seek(0)
        return process.stderr.read().decode("utf-8", "replace")

    def wait_for(self, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not (found := what()):
            self.assertLess(time.monotonic(), deadline, "it did not come in time")
            time.sleep(0.02)
        return found

    def optimize(self, out, *flags):  # always with --nats
        line = ["optimize", "grid", "smaCross", "--dataset", self.dataset, *GRID, "--lease-ms", "1000", "--out", out]
        return self.process(*line, *flags)

    def alone(self):
        self.spark("optimize", "grid", "smaCross", "--dataset", self.dataset, *GRID, "--out", self.folder / "alone")
        return self.hash_of("alone")

    def hash_of(self, name):
        return hashlib.sha256((self.folder / name / "leaderboard.csv").read_bytes()).hexdigest()


class Kills(WorkersCase):
    def test_two_killed_one_paused_and_the_server_restarted_give_the_leaderboard_of_one_machine(self):
        expected = self.alone()
        nats = self.serve_nats()
        flags = ["--nats", f"nats://127.0.0.1:{nats.port}"]
        for turn in range(ROUNDS):
            out = f"fleet{turn}"
            doomed = [self.worker(f"doomed{turn}-{index}", *flags) for index in range(2)]
            paused = self.worker(f"paused{turn}", *flags)
            coordinator = self.optimize(self.folder / out, *flags)
            for process in [*doomed, paused]:
                self.wait_for(lambda process=process: "works for" in self.words(process))
            doomed[0].kill()
            paused.send_signal(signal.SIGSTOP)
            nats.kill()
            nats.start()
            doomed[1].kill()
            self.worker(f"last{turn}", *flags)
            time.sleep(1.5)  # past the lease of one second
            paused.send_signal(signal.SIGCONT)
            self.assertEqual(coordinator.wait(60), 0, self.words(coordinator))
            self.assertEqual(self.hash_of(out), expected)
            with open(self.folder / out / "leaderboard.csv", newline="") as rows:
                sets = [(row["fast"], row["slow"]) for row in csv.DictReader(rows)]
            self.assertEqual(len(sets), 1800)
            self.assertEqual(len(set(sets)), 1800)


class Builds(WorkersCase):
    def test_a_worker_of_another_build_gets_no_work_and_both_sides_say_so(self):
        nats = self.serve_nats()
        flags = ["--nats", f"nats://127.0.0.1:{nats.port}"]
        commit = self.spark_json("version")["commit"]
        if not re.fullmatch("[0-9a-f]{40}", commit):
            self.skipTest("this binary knows no commit")
        other = self.folder / "spark-of-another-build"
        changed = commit[::-1]
        other.write_bytes(pathlib.Path(SPARK).read_bytes().replace(commit.encode(), changed.encode()))
        other.chmod(0o755)
        stranger = self.worker("stranger", *flags, program=str(other))
        coordinator = self.optimize(self.folder / "out", *flags)
        self.wait_for(lambda: "it gets no work" in self.words(coordinator))
        self.wait_for(lambda: "no work is taken from it" in self.words(stranger))
        self.assertIn(changed, self.words(coordinator))
        self.assertIn(commit, self.words(stranger))
        self.worker("same", *flags)
        self.assertEqual(coordinator.wait(60), 0, self.words(coordinator))


@unittest.skipUnless(shutil.which("openssl"), "the openssl command is not installed")
class Secured(WorkersCase):
    """deploy/nats/nats-server.conf as it stands, with certificates and passwords of the test."""

    def secured(self, port):
        text = (ROOT / "deploy/nats/nats-server.conf").read_text()
        for pattern, replacement in (
            (r'listen: "0.0.0.0:4222"', f'listen: "127.0.0.1:{port}"'),
            (r'http: "127.0.0.1:8222"\n', ""),
            (r"/var/lib/nats/spark", f"{self.folder}/nats"),
            (r"/etc/nats/", f"{self.folder}/"),
            (r"\$COORDINATOR_PASSWORD_HASH", "coordinator-word"),
            (r"\$WORKER_PASSWORD_HASH", "worker-word"),
        ):
            text, found = re.subn(pattern, replacement, text)
            self.assertGreater(found, 0, pattern)
        return text

    def secret(self, name, text):
        path = self.write(name, text)
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        return path

    def make_certificates(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=ca", "-keyout", "ca.key", "-out", "spark-ca.pem")
        openssl("req", *key, "-subj", "/CN=localhost", "-keyout", "spark-bus.key", "-out", "bus.csr")
        self.write("san.ext", "subjectAltName=DNS:localhost\n")
        openssl("x509", "-req", "-in", "bus.csr", "-CA", "spark-ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
                "2", "-extfile", "san.ext", "-out", "spark-bus.pem")

    def test_tls_accounts_and_signed_messages_run_an_optimization(self):
        expected = self.alone()
        self.make_certificates()
        nats = self.serve_nats(self.secured)
        key = self.secret("fleet.key", "0123456789abcdef0123456789abcdef\n")
        common = ["--tls-ca", self.folder / "spark-ca.pem", "--key-file", key]
        worker = ["--user", "worker", "--password-file", self.secret("w", "worker-word\n"), *common]
        boss = ["--user", "coordinator", "--password-file", self.secret("c", "coordinator-word\n"), *common]
        url = ["--nats", f"tls://localhost:{nats.port}"]

        self.spark("worker", "--nats", f"tls://127.0.0.1:{nats.port}", *worker, code=5)  # not the certificate's name
        wrong = self.secret("x", "wrong\n")
        self.spark("worker", *url, "--user", "worker", "--password-file", wrong, *common, code=5)
        self.worker("w1", *url, *worker)
        coordinator = self.optimize(self.folder / "out", *url, *boss)
        self.assertEqual(coordinator.wait(60), 0, self.words(coordinator))
        self.assertEqual(self.hash_of("out"), expected)

        # A worker's rights are not enough for a coordinator.
        refused = self.optimize(self.folder / "refused", *url, *worker)
        self.assertEqual(refused.wait(60), 5, self.words(refused))


if __name__ == "__main__":
    unittest.main()
