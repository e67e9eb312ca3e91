#pragma once

#include <cstddef>

#include "engine/market/candle_columns.hpp"

namespace spark::market {

/// Bars put together for a picture: so many neighbours at a time, whatever lies between them.
struct BucketedBars {
    CandleTable table;
    std::size_t bars_per_bucket = 1;  ///< The last bucket may hold fewer.
};

/// At most `bars_max` bars of the same first open, highest high, lowest low, last close and sum of volumes, exactly.
/// Unlike a resample, buckets count bars and not time: for drawing only. Precondition (asserted): bars_max above 0.
BucketedBars bucket_bars(const CandleColumns& columns, std::size_t bars_max);

}  // namespace spark::market
