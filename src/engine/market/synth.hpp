#pragma once

#include <cstdint>

#include "engine/market/candle_columns.hpp"
#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/instrument.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

/// A Monday: the first bar of every usual timeframe begins there.
inline constexpr WallTime synth_start_default{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}};
inline constexpr std::int64_t synth_bars_max = 50'000'000;

struct SynthRequest {
    Symbol symbol;
    Timeframe timeframe;
    std::int64_t bars = 0;  ///< Rows made, 1 to synth_bars_max; slots lost to a halt do not count.
    std::uint64_t seed = 0;
    WallTime start = synth_start_default;  ///< The first bar is the bucket that holds it.
};

/// A made-up market: regimes, clustered volatility, jumps, opening gaps, halts, a daily volume shape. What it promises,
/// and what it does not resemble: docs/explanation/synthetic_markets.md. The same request gives the same bits on every
/// machine and build; a request for more bars begins with the bars of a smaller one. Symbols of one seed, timeframe and
/// start share their time grid and common shocks; BTCTRY follows BTCUSDT × USDTTRY. Different timeframes of one seed
/// are different markets: resample instead. Errors: invalid_input for a count out of bounds, or an end past what a time
/// can hold (April 2262).
Result<CandleTable> generate(const SynthRequest& request);

}  // namespace spark::market
