#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/sweep/detail/plain_run.hpp"
#include "engine/sweep/detail/planner.hpp"
#include "engine/sweep/set_runner.hpp"

namespace spark::sweep::detail {

/// A set run by itself and everything it did.
struct PlainRun {
    backtest::RunOutcome outcome;
    std::size_t warm_up_bars = 0;
};

/// Sets of one strategy, each run as backtest::run_case does, over columns shared from set to set. Belongs to one
/// thread; input and definition outlive it.
class PlainSets {
  public:
    PlainSets(const SweepInput& input, const strategy::Definition& definition, const PlainHistory& history);

    /// Errors: as the definition's plan and backtest::run_case.
    Result<PlainRun> run(std::span<const std::int64_t> values);

  private:
    const SweepInput& input_;
    const strategy::Definition& definition_;
    const PlainHistory& history_;
    std::optional<Planner> planner_{};  ///< Made at the first set: its price columns are not small.
};

}  // namespace spark::sweep::detail
