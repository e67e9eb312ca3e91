"""`spark stats` against published answers, against two engines' figures, and against plain formulas in numpy."""

import csv
import gzip
import json
import math
import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402

try:
    import numpy
    import pandas
    from scipy import stats as scipy_stats
except ImportError:
    numpy = pandas = scipy_stats = None

# empyrical's own rows and answers: tests/conftest.py and tests/test_stats.py of 0.5.10.
MIXED = ["", "0.01", "0.1", "-0.04", "0.02", "0.03", "0.02", "0.01", "-0.1"]
MIXED_ANSWERS = {
    "annual_return": 1.9135925373194231,
    "annual_volatility": 0.9136465399704637,
    "sharpe": 1.7238613961706866,
    "sortino": 2.605531251673693,
    "downside_risk": 0.60448325038829653,
    "calmar": 19.135925373194233,
    "max_drawdown": -0.1,
    "stability": 0.1529973665111273,
}
CONTRACT = (
    "annual_return", "annual_volatility", "sharpe", "sortino", "calmar", "downside_risk", "max_drawdown",
    "profit_factor", "net_pnl", "expectancy")


def finite(value):
    """Every number below `value`, checked to be one."""
    if isinstance(value, dict):
        return all(finite(item) for item in value.values())
    if isinstance(value, list):
        return all(finite(item) for item in value)
    return not isinstance(value, float) or math.isfinite(value)


