#!/usr/bin/env python3
"""Runs schemathesis (a tool of PyPI, to be installed by hand) on a real `spark serve` and its own /openapi.json.

Fails when any answer is a 5xx, breaks its schema, has an undeclared status or media type, or when a call without
identity is let through. What the API refuses beyond its schemas (a timeframe that is none) is no failure.
Usage: tools/api_schema_check.py [--binary build/release/spark] [--max-examples 25]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

TOKEN = "schema-check-token"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="build/release/spark")
    parser.add_argument("--max-examples", type=int, default=25)
    arguments = parser.parse_args()
    tool = shutil.which("schemathesis")
    if tool is None:
        print("api_schema_check: schemathesis is not installed; `pip install schemathesis`, then again")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SPARK_ADMIN_TOKEN": TOKEN, "SPARK_SERVER_LOCAL_READ": "false"}
        log_path = Path(folder) / "log"
        with log_path.open("wb") as log:
            command = [arguments.binary, "--data-dir", f"{folder}/data", "serve", "--port", "all=0", "--json"]
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment)
        try:
            port = json.loads(server.stdout.readline())["ports"]["api"]
            base = f"http://127.0.0.1:{port}"
            request = urllib.request.Request(f"{base}/openapi.json", headers={"x-admin-token": TOKEN})
            document = Path(folder) / "openapi.json"
            with urllib.request.urlopen(request) as answer:
                document.write_bytes(answer.read())
            done = subprocess.run(
                [tool, "run", str(document), "--url", base, "-H", f"x-admin-token: {TOKEN}", "--max-examples",
                 str(arguments.max_examples), "--exclude-checks", "positive_data_acceptance"], check=False)
        finally:
            server.terminate()
            server.wait(timeout=30)
        failures = [line for line in log_path.read_text(encoding="utf-8").splitlines() if '"status":5' in line]
        for line in failures[:10]:
            print(line)
        print(f"api_schema_check: {len(failures)} answers of 5xx in the server's log")
        return 1 if failures or done.returncode not in (0,) else 0


if __name__ == "__main__":
    sys.exit(main())
