#!/usr/bin/env python3
"""Golden files: what this build says about one synthetic market, kept as text so that a change shows as a diff.

golden.py --write   makes tests/golden/*.json anew (./dev golden does this); without it prints what differs
"""

import csv
import difflib
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
SPARK = os.environ.get("SPARK_BINARY", str(ROOT / "build/release/spark"))
COMMAND = "./dev golden"
MARKET = ("--symbol", "BTCUSDT", "--timeframe", "1h", "--bars", "3000", "--seed", "7")
FIRST_TRADES = 3
# Strategies that do nothing, or nothing short, with their defaults on this market show more with these.
VARIANTS = {
    "smaCross": [(), ("--set", "short=true", "--set", "sl_pct=2", "--set", "tp_pct=4")],
    "rsi": [(), ("--set", "short=true", "--size", "equity:0.5", "--slippage-bps", "5")],
    "grid": [("--size", "units:0.01", "--set", "quantity=0.01"), ("--set", "quantity=0.01", "--set", "mode=neutral")],
    "buyHold": [(), ("--size", "equity:1")],
}
EXPRESSIONS = (
    "ta.sma(close, 9)", "ta.ema(close, 21)", "ta.rma(close, 14)", "ta.wma(close, 10)", "ta.hma(close, 16)",
    "ta.vwma(close, 20)", "ta.tema(close, 9)", "ta.kama(close)", "ta.alma(close)", "ta.stdev(close, 20)",
    "ta.linreg(close, 14)", "ta.rsi(close, 14)", "ta.cci(hlc3, 20)", "ta.mfi(hlc3, 14)", "ta.wpr(14)", "ta.atr(14)",
    "ta.adx(14)", "ta.obv", "ta.cmf(20)", "ta.uo()", "ta.ulcer(14)", "ta.vwap", "ta.macd(close).hist",
    "ta.bb(close).upper", "ta.keltner().lower", "ta.donchian().upper[1]", "ta.stoch(close, high, low, 14)",
    "ta.dmi(14, 14).plus", "ta.supertrend().direction", "ta.sar()", "ta.aroon().oscillator", "ta.ichimoku().senkou_b",
    "ta.crossover(ta.sma(close, 9), ta.sma(close, 21))", "ta.barssince(ta.rising(close, 3))",
    "ta.valuewhen(close > open, high, 1)", 'tf("1d", ta.sma(close, 3))', "math.log(close) + math.exp(close / 1e6)",
    "math.pow(volume, 0.5)", "ta.percentrank(close, 50)", "ta.correlation(close, volume, 20)",
)  # fmt: skip


class Spark:
    """The binary on a data folder of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.dataset = self.json("data", "synth", *MARKET)

    def text(self, *arguments):
        command = [SPARK, *map(str, arguments), "--data-dir", str(self.folder / "data")]
        variables = {key: value for key, value in os.environ.items() if not key.startswith("SPARK_")}
        done = subprocess.run(command, capture_output=True, env=variables, stdin=subprocess.DEVNULL, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"golden: {' '.join(command)} ends with {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode()

    def json(self, *arguments):
        return json.loads(self.text(*arguments, "--json"))

    def run(self, name, flags):
        trades = self.folder / "trades.csv"
        told = self.json("backtest", "run", name, "--dataset", self.dataset["dataset"], "--trades", trades, *flags)
        with open(trades, encoding="utf-8") as file:
            rows = list(csv.reader(file))
        return {
            "flags": " ".join(flags),
            "result_hash": told["result_hash"],
            "final_equity": told["final_equity"],
            "metrics": told["metrics"],
            "rejected_orders": told["rejected_orders"]["count"],
            "warnings": told["warnings"],
            "first_trades": [",".join(row) for row in rows[: FIRST_TRADES + 1]],
        }


def strategies(spark):
    told = {}
    for row in spark.json("strategy", "ls")["strategies"]:
        name = row["name"]
        explained = spark.json("strategy", "explain", name)
        told[name] = {
            "version": row["version"],
            "sha256": row["sha256"],
            "explain": {"en": explained["en"], "tr": explained["tr"]},
            "runs": [spark.run(name, flags) for flags in VARIANTS.get(name, [()])],
        }
    return {"dataset_sha256": spark.dataset["sha256"], "strategies": told}


def expressions(spark):
    flags = [word for text in EXPRESSIONS for word in ("--expr", text)]
    rows = list(csv.reader(spark.text("eval", spark.dataset["dataset"], *flags).splitlines()))[1:]
    told = {}
    for column, text in enumerate(EXPRESSIONS, start=2):
        values = [row[column] for row in rows]
        told[text] = {
            "sha256": hashlib.sha256("\n".join(values).encode()).hexdigest(),
            "first_defined_bar": next(at for at, value in enumerate(values) if value),
            "last": values[-1],
        }
    return {"dataset_sha256": spark.dataset["sha256"], "expressions": told}


FILES = {"strategies.json": strategies, "expressions.json": expressions}


def made():
    """Name and content of every golden file as this build makes it, without its origin."""
    folder = tempfile.mkdtemp(prefix="spark-golden-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    try:
        spark = Spark(folder)
        return {name: make(spark) for name, make in FILES.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kept(name):
    """The content of a kept file, without its origin; empty where there is none."""
    path = FOLDER / name
    if not path.exists():
        return {}
    document = json.loads(path.read_text(encoding="utf-8"))
    document.pop("origin")
    return document


def text_of(document):
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def difference(name, content):
    """What differs as a unified diff; empty when nothing does."""
    lines = (text_of(each).splitlines(keepends=True) for each in (kept(name), content))
    return "".join(difflib.unified_diff(*lines, f"kept {name}", f"made {name}", n=3))


def origin():
    git = ("git", "-C", str(ROOT), "describe", "--always", "--abbrev=40", "--dirty")
    commit = subprocess.run(git, capture_output=True, text=True).stdout.strip() or "unknown"
    return {"commit": commit, "command": COMMAND, "market": " ".join(("spark data synth", *MARKET))}


def main():
    contents = made()
    changed = {name: content for name, content in contents.items() if difference(name, content)}
    for name, content in changed.items():
        sys.stdout.write(difference(name, content))
        if "--write" in sys.argv:
            (FOLDER / name).write_text(text_of({"origin": origin(), **content}), encoding="utf-8")
    verb = "written" if "--write" in sys.argv else "changed"
    print(f"golden: {len(changed)} of {len(contents)} files {verb}", file=sys.stderr)
    return 1 if changed and "--write" not in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
