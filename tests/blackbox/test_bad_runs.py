"""Runs that must not happen: absurd numbers, attempts to look ahead, too little data, duplicates. Exit code 2 or 3, a
message with place and remedy, and nothing written."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from market_case import MarketCase  # noqa: E402

DECIMALS = ("fee-bps", "maker-bps", "taker-bps", "fee-discount-pct", "slippage-bps", "half-spread-bps", "impact-bps",
            "participation-pct", "funding-bps", "borrow-bps", "leverage", "maintenance-pct", "liquidation-bps",
            "cash")  # fmt: skip
WHOLES = ("latency-bars", "latency-ms")
ABSURD = ("1e9", "NaN", "nan", "inf", "-inf", " 1", "1 ", "1_000", "0x10", "１", ".5", "5.", "1,5", "--5", "9" * 400,
          "0." + "0" * 400 + "1", "0.000000001", "99999999999999999999", "-99999999999999999999")  # fmt: skip


class AbsurdNumbers(MarketCase):
    def setUp(self):
        super().setUp()
        self.dataset = self.market(["100"] * 6)

    def test_every_numeric_flag_of_a_run_refuses_them_by_its_name(self):
        for flag in (*DECIMALS, *WHOLES):
            for text in ABSURD:
                said = self.refused("backtest", "run", "buyHold", "--dataset", self.dataset, f"--{flag}={text}")
                self.assertIn(f"--{flag}", said, text)
                self.assertIn("allowed", said, text)
                self.assertLess(len(said), 400, "a message does not repeat 400 digits")

    def test_a_flag_without_a_value_is_a_usage_error(self):
        for flag in (*DECIMALS, *WHOLES, "size", "rules", "costs"):
            said = self.refused("backtest", "run", "buyHold", "--dataset", self.dataset, f"--{flag}=", code=2)
            self.assertIn(f"--{flag}", said)

    def test_bounds_of_every_flag_hold_on_both_sides(self):
        for flag, least, most in (
            ("taker-bps", "0", "10000"), ("maker-bps", "-100", "10000"), ("slippage-bps", "0", None),
            ("half-spread-bps", "0", None), ("impact-bps", "0", None), ("funding-bps", "-10000", "10000"),
            ("borrow-bps", "0", "10000"), ("liquidation-bps", "0", "10000"), ("fee-discount-pct", "0", "100"),
            ("leverage", "1", "125"), ("latency-bars", "0", "10000"), ("latency-ms", "0", "86400000"),
        ):  # fmt: skip
            for bound, step in ((least, -1), (most, 1)):
                if bound is None:
                    continue
                past = str(int(bound) + step) if flag.startswith("latency") else f"{bound}.00000001"
                if step < 0 and not flag.startswith("latency"):
                    past = "-0.00000001" if bound == "0" else f"{int(bound) - 1}.99999999" if int(bound) > 0 else past
                run = ("backtest", "run", "buyHold", "--dataset", self.dataset)
                self.spark(*run, f"--{flag}={bound}")
                self.assertIn("allowed", self.refused(*run, f"--{flag}={past}"), (flag, past))

    def test_zero_has_no_sign(self):
        def told(*flags):
            return self.spark_json("backtest", "run", "buyHold", "--dataset", self.dataset, *flags)

        plain = told("--fee-bps=0", "--slippage-bps=0", "--latency-bars=0")
        signed = told("--fee-bps=-0", "--slippage-bps=-0.0", "--latency-bars=0")
        self.assertEqual(plain["result_hash"], signed["result_hash"])
        self.assertNotIn('"-0', json.dumps(signed))

    def test_sizes_in_other_clothes_are_refused(self):
        for text in ("units", "units:", ":1", "units:0", "units:-1", "units:NaN", "units:1e9", "units:" + "9" * 400,
                     "equity:0", "equity:1.00000001", "risk:1.00000001", "risk:0", "notional:inf", "UNITS:1",
                     "units:1:2", "units: 1"):  # fmt: skip
            said = self.refused("backtest", "run", "buyHold", "--dataset", self.dataset, f"--size={text}")
            self.assertIn("--size | --size ", said, text)  # the place, and a remedy that begins with the flag

    def test_rules_in_other_clothes_are_refused(self):
        for text in ("tick", "tick=", "tick=0", "tick=-1", "lot=NaN", "lot=1e9", "tik=1", "tick=1,,lot=1",
                     "quantity_min=2,quantity_max=1", "lot=" + "9" * 400, "notional_min=-1"):  # fmt: skip
            said = self.refused("backtest", "run", "buyHold", "--dataset", self.dataset, f"--rules={text}")
            self.assertIn("--rules", said, text)

    def test_parameters_refuse_them_too(self):
        for name in ("fast", "sl_pct"):
            for text in ABSURD:
                said = self.refused("backtest", "run", "smaCross", "--dataset", self.dataset, "--set", f"{name}={text}")
                self.assertIn(name, said, text)


class LookAhead(MarketCase):
    ATTEMPTS = ("close[-1]", "close[1 - 2]", "close[bar_index]", "close[0.5]", "close[1e9]", "close[na]", "close[true]",
                "close[close]", "ta.sma(close, -3)", "ta.sma(close, 0)", "ta.sma(close, bar_index)",
                "ta.linreg(close, 5, -2)", "ta.valuewhen(close > open, close, -1)", "ta.change(close, -1)",
                "ta.mom(close, -5)", "ta.roc(close, -5)", "math.sum(close, -1)", "ta.highest(high, -5)",
                "ta.highestbars(high, -5)", "ta.ichimoku(9, -26, 52).senkou_a", "ta.alma(close, 9, 5, 6)",
                "ta.barssince(close > close[-1])", 'tf("1m", close)', 'tf("1h", close)', 'tf("90m", close)',
                'tf("1d", close[-1])', 'tf("-1d", close)', 'sym("ABSENT", close)', "close[n]",
                "request.security(close)",
                "ta.ichimoku(9, 26, 52).chikou")  # fmt: skip

    def test_no_way_of_writing_reaches_a_later_bar(self):
        dataset = self.market(["100 101 99 100"] * 60)
        for attempt in self.ATTEMPTS:
            said = self.refused("eval", dataset, "--expr", attempt)
            self.assertIn("--expr 1, 1:", said, attempt)
            rule = self.rule(f"[long]\nenter = '{attempt} > 0'")
            said = self.refused("backtest", "run", rule, "--dataset", dataset)
            self.assertIn("made.toml", said, attempt)

    def test_a_value_never_changes_when_later_bars_do(self):
        import random

        drawn = random.Random(5)
        near = lambda price: price + drawn.randint(-5, 5)  # noqa: E731
        bars = [f"{near(100)} 110 90 {near(100)} {drawn.randint(1, 50)}" for _ in range(120)]
        other = bars[:80] + [f"{near(200)} 290 180 230 7" for _ in range(40)]
        expressions = ["ta.linreg(close, 10)", "ta.ichimoku(9, 26, 52).senkou_b", 'tf("4h", ta.ema(close, 3))',
                       "ta.supertrend(3, 10).value", "ta.vwap", "ta.kama(close)", "ta.percentrank(close, 20)",
                       'tf("1d", high)', "ta.sar()", "ta.valuewhen(ta.rising(close, 2), close, 1)",
                       "ta.hma(close, 9)"]  # fmt: skip
        flags = [word for text in expressions for word in ("--expr", text)]

        first, second = (
            self.spark("eval", self.market(rows, symbol=name), *flags).out.splitlines()
            for name, rows in (("ONE", bars), ("TWO", other))
        )

        self.assertEqual(first[:81], second[:81])
        self.assertNotEqual(first[81:], second[81:])


class TooLittle(MarketCase):
    def test_one_bar_holds_no_signal_and_no_fill(self):
        dataset = self.market(["100"])
        for strategy in ("buyHold", "smaCross", "rsi", self.rule('[long]\nenter = "true"')):
            said = self.refused("backtest", "run", strategy, "--dataset", dataset)
            self.assertIn("found 1 bars", said)
            self.assertIn("longer period", said)
        self.assertEqual(len(self.spark("eval", dataset, "--expr", "close").out.splitlines()), 2)

    def test_two_bars_are_enough_for_a_signal_and_a_fill_and_not_for_an_average(self):
        dataset = self.market(["100", "101"])
        document, _ = self.run_rule(self.rule('[long]\nenter = "true"'), dataset)
        self.assertEqual(document["open_position"]["entry_bar"], 1)
        self.assertIn("23", self.refused("backtest", "run", "smaCross", "--dataset", dataset))

    def test_history_beyond_the_data_is_undefined_and_such_a_rule_is_refused(self):
        dataset = self.market(["100"] * 10)
        rows = self.spark("eval", dataset, "--expr", "close[50]", "--expr", "1 / (close - close)").out.splitlines()
        self.assertEqual({row.split(",", 2)[2] for row in rows[1:]}, {","})
        self.refused("backtest", "run", self.rule('[long]\nenter = "close[50] > 0"'), "--dataset", dataset)


class Duplicates(MarketCase):
    def test_a_flag_or_a_parameter_given_twice_is_refused(self):
        dataset = self.market(["100"] * 30)
        run = ("backtest", "run", "smaCross", "--dataset", dataset)
        self.assertIn("fast", self.refused(*run, "--set", "fast=9", "--set", "fast=10"))
        for flag in ("--cash=5", "--fee-bps=1", "--size=units:1", "--intrabar=optimistic", "--from=2024-01-01"):
            name = flag.split("=")[0]
            self.assertIn(name, self.refused(*run, flag, flag, code=2))

    def test_a_key_given_twice_in_a_document_or_costs_file_is_refused_with_its_place(self):
        dataset = self.market(["100"] * 30)
        rule = self.rule('[long]\nenter = "true"\nenter = "false"')
        self.assertIn("made.toml:5", self.refused("backtest", "run", rule, "--dataset", dataset))
        for name, text in (("c.toml", "cash = 1\ncash = 2\n"), ("c.json", '{"cash": 1,\n"cash": 2}')):
            said = self.refused("backtest", "run", "buyHold", "--dataset", dataset, "--costs", self.write(name, text))
            self.assertIn(f"{name}:2", said)


if __name__ == "__main__":
    unittest.main()
