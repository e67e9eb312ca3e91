#pragma once

#include "app/verbs/backtest_case.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// What is said of a run beside its metrics, family by family (docs/reference/metrics.md): `trades_statistics`,
/// `returns` (empyrical's definitions on daily returns), `bars` (backtesting.py's), `underwater`, `drawdowns`,
/// `monthly`, `yearly`, `by_exit_reason`, `by_side` and, of several books, `by_symbol`.
wire::Json backtest_statistics(const LoadedCase& loaded, const ComputedCase& made);

}  // namespace spark::verbs
