"""What fills cost and how they are sized, on bars made by hand: every figure is derived beside the test."""

import json
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from market_case import HOUR_MS, MarketCase  # noqa: E402

HOLD = '[long]\nenter = "on 0"\nexit = "on 2"\n'  # in at bar 1's open, out at bar 3's
DAY_MS = 24 * HOUR_MS


class Sizes(MarketCase):
    def quantity(self, size, *flags, price="100", body=HOLD, fee="0"):
        document, trades = self.run_rule(self.rule(body), self.market([price] * 5), "--size", size, *flags, fee=fee)
        self.assertEqual(self.rejections(document), [])
        return trades[0]["quantity"]

    def rejection(self, size, *flags, price="100", body=HOLD, fee="0"):
        document, trades = self.run_rule(self.rule(body), self.market([price] * 5), "--size", size, *flags, fee=fee)
        self.assertEqual(trades, [])
        self.assertIn("rejected_orders", document["warnings"])
        (bar, rule), *more = self.rejections(document)
        self.assertEqual((bar, more), (1, []))
        return rule

    def test_units_and_notional_are_what_they_say_rounded_down(self):
        self.assertEqual(self.quantity("units:2.5"), "2.5")
        self.assertEqual(self.quantity("notional:1000", price="300"), "3.33333333")

    def test_a_share_of_the_equity_pays_for_its_fee(self):
        # 500 = q × 100 × 1.001: q = 4.995004995…
        self.assertEqual(self.quantity("equity:0.5", "--cash", "1000", fee="10"), "4.99500499")

    def test_a_risked_share_is_what_the_stop_would_lose(self):
        # 1 % of 1000 is 10; from 100 to the stop at 98 a unit loses 2.
        self.assertEqual(self.quantity("risk:0.01", "--cash", "1000", body=HOLD + "[stop]\nstop_loss_pct = 2"), "5")

    def test_the_documents_own_size_holds_unless_the_flag_is_given(self):
        body = HOLD + '[size]\nunits = "bar_index + 3"'
        _, trades = self.run_rule(self.rule(body), self.market(["100"] * 5))

        self.assertEqual(trades[0]["quantity"], "3")  # read on the signal bar, 0
        self.assertEqual(self.quantity("units:7", body=body), "7")

    def test_sizes_that_round_to_nothing_are_rejected_by_the_rules_name(self):
        self.assertEqual(self.rejection("notional:0.00000001", price="300"), "quantity_zero")
        self.assertEqual(self.rejection("equity:0.00000001", "--cash", "0.5"), "quantity_zero")
        self.assertEqual(self.rejection("risk:0.01"), "risk_without_stop")
        self.assertEqual(self.rejection("units:0.9", "--rules", "lot=1"), "quantity_min")
        self.assertEqual(self.rejection("equity:1", "--cash", "50", "--rules", "lot=1"), "quantity_min")
        self.assertEqual(self.rejection("units:1", "--rules", "quantity_min=2"), "quantity_min")
        self.assertEqual(self.rejection("units:3", "--rules", "quantity_max=2"), "quantity_max")
        self.assertEqual(self.rejection("units:1", "--rules", "notional_min=100.01"), "notional_min")
        self.assertEqual(self.rejection("units:2", "--cash", "199"), "cash")

    def test_the_venues_lot_rounds_down_and_its_least_notional_is_reached_exactly(self):
        self.assertEqual(self.quantity("units:2.79", "--rules", "lot=0.25"), "2.75")
        self.assertEqual(self.quantity("units:1", "--rules", "notional_min=100"), "1")

    def test_resting_prices_lie_on_the_tick_no_worse_for_the_trader(self):
        # Tick 0.5. A sell stop at 98.37 rests at 98.5, a sell target at 103.3 at 103.5.
        stop = HOLD.replace("on 2", "on 9") + "[stop]\nstop_loss_price = 98.37\ntake_profit_price = 103.3"
        for bars, price in ((["100", "100", "100 100 97 100", "100"], "98.5"),
                            (["100", "100", "100 104 100 100", "100"], "103.5")):  # fmt: skip
            _, trades = self.run_rule(self.rule(stop), self.market(bars), "--rules", "tick=0.5")
            self.assertEqual(trades[0]["exit_price"], price)

    def test_a_limit_on_the_tick_fills_where_the_tick_is_reached(self):
        # A buy limit at 95.3 rests at 95.
        limit = HOLD.replace("on 2", "on 9") + 'entry_price = 95.3\n[entry]\ntype = "limit"'
        bars = ["100", "100", "100 100 95.1 96", "96 96 95 96", "96", "96"]
        document, _ = self.run_rule(self.rule(limit), self.market(bars), "--rules", "tick=0.5")
        position = document["open_position"]
        self.assertEqual((position["entry_bar"], position["entry_price"]), (3, "95"))


