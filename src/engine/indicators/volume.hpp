#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/indicators/source.hpp"
#include "engine/market/candle_columns.hpp"

namespace spark::indicators {

/// On-balance volume as TA-Lib has it: starts at the first bar's volume; sums are exact integers. Defined from bar 0.
void obv(const market::CandleColumns& candles, Output out);

/// Chaikin money flow: Σ ((close − low) − (high − close)) ÷ (high − low) × volume ÷ Σ volume; a bar without range
/// counts as no flow; undefined where the window has no volume. First defined bar: length − 1.
void cmf(const HighLowClose& bars, Source volume, std::size_t length, Output out);

/// Average price of the UTC day so far, weighted by volume; undefined while the day has no volume. `price` is hlc3 in
/// ta.vwap. Defined from bar 0.
void vwap(std::span<const std::int64_t> open_time_ns, Source price, Source volume, Output out);

}  // namespace spark::indicators
