#pragma once

#include "engine/market/calendar.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

struct Resampling {
    Timeframe from;  ///< What the source's bars are.
    Timeframe to;
};

struct Resampled {
    CandleTable table;
    /// The source begins after the first bucket's first expected bar, or ends before the last bucket's last one.
    bool partial_first = false;
    bool partial_last = false;
};

/// Longer candles from shorter ones: open of the first, highest high, lowest low, close of the last, volumes added in
/// 128 bits; all exact. A bucket opens on the UTC grid (weeks on Monday). A bucket none of whose bars is there is not
/// invented; one that misses bars inside is made of those that are there (the quality report of the source counts
/// them). Errors: invalid_input when `to` is not a longer whole multiple of `from` (the remedy names some that are), or
/// open times do not ascend.
Result<Resampled> resample(const CandleColumns& source, const Resampling& resampling,
                           const Calendar& calendar = Calendar::always_open());

}  // namespace spark::market
