#pragma once

#include <optional>

#include "engine/market/calendar.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/market/quality.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::market {

/// Measures what the columns alone show: rows, gaps and missing bars by the calendar, OHLC violations, zero-volume bars
/// and runs, bars on closed days, and whether the last bar was still forming. Replaces these fields and findings in
/// `report`; what a reader found in the source (duplicates, disorder, truncated closes, rounding, rejection) stays. The
/// last bar counts as forming when `now` is given and lies before the bar's end, or when `last_bar_looks_unfinished`.
/// Precondition: open times ascend strictly. Bars longer than a day are never ghosts.
void measure_quality(const CandleColumns& columns, Timeframe timeframe, const Calendar& calendar, QualityReport& report,
                     std::optional<WallTime> now = std::nullopt);

/// True when the last bar's volume is under a quarter of the smallest non-zero volume of the 30 bars before it, of
/// which at least 20 must have traded. A guess, but a rare one to be wrong: none of the complete sets it was tried on
/// is flagged.
bool last_bar_looks_unfinished(const CandleColumns& columns);

}  // namespace spark::market
