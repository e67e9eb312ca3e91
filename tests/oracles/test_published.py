"""Numbers that other projects publish in their own tests, on their own data: backtesting.py's 28 statistics of GOOG,
backtrader's SMA 15 strategy and its indicators. Origin: data/oracles/README.md of the shared data."""

import csv
import json
import math
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402

DAY_S = 86_400
HEADER = "date,open,high,low,close,volume\n"


class Published(SparkCase):
    def published(self, name):
        return json.loads(self.shared("oracles", "published", name).read_text(encoding="utf-8"))

    def days(self, rows, symbol, venue):
        path = self.write(f"{symbol}.csv", HEADER + "".join(",".join(row) + "\n" for row in rows))
        return self.ingest(path, symbol, "1d", "--format", "ohlcv", venue=venue)["dataset"]

    def rows_of(self, path):
        with open(path, encoding="utf-8") as file:
            return list(csv.DictReader(file))


class BacktestingPy(Published):
    """The library closes the last trade at the open of the last bar, Spark at its close: what the last trade touches is
    compared on bars whose last close is that open, everything else on the bars as they are."""

    RULE = ("--set", "fast=10", "--set", "slow=30", "--set", "short=true", "--cash", "10000", "--fee-bps", "0",
            "--size", "equity:0.9999", "--rules", "lot=1", "--close-at-end")  # fmt: skip

    def setUp(self):
        super().setUp()
        self.expected = self.published("backtesting_py_goog.json")["expected"]
        with open(self.shared("reference", "backtesting_py", "GOOG.csv"), encoding="utf-8") as file:
            self.bars = list(csv.reader(file))[1:]
        self.dataset = self.days(self.bars, "GOOG", "nasdaq")
        changed = [*self.bars[:-1], [*self.bars[-1][:4], self.bars[-1][1], self.bars[-1][5]]]
        self.changed = self.days(changed, "GOOGX", "nasdaq")

    def run_on(self, dataset):
        flags = ("--trades", self.folder / "trades.csv", "--equity", self.folder / "equity.csv")
        document = self.spark_json("backtest", "run", "smaCross", "--dataset", dataset, *self.RULE, *flags)
        trades, equity = (self.rows_of(self.folder / name) for name in ("trades.csv", "equity.csv"))
        return document["statistics"]["bars"], trades, [float(row["equity"]) for row in equity]

    def expect(self, found, name, factor=1):
        wanted = self.expected[name]
        if isinstance(wanted, str):
            self.assertEqual(f"{int(found // DAY_S)} days", wanted, name)
        else:
            self.assertAlmostEqual(found * factor, wanted, delta=max(abs(wanted), 1) * 1e-9, msg=name)

    def test_what_the_last_trade_does_not_touch_is_equal_on_the_bars_as_they_are(self):
        found, trades, _ = self.run_on(self.dataset)

        self.assertEqual(len(trades), 66)
        self.expect(found["trades"], "# Trades")
        self.expect(found["equity_peak"], "Equity Peak [$]")
        self.expect(found["max_drawdown"], "Max. Drawdown [%]", 100)
        self.expect(found["average_drawdown"], "Avg. Drawdown [%]", 100)
        self.expect(found["longest_drawdown_s"], "Max. Drawdown Duration")
        self.expect(found["average_drawdown_s"], "Avg. Drawdown Duration")
        self.expect(found["exposure"], "Exposure Time [%]", 100)
        self.expect(found["win_rate"], "Win Rate [%]", 100)
        self.expect(found["best_trade_return"], "Best Trade [%]", 100)
        self.expect(found["worst_trade_return"], "Worst Trade [%]", 100)
        self.expect(found["longest_trade_s"], "Max. Trade Duration")
        self.expect(found["average_trade_s"], "Avg. Trade Duration")

    def test_the_last_exit_moved_from_close_to_open_gives_the_published_equity_exactly(self):
        found, trades, _ = self.run_on(self.dataset)

        last, bar = trades[-1], self.bars[-1]
        self.assertEqual((last["exit_price"], last["exit_reason"]), (bar[4], "end_of_data"))
        moved = Decimal(last["quantity"]) * (Decimal(bar[1]) - Decimal(bar[4]))

        self.assertEqual(Decimal(str(found["equity_final"])) + moved, Decimal("51422.99"))

    def test_all_statistics_of_the_moved_exit_are_equal(self):
        found, trades, _ = self.run_on(self.changed)

        self.assertEqual(trades[-1]["exit_price"], self.bars[-1][1])
        for field, name, factor in (
            ("trades", "# Trades", 1),
            ("equity_final", "Equity Final [$]", 1),
            ("equity_peak", "Equity Peak [$]", 1),
            ("total_return", "Return [%]", 100),
            ("annual_return", "Return (Ann.) [%]", 100),
            ("annual_volatility", "Volatility (Ann.) [%]", 100),
            ("cagr", "CAGR [%]", 100),
            ("sharpe", "Sharpe Ratio", 1),
            ("sortino", "Sortino Ratio", 1),
            ("calmar", "Calmar Ratio", 1),
            ("max_drawdown", "Max. Drawdown [%]", 100),
            ("average_drawdown", "Avg. Drawdown [%]", 100),
            ("longest_drawdown_s", "Max. Drawdown Duration", 1),
            ("average_drawdown_s", "Avg. Drawdown Duration", 1),
            ("win_rate", "Win Rate [%]", 100),
            ("best_trade_return", "Best Trade [%]", 100),
            ("worst_trade_return", "Worst Trade [%]", 100),
            ("average_trade_return", "Avg. Trade [%]", 100),
            ("longest_trade_s", "Max. Trade Duration", 1),
            ("average_trade_s", "Avg. Trade Duration", 1),
            ("profit_factor", "Profit Factor", 1),
            ("expectancy_return", "Expectancy [%]", 100),
            ("sqn", "SQN", 1),
            ("kelly", "Kelly Criterion", 1),
            ("exposure", "Exposure Time [%]", 100),
        ):
            self.expect(found[field], name, factor)

    def test_buy_and_hold_alpha_and_beta_made_from_our_equity_are_the_published_ones(self):
        """These three need both the moved exit and the true last close. The library holds from the close of the first
        bar with both averages (bar 30 of 1); Spark from the open of the first bar a signal could fill on."""
        found, _, equity = self.run_on(self.changed)
        closes = [float(row[4]) for row in self.bars]

        hold = closes[-1] / closes[29] - 1
        mine, market = ([math.log(b / a) for a, b in zip(values, values[1:])] for values in (equity, closes))
        mean = lambda values: math.fsum(values) / len(values)  # noqa: E731
        products = [(a - mean(mine)) * (b - mean(market)) for a, b in zip(mine, market)]
        beta = math.fsum(products) / math.fsum((b - mean(market)) ** 2 for b in market)

        self.expect(hold, "Buy & Hold Return [%]", 100)
        self.expect(beta, "Beta")
        self.expect(found["total_return"] - beta * hold, "Alpha [%]", 100)
        # Spark's own beta is the same formula on the bars it was given.
        whole, _, equity = self.run_on(self.dataset)
        mine = [math.log(b / a) for a, b in zip(equity, equity[1:])]
        products = [(a - mean(mine)) * (b - mean(market)) for a, b in zip(mine, market)]
        beta = math.fsum(products) / math.fsum((b - mean(market)) ** 2 for b in market)
        self.assertAlmostEqual(whole["beta"], beta, delta=1e-12)
        self.assertAlmostEqual(whole["alpha"], whole["total_return"] - beta * whole["buy_hold_return"], delta=1e-9)


