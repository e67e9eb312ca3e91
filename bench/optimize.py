#!/usr/bin/env python3
"""Times whole `spark optimize` processes: the SMA pair grid of 4,950 sets over 130,708 one-minute bars, its leaderboard
on disk; one worker and two; the memory of many sets; how soon Ctrl-C ends it.

Bars are those of SPARK_SHARED where it is there, else synthetic ones of the same number. Prints the machine, the
commit, the command and a digest of the leaderboard beside every figure.
Usage: bench/optimize.py [--binary build/release/spark] [--repeat 5] [--sets 1000000]
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import time

from whole_process import ROOT, commit, machine, run

PAIRS = ["--param", "fast=5:54", "--param", "slow=60:158"]


def ingest(spark, data):
    shared = pathlib.Path(os.environ.get("SPARK_SHARED", ROOT.parent / "shared")) / "data"
    source = shared / "binance/klines_1m/BTCUSDT-1m-20250520-20250818.csv.gz"
    if source.exists():
        text, _, _ = run([spark, "ingest", "csv", str(source), "--venue", "binance", "--symbol", "BTCUSDT",
                          "--timeframe", "1m", "--data-dir", str(data), "--json"])
    else:
        text, _, _ = run([spark, "data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1m", "--bars", "130708",
                          "--seed", "7", "--data-dir", str(data), "--json"])
    return json.loads(text)["dataset"]


def grid(spark, data, dataset, out, *flags, pairs=PAIRS):
    shutil.rmtree(out, ignore_errors=True)
    return [spark, "optimize", "grid", "smaCross", "--dataset", dataset, *pairs, "--objective", "net_pnl", "--out",
            str(out), *flags, "--data-dir", str(data), "--json"]


def digest(out):
    return hashlib.sha256((out / "leaderboard.csv").read_bytes()).hexdigest()[:16]


def time_grid(spark, data, dataset, out, repeat, name, *flags):
    """Median wall of whole processes."""
    walls, cpus, boards = [], [], set()
    for _ in range(repeat):
        command = grid(spark, data, dataset, out, *flags)
        text, wall, cpu = run(command)
        walls.append(wall)
        cpus.append(cpu)
        boards.add(digest(out))
        document = json.loads(text)
    assert len(boards) == 1, f"the leaderboard changed between runs: {boards}"
    wall, cpu, steps = statistics.median(walls), statistics.median(cpus), document["bar_steps"]
    print(f"{name}\n  command  {' '.join(command)}\n  wall     median {wall * 1e3:.0f} ms, "
          f"best {min(walls) * 1e3:.0f} ms of {repeat}\n  cpu      median {cpu * 1e3:.0f} ms of the whole process\n"
          f"  {document['sets']} sets x {document['bars']} bars: {steps / wall / 1e9:.2f} G bar-steps/s by the wall, "
          f"{steps / cpu / 1e9:.2f} G of one core; timing_ms {document['timing_ms']}; leaderboard {boards.pop()}")
    return wall, cpu


def measure_memory(spark, data, out, sets):
    """Highest resident memory of a search with very many sets over few bars, streamed to disk."""
    text, _, _ = run([spark, "data", "synth", "--symbol", "SMALL", "--timeframe", "1h", "--bars", "600", "--seed", "7",
                      "--data-dir", str(data), "--json"])
    side = int(sets ** 0.5)
    slow = sets // side
    pairs = ["--param", "sl_pct=" + f"0.1:{0.1 * side:.1f}:0.1", "--param", "tp_pct=" + f"0.1:{0.1 * slow:.1f}:0.1"]
    if 0.1 * max(side, slow) > 99:
        pairs = ["--param", "fast=1:20", "--param", "slow=21:70", "--param", "sl_pct=0.1:3.2:0.1", "--param",
                 "tp_pct=0.1:3.2:0.1"]
    command = grid(spark, data, json.loads(text)["dataset"], out, "--no-assessment", pairs=pairs)
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, child.stderr.read().decode()
    count = sum(1 for _ in open(out / "leaderboard.csv", "rb")) - 1
    print(f"memory of many sets\n  command  {' '.join(command)}\n  highest  {usage.ru_maxrss / 1024:.0f} MiB resident, "
          f"{count} ranked sets, {time.perf_counter() - begun:.1f} s")


def time_cancel(spark, data, dataset, out, repeat):
    """From the signal to the end of the process, in the middle of a grid of slow sets."""
    waits = []
    for _ in range(repeat):
        command = grid(spark, data, dataset, out, "--latency-bars", "1", "--no-assessment")
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1.5)
        begun = time.perf_counter()
        child.send_signal(signal.SIGINT)
        child.wait(30)
        waits.append(time.perf_counter() - begun)
        assert child.returncode == 130, child.returncode
    print(f"cancel\n  command  {' '.join(command)}\n  signal to end: median {statistics.median(waits) * 1e3:.0f} ms, "
          f"worst {max(waits) * 1e3:.0f} ms of {repeat}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "build/release/spark"))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--sets", type=int, default=1_000_000)
    options = parser.parse_args()
    print(f"machine  {machine()}\ncommit   {commit()}\nload     {os.getloadavg()[0]:.1f} (other work on the machine)")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="spark-bench-"))
    try:
        spark, data, out = options.binary, folder / "data", folder / "out"
        dataset = ingest(spark, data)
        one, _ = time_grid(spark, data, dataset, out, options.repeat, "one worker, without assessment", "--workers",
                           "1", "--no-assessment")
        two, _ = time_grid(spark, data, dataset, out, options.repeat, "two workers, without assessment", "--workers",
                           "2", "--no-assessment")
        print(f"two workers against one: {one / two:.2f} times by the wall")
        time_grid(spark, data, dataset, out, options.repeat, "two workers, with assessment", "--workers", "2")
        time_cancel(spark, data, dataset, out, options.repeat)
        measure_memory(spark, data, out, options.sets)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
