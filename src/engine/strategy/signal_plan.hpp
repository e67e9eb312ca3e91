#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/strategy/bit_column.hpp"

namespace spark::strategy {

/// What a strategy decides on closed bars, as columns over the bars it was given. A set bit at bar i acts at the open
/// of bar i + 1. Only past and present values of bar i may reach bit i: tests cut the data and compare.
struct SignalPlan {
    BitColumn enter_long;
    BitColumn exit_long;
    std::size_t warm_up_bars = 0;  ///< Bars at the start on which no signal can be.

    /// Distance of the protective orders from the signal bar's close, in percent, units of 1e-8; 0 is none.
    std::int64_t stop_loss_pct = 0;
    std::int64_t take_profit_pct = 0;
};

}  // namespace spark::strategy
