"""Results of two independent engines (backtesting.py, backtrader) and an exact re-simulation, trade for trade.
Origin of the answers: data/oracles/README.md of the shared data."""

import csv
import json
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402


class Engines(SparkCase):
    def run_sma(self, dataset, *flags):
        trades = self.folder / "trades.csv"
        document = self.spark_json("backtest", "run", "smaCross", "--dataset", dataset, "--trades", trades, *flags)
        with open(trades, encoding="utf-8") as file:
            return document, list(csv.DictReader(file))

    def answers(self, name):
        with open(self.shared("oracles", "engines", f"{name}.trades.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return rows, json.loads(self.shared("oracles", "engines", f"{name}.json").read_text())

    def expect_trades(self, found, expected, tolerance=Decimal(0)):
        self.assertEqual(len(found), len(expected))
        for mine, theirs in zip(found, expected):
            for field in ("entry_bar", "exit_bar", "entry_time_ms", "exit_time_ms"):
                self.assertEqual(mine[field], theirs[field], (mine, theirs))
            for field in ("entry_price", "exit_price", "gross_pnl", "fees"):
                if field in theirs:
                    distance = abs(Decimal(mine[field]) - Decimal(theirs[field]))
                    self.assertLessEqual(distance, tolerance, (field, mine, theirs))

    def test_sma_9_21_of_ethusdt_hours_is_708_trades_to_the_last_digit(self):
        path = self.shared("binance", "klines_1h", "ETHUSDT-1h-20220101-20241231.csv.gz")
        expected, summary = self.answers("sma_9_21_ETHUSDT_1h_2022_2024")
        dataset = self.ingest(path, "ETHUSDT", "1h")["dataset"]

        document, found = self.run_sma(dataset, "--set", "fast=9", "--set", "slow=21")

        self.expect_trades(found, expected)
        metrics = document["metrics"]
        self.assertEqual(metrics["trades"], 708)
        self.assertEqual(Decimal(metrics["net_pnl"]), Decimal("-1276.44378"))
        self.assertEqual(metrics["wins"], summary["wins"])
        self.assertEqual(document["open_position"]["entry_bar"], summary["open_entry"]["bar"])
        self.assertEqual(document["open_position"]["entry_price"], "3394.96")
        theirs = summary["backtesting_py"]
        for field, name, factor in (
            ("sharpe", "Sharpe Ratio", 1),
            ("sortino", "Sortino Ratio", 1),
            ("calmar", "Calmar Ratio", 1),
            ("annual_return", "Return (Ann.) [%]", 100),
            ("volatility", "Volatility (Ann.) [%]", 100),
            ("cagr", "CAGR [%]", 100),
            ("max_drawdown_pct", "Max. Drawdown [%]", 1),
        ):
            self.assertAlmostEqual(metrics[field] * factor, theirs[name], delta=abs(theirs[name]) * 1e-8, msg=field)

    def test_equity_of_every_bar_is_that_of_the_oracle(self):
        import gzip

        path = self.shared("binance", "klines_1h", "ETHUSDT-1h-20220101-20241231.csv.gz")
        oracle = self.shared("oracles", "engines", "sma_9_21_ETHUSDT_1h_2022_2024.equity.csv.gz")
        dataset = self.ingest(path, "ETHUSDT", "1h")["dataset"]
        equity = self.folder / "equity.csv"

        self.run_sma(dataset, "--set", "fast=9", "--set", "slow=21", "--equity", equity)

        with gzip.open(oracle, "rt") as theirs, open(equity, encoding="utf-8") as mine:
            rows = list(zip(csv.DictReader(mine), csv.DictReader(theirs), strict=True))
        self.assertEqual(len(rows), 26303)
        for ours, other in rows:
            self.assertEqual((ours["bar"], ours["open_time_ms"]), (other["bar"], other["open_time_ms"]))
            self.assertLessEqual(abs(Decimal(ours["equity"]) - Decimal(other["equity"])), Decimal("0.000001"))
            self.assertAlmostEqual(
                float(ours["drawdown_fraction"]), -abs(float(other["drawdown_fraction"])), delta=2e-10
            )

    def test_sma_10_30_of_btcusdt_days_without_costs(self):
        path = self.shared("binance", "klines_1d", "BTCUSDT-1d-20170817-20241231.csv")
        expected, summary = self.answers("sma_10_30_BTCUSDT_1d_2017_2024")
        dataset = self.ingest(path, "BTCUSDT", "1d")["dataset"]

        document, found = self.run_sma(dataset, "--set", "fast=10", "--set", "slow=30", "--fee-bps", "0")

        self.expect_trades(found, expected)
        self.assertEqual(document["metrics"]["net_pnl"], "68794.93")
        self.assertAlmostEqual(document["metrics"]["sharpe"], summary["backtesting_py"]["Sharpe Ratio"], delta=1e-9)
        self.assertAlmostEqual(document["metrics"]["sqn"], summary["backtesting_py"]["SQN"], delta=1e-9)

    def test_sma_10_30_of_thyao_without_the_ghost_rows(self):
        path = self.shared("bist", "yahoo_daily", "THYAO.csv")
        expected, summary = self.answers("sma_10_30_THYAO_yahoo_daily_volume_gt_0")
        dataset = self.ingest(path, "THYAO", "1d", venue="bist")["dataset"]
        cleaned = self.spark_json("data", "repair", dataset, "--rule", "drop-zero-volume")
        self.assertEqual(cleaned["rows"], summary["bars"])

        document, found = self.run_sma(
            cleaned["dataset"], "--set", "fast=10", "--set", "slow=30", "--fee-bps", "15", "--cash", "100000"
        )

        # The source has 15 decimals; Spark keeps 8 of them, half to even, and says so in the quality report.
        self.expect_trades(found, expected, Decimal("0.00000002"))
        self.assertAlmostEqual(float(document["metrics"]["net_pnl"]), summary["net_pnl"], delta=1e-6)
        self.assertAlmostEqual(document["metrics"]["sharpe"], summary["backtesting_py"]["Sharpe Ratio"], delta=1e-6)

    def test_rsi_14_of_btcusdt_hours_is_93_trades_to_the_last_digit(self):
        path = self.shared("binance", "klines_1h", "BTCUSDT-1h-20220101-20241231.csv.gz")
        expected, summary = self.answers("rsi14_BTCUSDT_1h_2022_2024")
        dataset = self.ingest(path, "BTCUSDT", "1h")["dataset"]
        trades = self.folder / "rsi.csv"

        document = self.spark_json("backtest", "run", "rsi", "--dataset", dataset, "--trades", trades)

        with open(trades, encoding="utf-8") as file:
            self.expect_trades(list(csv.DictReader(file)), expected)
        self.assertEqual(document["metrics"]["trades"], 93)
        self.assertEqual(Decimal(document["metrics"]["net_pnl"]), Decimal("-22833.01817"))
        self.assertEqual(document["metrics"]["wins"], summary["wins"])

    def test_stop_and_target_of_2_and_4_percent(self):
        path = self.shared("binance", "klines_1h", "ETHUSDT-1h-20220101-20241231.csv.gz")
        expected, summary = self.answers("sltp_9_21_2pct_4pct_ETHUSDT_1h_2022_2024")
        dataset = self.ingest(path, "ETHUSDT", "1h")["dataset"]

        document, found = self.run_sma(
            dataset,
            "--set",
            "fast=9",
            "--set",
            "slow=21",
            "--set",
            "sl_pct=2",
            "--set",
            "tp_pct=4",
            "--set",
            "exit_on_cross=false",
            "--fee-bps",
            "0",
        )

        # The oracle's levels are doubles; ours are exact.
        self.expect_trades(found, expected, Decimal("0.000000001"))
        self.assertEqual(document["metrics"]["trades"], summary["trades"])
        self.assertAlmostEqual(float(document["metrics"]["gross_pnl"]), summary["gross_pnl"], delta=1e-8)

    def test_heat_map_of_90_cells_one_by_one(self):
        path = self.shared("binance", "klines_1d", "BTCUSDT-1d-20170817-20241231.csv")
        answers = json.loads(self.shared("oracles", "heatmaps", "sma_grid_BTCUSDT_1d_2017_2024.json").read_text())
        dataset = self.ingest(path, "BTCUSDT", "1d")["dataset"]
        self.assertEqual(len(answers["cells"]), 90)
        for cell in answers["cells"]:
            document = self.spark_json(
                "backtest",
                "run",
                "smaCross",
                "--dataset",
                dataset,
                "--set",
                f"fast={cell['fast']}",
                "--set",
                f"slow={cell['slow']}",
            )
            where = (cell["fast"], cell["slow"])
            self.assertEqual(document["metrics"]["trades"], cell["trades"], where)
            self.assertEqual(Decimal(document["metrics"]["net_pnl"]), Decimal(cell["net_pnl"]), where)
            self.assertAlmostEqual(document["metrics"]["sharpe"], cell["sharpe_btpy"], delta=1e-9, msg=where)
            self.assertAlmostEqual(
                document["metrics"]["max_drawdown_pct"], cell["maxdd_pct_btpy"], delta=1e-9, msg=where
            )

    # field of statistics.bars: (backtesting.py's name, factor); durations are text there.
    STATISTICS = {
        "equity_final": ("Equity Final [$]", 1),
        "equity_peak": ("Equity Peak [$]", 1),
        "total_return": ("Return [%]", 100),
        "annual_return": ("Return (Ann.) [%]", 100),
        "annual_volatility": ("Volatility (Ann.) [%]", 100),
        "cagr": ("CAGR [%]", 100),
        "sharpe": ("Sharpe Ratio", 1),
        "sortino": ("Sortino Ratio", 1),
        "calmar": ("Calmar Ratio", 1),
        "max_drawdown": ("Max. Drawdown [%]", 100),
        "average_drawdown": ("Avg. Drawdown [%]", 100),
        "exposure": ("Exposure Time [%]", 100),
        "win_rate": ("Win Rate [%]", 100),
        "best_trade_return": ("Best Trade [%]", 100),
        "worst_trade_return": ("Worst Trade [%]", 100),
        "average_trade_return": ("Avg. Trade [%]", 100),
        "profit_factor": ("Profit Factor", 1),
        "expectancy_return": ("Expectancy [%]", 100),
        "sqn": ("SQN", 1),
        "kelly": ("Kelly Criterion", 1),
    }

    def test_statistics_of_backtesting_py_agree_one_by_one_for_every_set(self):
        hours = ("binance", "klines_1h")
        for name, path, symbol, timeframe, rule in (
            ("sma_9_21_ETHUSDT_1h_2022_2024", (*hours, "ETHUSDT-1h-20220101-20241231.csv.gz"), "ETHUSDT", "1h",
             ("smaCross", "--set", "fast=9", "--set", "slow=21")),
            ("rsi14_BTCUSDT_1h_2022_2024", (*hours, "BTCUSDT-1h-20220101-20241231.csv.gz"), "BTCUSDT", "1h", ("rsi",)),
            ("sma_10_30_BTCUSDT_1d_2017_2024", ("binance", "klines_1d", "BTCUSDT-1d-20170817-20241231.csv"), "BTCUSDT",
             "1d", ("smaCross", "--set", "fast=10", "--set", "slow=30", "--fee-bps", "0")),
        ):  # fmt: skip
            dataset = self.ingest(self.shared(*path), symbol, timeframe)["dataset"]
            found = self.spark_json("backtest", "run", *rule, "--dataset", dataset)["statistics"]["bars"]
            theirs = self.answers(name)[1]["backtesting_py"]
            for field, (title, factor) in self.STATISTICS.items():
                wanted = theirs[title]
                self.assertAlmostEqual(found[field] * factor, wanted, delta=abs(wanted) * 1e-8, msg=(name, field))


if __name__ == "__main__":
    unittest.main()
