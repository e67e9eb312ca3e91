"""Tests on small markets made by hand: bars as text, rules as short documents, trades as they are told."""

import csv
import json
import os
from decimal import Decimal

from spark_case import SparkCase

HOUR_MS = 3_600_000
# Hundreds of small runs say nothing about disks: in memory where there is such a place.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
START_MS = 1_704_067_200_000  # 2024-01-01T00:00Z, a Monday


def bar_of(text):
    """`100` stands still at 100; `100 103 98 101` is open, high, low, close; a fifth number is the volume."""
    words = text.split()
    if len(words) == 1:
        words = words * 4
    return [*words[:4], words[4] if len(words) > 4 else "10"]


class MarketCase(SparkCase):
    scratch = MEMORY

    def market(self, bars, symbol="MADE", timeframe="1h", start_ms=START_MS, step_ms=HOUR_MS):
        """Ingests bars, one a step; None leaves a hole. The name of the data set."""
        rows = []
        for at, bar in enumerate(bars):
            if bar is not None:
                rows.append(",".join([str(start_ms + at * step_ms), *bar_of(bar)]))
        text = "\n".join(["open_time,open,high,low,close,volume", *rows, ""])
        path = self.write(f"{symbol}-{timeframe}.csv", text)
        return self.ingest(path, symbol, timeframe, venue="test")["dataset"]

    def rule(self, body, name="made"):
        """A strategy document; conditions may say `on 3` for the bar of that number."""
        import re

        body = re.sub(r"\bon (\d+)", r"bar_index == \1", body)
        return self.write(f"{name}.toml", f'name = "{name}"\nversion = 1\n{body}\n')

    def run_rule(self, strategy, dataset, *flags, fee="0"):
        """The run's document, and its trades as dictionaries."""
        trades = self.folder / "trades.csv"
        datasets = [dataset] if isinstance(dataset, str) else dataset
        named = [word for each in datasets for word in ("--dataset", each)]
        fees = [] if fee is None else ["--fee-bps", fee]
        document = self.spark_json("backtest", "run", strategy, *named, "--trades", trades, *fees, *flags)
        for check in ("look_ahead", "determinism", "conservation"):
            self.assertTrue(document["checks"][check]["passed"], check)
        self.assertGreater(document["checks"]["conservation"]["bars"], 0)
        with open(trades, encoding="utf-8") as file:
            return document, list(csv.DictReader(file))

    def expect_trades(self, found, *expected):
        """Each as `entry_bar@price exit_bar@price reason`, with ` short` behind it for a short one."""
        told = []
        for row in found:
            side = " short" if row.get("side") == "short" else ""
            told.append(f"{row['entry_bar']}@{row['entry_price']} {row['exit_bar']}@{row['exit_price']} "
                        f"{row['exit_reason']}{side}")  # fmt: skip
        self.assertEqual(told, list(expected))

    def expect_money(self, document, final_equity):
        self.assertEqual(Decimal(document["final_equity"]), Decimal(final_equity))

    def rejections(self, document):
        return [(order["bar"], order["rule"]) for order in document["rejected_orders"]["first"]]

    def refused(self, *arguments, code=3):
        """The error of a refused run as one text; nothing may have been written."""
        before = self.files_below_data()
        done = self.spark(*arguments, "--json", code=code)
        self.assertEqual(self.files_below_data(), before)
        if code == 2:
            return done.err
        error = json.loads(done.out)["error"]
        self.assertEqual(error["exit_code"], code)
        return f"{error['message']} | {error['place']} | {error['remedy']}"
