#pragma once

#include "adapters/intake/detail/candle_collector.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/result.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::intake::detail {

/// The collected rows in ascending order of time, each time once. Rows that stand there twice are dropped and counted
/// in the collector's report. The collector's table is spent. Errors: invalid_input when two rows of one time differ
/// (both places named), when the rows are not as far apart as the timeframe says (with the timeframe they seem to
/// have), or when a bar opens where no bar of the timeframe begins.
Result<market::CandleTable> order_rows(CandleCollector& collector, Timeframe timeframe);

}  // namespace spark::intake::detail
