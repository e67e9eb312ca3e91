"""What tests of workers on other machines share: a real nats-server, processes of the test's own, a plain client."""

import csv
import functools
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.request

from spark_case import SPARK, SparkCase

NATS = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin:/usr/local/sbin")
# A latency keeps the sets off the fast way: about a second of one core's work, to be caught in the middle of.
SLOW = ["--param", "fast=5:34", "--param", "slow=40:99", "--latency-bars", "1", "--no-assessment"]
SETS = 1800


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def variables():
    return {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}


@functools.cache
def why_not():
    """Why this machine cannot run these tests; empty: it can."""
    if not NATS:
        return "nats-server is not installed"
    tried = subprocess.run([SPARK, "worker", "--nats", "nats://127.0.0.1:1"], capture_output=True, env=variables())
    lacks = next((line for line in tried.stderr.decode().splitlines() if "not installed" in line), "")
    return lacks.removeprefix("error: ")


class Nats:
    """A server of the test's own, on ports of its own, with its store in the test's folder."""

    def __init__(self, folder, config=None):
        self.folder, self.port, self.look_port = folder, free_port(), free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self.config = folder / "nats.conf"
        plain = (
            f'listen: "127.0.0.1:{self.port}"\nhttp: "127.0.0.1:{self.look_port}"\n'
            f'jetstream {{\n  store_dir: "{folder}/nats"\n}}\n'
        )
        self.config.write_text(config(self.port) if config else plain)
        self.start()

    def start(self):
        self.process = subprocess.Popen([NATS, "-c", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = b""
        for line in self.process.stderr:
            said += line
            if b"Server is ready" in line:
                break
        else:
            raise AssertionError(f"nats-server did not start: {said.decode()}")
        # Whoever logs to a pipe nobody reads stops one day; this log goes nowhere from here on.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        self.drain.wait()

    def forget(self):
        shutil.rmtree(self.folder / "nats")

    def queue(self, stream):
        """How the server says the queue of the running job stands; nothing while there is none."""
        address = f"http://127.0.0.1:{self.look_port}/jsz?accounts=true&streams=true&consumers=true"
        with urllib.request.urlopen(address, timeout=5) as answer:
            accounts = json.load(answer).get("account_details") or []
        for account in accounts:
            for each in account.get("stream_detail") or []:
                if each["name"] == stream and each.get("consumer_detail"):
                    return each["consumer_detail"][0]
        return {}


class Client:
    """Speaks the NATS protocol by hand: for who wants to forge, and for what an account may not."""

    def __init__(self, port, host="127.0.0.1", context=None, **login):
        self.socket = socket.create_connection((host, port), timeout=10)
        self.file = self.socket.makefile("rb")
        assert self.file.readline().startswith(b"INFO ")
        if context:
            self.socket = context.wrap_socket(self.socket, server_hostname=host)
            self.file = self.socket.makefile("rb")
        options = {"verbose": False, "pedantic": False, "headers": True, "protocol": 1, "lang": "test", **login}
        self.heard = []
        try:
            self.send(f"CONNECT {json.dumps(options)}\r\n")
            self.sync()
        except (AssertionError, ConnectionError):
            self.close()
            raise

    def send(self, text):
        self.socket.sendall(text.encode() if isinstance(text, str) else text)

    def publish(self, subject, data=b""):
        self.send(f"PUB {subject} {len(data)}\r\n".encode() + data + b"\r\n")

    def subscribe(self, subject):
        self.send(f"SUB {subject} 1\r\n")

    def sync(self):
        """What the server refused since the last time; messages that came are kept in `heard`."""
        self.send("PING\r\n")
        refused = []
        while True:
            line = self.file.readline()
            assert line, "the server closed the connection"
            word = line.split()[0]
            if word in (b"MSG", b"HMSG"):
                fields = line.split()
                data = self.file.read(int(fields[-1]) + 2)[:-2]
                data = data[int(fields[-2]) :] if word == b"HMSG" else data
                self.heard.append((fields[1].decode(), data))
            elif word == b"-ERR":
                refused.append(line.decode().strip())
            elif word == b"PING":
                self.send("PONG\r\n")
            elif word == b"PONG":
                return refused

    def close(self):
        self.file.close()
        self.socket.close()


def trusting(authority):
    return ssl.create_default_context(cafile=str(authority))


def seal(key, kind, body):
    """As docs/reference/worker_protocol.md says."""
    code = hmac.new(key, kind.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    return f"spark.fleet/1 {code}\n".encode() + body


class FleetCase(SparkCase):
    bars = 40_000

    def setUp(self):
        if reason := why_not():
            self.skipTest(reason)
        super().setUp()
        self.started = []
        self.addCleanup(self.end_all)
        line = ["data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1m", "--bars", self.bars, "--seed", "3"]
        self.spark(*line)
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

    def wait_for(self, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not (found := what()):
            if time.monotonic() > deadline:
                self.fail("it did not come in time:\n" + "\n".join(map(self.words, self.started)))
            time.sleep(0.01)
        return found

    def wait_said(self, process, text):
        self.wait_for(lambda: text in self.words(process))

    def line(self, out):
        return ["optimize", "grid", "smaCross", "--dataset", self.dataset, *SLOW, "--out", self.folder / out]

    def optimize(self, out, *flags):  # always with --nats
        return self.process(*self.line(out), "--lease-ms", "1000", *flags)

    def alone(self):
        self.spark(*self.line("alone"))
        return self.hash_of("alone")

    def hash_of(self, name):
        return hashlib.sha256((self.folder / name / "leaderboard.csv").read_bytes()).hexdigest()

    def check_like(self, expected, coordinator, out):
        """It ended well, with every set once and the leaderboard of one machine to the last byte."""
        self.assertEqual(coordinator.wait(120), 0, self.words(coordinator))
        with open(self.folder / out / "leaderboard.csv", newline="") as rows:
            sets = [(row["fast"], row["slow"]) for row in csv.DictReader(rows)]
        self.assertEqual((len(sets), len(set(sets))), (SETS, SETS))
        self.assertEqual(self.hash_of(out), expected)

    def wait_in_the_middle(self, nats, coordinator, held=1):
        """Some results have come and so many blocks are held; the optimization is far from its end."""
        self.wait_for(
            lambda: nats.queue("SPARK_RESULTS").get("delivered", {}).get("consumer_seq", 0) > 0
            and nats.queue("SPARK_LEASES").get("num_ack_pending", 0) >= held
        )
        self.assertIsNone(coordinator.poll(), "it was over before anything could happen to it")
