#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "engine/indicators/detail/smoothing.hpp"
#include "engine/indicators/source.hpp"

namespace spark::indicators::detail {

/// What TA-Lib takes for zero (TA_IS_ZERO, version 0.6 on).
inline bool is_zero(double value) { return value < 1e-14 && value > -1e-14; }

/// One bar's directional movement and true range, against the bar before.
struct Movement {
    double plus = 0.0;
    double minus = 0.0;
    double range = 0.0;
};

inline Movement movement_at(const HighLowClose& bars, std::size_t bar) {
    const double high = bars.high[bar];
    const double low = bars.low[bar];
    const double before = bars.close[bar - 1];
    const double up = high - bars.high[bar - 1];
    const double down = bars.low[bar - 1] - low;
    return {.plus = up > 0.0 && up > down ? up : 0.0,
            .minus = down > 0.0 && down > up ? down : 0.0,
            .range = std::max(std::max(high - low, std::abs(high - before)), std::abs(low - before))};
}

}  // namespace spark::indicators::detail
