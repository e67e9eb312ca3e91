#!/usr/bin/env python3
"""Figures of `spark serve` on loopback: start to /readyz, plain GETs on one I/O thread, a backtest over HTTP, memory.

Prints the machine, the commit and the command beside every figure. Client and server share the machine's cores.
Usage: bench/server.py [--binary build/release/spark] [--runs 200] [--seconds 5]
"""

import argparse
import http.client
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN = "bench-token-1"
HEADERS = {"x-admin-token": TOKEN, "content-type": "application/json", "Prefer": "wait"}
BARS = 100_000


def machine():
    model = platform.processor() or "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


class Server:
    """`spark serve` on free ports; `ready_ms` is from the fork to the first 200 of /readyz."""

    def __init__(self, spark, data):
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [spark, "serve", "--port", "all=0", "--json", "--data-dir", data], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={**os.environ, "SPARK_ADMIN_TOKEN": TOKEN})
        self.port = json.loads(self.process.stdout.readline())["ports"]["api"]
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        self.call("GET", "/readyz")
        self.ready_ms = (time.perf_counter() - begun) * 1e3

    def call(self, method, path, body=None):
        self.connection.request(method, path, body, HEADERS if body else {})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return text

    def memory(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        if code != 0:
            raise RuntimeError(f"the server ends with {code}")


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def time_starts(spark, folder):
    fresh, again = [], []
    for index in range(10):
        data = str(folder / f"start{index}")
        for list_of in (fresh, again):
            server = Server(spark, data)
            list_of.append(server.ready_ms)
            memory = server.memory()
            server.stop()
    print("start to /readyz   (bar 300 ms)")
    for name, list_of in (("empty folder, two synthetic sets made", fresh), ("folder that is there", again)):
        print(f"  {name}: median {statistics.median(list_of):.0f} ms, worst {max(list_of):.0f} of {len(list_of)}")
    print(f"idle memory\n  VmRSS {memory:.1f} MiB   (bar 80 MiB)")


def time_gets(server, seconds):
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{server.port}/healthz"]
    if shutil.which("wrk") is None:
        print("plain GET\n  wrk is not installed: ./dev setup bench")
        return
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"plain GET, one I/O thread   (bar 40,000 a second)\n  command  {' '.join(command)}")
    for line in done.stdout.splitlines():
        if any(word in line for word in ("50%", "99%", "Requests/sec", "Non-2xx", "Socket errors")):
            print(f"  {line.strip()}")


def time_backtests(server, runs):
    body = ('{"pair":"BTCUSDT","timeframe":"1m","strategy":"smaCross","params":{"fast":9,"slow":21}}')
    for _ in range(5):
        server.call("POST", "/api/backtest/start", body)
    took = []
    for _ in range(runs):
        begun = time.perf_counter()
        run = json.loads(server.call("POST", "/api/backtest/start", body))
        took.append((time.perf_counter() - begun) * 1e3)
    if run["dataset"]["bars"] != BARS:
        raise RuntimeError(f"ran on {run['dataset']['bars']} bars")
    print(f"POST /api/backtest/start, Prefer: wait, {BARS} bars warm, evidence on disk   (bar P95 30 ms)\n"
          f"  {runs} one after another: median {statistics.median(took):.1f} ms, P95 {percentile(took, 0.95):.1f} ms, "
          f"worst {max(took):.1f} ms\n  {run['result_hash']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build/release/spark"))
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=5)
    arguments = parser.parse_args()

    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True)
    print(f"machine  {machine()}\ncommit   {commit.stdout.strip() or 'unknown'}\n"
          f"command  bench/server.py --runs {arguments.runs} --seconds {arguments.seconds}")
    with tempfile.TemporaryDirectory(prefix="spark-bench-") as name:
        folder = pathlib.Path(name)
        time_starts(arguments.binary, folder)
        data = str(folder / "data")
        subprocess.run([arguments.binary, "data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1m", "--bars",
                        str(BARS), "--seed", "7", "--data-dir", data, "--json"], check=True, capture_output=True)
        server = Server(arguments.binary, data)
        time_gets(server, arguments.seconds)
        time_backtests(server, arguments.runs)
        server.stop()


if __name__ == "__main__":
    main()
