#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/market/candle_columns.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::market::testing {

/// Minutes of a fixed walk in whole cents: the same bars on every machine, so that a benchmark's result hash is too.
inline CandleTable random_walk(std::size_t bars) {
    CandleTable table;
    table.reserve(bars);
    std::uint64_t state = 42;
    std::int64_t close = 6'500'000;
    const auto step = [&state](std::int64_t range) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state >> 33U) % static_cast<std::uint64_t>(range));
    };
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t open = close;
        close = std::max<std::int64_t>(1000, close + step(8001) - 4000);
        const std::int64_t cent = units_per_one / 100;
        table.push_back(static_cast<std::int64_t>(bar) * 60'000'000'000, open * cent,
                        (std::max(open, close) + step(500)) * cent, (std::min(open, close) - step(500)) * cent,
                        close * cent, 1 + step(1'000'000));
    }
    return table;
}

}  // namespace spark::market::testing
