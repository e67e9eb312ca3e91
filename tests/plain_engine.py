"""A second backtest engine for tests: plain Python integers and fractions, one bar after the other, no short cut.

It shares no line with the engine of src/engine/backtest and follows only what is promised in words: signals of a closed
bar act at the next open; levels are fixed at the signal bar's close; an open beyond a level fills at the open; of two
levels reached inside one bar the one against the position fills first (pessimistic) or last (optimistic); a stop takes,
a target makes; prices that take slip against the trader. Amounts are counts of 1e-8 as everywhere.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, ceil

UNIT = 10**8
Bar = namedtuple("Bar", "open high low close volume")
Trade = namedtuple("Trade", "entry_bar entry_price exit_bar exit_price quantity gross fees net reason side")
# What is said at a bar's close: enter or leave long, enter or leave short.
ENTER_LONG, LEAVE_LONG, ENTER_SHORT, LEAVE_SHORT = 1, 2, 4, 8


@dataclass
class Level:
    """Distance from a price: in percent, or as a price; none when the amount is 0."""

    kind: str = "pct"
    amount: Fraction = Fraction(0)

    def away_from(self, price, up):
        """The level above or below `price`, rounded half to even; None when there is none."""
        if self.amount <= 0:
            return None
        distance = price * self.amount / 100 if self.kind == "pct" else self.amount * UNIT
        return round(price + distance if up else price - distance)


@dataclass
class Rules:
    maker_bps: Fraction = Fraction(10)
    taker_bps: Fraction = Fraction(10)
    slippage_bps: Fraction = Fraction(0)
    cash: int = 1_000_000 * UNIT
    size: tuple = ("units", Fraction(1))
    leverage: Fraction = Fraction(1)
    maintenance_pct: Fraction = Fraction(1, 2)
    optimistic: bool = False
    close_at_end: bool = False
    latency_bars: int = 0
    time_stop_bars: int = 0
    cooldown_bars: int = 0
    entries_max: int = 1
    entry_type: str = "market"
    entry_offset: Fraction = Fraction(0)  # of a limit below (long) or a stop above the signal bar's close, percent
    valid_bars: int = 0
    stop_loss: Level = field(default_factory=Level)
    take_profit: Level = field(default_factory=Level)
    trailing: Level = field(default_factory=Level)


@dataclass
class Lot:
    bar: int
    price: int
    quantity: int
    value: int
    fee: int


@dataclass
class Entry:
    """An entry on its way: market orders fill at the open of `first_bar`, others rest from there on."""

    side: int
    first_bar: int
    stop: int | None
    target: int | None
    price: int | None = None
    last_bar: float = float("inf")


class PlainEngine:
    """`quantities`: what the engine under test bought by entry bar, for sizes that are promised as bounds only."""

    def __init__(self, bars, signals, rules, quantities=None):
        self.bars, self.signals, self.rules, self.quantities = bars, signals, rules, quantities or {}
        self.cash, self.lots, self.side = rules.cash, [], 0
        self.trades, self.rejected, self.wrong_quantities = [], [], []
        self.entry, self.exit = None, None
        self.stop = self.target = self.best = None
        self.signals_from = 0

    # --- money ---

    def held(self):
        return sum(lot.quantity for lot in self.lots)

    def slipped(self, price, buying):
        factor = 1 + self.rules.slippage_bps / 10_000 * (1 if buying else -1)
        return ceil(price * factor) if buying else floor(price * factor)

    def fee(self, price, quantity, bps):
        return round(Fraction(price * quantity, UNIT) * bps / 10_000)

    def value(self, price, quantity):
        return round(Fraction(price * quantity, UNIT))

    def wanted(self, bar, side, quoted, price, bps, stop):
        """The quantity the size rule asks for, rounded down to 1e-8."""
        kind, amount = self.rules.size
        if kind == "units":
            return floor(amount * UNIT)
        if kind == "notional":
            return floor(amount * UNIT * UNIT / price)
        equity = self.cash + self.value(quoted, self.side * self.held())
        budget = floor(equity * amount)
        if kind == "risk":
            lost = (price - stop) * side if stop is not None else None
            if lost is None:
                return None
            return 0 if lost <= 0 or budget <= 0 else floor(Fraction(budget * UNIT, lost))
        # A rebate is not spent before it is earned.
        most = floor(budget * UNIT / (price * (1 + max(bps, 0) / 10_000)))
        found = self.quantities.get(bar, most)
        # Of a price near 100 the fee rounded up to 1e-8 is off by a part in 1e10; 1e-9 leaves room for both roundings.
        if not most * (1 - Fraction(1, 10**9)) - 2 <= found <= most + 1:
            self.wrong_quantities.append(f"bar {bar}: found {found}, the equity pays for {most}")
        return found

    def open_lot(self, bar, entry, quoted, takes):
        """Fills an entry; False when it is rejected, which is noted by the rule's name."""
        buying = entry.side > 0
        bps = self.rules.taker_bps if takes else self.rules.maker_bps
        price = self.slipped(quoted, buying) if takes else quoted
        if self.rules.entry_type == "limit" and takes:
            price = min(price, entry.price) if buying else max(price, entry.price)
        quantity = self.wanted(bar, entry.side, quoted, price, bps, entry.stop)
        if quantity is None:
            return self.reject(bar, "risk_without_stop")
        if quantity <= 0:
            return self.reject(bar, "quantity_zero")
        value, fee = self.value(price, quantity), self.fee(price, quantity, bps)
        cash = self.cash - value * entry.side - fee
        if self.rules.leverage == 1 and buying:
            if cash < 0:
                return self.reject(bar, "cash")
        else:
            position = entry.side * (self.held() + quantity)
            worth = self.value(price, position)
            if abs(worth) > (cash + worth) * self.rules.leverage:
                return self.reject(bar, "margin")
        self.cash, self.side = cash, entry.side
        self.lots.append(Lot(bar, price, quantity, value, fee))
        self.stop, self.target, self.best = entry.stop, entry.target, quoted
        return True

    def reject(self, bar, rule):
        self.rejected.append((bar, rule))
        return False

    def close_all(self, bar, quoted, takes, reason):
        bps = self.rules.taker_bps if takes else self.rules.maker_bps
        price = self.slipped(quoted, self.side < 0) if takes else quoted
        for lot in self.lots:
            value, fee = self.value(price, lot.quantity), self.fee(price, lot.quantity, bps)
            gross = (value - lot.value) * self.side
            self.cash += value * self.side - fee
            self.trades.append(
                Trade(lot.bar, lot.price, bar, price, lot.quantity, gross, lot.fee + fee, gross - lot.fee - fee,
                      reason, "long" if self.side > 0 else "short")  # fmt: skip
            )
        self.lots, self.side, self.exit = [], 0, None
        self.signals_from = bar + self.rules.cooldown_bars

    # --- one bar ---

    def liquidation_price(self):
        """Where the equity is the maintenance share of what is held: cash + q p = m |q p|."""
        if not self.side or (self.side > 0 and self.rules.leverage == 1):
            return None
        share, quantity = self.rules.maintenance_pct / 100, self.held()
        if self.side > 0:
            return ceil(Fraction(-self.cash * UNIT, quantity) / (1 - share)) if self.cash < 0 else None
        return max(1, floor(Fraction(self.cash * UNIT, quantity) / (1 + share)))

    def nearest_stop(self):
        """The stop that the price reaches first, with the reason it would give."""
        up = self.side < 0
        found = [(self.stop, "stop_loss"), (self.rules.trailing.away_from(self.best, up), "trailing_stop"),
                 (self.liquidation_price(), "liquidation")]  # fmt: skip
        # Of equal levels the stop-loss is named before the trailing one, liquidation before both.
        order = ["trailing_stop", "stop_loss", "liquidation"]
        known = [(level * self.side, order.index(reason), level, reason) for level, reason in found if level]
        return max(known)[2:] if known else (None, "")

    def protect(self, bar, inside):
        """Stops and targets of the position on this bar. `inside`: it was opened after the bar's open."""
        now, up = self.bars[bar], self.side > 0
        stop, reason = self.nearest_stop()
        beyond = lambda level, price: level is not None and (price - level) * self.side <= 0  # noqa: E731
        if inside:
            # Its gain may have come before it was opened; its loss counts.
            if beyond(stop, inside):
                return self.close_all(bar, inside, True, reason)
            if beyond(stop, now.low if up else now.high):
                return self.close_all(bar, stop, True, reason)
            return None
        reached = lambda price: self.target is not None and (price - self.target) * self.side >= 0  # noqa: E731
        if beyond(stop, now.open):
            return self.close_all(bar, now.open, True, reason)
        if reached(now.open):
            return self.close_all(bar, now.open, False, "take_profit")
        stopped, won = beyond(stop, now.low if up else now.high), reached(now.high if up else now.low)
        if stopped and not (won and self.rules.optimistic):
            return self.close_all(bar, stop, True, reason)
        if won:
            return self.close_all(bar, self.target, False, "take_profit")
        return None

    def fill_resting(self, bar):
        """A limit or stop entry: where it fills, and whether it was after the open."""
        entry, now = self.entry, self.bars[bar]
        if bar > entry.last_bar:
            self.entry = None
            return None
        falls = (entry.side > 0) == (self.rules.entry_type == "limit")
        level = entry.price
        if (now.open <= level) if falls else (now.open >= level):
            takes = self.rules.entry_type == "stop" or bar == entry.first_bar
            self.entry = None
            return False if self.open_lot(bar, entry, now.open, takes) else None
        if (now.low <= level) if falls else (now.high >= level):
            self.entry = None
            return level if self.open_lot(bar, entry, level, self.rules.entry_type == "stop") else None
        return None

    def play(self, bar):
        now = self.bars[bar]
        if self.exit and self.exit[0] == bar and self.side:
            self.close_all(bar, now.open, True, self.exit[1])
        inside = False
        if self.entry and self.entry.first_bar <= bar:
            if self.rules.entry_type == "market":
                entry, self.entry = self.entry, None
                if not self.side or self.side == entry.side:
                    self.open_lot(bar, entry, now.open, True)
            elif not self.side:
                inside = self.fill_resting(bar) or False
        if self.side:
            self.protect(bar, inside)
        if self.side:
            seen = now.close if inside else (now.high if self.side > 0 else now.low)
            self.best = max(self.best, seen) if self.side > 0 else min(self.best, seen)

    # --- the close ---

    def enters(self, side, bar):
        both = ENTER_LONG | ENTER_SHORT
        return self.signals[bar] & both == (ENTER_LONG if side > 0 else ENTER_SHORT)

    def leaves(self, side, bar):
        return bool(self.signals[bar] & (LEAVE_LONG if side > 0 else LEAVE_SHORT))

    def send_entry(self, side, bar):
        rules, close = self.rules, self.bars[bar].close
        first = bar + 1 + rules.latency_bars
        entry = Entry(side, first, rules.stop_loss.away_from(close, side < 0),
                      rules.take_profit.away_from(close, side > 0))  # fmt: skip
        if rules.entry_type != "market":
            # entry_price = close * (1 ± offset / 100), an expression, so a double: the test computes it the same way.
            up = (side > 0) == (rules.entry_type == "stop")
            factor = 1 + float(rules.entry_offset) / 100 if up else 1 - float(rules.entry_offset) / 100
            entry.price = round(Fraction(close / UNIT * factor) * UNIT)
            if rules.valid_bars:
                entry.last_bar = first + rules.valid_bars - 1
        self.entry = entry

    def decide(self, bar):
        rules = self.rules
        if self.side:
            if self.exit:
                return
            due = rules.time_stop_bars and bar + 1 >= self.lots[0].bar + rules.time_stop_bars
            turns = self.enters(-self.side, bar)
            reason = "signal" if self.leaves(self.side, bar) else "reverse" if turns else "time_stop" if due else ""
            if reason:
                self.exit, self.entry = (bar + 1 + rules.latency_bars, reason), None
                if turns and not rules.cooldown_bars:
                    self.send_entry(-self.side, bar)
            elif self.enters(self.side, bar) and not self.entry:
                if not rules.entries_max or len(self.lots) < rules.entries_max:
                    self.send_entry(self.side, bar)
            return
        if bar < self.signals_from:
            return
        if self.entry and rules.entry_type != "market" and self.leaves(self.entry.side, bar):
            self.entry = None
        for side in (1, -1):
            if self.enters(side, bar) and not (self.entry and rules.entry_type == "market"):
                self.send_entry(side, bar)

    def run(self):
        for bar in range(len(self.bars)):
            self.play(bar)
            self.decide(bar)
        last = len(self.bars) - 1
        if self.rules.close_at_end and self.side:
            self.close_all(last, self.bars[last].close, True, "end_of_data")
        return self

    def equity(self):
        return self.cash + self.value(self.bars[-1].close, self.side * self.held())
