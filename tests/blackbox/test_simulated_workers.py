"""The native strategies told again in a few lines of Python each, from their rules in words: on random markets the same
orders fill, at the same prices, for the same money."""

import csv
import random
import sys
import unittest
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from market_case import MarketCase  # noqa: E402

UNIT = 10**8


class PlainGrid:
    """Lines below the first close. Each rests a buy; filled, a sale one step higher from the next bar on; and again.

    Lots leave oldest first, and every order has one quantity: buys and sales are counted apart, not paired.
    """

    def __init__(self, bars, levels, step_pct, quantity, maker_bps, taker_bps, cash):
        self.quantity, self.fees = quantity, (maker_bps, taker_bps)
        self.cash, self.bought, self.sold = cash, Counter(), Counter()
        centre = bars[0][3]
        step = round(Fraction(centre) * step_pct / 100)
        lines = [[centre - k * step, True, 1] for k in range(1, levels + 1)]  # level, buys, first bar
        for bar, (opened, high, low, _) in enumerate(bars[1:], start=1):
            for line in lines:
                level, buys, first = line
                price = level if buys else level + step
                gapped = opened <= price if buys else opened >= price
                if not gapped and not (low <= price if buys else high >= price):
                    continue
                # A limit that meets a better open on its very first bar takes, else it makes.
                self.trade(bar, opened if gapped else price, buys, takes=gapped and first == bar)
                line[1:] = not buys, bar + 1
        held = sum(self.bought.values()) - sum(self.sold.values())
        for _ in range(held):
            self.trade(len(bars) - 1, bars[-1][3], False, takes=True)

    def trade(self, bar, price, buys, takes):
        value = round(Fraction(price * self.quantity, UNIT))
        fee = round(Fraction(price * self.quantity, UNIT) * self.fees[takes] / 10_000)
        self.cash += (-value if buys else value) - fee
        (self.bought if buys else self.sold)[(bar, price)] += 1


class PlainQuotes:
    """The market maker with quantities of one unit: two post-only quotes a bar, gone at its close."""

    def __init__(self, bars, half_spread_bps, skew_bps, inventory_max, short, fee_bps, cash):
        self.cash, self.position, self.trades, self.rejected, self.fee_bps = cash, 0, 0, [], fee_bps
        for bar, (opened, high, low, _) in enumerate(bars):
            close = bars[bar - 1][3] if bar else None
            for side, price in self.quotes(close, half_spread_bps, skew_bps, inventory_max, short):
                if (opened - price) * side <= 0:
                    self.rejected.append((bar, "post_only"))
                elif ((low if side > 0 else high) - price) * side <= 0:
                    self.fill(side, price)
        held = abs(self.position) * (1 if self.position > 0 else -1)
        self.equity = self.cash + held * bars[-1][3]

    def quotes(self, close, half_spread_bps, skew_bps, inventory_max, short):
        if close is None:
            return []
        centre = close - round(Fraction(round(close * skew_bps / 10_000) * self.position, inventory_max))
        half = round(centre * half_spread_bps / 10_000)
        bid = [(1, centre - half)] if self.position < inventory_max else []
        ask = [(-1, centre + half)] if self.position > (-inventory_max if short else 0) else []
        return bid + ask

    def fill(self, side, price):
        self.trades += self.position * side < 0  # it closes a lot of the other side
        self.cash -= side * price + round(price * self.fee_bps / 10_000)
        self.position += side


class PlainScalper:
    """One position at a time: a limit under the close of a dip, then stop, target and a time limit. `rsi` is given."""

    def __init__(self, bars, rsi, dip, entry_bps, valid_bars, target_pct, stop_pct, time_stop_bars):
        self.trades, self.rejected = [], []
        entry = held = leave = None
        for bar, (opened, high, low, close) in enumerate(bars):
            inside = False
            if leave:
                self.trades.append((*held[:2], bar, opened, "time_stop"))
                held = leave = None
            if entry and not held:
                level, first = entry
                if bar == first and opened <= level:
                    self.rejected.append((bar, "post_only"))
                    entry = None
                elif low <= level:
                    inside = opened > level
                    held, entry = (bar, min(opened, level), level), None
            if held:
                stop = held[2] - round(held[2] * stop_pct / 100)
                target = held[2] + round(held[2] * target_pct / 100)
                found = None
                if inside:
                    found = (stop, "stop_loss") if low <= stop else None
                elif opened <= stop:
                    found = (opened, "stop_loss")
                elif opened >= target:
                    found = (opened, "take_profit")
                elif low <= stop:
                    found = (stop, "stop_loss")
                elif high >= target:
                    found = (target, "take_profit")
                if found:
                    self.trades.append((*held[:2], bar, *found))
                    held = None
            if entry and bar >= entry[1] + valid_bars - 1:
                entry = None
            if held and bar + 1 >= held[0] + time_stop_bars:
                leave = True
            if not held and not entry and rsi[bar] is not None and rsi[bar] <= dip:
                entry = (close - round(close * entry_bps / 10_000), bar + 1)
        self.open = held


