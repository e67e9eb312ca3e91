#include "engine/sweep/detail/plain_run.hpp"

#include <fmt/format.h>

#include "engine/backtest/metrics.hpp"

namespace spark::sweep::detail {

Result<void> check(const SweepInput& input) {
    if (input.candles.size() == 0)
        return fail(Fault::invalid_input, "found no bar, a sweep needs at least one", "--dataset, --from, --to");
    return backtest::check_rules(input.rules);
}

Result<void> go_on(const Progress& progress, std::size_t done, std::size_t total) {
    if (!progress || progress(done)) return {};
    return fail(Fault::unavailable, fmt::format("stopped after {} of {} sets", done, total));
}

Result<SetFigures> figures_of(const SweepInput& input, const strategy::SignalPlan& plan) {
    SPARK_TRY(const backtest::RunOutcome outcome, backtest::run_plan(input.candles, plan, input.rules));
    SPARK_TRY(const backtest::EquityCurve curve, backtest::equity_curve(input.candles, outcome));
    SPARK_TRY(const backtest::Metrics metrics,
              backtest::measure({.open_time_ns = input.candles.open_time_ns, .outcome = outcome, .curve = curve}));
    SetFigures figures;
    figures.trades = metrics.trades;
    figures.wins = metrics.wins;
    figures.rejected = outcome.rejected_count;
    figures.net = metrics.net_pnl;
    figures.gross = metrics.gross_pnl;
    figures.fees = metrics.fees;
    figures.final_equity = outcome.final_equity;
    figures.max_drawdown_pct = metrics.max_drawdown_pct;
    figures.profit_factor = metrics.profit_factor;
    figures.annual_return = metrics.annual_return;
    figures.volatility = metrics.volatility;
    figures.sharpe = metrics.sharpe;
    figures.sortino = metrics.sortino;
    return figures;
}

}  // namespace spark::sweep::detail
