#pragma once

#include <vector>

#include "app/verbs/backtest_case.hpp"
#include "engine/statistics/trade_facts.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// What is said of a run beside its metrics, family by family (docs/reference/metrics.md): `trades_statistics`,
/// `returns` (empyrical's definitions on daily returns), `bars` (backtesting.py's), `underwater`, `drawdowns`,
/// `monthly`, `yearly`, `by_exit_reason`, `by_side` and, of several books, `by_symbol`.
/// Of a part of a run (part_of_case) without `bars`.
wire::Json backtest_statistics(const LoadedCase& loaded, const ComputedCase& made);

/// The closed trades with what the prices did meanwhile.
std::vector<statistics::TradeFacts> trade_facts_of(const LoadedCase& loaded, const ComputedCase& made);

}  // namespace spark::verbs
