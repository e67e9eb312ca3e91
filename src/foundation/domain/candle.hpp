#pragma once

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/amounts.hpp"

namespace spark {

/// One bar of trading. Many of them are columns (market::CandleColumns); this is the one that is spoken about.
struct Candle {
    WallTime open_time;
    Price open;
    Price high;
    Price low;
    Price close;
    Volume volume;  ///< In base units.

    bool operator==(const Candle&) const = default;
};

/// Prices above zero, volume not below zero, high not under and low not over open and close.
/// Errors: invalid_input, naming the first rule that is broken and both values.
Result<void> check_candle(const Candle& candle);

}  // namespace spark