SMA15 = """name = "sma15"
version = 1
[long]
enter = "ta.crossover(close, ta.sma(close, 15))"
exit = "ta.crossunder(close, ta.sma(close, 15))"
"""

# name: (expression, the first bar that has it, counted from 1). backtrader's MACD begins its fast average on bar 12;
# ours is TA-Lib's, which begins it with the slow one (contract), so it is written out of averages here.
MACD = "(ta.ema(close, 12) - ta.ema(close, 26))"
INDICATORS = {
    "sma30": ("ta.sma(close, 30)", 30),
    "ema30": ("ta.ema(close, 30)", 30),
    "rsi14": ("ta.rsi(close, 14)", 15),
    "atr14": ("ta.atr(14)", 15),
    "macd": (MACD, 34),
    "macd_signal": (f"ta.ema({MACD}, 9)", 34),
    "macd_hist": (f"{MACD} - ta.ema({MACD}, 9)", 34),
    "bb_mid20": ("ta.bb(close, 20, 2).middle", 20),
    "bb_top": ("ta.bb(close, 20, 2).upper", 20),
    "bb_bot": ("ta.bb(close, 20, 2).lower", 20),
    "stoch_k": ("ta.sma(ta.stoch(close, high, low, 14), 3)", 18),
    "stoch_d": ("ta.sma(ta.sma(ta.stoch(close, high, low, 14), 3), 3)", 18),
}


