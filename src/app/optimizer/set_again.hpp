#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/trials/trial_folder.hpp"
#include "app/optimizer/run.hpp"
#include "app/verbs/case_order.hpp"
#include "app/verbs/context.hpp"
#include "foundation/base/result.hpp"

namespace spark::optimizer {

/// A set of an optimization as the backtest it is: the order's backtest with the set's parameters, up to the bars kept
/// out of sample. Errors: those of case_of_order.
Result<verbs::OrderedCase> case_of_set(verbs::Context& context, const Bench& bench, const trials::TrialRow& row);

/// Runs the set alone, the way `spark backtest run` does, and compares: result hash and every figure. Errors: corrupt
/// naming the set and the first figure that differs; those of running it.
Result<void> check_set(verbs::Context& context, const Bench& bench, const trials::TrialRow& row);

/// `spark optimize show … --rank N`: the set's own backtest line. Errors: not_found past the last rank.
Result<int> show_rank(verbs::Context& context, const std::filesystem::path& folder, std::uint64_t rank);

}  // namespace spark::optimizer
