"""What the tests of promotion share: one way from a document to a whole checklist, on a market with a planted edge."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT.parent / "docs/demos"))
import luck_or_skill  # noqa: E402
from spark_case import SPARK, SparkCase  # noqa: E402

SEED = 101
DATA_SET = "ds_demo_EDGE_1h"
COSTS = ("--taker-bps", "5", "--slippage-bps", "1", "--size", "notional:10000", "--cash", "20000")
REFUSED = 10
DOCUMENT = """# An edge that was planted.
name = "myCross"
version = 1
where = ["fast < slow"]

[parameters]
fast = { type = "int", least = 2, most = 200, default = 9 } # short
slow = { type = "int", least = 3, most = 400, default = 21 }

[long]
enter = "ta.crossover(ta.sma(close, fast), ta.sma(close, slow))"
exit = "ta.crossunder(ta.sma(close, fast), ta.sma(close, slow))"

[stop]
stop_loss_pct = 9

[risk]
max_drawdown_pct = 28
daily_loss_pct = 9
"""


def run_on(data, *arguments, code=0):
    """One verb on a data folder; its document."""
    variables = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
    command = [SPARK, *map(str, arguments), "--data-dir", str(data), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, timeout=300)
    if done.returncode != code:
        said = done.stdout[:3000] + done.stderr
        raise AssertionError(f"{command}\nexit code {done.returncode}, wanted {code}\n{said}")
    return json.loads(done.stdout)


def optimize(data, name="myCross", data_set=DATA_SET, extra=luck_or_skill.SEARCH, code=0):
    return run_on(data, "optimize", "grid", name, "--dataset", data_set, *extra, code=code)


def backtest(data, name="myCross", *extra, data_set=DATA_SET):
    return run_on(data, "backtest", "run", name, "--dataset", data_set, *(extra or COSTS))


def whole_way(folder):
    """Everything up to the checklist that is whole: kept, run, searched, adopted, run."""
    data = folder / "data"
    luck_or_skill.write_candles(folder / "edge.csv", "edge", SEED)
    run_on(data, "ingest", "csv", folder / "edge.csv", "--venue", "demo", "--symbol", "EDGE", "--timeframe", "1h")
    (folder / "myCross.toml").write_text(DOCUMENT, encoding="utf-8")
    run_on(data, "strategy", "keep", folder / "myCross.toml", "--message", "first idea")
    first = backtest(data)
    search = optimize(data)
    adopted = run_on(data, "strategy", "adopt", "myCross", "--from", search["id"], "--set", "plateau")
    return {"first": first["id"], "search": search, "adopted": adopted}


class PromoteCase(SparkCase):
    """Each test has a copy of its own of one folder in which the way was gone once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.origin = Path(tempfile.mkdtemp(prefix="spark-promote-"))
        cls.addClassCleanup(shutil.rmtree, cls.origin, ignore_errors=True)
        cls.way = whole_way(cls.origin)
        cls.search = cls.way["search"]

    def setUp(self):
        super().setUp()
        shutil.copytree(self.origin / "data", self.data)

    def go(self, *arguments, code=0):
        return run_on(self.data, *arguments, code=code)

    def run_it(self, *extra, name="myCross", data_set=DATA_SET):
        return backtest(self.data, name, *extra, data_set=data_set)

    def check(self, name="myCross", may=False):
        found = self.go("strategy", "promote", name, "--check", code=0 if may else REFUSED)
        self.assertEqual(found["may_promote"], may, found)
        return found

    def items(self, **options):
        return {item["name"]: item for item in self.check(**options)["items"]}

    def standings(self, **options):
        return {name: item["standing"] for name, item in self.items(**options).items()}

    def open_items(self, **options):
        return {
            name
            for name, item in self.items(**options).items()
            if item["standing"] != "passed" and item["is_binding"]
        }

    def refuse(self, name="myCross"):
        """Promotion itself is refused with the list, and nothing is left of the try."""
        check = self.go("strategy", "promote", name, code=REFUSED)
        self.assertFalse(check["may_promote"])
        self.assertEqual(self.go("proposals", "ls")["proposals"], [])
        return check

    def evidence(self, kind, name):
        return self.data / "evidence" / kind / name

    def edit(self, path, before, after):
        text = path.read_text(encoding="utf-8")
        self.assertIn(before, text)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