class Fees(MarketCase):
    def fees(self, *flags, bars=None, body=HOLD, **market):
        _, trades = self.run_rule(self.rule(body), self.market(bars or ["100"] * 5, **market), *flags, fee=None)
        return [row["fees"] for row in trades]

    def test_a_spread_and_slippage_add_up_and_impact_grows_with_the_root_of_the_share(self):
        dataset = self.market(["100 100 100 100 16"] * 5)
        rule = self.rule(HOLD)
        for flags, bought, sold in (
            (("--half-spread-bps", "10"), "100.1", "99.9"),
            (("--half-spread-bps", "10", "--slippage-bps", "10"), "100.2", "99.8"),
            # 4 of 16 is a quarter, its root a half: 50 of 100 bps.
            (("--impact-bps", "100", "--size", "units:4"), "100.5", "99.5"),
        ):
            _, trades = self.run_rule(rule, dataset, *flags)
            self.assertEqual((trades[0]["entry_price"], trades[0]["exit_price"]), (bought, sold), flags)

    def test_tiers_of_the_thirty_days_before_and_a_discount_from_toml_and_json_alike(self):
        lines = ("taker_bps = 10", "fee_discount_pct = 50", "[[tiers]]", "volume_min = 1000", "taker_bps = 5")
        toml = self.write("costs.toml", "\n".join(lines))
        same = {"taker_bps": "10", "fee_discount_pct": 50, "tiers": [{"volume_min": 1000, "taker_bps": 5}]}
        text = self.write("costs.json", json.dumps(same))
        dataset = self.market(["100"] * 5, timeframe="1d", step_ms=DAY_MS)
        hashes = set()
        for path in (toml, text):
            document, trades = self.run_rule(self.rule(HOLD), dataset, "--costs", path, "--size", "units:10", fee=None)
            # Entry 10 bps of 1000, exit 5 bps of 1000 because 1000 was traded the day before; half of it is paid.
            self.assertEqual(trades[0]["fees"], "0.75")
            hashes.add(document["result_hash"])
        self.assertEqual(len(hashes), 1)

    def test_what_was_traded_more_than_thirty_days_ago_no_longer_counts_nor_does_the_same_day(self):
        costs = self.write("costs.toml", "[[tiers]]\nvolume_min = 1000\ntaker_bps = 5\nmaker_bps = 5\n")
        flags = ("--costs", costs, "--size", "units:10", "--taker-bps", "10")
        days = {"timeframe": "1d", "step_ms": DAY_MS}
        # Bought on day 1. Sold on day 31 the 30 days before are 1 to 30; on day 32 they are 2 to 31.
        for bar, fees in (("30", "1.5"), ("31", "2")):
            held = HOLD.replace("on 2", f"on {bar}")
            self.assertEqual(self.fees(*flags, bars=["100"] * 35, body=held, **days), [fees])
        self.assertEqual(self.fees(*flags), ["2"])  # hours of one day

    def test_a_rebate_is_paid_out_and_ends_at_minus_100_bps(self):
        body = '[long]\nenter = "on 0"\n[stop]\ntake_profit_pct = 10'
        bars = ["100", "100", "100 111 100 110", "110"]
        # 100 bps of 110 are paid to the maker, 10 bps of 100 were paid by the taker.
        self.assertEqual(self.fees("--maker-bps=-100", "--taker-bps", "10", bars=bars, body=body), ["-1"])
        dataset = self.market(bars)
        for flag in ("--maker-bps=-100.00000001", "--taker-bps=-0.00000001", "--fee-bps=-1"):
            said = self.refused("backtest", "run", self.rule(body), "--dataset", dataset, flag)
            self.assertIn("allowed", said)
            self.assertIn("bps", said)

    def test_unknown_fields_and_wrong_types_of_a_costs_file_have_place_and_nearest_name(self):
        dataset, rule = self.market(["100"] * 5), self.rule(HOLD)
        for name, text, place, word in (
            ("a.toml", "cash = 5\ntakr_bps = 1\n", "a.toml:2:", "taker_bps"),
            ("b.toml", "slippage_bps = true\n", "b.toml:1", "slippage_bps"),
            ("c.toml", 'slippage_bps = "ten"\n', "c.toml:1", "ten"),
            ("d.toml", "[[tiers]]\nvolume = 1\n", "d.toml:2:", "volume_min"),
            ("e.toml", "[rules]\ntik = 1\n", "e.toml:2:", "tick"),
            ("f.toml", "tiers = 1\n", "f.toml:1", "tiers"),
            ("g.toml", 'close_at_end = "yes"\n', "g.toml:1", "true or false"),
            ("h.json", '{"cash": 5,\n "takr_bps": 1}', "h.json:2:", "taker_bps"),
            ("i.json", '{"size": "lots:1"}', "i.json:1", "units"),
            ("j.json", '{"cash": 5', "j.json:1", ""),
            ("k.toml", "cash = \n", "k.toml:1", ""),
            ("l.toml", 'intrabar = "lucky"\n', "l.toml:1", "pessimistic"),
            ("m.toml", "latency_bars = 1.5\n", "m.toml:1", "whole"),
            ("n.toml", "slippage_bps = 1e-3\n", "n.toml:1", "decimal"),
        ):
            said = self.refused("backtest", "run", rule, "--dataset", dataset, "--costs", self.write(name, text))
            self.assertIn(place, said)
            self.assertIn(word, said)
        self.refused("backtest", "run", rule, "--dataset", dataset, "--costs", self.folder / "absent.toml", code=4)

    def test_tiers_have_rising_volumes(self):
        falling = "[[tiers]]\nvolume_min = 2\n[[tiers]]\nvolume_min = 1\n"
        said = self.refused("backtest", "run", self.rule(HOLD), "--dataset", self.market(["100"] * 5), "--costs",
                            self.write("costs.toml", falling))  # fmt: skip
        self.assertIn("volume_min 1 after 2", said)


