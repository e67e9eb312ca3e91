#include "engine/statistics/excursions.hpp"

#include <algorithm>

#include "foundation/base/assert.hpp"

namespace spark::statistics {

Excursions excursions_of(const market::CandleColumns& candles, const TradeFacts& trade) {
    SPARK_ASSERT(trade.entry_bar && trade.exit_bar && trade.entry_price.units() > 0);
    SPARK_ASSERT(*trade.entry_bar >= 0 && *trade.entry_bar <= *trade.exit_bar);
    SPARK_ASSERT(*trade.exit_bar < static_cast<std::int64_t>(candles.size()));
    std::int64_t lowest = std::min(trade.entry_price.units(), trade.exit_price.units());
    std::int64_t highest = std::max(trade.entry_price.units(), trade.exit_price.units());
    for (auto bar = static_cast<std::size_t>(*trade.entry_bar); bar < static_cast<std::size_t>(*trade.exit_bar);
         ++bar) {
        lowest = std::min(lowest, candles.low[bar]);
        highest = std::max(highest, candles.high[bar]);
    }
    const auto entry = static_cast<double>(trade.entry_price.units());
    const double down = static_cast<double>(lowest - trade.entry_price.units()) / entry;
    const double up = static_cast<double>(highest - trade.entry_price.units()) / entry;
    if (trade.side == Side::buy) return {.adverse = down, .favourable = up};
    return {.adverse = 0 - up, .favourable = 0 - down};
}

}  // namespace spark::statistics
