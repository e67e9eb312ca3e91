"""The grid told again by forty lines of Python: on random markets the same buys, the same sales, the same money."""

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


class SimulatedGrid(MarketCase):
    def test_sixty_random_markets_fill_the_same_lines_at_the_same_prices(self):
        drawn = random.Random(11)
        fills = 0
        for _ in range(60):
            price, bars = 10_000, []
            for _ in range(150):
                opened = price + drawn.choice((0, 0, drawn.randint(-120, 120)))
                closed = opened + drawn.randint(-90, 90)
                high, low = max(opened, closed) + drawn.randint(0, 60), min(opened, closed) - drawn.randint(0, 60)
                bars.append((opened, high, low, closed))
                price = min(max(closed, 8_000), 11_000)
            dataset = self.market([" ".join(f"{Decimal(each) / 100}" for each in bar) for bar in bars])
            levels, pct = drawn.randint(2, 30), Fraction(drawn.choice(("0.1", "0.37", "1", "2.5")))
            quantity, maker = Fraction(drawn.choice(("1", "0.013", "3"))), Fraction(drawn.choice(("1", "-0.5", "0")))
            flags = ("--set", f"levels={levels}", "--set", f"step_pct={float(pct)}", "--close-at-end",
                     "--set", f"quantity={float(quantity)}", f"--maker-bps={float(maker)}", "--taker-bps", "7")  # fmt: skip

            document, trades = self.run_rule("grid", dataset, *flags, fee=None)

            cents = [tuple(each * UNIT // 100 for each in bar) for bar in bars]
            plain = PlainGrid(cents, levels, pct, int(quantity * UNIT), maker, Fraction(7), 1_000_000 * UNIT)
            for side, counted in (("entry", plain.bought), ("exit", plain.sold)):
                found = Counter(
                    (int(row[f"{side}_bar"]), int(Decimal(row[f"{side}_price"]) * UNIT)) for row in trades
                )
                self.assertEqual(found, counted, (flags, side))
            self.assertEqual(Decimal(document["final_equity"]) * UNIT, plain.cash, flags)
            fills += len(trades)
        self.assertGreater(fills, 1_000)


if __name__ == "__main__":
    unittest.main()
