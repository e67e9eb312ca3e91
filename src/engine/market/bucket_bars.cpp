#include "engine/market/bucket_bars.hpp"

#include <algorithm>

#include "foundation/base/assert.hpp"

namespace spark::market {

BucketedBars bucket_bars(const CandleColumns& columns, std::size_t bars_max) {
    SPARK_ASSERT(bars_max > 0);
    BucketedBars made;
    const std::size_t bars = columns.size();
    made.bars_per_bucket = std::max<std::size_t>(1, (bars + bars_max - 1) / bars_max);
    made.table.reserve((bars + made.bars_per_bucket - 1) / made.bars_per_bucket);
    for (std::size_t first = 0; first < bars; first += made.bars_per_bucket) {
        const std::size_t end = std::min(bars, first + made.bars_per_bucket);
        std::int64_t high = columns.high[first];
        std::int64_t low = columns.low[first];
        Int128 volume = 0;
        for (std::size_t bar = first; bar < end; ++bar) {
            high = std::max(high, columns.high[bar]);
            low = std::min(low, columns.low[bar]);
            volume += columns.volume_at(bar);
        }
        made.table.push_back(columns.open_time_ns[first], columns.open[first], high, low, columns.close[end - 1],
                             volume);
    }
    return made;
}

}  // namespace spark::market
