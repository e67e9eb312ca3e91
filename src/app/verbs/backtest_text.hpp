#pragma once

#include "app/cli/terminal.hpp"
#include "foundation/base/result.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Prints a `spark.backtest/1` document as the terminal report: a run and `backtest show` of its evidence look the
/// same. Errors: corrupt when the document lacks a field the report needs.
Result<void> print_backtest(cli::Terminal& terminal, const wire::Json& document);

}  // namespace spark::verbs
