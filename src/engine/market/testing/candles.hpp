#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "engine/market/candle_columns.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market::testing {

inline Timeframe timeframe(const char* text) { return Timeframe::parse(text).value(); }
inline WallTime at(const char* text) { return parse_iso8601(text).value(); }

/// A row of equal, clean bars from `start` on, volume 1 each.
inline CandleTable flat_bars(WallTime start, Timeframe step, int count) {
    CandleTable table;
    for (int bar = 0; bar < count; ++bar) {
        table.push_back(ns_of(start + bar * step.length()), 100 * units_per_one, 101 * units_per_one,
                        99 * units_per_one, 100 * units_per_one, units_per_one);
    }
    return table;
}

/// Consistent candles with holes, now and then without volume, now and then with a volume past int64.
inline CandleTable arbitrary_candles(Timeframe step, int count_max) {
    CandleTable table;
    std::int64_t slot = *rc::gen::inRange<std::int64_t>(-5'000, 5'000);
    const int count = *rc::gen::inRange(1, count_max);
    for (int bar = 0; bar < count; ++bar) {
        const auto prices =
            *rc::gen::container<std::vector<std::int64_t>>(4, rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));
        const auto [low, high] = std::ranges::minmax(prices);
        Int128 volume = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
        if (*rc::gen::inRange(0, 20) == 0) volume = (volume << 62) + 7;
        table.push_back(slot * step.length_ns(), prices[0], high, low, prices[1], volume);
        slot += *rc::gen::weightedElement<std::int64_t>({{8, 1}, {1, 2}, {1, 37}});
    }
    return table;
}

}  // namespace spark::market::testing