class Backtrader(Published):
    def setUp(self):
        super().setUp()
        with open(self.shared("reference", "backtrader", "2006-day-001.txt"), encoding="utf-8") as file:
            self.bars = [row[:6] for row in csv.reader(file)][1:]
        self.dataset = self.days(self.bars, "EUROSTOXX", "test")
        self.path = self.write("sma15.toml", SMA15)

    def run_sma15(self, *flags):
        trades = self.folder / "trades.csv"
        document = self.spark_json("backtest", "run", self.path, "--dataset", self.dataset, "--trades", trades,
                                   "--cash", "10000", "--fee-bps", "0", *flags)  # fmt: skip
        return document, self.rows_of(trades)

    def test_sma_15_buys_and_sells_on_the_published_signals_at_the_published_prices(self):
        expected = self.published("backtrader_sma15_2006.json")
        document, trades = self.run_sma15()
        position = document["open_position"]
        entries = [int(row["entry_bar"]) for row in trades] + [position["entry_bar"]]
        exits = [int(row["exit_bar"]) for row in trades]

        self.assertEqual((len(entries), len(exits)), (12, 11))
        closes = lambda bars: [Decimal(self.bars[bar - 1][4]) for bar in bars]  # noqa: E731
        self.assertEqual(closes(entries), list(map(Decimal, expected["buy_signal_close"])))
        self.assertEqual(closes(exits), list(map(Decimal, expected["sell_signal_close"])))
        bought = [Decimal(row["entry_price"]) for row in trades] + [Decimal(position["entry_price"])]
        self.assertEqual(bought, list(map(Decimal, expected["buy_exec"])))
        self.assertEqual([Decimal(row["exit_price"]) for row in trades], list(map(Decimal, expected["sell_exec"])))
        final = expected["stock_like_final"]
        self.assertEqual(Decimal(document["final_equity"]), Decimal(final["value"]))
        self.assertEqual(Decimal(document["final_equity"]) - Decimal(position["value"]), Decimal(final["cash"]))

    def test_the_futures_like_run_is_that_of_ten_units_with_leverage_less_its_flat_commission(self):
        """A multiplier of 10 is ten units. Spark charges fees on the notional alone, so a commission of 2 a side cannot
        be told to it: the 23 sides are taken off here. The margin of 1000 is what that broker sets aside from cash."""
        final = self.published("backtrader_sma15_2006.json")["futures_like_final"]

        document, trades = self.run_sma15("--size", "units:10", "--leverage", "10")

        sides = 2 * len(trades) + 1
        value = Decimal(document["final_equity"]) - sides * Decimal(final["commission"])
        self.assertEqual(sides, 23)
        self.assertEqual(value, Decimal(final["value"]))
        self.assertEqual(value - Decimal(final["margin"]), Decimal(final["cash"]))

    def test_indicators_have_their_first_bar_and_the_values_of_three_check_points(self):
        expected = self.published("backtrader_indicators_2006.json")["values"]
        self.assertEqual(set(expected), set(INDICATORS))
        flags = [word for expression, _ in INDICATORS.values() for word in ("--expr", expression)]
        out = self.spark("eval", self.dataset, *flags, "--csv", "-").out
        rows = list(csv.reader(out.splitlines()))[1:]
        count = len(rows)

        for column, (name, (_, first)) in enumerate(INDICATORS.items(), start=2):
            back = (first - count) // 2
            for at, wanted in zip((count - 1, first - 1, count - 1 + back), expected[name], strict=True):
                self.assertEqual(f"{float(rows[at][column]):.6f}", wanted, (name, at))
            if name not in ("macd", "stoch_k"):
                self.assertEqual(rows[first - 2][column], "", name)


if __name__ == "__main__":
    unittest.main()
