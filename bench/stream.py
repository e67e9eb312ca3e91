#!/usr/bin/env python3
"""The event stream of `spark serve` under many clients: gaps, batches a second, the server's CPU and memory.

Prints the machine, the commit and the command above the figures. Client and server share the machine's cores; all
clients come from one reader, so the limit of streams a user is raised for the run.
Usage: bench/stream.py [--binary build/release/spark] [--clients 1000] [--seconds 20] [--topics 'ticker.*,book.*']
"""

import argparse
import asyncio
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from server import machine  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUEST = "GET /api/v1/stream?topics={} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Client(asyncio.Protocol):
    """Counts what comes without parsing it: the marks of a batch and of a gap stand at the beginning of lines."""

    def __init__(self, counts, request):
        self.counts, self.request, self.tail = counts, request, b""

    def connection_made(self, transport):
        transport.write(self.request)

    def data_received(self, data):
        text = self.tail + data
        # An empty chunk ends a body well: nobody should end within the run.
        self.counts["batches"] += text.count(b"event: batch\n")
        self.counts["gaps"] += text.count(b"event: gap\n")
        self.counts["bytes"] += len(data)
        cut = text.rfind(b"\n") + 1
        self.tail = text[cut:] if len(text) - cut < 16 else b""

    def connection_lost(self, _):
        self.counts["lost"] += 1


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


async def listen(port, pid, options):
    counts = {"batches": 0, "gaps": 0, "bytes": 0, "lost": 0}
    request = REQUEST.format(options.topics).encode()
    loop = asyncio.get_running_loop()
    transports = []
    for _ in range(options.clients):
        transport, _ = await loop.create_connection(lambda: Client(counts, request), "127.0.0.1", port)
        transports.append(transport)
    await asyncio.sleep(2)
    first, cpu, begun = dict(counts), cpu_seconds(pid), time.perf_counter()
    await asyncio.sleep(options.seconds)
    took = time.perf_counter() - begun
    found = {name: counts[name] - first[name] for name in counts}
    figures = {"seconds": took, "cpu": (cpu_seconds(pid) - cpu) / took, "resident": resident_mib(pid), **found,
               "gaps": counts["gaps"], "lost": counts["lost"]}
    for transport in transports:
        transport.abort()
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build/release/spark"))
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--topics", default="ticker.*,status,candle.*")
    options = parser.parse_args()
    commit = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True,
                            check=False).stdout.strip()
    print(f"machine  {machine()}\ncommit   {commit or 'unknown'}\ncommand  {' '.join(sys.argv)}")
    folder = tempfile.mkdtemp(prefix="spark-bench-")
    process = subprocess.Popen(
        [options.binary, "serve", "--port", "all=0", "--json", "--data-dir", folder], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SPARK_ADMIN_TOKEN": "bench-token-1", "SPARK_SERVER_STREAMS_PER_USER_MAX": "2000"})
    try:
        port = json.loads(process.stdout.readline())["ports"]["api"]
        found = asyncio.run(listen(port, process.pid, options))
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder)
    rate = found["batches"] / found["seconds"] / options.clients
    print(f"{options.clients} clients of {options.topics}, {found['seconds']:.1f} s: {rate:.1f} batches a second each, "
          f"{found['bytes'] / found['seconds'] / 1e6:.1f} MB/s, {found['gaps']} gaps, {found['lost']} lost, "
          f"server {found['cpu']:.2f} cores, {found['resident']:.0f} MiB")


if __name__ == "__main__":
    main()
