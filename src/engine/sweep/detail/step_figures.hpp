#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/backtest/block_ranges.hpp"
#include "engine/backtest/run.hpp"
#include "foundation/base/result.hpp"

namespace spark::sweep::detail {

/// What is said of an equity curve without making it.
struct CurveFigures {
    double drawdown_deepest = 0;
    std::int64_t drawdown_bars_longest = 0;
};

/// What the curves of one history share. Views outlive it.
struct CurveHistory {
    std::span<const std::int64_t> close;
    const backtest::BlockRanges& close_ranges;
    std::span<const std::uint32_t> day_ends;  ///< Bars that are the last of their UTC day, rising.
};

/// The drawdowns of backtest::equity_curve, bit for bit, and the equity at the days' ends, from the steps of a run of
/// one book: between two steps the equity follows the close, so that only blocks of bars that reach the highest equity
/// so far are looked at bar by bar. `day_equity` has one entry a day end. Errors: invalid_input when an amount leaves
/// the range.
Result<CurveFigures> curve_figures(const CurveHistory& history, const backtest::RunOutcome& outcome,
                                   std::span<std::int64_t> day_equity);

}  // namespace spark::sweep::detail
