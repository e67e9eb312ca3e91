#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/backtest/testing/scripted_strategy.hpp"

namespace spark::backtest::testing {

/// Draws from one seed, so that a failing case is named by one number.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(seed * 7919 + 1) {}
    std::int64_t below(std::int64_t bound) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state_ >> 33U) % static_cast<std::uint64_t>(bound));
    }
    bool one_in(std::int64_t odds) { return below(odds) == 0; }

  private:
    std::uint64_t state_;
};

/// How far a random market moves, in units of its tick.
struct Walk {
    std::int64_t tick = units_per_one;
    std::int64_t start = 100;
    std::int64_t least = 5;
    std::int64_t gap = 6;
    std::int64_t body = 5;
    std::int64_t wick = 5;
    std::int64_t volume = 90;
};

/// Gaps on one bar in four, no volume on one in eight.
inline market::CandleTable market_of(Draw& draw, std::size_t bars, const Walk& walk) {
    market::CandleTable table;
    std::int64_t close = walk.start;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t gap = draw.one_in(4) ? draw.below(2 * walk.gap + 1) - walk.gap : 0;
        const std::int64_t open = std::max(walk.least, close + gap);
        close = std::max(walk.least, open + draw.below(2 * walk.body + 1) - walk.body);
        const std::int64_t high = std::max(open, close) + draw.below(walk.wick);
        const std::int64_t low = std::max<std::int64_t>(1, std::min(open, close) - draw.below(walk.wick));
        table.push_back(static_cast<std::int64_t>(bar) * hour_ns, open * walk.tick, high * walk.tick, low * walk.tick,
                        close * walk.tick, draw.one_in(8) ? 0 : draw.below(walk.volume) * units_per_one);
    }
    return table;
}

/// Coarse prices, so that ties, gaps and touches of levels are common.
inline market::CandleTable any_market(Draw& draw, std::size_t bars) { return market_of(draw, bars, {}); }

/// Prices around 100 in hundredths.
inline market::CandleTable fine_market(Draw& draw, std::size_t bars) {
    return market_of(draw, bars,
                     {.tick = units_per_one / 100,
                      .start = 10'000,
                      .least = 100,
                      .gap = 100,
                      .body = 150,
                      .wick = 80,
                      .volume = 40});
}

inline market::CandleTable first_bars(const market::CandleTable& table, std::size_t bars) {
    market::CandleTable start;
    for (std::size_t bar = 0; bar < bars; ++bar)
        start.push_back(table.open_time_ns[bar], table.open[bar], table.high[bar], table.low[bar], table.close[bar],
                        table.volume[bar]);
    return start;
}

}  // namespace spark::backtest::testing
