#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "engine/strategy/signal_plan.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/domain/instrument_rules.hpp"

namespace spark::backtest::detail {

inline constexpr std::int64_t hundred_percent = 100 * units_per_one;

/// `price` moved by `pct` (units of 1e-8 percent) up or down, rounded half to even; none past the range of prices.
inline std::optional<std::int64_t> moved_by_percent(std::int64_t price, std::int64_t pct, bool up) {
    const Int128 factor = static_cast<Int128>(hundred_percent) + (up ? pct : -pct);
    const Int128 level = divide(static_cast<Int128>(price) * factor, hundred_percent, Rounding::half_even);
    if (!fits_int64(level)) return std::nullopt;
    return static_cast<std::int64_t>(level);
}

/// Level of a stop or target decided at the close of `bar`; `up`: it lies above the close. None where the plan has none
/// on that bar, or it left the range.
inline std::optional<std::int64_t> level_at(const strategy::ProtectiveLevel& level, std::size_t bar, std::int64_t close,
                                            bool up) {
    const std::int64_t amount = level.amount.at(bar);
    if (amount <= 0) return std::nullopt;
    switch (level.kind) {
        case strategy::LevelKind::percent: return moved_by_percent(close, amount, up);
        case strategy::LevelKind::price: return amount;
        case strategy::LevelKind::distance: break;
    }
    const Int128 moved = static_cast<Int128>(close) + (up ? amount : -static_cast<Int128>(amount));
    if (!fits_int64(moved)) return std::nullopt;
    return static_cast<std::int64_t>(moved);
}

/// The level as the venue takes it: on its tick, no worse for the trader whose order of `side` rests there; none where
/// nothing above 0 is left.
inline std::optional<std::int64_t> on_tick(std::optional<std::int64_t> level, Side side,
                                           const std::optional<InstrumentRules>& venue) {
    if (!level || *level <= 0) return std::nullopt;
    if (!venue) return level;
    const auto rounded = round_price(Price::of_units(*level), side, *venue);
    return rounded ? std::optional(rounded->units()) : std::nullopt;
}

/// The trailing stop behind the best price since the entry.
struct Trail {
    strategy::LevelKind kind = strategy::LevelKind::percent;
    std::int64_t amount = 0;  ///< 0: none.

    std::optional<std::int64_t> level(std::int64_t best, bool long_side) const {
        if (amount <= 0) return std::nullopt;
        if (kind == strategy::LevelKind::percent) return moved_by_percent(best, amount, !long_side);
        const Int128 moved = static_cast<Int128>(best) + (long_side ? -static_cast<Int128>(amount) : amount);
        if (!fits_int64(moved)) return std::nullopt;
        return static_cast<std::int64_t>(moved);
    }
};

}  // namespace spark::backtest::detail