class Statistics(SparkCase):
    def stats(self, path, kind, *flags):
        document = self.spark_json("stats", path, "--kind", kind, *flags)
        self.assertEqual(document["schema"], "spark.stats/1")
        for name in CONTRACT:
            self.assertIn(name, document["metrics"])
        self.assertTrue(finite(document))
        return document

    def close(self, found, expected, name, relative=1e-9):
        self.assertIsNotNone(found, name)
        self.assertAlmostEqual(found, expected, delta=max(abs(expected) * relative, 1e-15), msg=name)

    def returns_file(self, values, name="returns.csv"):
        days = [f"2000-{1 + at // 28:02}-{1 + at % 28:02}" for at in range(len(values))]
        return self.write(name, "date,return\n" + "".join(f"{d},{v}\n" for d, v in zip(days, values)))

    def test_returns_of_empyricals_own_tests_give_its_answers(self):
        metrics = self.stats(self.returns_file(MIXED), "returns")["metrics"]

        for name, answer in MIXED_ANSWERS.items():
            self.close(metrics[name], answer, name)
        self.assertEqual((metrics["periods"], metrics["values"]), (9, 8))

    def test_weekly_and_monthly_rows_are_made_annual_by_their_own_count(self):
        values = ["0"] + MIXED[1:]
        weekly = self.stats(self.returns_file(values), "returns", "--periods-per-year", "52")["metrics"]
        monthly = self.stats(self.returns_file(values), "returns", "--periods-per-year", "12")["metrics"]

        self.close(weekly["annual_return"], 0.24690830513998208, "annual_return")
        self.close(weekly["annual_volatility"], 0.38851569394870583, "annual_volatility")
        self.close(weekly["calmar"], 2.4690830513998208, "calmar")
        self.close(monthly["annual_return"], 0.052242061386048144, "annual_return")
        self.close(monthly["annual_volatility"], 0.18663690238892558, "annual_volatility")

    def test_equity_of_an_engine_gives_its_daily_figures(self):
        name = "sma_9_21_ETHUSDT_1h_2022_2024"
        path = self.shared("oracles", "engines", f"{name}.equity.csv.gz")
        theirs = json.loads(self.shared("oracles", "engines", f"{name}.json").read_text())["backtesting_py"]

        document = self.stats(path, "equity", "--periods-per-year", "8760")

        daily = document["daily"]
        # The file has six decimals of an equity of a million: 5e-13 of it, 1e-8 of a ratio of its small changes.
        for field, key, factor in (
            ("total_return", "Return [%]", 100), ("annual_return", "Return (Ann.) [%]", 100),
            ("annual_volatility", "Volatility (Ann.) [%]", 100), ("cagr", "CAGR [%]", 100),
            ("sharpe", "Sharpe Ratio", 1), ("sortino", "Sortino Ratio", 1), ("calmar", "Calmar Ratio", 1),
            ("max_drawdown", "Max. Drawdown [%]", 100), ("average_drawdown", "Avg. Drawdown [%]", 100),
            ("equity_final", "Equity Final [$]", 1), ("equity_peak", "Equity Peak [$]", 1)):
            self.close(daily[field] * factor, theirs[key], field, 1e-8)
        self.assertEqual(daily["longest_drawdown_s"], (1056 * 24 + 3) * 3600)
        with gzip.open(path, "rt") as file:
            equity = [float(row["equity"]) for row in csv.DictReader(file)]
        growth = math.prod(1 + row["return"] for row in document["monthly"])
        self.assertEqual(len(document["monthly"]), 36)
        self.close(growth, equity[-1] / equity[0], "monthly returns compound", 1e-12)
        growth = math.prod(1 + row["return"] for row in document["yearly"])
        self.close(growth, equity[-1] / equity[0], "yearly returns compound", 1e-12)

    def test_trades_of_the_engines_give_their_figures(self):
        for name in ("sma_9_21_ETHUSDT_1h_2022_2024", "rsi14_BTCUSDT_1h_2022_2024", "sma_10_30_BTCUSDT_1d_2017_2024"):
            path = self.shared("oracles", "engines", f"{name}.trades.csv")
            theirs = json.loads(self.shared("oracles", "engines", f"{name}.json").read_text())
            with open(path, encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            sized = self.write("sized.csv", ",".join(list(rows[0]) + ["quantity"]) + "\n" + "".join(
                ",".join(list(row.values()) + ["1"]) + "\n" for row in rows))

            document = self.stats(sized, "trades")

            metrics, engine = document["metrics"], theirs["backtesting_py"]
            self.assertEqual((metrics["trades"], metrics["wins"]), (theirs["closed_trades"], theirs["wins"]))
            self.close(float(metrics["net_pnl"]), theirs["net_pnl"], "net_pnl")
            self.close(float(metrics["gross_pnl"]), theirs["gross_pnl"], "gross_pnl")
            self.close(metrics["win_rate"] * 100, engine["Win Rate [%]"], "win_rate")
            self.close(metrics["sqn"], engine["SQN"], "sqn", 1e-8)
            self.close(metrics["kelly"], engine["Kelly Criterion"], "kelly", 1e-8)
            self.close(metrics["best_trade_return"] * 100, engine["Best Trade [%]"], "best", 1e-8)
            self.close(metrics["worst_trade_return"] * 100, engine["Worst Trade [%]"], "worst", 1e-8)
            self.close(metrics["average_trade_return"] * 100, engine["Expectancy [%]"], "expectancy", 1e-7)
            self.assertEqual(sum(row["trades"] for row in document["by_side"]), metrics["trades"])

    @unittest.skipIf(numpy is None, "numpy, pandas or scipy is not installed")
    def test_random_returns_agree_with_plain_formulas(self):
        dice = random.Random(7)
        for rows, periods in ((2, 252), (50, 365), (300, 12)):
            values = [round(dice.gauss(0.001, 0.02), 6) for _ in range(rows)]
            market = [round(0.5 * value + dice.gauss(0, 0.01), 6) for value in values]

            document = self.stats(
                self.returns_file(values), "returns", "--periods-per-year", str(periods), "--benchmark",
                self.returns_file(market, "market.csv"))

            r, b, metrics = numpy.array(values), numpy.array(market), document["metrics"]
            growth = numpy.concatenate([[1], numpy.cumprod(1 + r)])
            down = numpy.sqrt(numpy.mean(numpy.minimum(r, 0) ** 2)) * numpy.sqrt(periods)
            line = scipy_stats.linregress(numpy.arange(rows), numpy.log1p(r).cumsum())
            psr_spread = 1 - scipy_stats.skew(r) * r.mean() / r.std(ddof=1) + (
                scipy_stats.kurtosis(r) + 2) / 4 * (r.mean() / r.std(ddof=1)) ** 2
            expected = {
                "annual_return": growth[-1] ** (periods / rows) - 1,
                "annual_volatility": r.std(ddof=1) * numpy.sqrt(periods),
                "sharpe": r.mean() / r.std(ddof=1) * numpy.sqrt(periods),
                "downside_risk": down,
                "sortino": r.mean() * periods / down if down else None,
                "max_drawdown": (growth / numpy.maximum.accumulate(growth) - 1).min(),
                "omega": r[r > 0].sum() / -r[r < 0].sum() if (r < 0).any() else None,
                "skew": scipy_stats.skew(r),
                "kurtosis": scipy_stats.kurtosis(r),
                "tail_ratio": abs(numpy.percentile(r, 95)) / abs(numpy.percentile(r, 5)),
                "value_at_risk": numpy.percentile(r, 5),
                "stability": line.rvalue ** 2,
                "probabilistic_sharpe": scipy_stats.norm.cdf(
                    r.mean() / r.std(ddof=1) * numpy.sqrt(rows - 1) / numpy.sqrt(psr_spread)),
            }
            for name, answer in expected.items():
                if answer is None:
                    self.assertIsNone(metrics[name], name)
                else:
                    self.assertAlmostEqual(metrics[name], answer, delta=1e-9 * max(1, abs(answer)), msg=name)
            beta = numpy.cov(r, b)[0, 1] / b.var(ddof=1)
            self.close(document["benchmark"]["beta"], beta, "beta")
            self.close(document["benchmark"]["alpha"], (1 + (r - beta * b).mean()) ** periods - 1, "alpha", 1e-7)

    @unittest.skipIf(numpy is None, "numpy, pandas or scipy is not installed")
    def test_random_equity_agrees_with_pandas(self):
        dice = random.Random(11)
        index = pandas.date_range("2021-03-01", periods=4000, freq="6h", tz="UTC")
        equity, value = [], 1000.0
        for _ in index:
            value *= 1 + dice.gauss(0.0001, 0.01)
            equity.append(round(value, 4))
        path = self.write("equity.csv", "time,equity\n" + "".join(
            f"{at.isoformat()},{value}\n" for at, value in zip(index, equity)))

        document = self.stats(path, "equity", "--periods-per-year", "1461")

        series = pandas.Series(equity, index=index)
        rows = series.pct_change().dropna()
        days = series.resample("D").last().dropna().pct_change().dropna()
        mean = math.exp(numpy.log1p(days).sum() / len(days))
        self.close(document["metrics"]["sharpe"], rows.mean() / rows.std() * math.sqrt(1461), "sharpe")
        self.close(document["metrics"]["max_drawdown"], (series / series.cummax() - 1).min(), "max_drawdown")
        self.close(document["daily"]["annual_return"], mean**365 - 1, "annual_return")
        volatility = math.sqrt((days.var() + mean**2) ** 365 - mean ** 730)
        self.close(document["daily"]["annual_volatility"], volatility, "annual_volatility")
        monthly = series.resample("ME").last()
        changes = (monthly / monthly.shift(fill_value=equity[0]) - 1).tolist()
        for row, change in zip(document["monthly"], changes, strict=True):
            self.close(row["return"], change, row, 1e-9)
        depth = 100 * (series / series.cummax() - 1)
        self.close(document["underwater"]["ulcer_index"], math.sqrt((depth**2).mean()), "ulcer_index")

    def test_figures_that_do_not_exist_are_null(self):
        for values in (["0.01"], [""], ["0.01"] * 5, ["0"] * 5, ["-1", "0.5"]):
            metrics = self.stats(self.returns_file(values), "returns")["metrics"]
            self.assertTrue(metrics["sharpe"] is None or len(set(values)) > 1)
            self.assertIsNone(metrics["net_pnl"])
        flat = self.write("flat.csv", "time,equity\n2024-01-01,5\n")
        document = self.stats(flat, "equity")
        self.assertIsNone(document["metrics"]["annual_return"])
        self.assertEqual(document["metrics"]["net_pnl"], "0")
        self.assertEqual(document["drawdowns"], [])
        ruin = self.write("ruin.csv", "time,equity\n2024-01-01,5\n2024-01-02,0\n2024-01-03,-5\n")
        self.assertIsNone(self.stats(ruin, "equity")["metrics"]["sharpe"])
        header = self.write("none.csv", "entry_time,exit_time,net_pnl\n")
        self.assertEqual(self.stats(header, "trades")["metrics"]["trades"], 0)

    def test_bad_input_ends_with_code_3_and_its_place(self):
        for kind, text, place in (
            ("returns", "", "bad.csv"), ("returns", "date,return\n2024-01-01,nan\n", "bad.csv:2:12"),
            ("returns", "date,return\n2024-01-01,-2\n", "bad.csv:2:12"),
            ("equity", "time,equity\n2024-01-02,1\n2024-01-01,1\n", "bad.csv:3:1"),
            ("trades", '{"strategy": {}}', "bad.csv:strategy")):
            path = self.write("bad.csv", text)
            self.assertIn(place, self.spark("stats", path, "--kind", kind, code=3).err)
        good = self.write("good.csv", "date,return\n2024-01-01,0.1\n")
        for flags in (("--periods-per-year", "0"), ("--start-cash", "5"), ("--strategy", "x"),
                      ("--periods-per-year", "nan")):
            self.spark("stats", good, "--kind", "returns", *flags, code=3)

    def test_people_read_two_columns_in_both_languages(self):
        path = self.returns_file(MIXED)

        english = self.spark("stats", path, "--kind", "returns").out
        turkish = self.spark("stats", path, "--kind", "returns", "--lang", "tr").out

        self.assertIn("Sharpe ratio", english)
        self.assertRegex(english, r"Annual return +191\.36%")
        self.assertRegex(turkish, r"Yıllık getiri +%191,36")


if __name__ == "__main__":
    unittest.main()
