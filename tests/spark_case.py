"""What every test of the binary from outside shares: a fresh data folder and a way to run `spark`."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPARK = os.environ.get("SPARK_BINARY", str(ROOT / "build/release/spark"))
SHARED = pathlib.Path(os.environ.get("SPARK_SHARED", str(ROOT.parent / "shared")))


class SparkCase(unittest.TestCase):
    """One test, one empty folder; nothing is left behind."""

    scratch = None  # where the folder lies; the system's place unless a class says otherwise

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="spark-test-", dir=self.scratch))
        self.data = self.folder / "data"
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def spark(self, *arguments, code=0, environment=None, stdin=None):
        """Runs spark on this test's data folder and insists on the exit code."""
        command = [SPARK, *map(str, arguments), "--data-dir", str(self.data)]
        variables = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
        variables.update(environment or {})
        done = subprocess.run(
            command, capture_output=True, env=variables, stdin=stdin or subprocess.DEVNULL, timeout=120
        )
        done.out = done.stdout.decode("utf-8", "replace")
        done.err = done.stderr.decode("utf-8", "replace")
        self.assertEqual(done.returncode, code, f"{command}\nstdout: {done.out[:2000]}\nstderr: {done.err[:2000]}")
        return done

    def spark_json(self, *arguments, code=0, **options):
        """The same with --json: standard output is one document and nothing else."""
        return json.loads(self.spark(*arguments, "--json", code=code, **options).out)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def shared(self, *parts):
        """A file of the shared data; the test is skipped where that is absent."""
        path = SHARED.joinpath("data", *parts)
        if not path.exists():
            self.skipTest(f"shared data is absent: {path}")
        return path

    def ingest(self, path, symbol, timeframe, *flags, venue="binance"):
        return self.spark_json(
            "ingest", "csv", path, "--venue", venue, "--symbol", symbol, "--timeframe", timeframe, *flags
        )

    def files_below_data(self):
        """Every file under the data folder that a reader could take for something, lock files left out."""
        if not self.data.exists():
            return []
        return sorted(
            str(p.relative_to(self.data)) for p in self.data.rglob("*") if p.is_file() and p.name != ".lock"
        )
