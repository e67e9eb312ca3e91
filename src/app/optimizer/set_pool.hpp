#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "app/optimizer/run.hpp"
#include "engine/sweep/set_runner.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

/// Threads for an assessment: as many as the bench was told, else as there are processors this process may use; at
/// most 64.
std::size_t assessment_threads(const Bench& bench);

/// Calls `work` for 0 to count - 1 on threads, each thread with its own SetRunner over `sweep`, and asks `follower` on
/// the calling thread ten times a second whether to go on. Which thread does what does not reach the results.
/// Errors: the first (by index) that `work` gave; unavailable when the follower cancelled.
using SetWork = std::function<Result<void>(sweep::SetRunner& runner, std::size_t index)>;
Result<void> run_on_threads(const Bench& bench, const sweep::PreparedSweep& sweep, std::size_t count,
                            const Follower& follower, const SetWork& work);

/// Outcomes of many sets, in their order. Errors: as SetRunner::run; unavailable when the follower cancelled.
Result<std::vector<sweep::SetOutcome>> run_sets(const Bench& bench, const sweep::PreparedSweep& sweep,
                                                std::span<const sweep::SetValues> sets, const Follower& follower);

/// Equity at the end of every day of many sets, in their order; empty for one that cannot be run. Errors: as
/// SetRunner::daily_equities; unavailable when the follower cancelled.
Result<std::vector<std::vector<std::int64_t>>> run_days(const Bench& bench, const sweep::PreparedSweep& sweep,
                                                        std::span<const sweep::SetValues> sets,
                                                        const Follower& follower);

/// What a set is ranked by: none when it was refused, breaks a constraint or has no such figure.
std::optional<double> ranked_objective(const Bench& bench, const sweep::SetOutcome& outcome);

}  // namespace spark::optimizer
