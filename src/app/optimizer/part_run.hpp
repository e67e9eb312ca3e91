#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/backtest/run.hpp"
#include "engine/robustness/windows.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

/// A part of a run by itself: the trades entered there, the equity there.
struct PartRun {
    sweep::SetOutcome outcome;         ///< With details, without a result hash.
    double total_return = 0;           ///< Fraction of the equity at the close before the part.
    std::vector<std::int64_t> equity;  ///< At every close of the part, units of 1e-8.
    std::int64_t equity_before = 0;    ///< At the close before it, or the starting cash.
};

/// The bars `part` of a run over `input`, measured as `spark backtest run --oos` measures its parts: a position carried
/// into the part counts with its equity, its trade does not. Errors: invalid_input when a sum leaves the range.
/// Precondition (asserted): `part` is not empty and within the candles.
Result<PartRun> part_of_run(const sweep::SweepInput& input, const backtest::RunOutcome& run,
                            const robustness::BarRange& part);

}  // namespace spark::optimizer
