"""What orders do on bars made by hand: every price, bar and reason is derived beside the test."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from market_case import MarketCase  # noqa: E402


class Sides(MarketCase):
    def test_a_long_is_turned_into_a_short_at_one_open(self):
        dataset = self.market(["100", "100", "101", "102", "103", "104", "99"])
        rule = self.rule('[long]\nenter = "on 1"\n[short]\nenter = "on 3"\nexit = "on 5"')

        document, trades = self.run_rule(rule, dataset, fee="10")

        self.expect_trades(trades, "2@101 4@103 reverse", "4@103 6@99 signal short")
        # Long: 103 - 101 - 10 bps of 204 = 2 - 0.204. Short: 103 - 99 - 10 bps of 202 = 4 - 0.202.
        self.assertEqual([row["net_pnl"] for row in trades], ["1.796", "3.798"])
        self.expect_money(document, "1000005.594")

    def test_a_bar_that_says_both_long_and_short_enters_neither_and_turns_nothing(self):
        dataset = self.market(["100"] * 8)
        rule = self.rule('[long]\nenter = "on 1 or on 3"\nexit = "on 5"\n[short]\nenter = "on 3"')

        _, trades = self.run_rule(rule, dataset)

        self.expect_trades(trades, "2@100 6@100 signal")

    def test_without_a_short_side_the_columns_of_trades_are_those_of_the_contract(self):
        dataset = self.market(["100"] * 8)
        self.run_rule(self.rule('[long]\nenter = "on 1"\nexit = "on 5"'), dataset)

        header = (self.folder / "trades.csv").read_text(encoding="utf-8").splitlines()[0]
        self.assertEqual(
            header,
            "entry_bar,entry_time_ms,entry_price,exit_bar,exit_time_ms,exit_price,quantity,gross_pnl,fees,net_pnl,"
            "exit_reason",
        )

    def test_a_signal_on_the_last_bar_fills_nothing_and_one_before_stays_open(self):
        dataset = self.market(["100", "101", "102", "105"])

        document, trades = self.run_rule(self.rule('[long]\nenter = "on 3"\nexit = "on 1"'), dataset)
        self.assertEqual((trades, document["open_position"]), ([], None))

        document, trades = self.run_rule(self.rule('[long]\nenter = "on 1"\nexit = "on 3"'), dataset)
        self.assertEqual(trades, [])
        position = document["open_position"]
        self.assertEqual((position["entry_bar"], position["mark_price"]), (2, "105"))
        self.assertEqual(position["unrealized_pnl"], "3")
        self.expect_money(document, "1000003")


class Protection(MarketCase):
    LONG = '[long]\nenter = "on 0"\n[stop]\n'
    SHORT = '[short]\nenter = "on 0"\n[stop]\n'

    def run_on(self, bars, body, *flags, fee="0"):
        return self.run_rule(self.rule(body), self.market(bars), *flags, fee=fee)[1]

    def test_the_stop_wins_where_one_bar_reaches_both_and_the_target_in_the_optimistic_reading(self):
        # Signal bar's close 100: stop 98, target 103. Bar 2 spans 97 to 104.
        bars = ["100", "100", "100 104 97 100", "100"]
        body = self.LONG + "stop_loss_pct = 2\ntake_profit_pct = 3"

        self.expect_trades(self.run_on(bars, body), "1@100 2@98 stop_loss")
        self.expect_trades(self.run_on(bars, body, "--intrabar", "optimistic"), "1@100 2@103 take_profit")

    def test_levels_are_measured_from_the_signal_bars_close_and_hold_from_the_entry_bar_on(self):
        # Close 100 on the signal bar, entry at 101: stop is 98, not 98.98.
        self.expect_trades(self.run_on(["100", "101 101 97 99", "99"], self.LONG + "stop_loss_pct = 2"),
                           "1@101 1@98 stop_loss")  # fmt: skip

    def test_a_gap_through_a_level_fills_at_the_open_also_on_the_entry_bar(self):
        stop = self.LONG + "stop_loss_pct = 2"
        target = self.LONG + "take_profit_pct = 2"

        self.expect_trades(self.run_on(["100", "100", "90 91 89 90", "90"], stop), "1@100 2@90 stop_loss")
        self.expect_trades(self.run_on(["100", "100", "110 111 109 110", "110"], target), "1@100 2@110 take_profit")
        self.expect_trades(self.run_on(["100", "97 99 96 98", "98"], stop), "1@97 1@97 stop_loss")

    def test_a_stop_takes_and_slips_and_a_target_makes_and_does_not(self):
        flags = ("--maker-bps", "1", "--taker-bps", "10", "--slippage-bps", "100")

        trades = self.run_on(["100", "100", "100 100 97 98", "98"], self.LONG + "stop_loss_pct = 2", *flags, fee=None)
        # Bought at 100 + 1 %, sold at 98 - 1 %; 10 bps of 101 and of 97.02.
        self.expect_trades(trades, "1@101 2@97.02 stop_loss")
        self.assertEqual(trades[0]["fees"], "0.19802")

        bars = ["100", "100", "100 104 100 98", "98"]
        trades = self.run_on(bars, self.LONG + "take_profit_pct = 2", *flags, fee=None)
        # 10 bps of 101 and 1 bp of 102.
        self.expect_trades(trades, "1@101 2@102 take_profit")
        self.assertEqual(trades[0]["fees"], "0.1112")

    def test_a_short_is_protected_the_other_way_round(self):
        body = self.SHORT + "stop_loss_distance = 2\ntake_profit_distance = 3"

        self.expect_trades(self.run_on(["100", "100", "100 102.5 96 100", "100"], body), "1@100 2@102 stop_loss short")
        self.expect_trades(self.run_on(["100", "100", "100 101 96 100", "100"], body), "1@100 2@97 take_profit short")

    def test_prices_of_the_document_are_levels_as_they_stand(self):
        body = self.LONG + 'stop_loss_price = "low[0] - 1"\ntake_profit_price = "high[0] + 5"'

        # Signal bar 99 to 101: stop 98, target 106.
        bars = ["100 101 99 100", "100", "100 105 98.5 100", "100 107 99 100", "100"]
        self.expect_trades(self.run_on(bars, body), "1@100 3@106 take_profit")

    def test_one_side_may_have_its_own_stop(self):
        sides = '[long]\nenter = "on 0"\n[short]\nenter = "on 3"\n'
        body = sides + "[short.stop]\nstop_loss_pct = 1\n[stop]\nstop_loss_pct = 5"
        bars = ["100", "100", "100 100 96 100", "100", "100 102 100 100", "100"]

        # The long survives 96 (its stop is 95) and is turned at bar 4's open; the short's stop is 101.
        self.expect_trades(self.run_on(bars, body), "1@100 4@100 reverse", "4@100 4@101 stop_loss short")

    def test_a_trailing_stop_follows_the_best_price_of_the_bars_before(self):
        body = self.LONG + "trailing_distance = 3"

        # Best 102 after bar 1, so 99 on bar 2; best 105 after it, so 102 on bar 3.
        bars = ["100", "100 102 100 101", "101 105 99.5 104", "104 104 101 103", "103"]
        self.expect_trades(self.run_on(bars, body), "1@100 3@102 trailing_stop")
        # Its own bar's high does not move it: from the best of 100, 97 is what bar 1 may touch.
        bars = ["100", "100 110 97.5 108", "108 108 106 106", "106"]
        self.expect_trades(self.run_on(bars, body), "1@100 2@107 trailing_stop")

    def test_a_trailing_stop_of_a_short_follows_the_lows(self):
        # Best 96 after bar 1: 3 percent above is 98.88.
        bars = ["100", "100 100 96 97", "97 99 97 98", "98"]
        self.expect_trades(self.run_on(bars, self.SHORT + "trailing_pct = 3"), "1@100 2@98.88 trailing_stop short")

    def test_a_time_stop_leaves_at_the_open_after_so_many_bars(self):
        self.expect_trades(self.run_on(["100", "101", "102", "103", "104", "105"], self.LONG + "time_stop_bars = 3"),
                           "1@101 4@104 time_stop")  # fmt: skip

    def test_signals_in_the_cooldown_are_ignored(self):
        # In on bar 1, out at bar 3's open. Bars 3 and 4 are the cooldown; bar 5 says it again, bar 6 fills.
        body = '[long]\nenter = "true"\nexit = "on 2"\n[limits]\ncooldown_bars = 2\n[stop]\ntime_stop_bars = 9'
        document, trades = self.run_rule(self.rule(body), self.market(["100"] * 9))

        self.expect_trades(trades, "1@100 3@100 signal")
        self.assertEqual(document["open_position"]["entry_bar"], 6)

    def test_the_close_of_the_bar_of_an_intrabar_exit_may_enter_again(self):
        body = '[long]\nenter = "on 0 or on 2"\n[stop]\nstop_loss_price = 98'
        bars = ["100", "100", "100 100 97 99", "99", "99"]
        document, trades = self.run_rule(self.rule(body), self.market(bars))

        self.expect_trades(trades, "1@100 2@98 stop_loss")
        self.assertEqual(document["open_position"]["entry_bar"], 3)


class SeveralEntries(MarketCase):
    BODY = '[long]\nenter = "on 0 or on 1 or on 2"\nexit = "on 3"\n[limits]\nentries_max = {}\n'
    BARS = ["100", "100", "110", "120", "130"]

    def test_so_many_entries_may_be_open_together_and_leave_together(self):
        dataset = self.market(self.BARS)
        for most, entries in ((1, 1), (2, 2), (3, 3), (0, 3)):
            _, trades = self.run_rule(self.rule(self.BODY.format(most)), dataset)
            expected = [f"{bar}@{90 + 10 * bar} 4@130 signal" for bar in range(1, entries + 1)]
            self.expect_trades(trades, *expected)

    def test_each_entry_is_paid_for_by_what_is_left(self):
        # Three units of 100, 110 and 120 from 215: the third is not covered.
        document, trades = self.run_rule(self.rule(self.BODY.format(0)), self.market(self.BARS), "--cash", "215")

        self.assertEqual(len(trades), 2)
        self.assertEqual(self.rejections(document), [(3, "cash")])

    def test_the_newest_entrys_levels_hold_for_the_whole_position(self):
        # Stop 2 under the signal's close: 98 by the first entry, 108 by the second, which fills on bar 3.
        body = '[long]\nenter = "on 0 or on 2"\n[limits]\nentries_max = 2\n[stop]\nstop_loss_distance = 2'
        bars = ["100", "100", "100 110 99 110", "110", "110 110 107 109", "109"]

        _, trades = self.run_rule(self.rule(body), self.market(bars))

        self.expect_trades(trades, "1@100 4@108 stop_loss", "3@110 4@108 stop_loss")

    def test_the_older_entrys_target_is_gone_on_the_bar_of_the_newer_entry(self):
        # Target 4 over the signal's close: 104 by the first entry, 107 by the second, which fills at bar 2's open.
        body = '[long]\nenter = "on 0 or on 1"\n[limits]\nentries_max = 2\n[stop]\ntake_profit_distance = 4'
        bars = ["100", "100 103 100 103", "103 105 103 105", "105 108 105 106", "106"]

        _, trades = self.run_rule(self.rule(body), self.market(bars))

        self.expect_trades(trades, "1@100 3@107 take_profit", "2@103 3@107 take_profit")


class RestingEntries(MarketCase):
    LONG = '[long]\nenter = "on 0"\nexit = "on 6"\n'
    LIMIT = LONG + 'entry_price = "close - 5"\n[entry]\ntype = "limit"\nvalid_bars = {}\n'
    STOP = LONG + 'entry_price = "close + 5"\n[entry]\ntype = "stop"\nvalid_bars = {}\n'

    def run_on(self, bars, body, *flags, fee="0"):
        return self.run_rule(self.rule(body), self.market(bars), *flags, fee=fee)[1]

    def test_a_limit_rests_for_its_bars_and_no_longer(self):
        # Limit 95; first touched on bar 3.
        bars = ["100", "100 100 96 98", "98", "98 98 90 92", "92", "92", "92", "92"]

        self.assertEqual(self.run_on(bars, self.LIMIT.format(2)), [])
        self.expect_trades(self.run_on(bars, self.LIMIT.format(3)), "3@95 7@92 signal")
        self.expect_trades(self.run_on(bars, self.LIMIT.format(0)), "3@95 7@92 signal")

    def test_a_limit_that_has_rested_makes_also_through_a_gap_and_one_that_has_not_takes(self):
        flags = ("--maker-bps", "0", "--taker-bps", "100", "--slippage-bps", "0")
        rested = ["100", "100", "94 94 94 94", "94", "94", "94", "94", "94"]
        at_once = ["100", "94", "94", "94", "94", "94", "94", "94"]

        trades = self.run_on(rested, self.LIMIT.format(0), *flags, fee=None)
        self.expect_trades(trades, "2@94 7@94 signal")
        self.assertEqual(trades[0]["fees"], "0.94")  # of the exit alone
        trades = self.run_on(at_once, self.LIMIT.format(0), *flags, fee=None)
        self.expect_trades(trades, "1@94 7@94 signal")
        self.assertEqual(trades[0]["fees"], "1.88")

    def test_slippage_does_not_push_a_limit_past_its_price(self):
        # It would take at 94.9, slipped by 1 % to 95.849; the limit is 95.
        bars = ["100", "94.9", *["94"] * 6]
        trades = self.run_on(bars, self.LIMIT.format(0), "--slippage-bps", "100")
        self.assertEqual(trades[0]["entry_price"], "95")

    def test_a_stop_entry_fills_at_its_level_or_at_the_gap_and_slips(self):
        self.expect_trades(self.run_on(["100", "100", "101 106 101 104", *["104"] * 5], self.STOP.format(0)),
                           "2@105 7@104 signal")  # fmt: skip
        self.expect_trades(self.run_on(["100", "100", *["107"] * 6], self.STOP.format(0)), "2@107 7@107 signal")
        trades = self.run_on(["100", "100", "101 106 101 104", *["104"] * 5], self.STOP.format(0),
                             "--slippage-bps", "100")  # fmt: skip
        self.assertEqual(trades[0]["entry_price"], "106.05")

    def test_a_new_signal_replaces_the_order_that_rests(self):
        # Signals on bars 0 (close 100, limit 95) and 1 (close 99, limit 94).
        body = self.LIMIT.format(0).replace('"on 0"', '"on 0 or on 1"')
        bars = ["100", "99", "99 99 94.5 95", "95 95 93 94", *["94"] * 4]
        self.expect_trades(self.run_on(bars, body), "3@94 7@94 signal")

    def test_the_other_sides_exit_does_not_withdraw_an_order_and_its_own_does(self):
        two_sided = self.LIMIT.format(0) + '[short]\nenter = "false"\nexit = "on 1"\nentry_price = "close"\n'
        own = self.LIMIT.format(0).replace('"on 6"', '"on 1"')
        bars = ["100", "100", "100 100 94 96", *["96"] * 5]

        self.expect_trades(self.run_on(bars, two_sided), "2@95 7@96 signal")
        self.assertEqual(self.run_on(bars, own), [])

    def test_an_exit_of_a_side_that_can_enter_leaves_the_other_sides_order_alone(self):
        body = self.LIMIT.format(0) + '[short]\nenter = "on 7"\nexit = "on 1"\nentry_price = "close"\n'
        bars = ["100", "100", "100 100 94 96", *["96"] * 5]

        self.expect_trades(self.run_on(bars, body), "2@95 7@96 signal")

    def test_what_was_opened_inside_a_bar_cannot_win_on_it_but_can_lose(self):
        # Limit 95, target 97, stop 93. Bar 1's high may have come before the entry.
        body = self.LIMIT.format(0) + "[stop]\nstop_loss_price = 93\ntake_profit_price = 97"

        won = ["100", "100 101 94 98", "96 98 96 97", *["97"] * 5]
        self.expect_trades(self.run_on(won, body), "1@95 2@97 take_profit")
        lost = ["100", "100 101 92 98", *["98"] * 6]
        self.expect_trades(self.run_on(lost, body), "1@95 1@93 stop_loss")

    def test_of_two_stops_of_a_position_opened_inside_a_bar_the_nearer_fills(self):
        # Bought at 105 on the way up from a low of 97: falling back, the price meets the trailing stop (105 - 3 %,
        # 101.85) before the stop at 98.
        body = self.STOP.format(0) + "[stop]\nstop_loss_price = 98\ntrailing_pct = 3"
        bars = ["100", "100 110 97 104", *["104"] * 6]

        self.expect_trades(self.run_on(bars, body), "1@105 1@101.85 trailing_stop")


if __name__ == "__main__":
    unittest.main()
