#!/usr/bin/env python3
"""Mixed API load on loopback: 150 requests a second, open loop, while backtests run as jobs beside it.

Each request is sent at its own planned moment, and its time is counted from that moment: a server that stalls is not
spared the requests that waited for it. Prints the machine, the commit and the command beside the figures.
With --sweep an optimization runs beside it instead of the backtests, on the threads a server gives it by itself.
Usage: bench/mixed_load.py [--binary build/release/spark] [--rate 150] [--seconds 20] [--sweep]
"""

import argparse
import http.client
import json
import queue
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from server import BARS, HEADERS, ROOT, TOKEN, Server, machine  # noqa: E402

SENDERS = 16
READS = ["/api/v1/status", "/api/v1/strategies", "/api/v1/strategies/smaCross", "/api/v1/datasets",
         "/api/v1/backtests?limit=20", "/api/v1/jobs?limit=20", "/openapi.json", "/readyz", "/metrics"]


def sender(port, work, took, faults):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while True:
        item = work.get()
        if item is None:
            return
        due, method, path, body = item
        time.sleep(max(0.0, due - time.perf_counter()))
        try:
            connection.request(method, path, body, HEADERS if body else {})
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                faults.append((path, answer.status))
        except OSError as error:
            faults.append((path, str(error)))
            connection.close()
        took.append((time.perf_counter() - due) * 1e3)


def jobs_beside(port, stop, made):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    fast = 5
    while not stop.is_set():
        fast = 5 + (fast + 1) % 40
        body = json.dumps({"dataset": "ds_synth_BENCH_1m", "strategy": "smaCross",
                           "params": {"fast": fast, "slow": 90}})
        connection.request("POST", "/api/v1/backtests", body, HEADERS)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 201:
            raise RuntimeError(f"a job beside the load: {answer.status}")
        made.append(answer.status)


def sweep_beside(port, stop, made):
    """One grid of the general path, far longer than the load; `made` is the sets it kept meanwhile."""
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def call(method, path, body=None):
        headers = {"x-admin-token": TOKEN, **({"content-type": "application/json"} if body else {})}
        connection.request(method, path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"the sweep beside the load: {answer.status} {text[:300]}")
        return json.loads(text)

    order = {"backtest": {"dataset": "ds_synth_BENCH_1m", "strategy": "smaCross", "leverage": 2}, "assessment": False,
             "parameters": ["fast=5:154", "slow=160:459"]}
    path = "/api/v1/optimizations/opt_" + call("POST", "/api/v1/optimizations", order)["id"].split("_", 1)[1]
    # Small ones come and go meanwhile: their waits are the queue's.
    small = {**order, "parameters": ["fast=5:8", "slow=160:162"]}
    while not stop.wait(0.5):
        call("POST", "/api/v1/optimizations", small)
    made.extend([None] * call("GET", path)["standing"]["done"])
    begun = time.perf_counter()
    call("POST", path + "/cancel")
    while call("GET", path)["state"] == "running":
        time.sleep(0.002)
    print(f"  canceled within {(time.perf_counter() - begun) * 1e3:.0f} ms")
    connection.request("GET", "/metrics")
    figures = connection.getresponse().read().decode()
    for name, what in (("optimizer_step_ms", "step (CPU of a set)"), ("optimizer_queue_wait_ms", "queue wait")):
        count, p95 = percentile(figures, name, 0.95)
        print(f"  {what}: P95 at most {p95} ms of {count}")


def percentile(figures, name, part):
    """Count of a histogram, and the bound of its bucket in which that part of it is reached."""
    buckets = re.findall(rf'^{name}_bucket{{le="([^"]+)"}} (\d+)', figures, re.MULTILINE)
    count = int(buckets[-1][1])
    return count, next(bound for bound, below in buckets if int(below) >= part * count)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build/release/spark"))
    parser.add_argument("--rate", type=float, default=150)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--sweep", action="store_true")
    arguments = parser.parse_args()
    commit = subprocess.check_output(["git", "-C", ROOT, "rev-parse", "--short=12", "HEAD"], text=True)
    print(f"machine  {machine()}\ncommit   {commit.strip()}\ncommand  bench/mixed_load.py --rate {arguments.rate:g} "
          f"--seconds {arguments.seconds:g}{' --sweep' if arguments.sweep else ''}")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([arguments.binary, "--data-dir", folder, "--quiet", "data", "synth", "--symbol", "BENCH",
                        "--timeframe", "1m", "--bars", str(BARS), "--seed", "7"], check=True, stdout=subprocess.DEVNULL)
        server = Server(arguments.binary, folder)
        work, took, faults, made = queue.Queue(), [], [], []
        chance = random.Random(7)
        begin = time.perf_counter() + 0.5
        count = int(arguments.rate * arguments.seconds)
        for index in range(count):
            due = begin + index / arguments.rate
            work.put((due, "GET", chance.choice(READS), None))
        stop = threading.Event()
        work_beside = sweep_beside if arguments.sweep else jobs_beside
        beside = threading.Thread(target=work_beside, args=(server.port, stop, made))
        threads = [threading.Thread(target=sender, args=(server.port, work, took, faults)) for _ in range(SENDERS)]
        for _ in threads:
            work.put(None)
        beside.start()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stop.set()
        beside.join()
        took.sort()
        at = lambda part: took[min(len(took) - 1, int(part * len(took)))]  # noqa: E731
        things = "sets of a sweep" if arguments.sweep else "backtests"
        print(f"{count} requests at {arguments.rate:g} a second, {len(made)} {things} of {BARS} bars beside them   "
              f"(bar P95 20 ms)\n  median {at(0.5):.1f} ms, P95 {at(0.95):.1f} ms, P99 {at(0.99):.1f} ms, "
              f"worst {took[-1]:.1f} ms, {len(faults)} faults {faults[:3]}")
        server.stop()


if __name__ == "__main__":
    main()
