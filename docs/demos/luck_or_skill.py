#!/usr/bin/env python3
"""Two markets made up from a seed, the same search in both, and what the assessment says: luck in pure noise, skill
where an edge was planted.

noise: a geometric random walk. Nothing in its past says anything about its future.
edge:  the same walk with a drift that keeps its direction for some hundred bars; averages that cross can follow it.

    docs/demos/luck_or_skill.py --spark build/release/spark --market noise --seed 1 [--keep DIR]

Python's standard library only. The last line of the output is one JSON object."""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

BARS = 8_760  # A year of hours.
HOUR_MS = 3_600_000
START_MS = 1_672_531_200_000  # 2023-01-01
NOISE_PER_BAR = 0.006
DRIFT_PER_BAR = 0.0016
REGIME_BARS = 90  # Mean length of a stretch with one direction.
SEARCH = ("--param", "fast=2:18:2", "--param", "slow=20:100:10", "--where", "fast < slow", "--size", "notional:10000",
          "--cash", "20000", "--taker-bps", "5", "--slippage-bps", "1", "--oos", "30%", "--walk-forward",
          "5x30d")  # fmt: skip


def closes(market: str, seed: int) -> list[float]:
    """Closes of BARS hours; the same seed gives the same ones."""
    dice = random.Random(f"{market} {seed}")
    price = 100.0
    direction = 1
    made = []
    for _ in range(BARS):
        if dice.random() < 1 / REGIME_BARS:
            direction = -direction
        drift = direction * DRIFT_PER_BAR if market == "edge" else 0.0
        price *= math.exp(drift + NOISE_PER_BAR * dice.gauss(0, 1) - NOISE_PER_BAR**2 / 2)
        made.append(price)
    return made


def write_candles(path: Path, market: str, seed: int) -> None:
    before = 100.0
    with path.open("w", encoding="ascii") as file:
        file.write("time,open,high,low,close,volume\n")
        for bar, close in enumerate(closes(market, seed)):
            high, low = max(before, close) * 1.0005, min(before, close) * 0.9995
            cells = (f"{value:.8f}" for value in (before, high, low, close))
            file.write(f"{START_MS + bar * HOUR_MS},{','.join(cells)},1\n")
            before = close


def run(spark: str, data: Path, *arguments: str) -> dict:
    command = [spark, *arguments, "--data-dir", str(data), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def demonstrate(spark: str, market: str, seed: int, folder: Path, flags: tuple[str, ...] = ()) -> dict:
    """Ingests the market, searches, and gives the document of the assessment. `folder` holds everything afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    candles = folder / f"{market}-{seed}.csv"
    write_candles(candles, market, seed)
    run(spark, folder / "data", "ingest", "csv", str(candles), "--venue", "demo", "--symbol", market.upper(),
        "--timeframe", "1h")  # fmt: skip
    out = folder / f"optimize-{market}-{seed}"
    run(spark, folder / "data", "optimize", "grid", "smaCross", "--dataset", f"ds_demo_{market.upper()}_1h", *SEARCH,
        *flags, "--out", str(out))  # fmt: skip
    return json.loads((out / "assessment.json").read_text(encoding="utf-8"))


def summary(assessment: dict) -> dict:
    """The figures a trader would look at."""
    best = assessment["best_point"]
    walk = assessment["walk_forward"]
    return {
        "verdict": assessment["verdict"]["verdict"],
        "best": best["params"],
        "net_in_sample": best["net_pnl"],
        "trades": best["trades"],
        "net_out_of_sample": best["out_of_sample"]["net_pnl"],
        "sharpe_annual": round(assessment["sharpe"]["annual"], 2),
        "luck_would_show": round(assessment["sharpe"]["expected_max_annual"], 2),
        "dsr": round(assessment["sharpe"]["dsr"], 3),
        "spa_p": assessment["data_snooping"]["spa_p"],
        "pbo": round(assessment["overfitting"]["pbo"], 3),
        "walk_forward_return_pct": round(100 * walk["stitched"]["total_return"], 2),
        "efficiency": walk["efficiency"] and round(walk["efficiency"], 2),
        "holdout_seen": assessment["holdout"]["seen"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spark", default="build/release/spark", help="the program")
    parser.add_argument("--market", choices=("noise", "edge"), required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder that keeps candles, data and results")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        assessment = demonstrate(asked.spark, asked.market, asked.seed, asked.keep or Path(temporary))
    for rule in assessment["verdict"]["rules"]:
        print(f"{rule['key']:14} holds {rule['holds']!s:5} found {rule['found']} allowed {rule['allowed']}")
    print(json.dumps(summary(assessment)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
