#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::report {

/// A run to compare. Views outlive the call.
struct ComparedRun {
    const wire::Json& document;  ///< `spark.backtest/1`.
    std::string_view trades_csv;
};

inline constexpr std::size_t compared_runs_least = 2;
inline constexpr std::size_t compared_runs_most = 6;

/// The runs side by side as `spark.backtest_compare/1` (docs/reference/report.md): inputs that differ, every metric
/// with its difference to the first run, trades in common with the first run. What a run does not have is null. Money
/// stays exact. Errors: invalid_input for fewer than two runs or more than six; corrupt, when trades cannot be read.
Result<wire::Json> compare_runs(std::span<const ComparedRun> runs);

}  // namespace spark::report