class Margin(MarketCase):
    LONG = '[long]\nenter = "on 0"\n'
    SHORT = '[short]\nenter = "on 0"\n'

    def test_leverage_carries_so_much_value_and_no_more(self):
        dataset = self.market(["100"] * 4)
        flags = ("--cash", "100", "--leverage", "5")

        document, _ = self.run_rule(self.rule(self.LONG), dataset, *flags, "--size", "units:5")
        self.assertEqual(document["open_position"]["value"], "500")
        document, _ = self.run_rule(self.rule(self.LONG), dataset, *flags, "--size", "units:5.00000001")
        self.assertEqual(self.rejections(document), [(1, "margin")])
        # With its fee of 0.5 the equity is 99.5: no longer enough for 500.
        document, _ = self.run_rule(self.rule(self.LONG), dataset, *flags, "--size", "units:5", fee="10")
        self.assertEqual(self.rejections(document), [(1, "margin")])

    def test_a_long_is_liquidated_where_its_equity_is_half_a_percent_of_its_value(self):
        # 4 units of 100 with 100 of cash: 4p - 300 = 0.005 × 4p where p = 300 / 3.98 = 75.376884422…, rounded up.
        flags = ("--cash", "100", "--leverage", "5", "--size", "units:4", "--liquidation-bps", "50")
        reached = self.market(["100", "100", "100 100 75.37688443 80", "80"])
        document, trades = self.run_rule(self.rule(self.LONG), reached, *flags)
        self.expect_trades(trades, "1@100 2@75.37688443 liquidation")
        self.assertEqual(document["liquidations"], 1)
        self.assertIn("liquidated", document["warnings"])
        # 50 bps of 4 × 75.37688443 = 301.50753772.
        self.assertEqual(trades[0]["fees"], "1.50753769")

        above = self.market(["100", "100", "100 100 75.37688444 80", "80"])
        _, trades = self.run_rule(self.rule(self.LONG), above, *flags)
        self.assertEqual(trades, [])

    def test_a_gap_past_the_liquidation_price_loses_more_than_there_is(self):
        dataset = self.market(["100", "100", "70", "70"])
        flags = ("--cash", "100", "--leverage", "5", "--size", "units:4")
        document, trades = self.run_rule(self.rule(self.LONG), dataset, *flags)

        self.expect_trades(trades, "1@100 2@70 liquidation")
        self.expect_money(document, "-20")  # 4 × 70 - 300

    def test_a_short_needs_its_value_in_equity_and_is_liquidated_at_twice_the_price(self):
        # 200 of cash after the sale: 200 - p = 0.005 p where p = 199.004975…, rounded down.
        dataset = self.market(["100", "100", "100 199.00497512 100 150", "150"])
        _, trades = self.run_rule(self.rule(self.SHORT), dataset, "--cash", "100")
        self.expect_trades(trades, "1@100 2@199.00497512 liquidation short")
        document, _ = self.run_rule(self.rule(self.SHORT), dataset, "--cash", "99.99999999")
        self.assertEqual(self.rejections(document), [(1, "margin")])

    def test_leverage_and_maintenance_out_of_bounds_are_refused(self):
        dataset, rule = self.market(["100"] * 4), self.rule(self.LONG)
        for flag in ("--leverage=1000", "--leverage=125.00000001", "--leverage=0.99999999", "--leverage=-1",
                     "--maintenance-pct=-1", "--maintenance-pct=101"):  # fmt: skip
            said = self.refused("backtest", "run", rule, "--dataset", dataset, flag)
            self.assertIn("allowed", said)
        self.assertIn("1 to 125", self.refused("backtest", "run", rule, "--dataset", dataset, "--leverage", "1000"))

    def test_funding_falls_due_at_00_08_and_16_on_what_is_held_at_that_close(self):
        # Held from 01:00 to 20:00: the closes of bars 7 (at 120) and 15 (at 100), 10 bps each.
        bars = ["100"] * 24
        bars[7] = "100 120 100 120"
        dataset = self.market(bars)
        for side, due in (("long", "0.22"), ("short", "-0.22")):
            rule = self.rule(f'[{side}]\nenter = "on 0"\nexit = "on 19"')
            document, trades = self.run_rule(rule, dataset, "--funding-bps", "10")
            self.assertEqual((document["financing"], trades[0]["fees"]), (due, due))
        # In at 08:00, out at 16:00: it is held at 16:00's close alone.
        rule = self.rule('[long]\nenter = "on 7"\nexit = "on 15"')
        document, _ = self.run_rule(rule, dataset, "--funding-bps", "10")
        self.assertEqual(document["financing"], "0.1")

    def test_borrowing_is_paid_on_shorts_and_on_cash_below_zero(self):
        # 1095 bps a year are 1 bp every 8 hours; the closes of bars 7 and 15 are two of them.
        dataset = self.market(["100"] * 24)
        short = self.rule('[short]\nenter = "on 0"\nexit = "on 19"')
        document, _ = self.run_rule(short, dataset, "--borrow-bps", "1095")
        self.assertEqual(document["financing"], "0.02")
        long = self.rule('[long]\nenter = "on 0"\nexit = "on 19"')
        document, _ = self.run_rule(long, dataset, "--borrow-bps", "1095")
        self.assertEqual(document["financing"], "0")
        # 4 units with 100 of cash borrow 300 at first, 300.03 at the second time: 0.03 + 0.030003.
        document, _ = self.run_rule(long, dataset, "--borrow-bps", "1095", "--cash", "100", "--leverage", "5",
                                    "--size", "units:4")  # fmt: skip
        self.assertEqual(document["financing"], "0.060003")


