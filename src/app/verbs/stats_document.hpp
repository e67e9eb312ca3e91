#pragma once

#include <optional>
#include <span>
#include <string>

#include "adapters/intake/result_files.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {

/// What besides the file decides the figures.
struct StatsRequest {
    std::string file;  ///< Name without its folder.
    double periods_per_year = 252;
    std::optional<double> start_balance{};
};

/// `spark.stats/1` (contract §4, docs/reference/metrics.md): `metrics` with the contract's names and further ones,
/// `underwater`, `drawdowns` (the ten deepest), `monthly`, `yearly`; with a benchmark `benchmark`.
wire::Json stats_of_returns(const intake::ReturnRows& rows, const StatsRequest& request,
                            const std::optional<intake::ReturnRows>& benchmark);

/// The same; besides `daily`, the daily-resampled family.
wire::Json stats_of_equity(const intake::EquityRows& rows, const StatsRequest& request,
                           const std::optional<intake::EquityRows>& benchmark);

/// The same of closed trades; besides `freqtrade`, `closed_balance` (the return family of daily balances, where the
/// starting balance is known), `by_exit_reason`, `by_symbol`, `by_side`.
wire::Json stats_of_trades(const intake::TradeRows& rows, const StatsRequest& request);

}  // namespace spark::verbs
