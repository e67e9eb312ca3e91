#pragma once

#include "engine/expression/program.hpp"
#include "engine/market/candle_columns.hpp"
#include "engine/strategy/detail/compiled.hpp"
#include "engine/strategy/signal_plan.hpp"

namespace spark::strategy::detail {

/// A constant no, or `and` with one: `short and …` where the parameter `short` is false. Costs no column.
bool never_holds(const expression::Program& program);

/// Runs a document's programs over the candles behind the cache.
/// Errors: invalid_input when the candles are too few; exhausted as Program::run.
Result<SignalPlan> make_plan(const Document& document, const Compiled& compiled, const market::CandleColumns& candles,
                             expression::ColumnCache& columns);

}  // namespace spark::strategy::detail
