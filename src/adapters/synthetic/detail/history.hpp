#pragma once

#include <array>
#include <deque>
#include <vector>

#include "adapters/synthetic/options.hpp"
#include "engine/feed/events.hpp"
#include "foundation/base/result.hpp"

namespace spark::synthetic::detail {

/// The timeframes that are made, and how many bars of each are told at the start.
struct MadeTimeframe {
    std::int64_t seconds;
    std::size_t bars_max;
};
inline constexpr std::array made_timeframes{MadeTimeframe{60, 1'500}, MadeTimeframe{300, 1'500},
                                            MadeTimeframe{900, 1'000}, MadeTimeframe{3'600, 1'000},
                                            MadeTimeframe{86'400, 1'000}};
std::vector<Timeframe> timeframes();

/// What was before the start.
struct History {
    std::vector<feed::CandleUpdate> closed;   ///< Each timeframe's bars, oldest first.
    std::vector<feed::CandleUpdate> forming;  ///< At most one of each timeframe.
    std::deque<Candle> day;                   ///< The minutes of the last 24 hours.
    Price last;
};

/// Made by market::generate, cut to the sessions where the row has them. `end` is the venue's time at the start,
/// `received_at` ours. Errors: those of the generator, for a start out of its range.
Result<History> history_of(const InstrumentRow& row, const Options& options, WallTime end, WallTime received_at);

}  // namespace spark::synthetic::detail
