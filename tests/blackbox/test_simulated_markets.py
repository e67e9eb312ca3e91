"""Random small markets and random rules, told by Spark and by the plain engine of tests/plain_engine.py: the same
trades, the same rejections, the same money to the last digit. What both agree on was written twice, apart."""

import csv
import random
import sys
import unittest
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from market_case import HOUR_MS, START_MS, MarketCase  # noqa: E402
from plain_engine import UNIT, Bar, Level, PlainEngine, Rules  # noqa: E402

BARS = 20_000
REASONS = {"signal", "stop_loss", "take_profit", "trailing_stop", "time_stop", "reverse", "end_of_data", "liquidation"}

# The signals are drawn, not computed: they stand in the volume, four conditions in one number.
DOCUMENT = """name = "drawn"
version = 1
[let]
code = "math.floor(volume) % 16"
[long]
enter = "code % 2 == 1"
exit = "math.floor(code / 2) % 2 == 1"
{long_price}[short]
enter = "math.floor(code / 4) % 2 == 1"
exit = "math.floor(code / 8) % 2 == 1"
{short_price}"""


def decimal_text(units):
    return f"{Decimal(units) / UNIT:f}"


def market(random_):
    """Bars that gap, stand still and turn round, with drawn signals."""
    bars, price, calm = [], 10_000, 1
    for index in range(BARS):
        if index % 50 == 0:
            calm = random_.choice((1, 1, 3))
        gap = random_.choice((0, 0, 0, random_.randint(-90, 90) // calm))
        opened = price + gap
        closed = opened + random_.randint(-110, 110) // calm
        high = max(opened, closed) + random_.choice((0, random_.randint(0, 70)))
        low = min(opened, closed) - random_.choice((0, random_.randint(0, 70)))
        # Few signals, else every position lasts a bar.
        signals = sum(1 << bit for bit in range(4) if random_.random() < 0.12)
        bars.append(Bar(*(each * UNIT // 100 for each in (opened, high, low, closed)), signals))
        price = min(max(closed, 7_000), 14_000)
    return bars


class SimulatedMarkets(MarketCase):
    seed = 20240801
    times = 1  # how many times the markets of a quick look

    def setUp(self):
        super().setUp()
        self.random = random.Random(self.seed)
        self.bars = market(self.random)
        rows = [
            ",".join([str(START_MS + at * HOUR_MS), *map(decimal_text, bar[:4]), str(bar.volume)])
            for at, bar in enumerate(self.bars)
        ]
        path = self.write("market.csv", "open_time,open,high,low,close,volume\n" + "\n".join(rows) + "\n")
        self.dataset = self.ingest(path, "DRAWN", "1h", venue="test")["dataset"]

    def draw_level(self, chance, widest):
        if self.random.random() > chance:
            return Level()
        if self.random.random() < 0.5:
            return Level("pct", Fraction(self.random.randint(20, widest), 100))
        return Level("distance", Fraction(self.random.randint(20, widest), 100))

    def draw_rules(self):
        draw = self.random
        rules = Rules(
            maker_bps=Fraction(draw.choice(("0", "10", "2.5", "-1"))),
            taker_bps=Fraction(draw.choice(("0", "10", "7.5"))),
            slippage_bps=Fraction(draw.choice(("0", "0", "5", "0.3"))),
            cash=draw.choice((1_000_000, 1_000, 105)) * UNIT,
            size=draw.choice((("units", Fraction(1)), ("units", Fraction("0.37")), ("notional", Fraction(100)),
                              ("equity", Fraction(1)), ("equity", Fraction("0.4")))),
            optimistic=draw.random() < 0.3,
            close_at_end=draw.random() < 0.5,
            time_stop_bars=draw.choice((0, 0, 1, 2, 7)),
            cooldown_bars=draw.choice((0, 0, 1, 5)),
            stop_loss=self.draw_level(0.6, 300),
            take_profit=self.draw_level(0.6, 400),
            trailing=self.draw_level(0.4, 300),
        )  # fmt: skip
        if rules.stop_loss.amount and draw.random() < 0.2:
            rules.size = ("risk", Fraction("0.005"))
        return rules

    def document_of(self, rules):
        def price(sign):
            if rules.entry_type == "market":
                return ""
            up = (sign > 0) == (rules.entry_type == "stop")
            return f'entry_price = "close * (1 {"+" if up else "-"} {float(rules.entry_offset)} / 100)"\n'

        text = DOCUMENT.format(long_price=price(1), short_price=price(-1)) + "[stop]\n"
        for name, level in (("stop_loss", rules.stop_loss), ("take_profit", rules.take_profit),
                            ("trailing", rules.trailing)):  # fmt: skip
            if level.amount:
                text += f"{name}_{level.kind} = {float(level.amount)}\n"
        text += f"time_stop_bars = {rules.time_stop_bars}\n"
        text += f'[limits]\ncooldown_bars = {rules.cooldown_bars}\nentries_max = {rules.entries_max}\n'
        return text + f'[entry]\ntype = "{rules.entry_type}"\nvalid_bars = {rules.valid_bars}\n'

    def run_both(self, rules, first, count):
        document = self.write("drawn.toml", self.document_of(rules))
        flags = [f"--maker-bps={float(rules.maker_bps)}", f"--taker-bps={float(rules.taker_bps)}",
                 f"--slippage-bps={float(rules.slippage_bps)}", "--cash", decimal_text(rules.cash),
                 "--size", f"{rules.size[0]}:{float(rules.size[1])}", "--leverage", float(rules.leverage),
                 "--maintenance-pct", float(rules.maintenance_pct), "--latency-bars", rules.latency_bars,
                 "--intrabar", "optimistic" if rules.optimistic else "pessimistic"]  # fmt: skip
        flags += ["--close-at-end"] if rules.close_at_end else []
        times = [START_MS + at * HOUR_MS for at in (first, first + count)]
        start, end = (f"{Decimal(time) / 1000:f}" for time in times)
        trades = self.folder / "trades.csv"
        run = self.spark_json("backtest", "run", document, "--dataset", self.dataset, "--from", self.iso(start),
                              "--to", self.iso(end), "--trades", trades, *flags)  # fmt: skip
        with open(trades, encoding="utf-8") as file:
            found = list(csv.DictReader(file))
        bought = {int(row["entry_bar"]) - first: int(Decimal(row["quantity"]) * UNIT) for row in found}
        if run["open_position"]:
            bought[run["open_position"]["entry_bar"] - first] = int(Decimal(run["open_position"]["quantity"]) * UNIT)
        bars = self.bars[first : first + count]
        plain = PlainEngine(bars, [bar.volume for bar in bars], rules, bought).run()
        return run, found, plain

    @staticmethod
    def iso(seconds):
        import datetime

        return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def expect_same(self, rules, run, found, plain, first):
        where = f"{rules}, from bar {first}"
        for mine, theirs in zip(found, plain.trades):
            row = [first + theirs.entry_bar, decimal_text(theirs.entry_price), first + theirs.exit_bar,
                   decimal_text(theirs.exit_price), theirs.reason, theirs.side]  # fmt: skip
            ours = [int(mine["entry_bar"]), mine["entry_price"], int(mine["exit_bar"]), mine["exit_price"],
                    mine["exit_reason"], mine.get("side", "long")]  # fmt: skip
            for column in (1, 3):
                row[column], ours[column] = Decimal(row[column]), Decimal(ours[column])
            self.assertEqual(ours, row, where)
            for name, units in (("quantity", theirs.quantity), ("gross_pnl", theirs.gross), ("fees", theirs.fees),
                                ("net_pnl", theirs.net)):  # fmt: skip
                self.assertEqual(Decimal(mine[name]) * UNIT, units, (name, mine, theirs, where))
        self.assertEqual(len(found), len(plain.trades), where)
        self.assertEqual(plain.wrong_quantities, [], where)
        self.assertEqual(run["rejected_orders"]["count"], len(plain.rejected), where)
        shown = [(order["bar"] - first, order["rule"]) for order in run["rejected_orders"]["first"]]
        self.assertEqual(shown, plain.rejected[: len(shown)], where)
        self.assertEqual(run["open_position"] is not None, bool(plain.side), where)
        self.assertEqual(Decimal(run["final_equity"]) * UNIT, plain.equity(), where)
        for check in ("look_ahead", "determinism", "conservation"):
            self.assertTrue(run["checks"][check]["passed"], (check, where))

    def compare(self, markets, draw, reasons):
        """So many markets; together they must show every reason to leave that is named."""
        seen = set()
        for _ in range(markets * self.times):
            rules = draw()
            first = self.random.randrange(0, BARS - 200)
            run, found, plain = self.run_both(rules, first, self.random.choice((40, 120, 200)))
            self.expect_same(rules, run, found, plain, first)
            seen |= {trade.reason for trade in plain.trades} | {rule for _, rule in plain.rejected}
        self.assertEqual(reasons - seen, set())

    def test_long_and_short_with_stops_targets_trails_time_and_cooldown_trade_for_trade(self):
        self.compare(80, self.draw_rules, REASONS - {"liquidation"} | {"cash", "margin"})

    def test_limit_and_stop_entries_that_rest(self):
        def draw():
            rules = self.draw_rules()
            rules.optimistic = False
            rules.entry_type = self.random.choice(("limit", "stop"))
            rules.entry_offset = Fraction(self.random.choice((0, 10, 50, 120)), 100)
            rules.valid_bars = self.random.choice((0, 1, 3))
            return rules

        self.compare(50, draw, {"signal", "stop_loss", "take_profit", "trailing_stop", "time_stop"})

    def draw_several_entries(self):
        rules = self.draw_rules()
        rules.entries_max = self.random.choice((0, 2, 3))
        rules.close_at_end = True  # so that the trades tell every lot
        return rules

    def test_several_entries_of_one_side(self):
        def draw():
            rules = self.draw_several_entries()
            rules.stop_loss = rules.take_profit = rules.trailing = Level()
            if rules.size[0] == "risk":
                rules.size = ("equity", Fraction("0.3"))
            return rules

        self.compare(60, draw, {"signal", "time_stop", "reverse", "cash"})

    def test_several_entries_whose_newest_levels_hold_for_the_whole_position(self):
        self.compare(60, self.draw_several_entries, {"signal", "stop_loss", "take_profit"})

    def test_leverage_and_liquidation(self):
        def draw():
            rules = self.draw_rules()
            rules.leverage = Fraction(self.random.choice((2, 5, 20)))
            rules.size = ("equity", self.random.choice((Fraction(1), rules.leverage * Fraction(9, 10))))
            rules.maintenance_pct = self.random.choice((Fraction(1, 2), Fraction(2)))
            rules.maker_bps = abs(rules.maker_bps)
            return rules

        self.compare(50, draw, {"signal", "stop_loss", "take_profit", "liquidation"})

    def test_orders_that_reach_the_market_bars_later(self):
        def draw():
            rules = self.draw_rules()
            rules.latency_bars = self.random.choice((1, 2, 4))
            rules.leverage = Fraction(self.random.choice((1, 1, 3)))
            return rules

        self.compare(80, draw, {"signal", "stop_loss", "take_profit", "trailing_stop", "time_stop", "reverse"})


class SimulatedMarketsSlow(SimulatedMarkets):
    """The same over many more markets, and others."""

    seed = 20240802
    times = 4


if __name__ == "__main__":
    unittest.main()