class SimulatedWorkers(MarketCase):
    def draw_market(self, drawn, count=150):
        """Bars in hundredths, their data set, and they in units of 1e-8."""
        price, bars = 10_000, []
        for _ in range(count):
            opened = price + drawn.choice((0, 0, drawn.randint(-120, 120)))
            closed = opened + drawn.randint(-90, 90)
            high, low = max(opened, closed) + drawn.randint(0, 60), min(opened, closed) - drawn.randint(0, 60)
            bars.append((opened, high, low, closed))
            price = min(max(closed, 8_000), 11_000)
        dataset = self.market([" ".join(f"{Decimal(each) / 100}" for each in bar) for bar in bars])
        return dataset, [tuple(each * UNIT // 100 for each in bar) for bar in bars]

    def test_sixty_grids_fill_the_same_lines_at_the_same_prices(self):
        drawn = random.Random(11)
        fills = 0
        for _ in range(60):
            dataset, bars = self.draw_market(drawn)
            levels, pct = drawn.randint(2, 30), Fraction(drawn.choice(("0.1", "0.37", "1", "2.5")))
            quantity, maker = Fraction(drawn.choice(("1", "0.013", "3"))), Fraction(drawn.choice(("1", "-0.5", "0")))
            flags = ("--set", f"levels={levels}", "--set", f"step_pct={float(pct)}", "--close-at-end",
                     "--set", f"quantity={float(quantity)}", f"--maker-bps={float(maker)}",
                     "--taker-bps", "7")  # fmt: skip

            document, trades = self.run_rule("grid", dataset, *flags, fee=None)

            plain = PlainGrid(bars, levels, pct, int(quantity * UNIT), maker, Fraction(7), 1_000_000 * UNIT)
            for side, counted in (("entry", plain.bought), ("exit", plain.sold)):
                places = [(int(row[f"{side}_bar"]), int(Decimal(row[f"{side}_price"]) * UNIT)) for row in trades]
                self.assertEqual(Counter(places), counted, (flags, side))
            self.assertEqual(Decimal(document["final_equity"]) * UNIT, plain.cash, flags)
            fills += len(trades)
        self.assertGreater(fills, 1_000)

    def test_sixty_market_makers_quote_fill_and_refuse_the_same(self):
        drawn = random.Random(12)
        fills = refused = 0
        for _ in range(60):
            dataset, bars = self.draw_market(drawn)
            half, skew = Fraction(drawn.choice(("5", "30", "77.7"))), Fraction(drawn.choice(("0", "5", "33.3")))
            most, short = drawn.randint(1, 6), drawn.random() < 0.5
            flags = ("--set", f"half_spread_bps={float(half)}", "--set", f"skew_bps={float(skew)}",
                     "--set", f"inventory_max={most}", "--set", f"short={str(short).lower()}",
                     "--maker-bps", "1", "--taker-bps", "50")  # fmt: skip

            document, trades = self.run_rule("marketMaker", dataset, *flags, fee=None)

            plain = PlainQuotes(bars, half, skew, most, short, Fraction(1), 1_000_000 * UNIT)
            self.assertEqual(len(trades), plain.trades, flags)
            self.assertEqual(Decimal(document["final_equity"]) * UNIT, plain.equity, flags)
            self.assertEqual(document["rejected_orders"]["count"], len(plain.rejected), flags)
            self.assertEqual(self.rejections(document), plain.rejected[:20], flags)
            fills, refused = fills + plain.trades, refused + len(plain.rejected)
        self.assertGreater(min(fills, refused), 500)

    def test_forty_scalpers_enter_and_leave_on_the_same_bars(self):
        drawn = random.Random(13)
        reasons = Counter()
        for _ in range(40):
            dataset, bars = self.draw_market(drawn, 300)
            length, dip = drawn.choice((2, 7)), drawn.choice((20, 40))
            entry, valid = Fraction(drawn.choice(("5", "40"))), drawn.choice((1, 3))
            target, stop = Fraction(drawn.choice(("0.3", "1.5"))), Fraction(drawn.choice(("0.6", "2")))
            last = drawn.choice((1, 4, 30))
            flags = ("--set", f"rsi_length={length}", "--set", f"dip={dip}", "--set", f"entry_bps={float(entry)}",
                     "--set", f"valid_bars={valid}", "--set", f"target_pct={float(target)}",
                     "--set", f"stop_pct={float(stop)}", "--set", f"time_stop_bars={last}")  # fmt: skip
            rows = csv.DictReader(self.spark("eval", dataset, "--expr", f"ta.rsi(close, {length})").out.splitlines())
            rsi = [float(row["e1"]) if row["e1"] else None for row in rows]

            document, trades = self.run_rule("scalper", dataset, *flags)

            plain = PlainScalper(bars, rsi, dip, entry, valid, target, stop, last)
            keys = ("entry_bar", "entry_price", "exit_bar", "exit_price")
            found = [(*(Decimal(row[key]) for key in keys), row["exit_reason"]) for row in trades]
            price = lambda units: Decimal(units) / UNIT  # noqa: E731
            self.assertEqual(found, [(a, price(b), c, price(d), e) for a, b, c, d, e in plain.trades], flags)
            self.assertEqual(self.rejections(document), plain.rejected[:20], flags)
            self.assertEqual(document["open_position"] is None, plain.open is None, flags)
            reasons.update(row["exit_reason"] for row in trades)
        self.assertGreater(min(reasons[name] for name in ("stop_loss", "take_profit", "time_stop")), 20)


if __name__ == "__main__":
    unittest.main()
