#pragma once

#include <span>

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

// Several runs on the terminal: the document with --json, else text made from it, from this machine or from a server.
// Errors: invalid_input with the missing field as place.

/// Rows of backtest_brief, oldest first, as `spark.backtests/1`.
Result<void> print_runs(cli::Terminal& terminal, std::span<const wire::Json> runs);

/// What report::compare_runs found.
Result<void> print_comparison(cli::Terminal& terminal, const wire::Json& comparison);

}  // namespace spark::verbs
