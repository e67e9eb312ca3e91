#!/usr/bin/env python3
"""What `./dev up --check` asks of a server that was just started: ready, a first backtest over HTTP, its evidence.

first_backtest.py HELLO [--seconds 30]      HELLO: the file that takes the server's standard output
The token is in SPARK_ADMIN_TOKEN. Exit 0 when all of it holds.
"""

import argparse
import http.client
import json
import os
import sys
import time
from pathlib import Path

BODY = '{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}'


def call(port, method, path, body=None, headers=None):
    """Status and JSON of one call; status 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    except OSError:
        return 0, None
    finally:
        connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hello", type=Path)
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()

    end = time.monotonic() + arguments.seconds
    while not arguments.hello.read_text(encoding="utf-8").endswith("\n"):
        if time.monotonic() > end:
            print("first_backtest: the server has named no port")
            return 1
        time.sleep(0.02)
    port = json.loads(arguments.hello.read_text(encoding="utf-8").split("\n")[0])["ports"]["api"]
    while call(port, "GET", "/readyz")[0] != 200:
        if time.monotonic() > end:
            print("first_backtest: the server is not ready")
            return 1
        time.sleep(0.02)
    headers = {"x-admin-token": os.environ["SPARK_ADMIN_TOKEN"], "content-type": "application/json", "Prefer": "wait"}
    status, run = call(port, "POST", "/api/backtest/start", BODY, headers)
    if status != 200:
        print(f"first_backtest: POST /api/backtest/start answers {status}: {run}")
        return 1
    status, kept = call(port, "GET", f"/api/v1/backtests/{run['id']}")
    if (status, kept) != (200, run):
        print(f"first_backtest: GET /api/v1/backtests/{run['id']} answers {status} and not what was run")
        return 1
    print(f"first_backtest: {run['id']} {run['result_hash']} over HTTP on port {port}, evidence kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
