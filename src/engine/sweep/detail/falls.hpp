#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/sweep/detail/tile_ranges.hpp"

namespace spark::sweep::detail {

/// A computed bound on a fall may be some roundings under the fall it bounds.
inline constexpr double rounding_slack = 1 + 1e-12;

/// As a fraction of the peak, with the bits backtest::equity_curve gives it.
inline double fall_of(std::int64_t peak, std::int64_t trough) {
    return static_cast<double>(peak - trough) / static_cast<double>(peak);
}

/// The highest equity, the lowest since, the deepest fall before. The trough is kept only as far as its fall may be the
/// deepest: the answer is the largest fall, not every fall.
struct Falls {
    std::int64_t peak;
    std::int64_t trough;
    double deepest;

    void settle() { deepest = std::max(deepest, fall_of(peak, trough)); }

    void add(std::int64_t equity) {
        if (equity <= peak) {
            trough = std::min(trough, equity);
            return;
        }
        settle();
        peak = equity;
        trough = equity;
    }

    /// The equity of the bars `first` to `last`, of which `range` are the extremes.
    template <class EquityAt>
    __attribute__((noinline)) void add_bars(const Range& range, std::size_t first, std::size_t last,
                                            const EquityAt& equity_at) {
        if (range.high <= peak) {
            trough = std::min(trough, range.low);
            return;
        }
        settle();
        // No fall on these bars is deeper than from their highest to their lowest.
        if (fall_of(range.high, range.low) * rounding_slack <= deepest) {
            peak = range.high;
            trough = range.high;
            return;
        }
        for (std::size_t bar = first; bar <= last; ++bar) add(equity_at(bar));
    }
};

}  // namespace spark::sweep::detail
