#pragma once

#include <span>
#include <string>

#include "app/verbs/backtest_case.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// Everything said about one backtest. Views live as long as the run.
struct BacktestFacts {
    std::string id;
    WallTime created_at{};
    std::string strategy_sha256;
    const LoadedCase& loaded;
    const ComputedCase& made;
};

/// The run as `spark.backtest/1` (contract of the command line; docs/reference/backtest_json.md). Money as exact
/// decimal text. `evidence` is not set: the caller knows where it lies.
wire::Json backtest_document(const BacktestFacts& facts);

/// The fields of a run that a list shows: id, created_at, result_hash, strategy, dataset, params, trades, net_pnl.
/// Errors: invalid_input when the document lacks one of them.
Result<wire::Json> backtest_brief(const wire::Json& document);

/// Parameters by their names: whole numbers and flags as such, decimals and choices as text.
wire::Json parameters_json(const strategy::Definition& definition, std::span<const std::int64_t> values);

/// The metrics as they stand in the document.
wire::Json metrics_json(const backtest::Metrics& metrics);

/// Costs and the other rules that are not at their default.
wire::Json costs_json(const backtest::RunRules& rules);
wire::Json rules_json(const backtest::RunRules& rules);

}  // namespace spark::verbs
