#pragma once

#include <cstddef>
#include <string>

#include "engine/strategy/signal_plan.hpp"
#include "engine/sweep/set_runner.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

/// Errors: invalid_input when there is no bar or the rules are out of bounds.
Result<void> check(const SweepInput& input);

/// Figures of one plan run alone. Errors: as backtest::run_plan, equity_curve and measure.
Result<SetFigures> figures_of(const SweepInput& input, const strategy::SignalPlan& plan);

/// What came of a set as the optimizer wants it, from everything it did. `warm_up_bars` of its plan (0 for a strategy
/// that works orders). Errors: as backtest::equity_curve and measure.
Result<SetOutcome> outcome_of(const SweepInput& input, const SweepNeeds& needs, std::size_t warm_up_bars,
                              const backtest::RunOutcome& outcome);

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
