#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/backtest/block_ranges.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "engine/sweep/detail/step_figures.hpp"
#include "engine/sweep/set_runner.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

/// Errors: invalid_input when there is no bar or the rules are out of bounds.
Result<void> check(const SweepInput& input);

/// Figures of one plan run alone, with a pass over all bars. Errors: as backtest::run_plan, equity_curve and measure.
Result<SetFigures> figures_of(const SweepInput& input, const strategy::SignalPlan& plan);

/// What sets of one input share beyond it. The candles outlive it.
struct PlainHistory {
    explicit PlainHistory(const market::CandleColumns& candles);
    CurveHistory curve() const { return {candles.close, close_ranges, day_ends}; }

    market::CandleColumns candles;
    backtest::BlockRanges close_ranges;
    backtest::BlockRanges bar_ranges;  ///< Of lows and highs.
    std::vector<std::int64_t> day_start_ns;
    std::vector<std::uint32_t> day_ends;  ///< Last bar of each day.
    int periods_per_year = 365;
};

/// What came of a set as the optimizer wants it, from everything it did. `warm_up_bars` of its plan (0 for a strategy
/// that works orders). `day_equity` (one a day) is written. Errors: as backtest::equity_curve and measure.
Result<SetOutcome> outcome_of(const PlainHistory& history, const SweepNeeds& needs, std::size_t warm_up_bars,
                              const backtest::RunOutcome& outcome, std::span<std::int64_t> day_equity);

/// Asks `progress`. Errors: unavailable when it says stop.
Result<void> go_on(const Progress& progress, std::size_t done, std::size_t total);

/// What a sweep says that its progress stopped.
std::unexpected<Error> fail_stopped(std::size_t done, std::size_t total);

/// An error with the number of the set it is of.
template <class T>
Result<T> named(Result<T> made, std::size_t set) {
    if (!made) made.error().message = "set " + std::to_string(set) + ": " + made.error().message;
    return made;
}

}  // namespace spark::sweep::detail
