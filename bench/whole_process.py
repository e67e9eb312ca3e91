#!/usr/bin/env python3
"""Times whole `spark` processes on data it makes itself: synthetic bars, exported to CSV, read back, checked and run.

Prints the machine, the commit, the command and the result hash beside every figure, so that a figure can be repeated.
Usage: bench/whole_process.py [--binary build/release/spark] [--repeat 9] [--keep]
"""
import argparse
import json
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(command, **options):
    """Runs one process; returns (stdout, wall seconds, CPU seconds of the child)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return done.stdout, wall, cpu


def machine():
    model = platform.processor() or "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


def commit():
    done = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def show(name, command, runs, extra):
    walls = sorted(wall for _, wall, _ in runs)
    cpus = sorted(cpu for _, _, cpu in runs)
    print(f"{name}\n  command  {' '.join(command)}\n  wall     median {statistics.median(walls) * 1e3:.1f} ms, "
          f"best {walls[0] * 1e3:.1f} ms of {len(runs)}\n  cpu      median {statistics.median(cpus) * 1e3:.1f} ms\n"
          f"  {extra}")


def time_ingest(spark, folder, repeat):
    """A million rows of plain CSV to a checked data set, into a fresh data folder each time."""
    source = folder / "source"
    text, _, _ = run([spark, "data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1m", "--bars", "1000000",
                      "--seed", "7", "--data-dir", str(source), "--json"])
    dataset = json.loads(text)["dataset"]
    csv = folder / "bars.csv"
    run([spark, "data", "export", dataset, "--format", "csv", "--out", str(csv), "--data-dir", str(source)])
    runs = []
    for index in range(repeat):
        target = folder / f"ingest{index}"
        command = [spark, "ingest", "csv", str(csv), "--venue", "bench", "--symbol", "BTCUSDT", "--timeframe", "1m",
                   "--data-dir", str(target), "--json"]
        runs.append(run(command))
        if index + 1 < repeat:
            shutil.rmtree(target)
    document = json.loads(runs[-1][0])
    wall = statistics.median(wall for _, wall, _ in runs)
    cpu = statistics.median(cpu for _, _, cpu in runs)
    rows = document["rows"]
    show("ingest, plain CSV to a checked data set on disk", command, runs,
         f"rows     {rows} ({csv.stat().st_size / 1e6:.0f} MB): {rows / wall / 1e6:.2f} M rows/s by the wall, "
         f"{rows / cpu / 1e6:.2f} M rows/s of one core; sha256 {document['sha256'][:16]}")


def time_backtest(spark, folder, repeat):
    """The whole process on 130,708 bars: start, map, check, run, evidence on disk."""
    data = folder / "run"
    text, _, _ = run([spark, "data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1m", "--bars", "130708",
                      "--seed", "7", "--data-dir", str(data), "--json"])
    dataset = json.loads(text)["dataset"]
    command = [spark, "backtest", "run", "smaCross", "--dataset", dataset, "--set", "fast=9", "--set", "slow=21",
               "--data-dir", str(data), "--json"]
    runs = [run(command) for _ in range(repeat)]
    document = json.loads(runs[-1][0])
    hashes = {json.loads(text)["result_hash"] for text, _, _ in runs}
    assert len(hashes) == 1, f"the result hash changed between runs: {hashes}"
    show("whole process: backtest of 130,708 bars, evidence on disk", command, runs,
         f"trades   {document['metrics']['trades']}; timing_ms {document['timing_ms']}; {document['result_hash']}")


def measure_memory(spark, folder):
    """Highest resident memory of one process: a million bars, one strategy, every check and the evidence."""
    data = folder / "memory"
    text, _, _ = run([spark, "data", "synth", "--symbol", "BTCUSDT", "--timeframe", "1m", "--bars", "1000000",
                      "--seed", "7", "--data-dir", str(data), "--json"])
    dataset = json.loads(text)["dataset"]
    for strategy in ("smaCross", "rsi", "grid"):
        command = [spark, "backtest", "run", strategy, "--dataset", dataset, "--data-dir", str(data), "--json"]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0, f"{strategy} ends with {child.returncode}"
        print(f"memory: a million bars, {strategy}\n  command  {' '.join(command)}\n"
              f"  highest  {usage.ru_maxrss / 1024:.0f} MiB resident, of which the mapped data set is 46 MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "build/release/spark"))
    parser.add_argument("--repeat", type=int, default=9)
    parser.add_argument("--keep", action="store_true", help="leave the folder and say where it is")
    options = parser.parse_args()
    print(f"machine  {machine()}\ncommit   {commit()}")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="spark-bench-"))
    try:
        time_ingest(options.binary, folder, options.repeat)
        time_backtest(options.binary, folder, options.repeat)
        measure_memory(options.binary, folder)
    finally:
        if options.keep:
            print(f"kept     {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
