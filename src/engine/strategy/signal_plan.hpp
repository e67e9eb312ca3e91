#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/indicators/bit_column.hpp"
#include "foundation/base/column.hpp"
#include "foundation/domain/order.hpp"

namespace spark::strategy {

/// One number for every bar, or one a bar. Units of 1e-8; 0 or less: nothing on that bar (also where the expression
/// behind it is undefined).
struct BarAmount {
    std::int64_t constant = 0;
    Column<std::int64_t> per_bar{};  ///< Empty: `constant` on every bar.

    bool varies() const { return per_bar.size() != 0; }
    bool is_none() const { return !varies() && constant <= 0; }
    std::int64_t at(std::size_t bar) const { return varies() ? per_bar[bar] : constant; }
};

/// Where a protective order lies, read on the signal bar.
/// percent: distance from the signal bar's close. price: the level itself. distance: from the signal bar's close, as a
/// price. Of a trailing stop, percent and distance are measured from the best price since the entry; it has no `price`.
enum class LevelKind : std::uint8_t { percent, price, distance };
struct ProtectiveLevel {
    LevelKind kind = LevelKind::percent;
    BarAmount amount{};

    bool is_none() const { return amount.is_none(); }
};

/// What a strategy decides on one side of the market. A set bit at bar i acts at the open of bar i + 1.
struct SidePlan {
    indicators::BitColumn enter{};
    indicators::BitColumn exit{};
    ProtectiveLevel stop_loss{};
    ProtectiveLevel take_profit{};
    ProtectiveLevel trailing_stop{};
    BarAmount entry_price{};  ///< Of limit and stop entries, read on the signal bar.
};

/// How much an entry buys. units: of the base currency; notional: of the quote currency; equity: a share of it (1e8 is
/// all); risk: a share of the equity is lost when the stop is hit.
enum class SizeKind : std::uint8_t { units, notional, equity, risk };
struct SizePlan {
    SizeKind kind = SizeKind::units;
    BarAmount amount{};  ///< None: the run's own size rule holds.
};

/// How entries are sent. A limit or stop entry rests for `valid_bars` bars (0: until it fills or the next entry signal
/// of its side replaces it).
struct EntryPlan {
    OrderType type = OrderType::market;  ///< market, limit or stop.
    std::int64_t valid_bars = 0;
};

/// Limits of the account that the strategy asks for; units of 1e-8, 0: none. Looked at on every close while something
/// is held: at a limit everything is closed at the next open.
struct RiskLimits {
    std::int64_t leverage_max = 0;      ///< A run with more is refused.
    std::int64_t max_drawdown_pct = 0;  ///< Under the highest equity so far: nothing is entered any more.
    std::int64_t daily_loss_pct = 0;    ///< Under the equity at the last close of the UTC day before: nothing is
                                        ///< entered until the next day.

    bool any() const { return max_drawdown_pct > 0 || daily_loss_pct > 0; }
};

/// What a strategy decides on closed bars, as columns over the bars it was given. Only past and present values of bar i
/// may reach bit i: tests cut the data and compare. Both sides' columns have one entry a bar.
struct SignalPlan {
    SidePlan long_side{};
    SidePlan short_side{};
    SizePlan size{};
    EntryPlan entry{};
    RiskLimits risk{};
    std::size_t warm_up_bars = 0;     ///< Bars at the start on which no signal can be.
    std::int64_t time_stop_bars = 0;  ///< Leave at the open after this many bars in the market; 0: never.
    std::int64_t cooldown_bars = 0;   ///< Signals ignored on this many bars from the exit bar on.
    std::int64_t entries_max = 1;     ///< Entries of one side that may be open together (pyramiding); 0: no limit.
};

/// A plan over `bars` bars that does nothing.
inline SignalPlan empty_plan(std::size_t bars) {
    SignalPlan plan;
    for (SidePlan* side : {&plan.long_side, &plan.short_side}) {
        side->enter = indicators::BitColumn(bars);
        side->exit = indicators::BitColumn(bars);
    }
    return plan;
}

}  // namespace spark::strategy