class Reaching(MarketCase):
    """How orders reach the market: late, in parts, on bars without volume, on finer bars."""

    def test_a_participation_cap_spreads_an_order_over_bars(self):
        # 10 percent of 10 a bar: 2.5 units take three bars, in and out; the oldest lot leaves first.
        rule = self.rule('[long]\nenter = "on 0"\nexit = "on 5"')
        bars = [str(100 + at) for at in range(10)]
        _, trades = self.run_rule(rule, self.market(bars), "--participation-pct", "10", "--size", "units:2.5")

        self.expect_trades(trades, "1@101 6@106 signal", "2@102 7@107 signal", "3@103 8@108 signal")
        self.assertEqual([row["quantity"] for row in trades], ["1", "1", "0.5"])

    def test_a_bar_without_volume_takes_nothing_under_a_cap(self):
        rule = self.rule('[long]\nenter = "on 0"\nexit = "on 5"')
        bars = ["100", "100 100 100 100 0", *["100"] * 6]
        _, trades = self.run_rule(rule, self.market(bars), "--participation-pct", "10")
        self.assertEqual(trades[0]["entry_bar"], "2")

    def test_latency_in_bars_and_in_milliseconds(self):
        rule, dataset = self.rule('[long]\nenter = "on 0"\nexit = "on 5"'), self.market(["100"] * 12)
        for flags, first, last in (
            (("--latency-bars", "0"), "1", "6"),
            (("--latency-bars", "2"), "3", "8"),
            (("--latency-ms", "0"), "1", "6"),
            # The next bar opens at the close: an order a millisecond late meets the one after.
            (("--latency-ms", "1"), "2", "7"),
            (("--latency-ms", HOUR_MS), "2", "7"),
            (("--latency-ms", HOUR_MS + 1), "3", "8"),
            (("--latency-ms", "1", "--latency-bars", "3"), "4", "9"),
        ):
            _, trades = self.run_rule(rule, dataset, *flags)
            self.assertEqual((trades[0]["entry_bar"], trades[0]["exit_bar"]), (first, last), flags)

    def test_bars_without_volume_fill_nothing_when_asked(self):
        bars = ["100", "101 101 101 101 0", "102", "102 102 90 95 0", "96 97 96 97", "97"]
        rule = self.rule('[long]\nenter = "on 0"\n[stop]\nstop_loss_price = 98')
        dataset = self.market(bars)

        _, trades = self.run_rule(rule, dataset)
        self.expect_trades(trades, "1@101 3@98 stop_loss")
        # Neither the entry on bar 1 nor the stop on bar 3: in at bar 2, out at bar 4's open below the stop.
        _, trades = self.run_rule(rule, dataset, "--skip-zero-volume")
        self.expect_trades(trades, "2@102 4@96 stop_loss")

    def test_what_is_open_is_closed_at_the_last_close_when_asked(self):
        dataset = self.market(["100", "100", "100 105 100 103"])
        document, trades = self.run_rule(self.rule('[long]\nenter = "on 0"'), dataset, "--close-at-end",
                                         "--slippage-bps", "100")  # fmt: skip
        # Bought at 101, sold at 103 - 1 %.
        self.expect_trades(trades, "1@101 2@101.97 end_of_data")
        self.assertIsNone(document["open_position"])

    def test_a_band_reports_both_readings_of_a_bar_that_reached_stop_and_target(self):
        dataset = self.market(["100", "100", "100 104 97 100", "100"])
        rule = self.rule('[long]\nenter = "on 0"\n[stop]\nstop_loss_pct = 2\ntake_profit_pct = 3')
        document, trades = self.run_rule(rule, dataset, "--band")

        self.expect_trades(trades, "1@100 2@98 stop_loss")
        band = document["band"]
        self.assertEqual(Decimal(band["pessimistic"]["net_pnl"]), -2)
        self.assertEqual(Decimal(band["optimistic"]["net_pnl"]), 3)

    def test_finer_bars_say_which_of_stop_and_target_came_first(self):
        dataset = self.market(["100", "100", "100 104 97 100", "100"])
        rule = self.rule('[long]\nenter = "on 0"\n[stop]\nstop_loss_pct = 2\ntake_profit_pct = 3')
        quarters = ["100"] * 8 + ["100 104 100 102", "102 102 97 98", "98 100 98 100", "100"] + ["100"] * 4
        finer = self.market(quarters, timeframe="15m", step_ms=HOUR_MS // 4)
        _, trades = self.run_rule(rule, dataset, "--detail", finer)
        self.expect_trades(trades, "1@100 2@103 take_profit")

        falling = ["100"] * 8 + ["100 100 97 98", "98 104 98 102", "102 102 100 100", "100"] + ["100"] * 4
        finer = self.market(falling, timeframe="15m", step_ms=HOUR_MS // 4)
        _, trades = self.run_rule(rule, dataset, "--detail", finer)
        self.expect_trades(trades, "1@100 2@98 stop_loss")

    def test_finer_bars_of_another_symbol_or_of_no_finer_timeframe_are_refused(self):
        dataset, rule = self.market(["100"] * 8), self.rule('[long]\nenter = "on 0"')
        other = self.market(["100"] * 8, symbol="OTHER", timeframe="15m", step_ms=HOUR_MS // 4)
        coarser = self.market(["100"] * 8, timeframe="2h", step_ms=2 * HOUR_MS)
        for finer, word in ((other, "OTHER"), (coarser, "2h"), (dataset, "1h")):
            said = self.refused("backtest", "run", rule, "--dataset", dataset, "--detail", finer)
            self.assertIn(word, said)
            self.assertIn("--detail", said)


if __name__ == "__main__":
    unittest.main()
