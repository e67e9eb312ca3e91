#include "engine/sweep/detail/plain_run.hpp"

#include <fmt/format.h>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"

namespace spark::sweep::detail {

Result<void> check(const SweepInput& input) {
    if (input.candles.size() == 0)
        return fail(Fault::invalid_input, "found no bar, a sweep needs at least one", "--dataset, --from, --to");
    return backtest::check_rules(input.rules);
}

std::unexpected<Error> fail_stopped(std::size_t done, std::size_t total) {
    return fail(Fault::unavailable, fmt::format("stopped after {} of {} sets", done, total));
}

Result<void> go_on(const Progress& progress, std::size_t done, std::size_t total) {
    if (!progress || progress(done)) return {};
    return fail_stopped(done, total);
}

namespace {

SetFigures figures_of(const backtest::Metrics& metrics, const backtest::RunOutcome& outcome) {
    return {.trades = metrics.trades,
            .wins = metrics.wins,
            .rejected = outcome.rejected_count,
            .net = metrics.net_pnl,
            .gross = metrics.gross_pnl,
            .fees = metrics.fees,
            .final_equity = outcome.final_equity,
            .max_drawdown_pct = metrics.max_drawdown_pct,
            .profit_factor = metrics.profit_factor,
            .annual_return = metrics.annual_return,
            .volatility = metrics.volatility,
            .sharpe = metrics.sharpe,
            .sortino = metrics.sortino};
}

}  // namespace

Result<SetFigures> figures_of(const SweepInput& input, const strategy::SignalPlan& plan) {
    SPARK_TRY(const backtest::RunOutcome outcome, backtest::run_plan(input.candles, plan, input.rules));
    SPARK_TRY(const SetOutcome made, outcome_of(input, {.result_hash = false}, plan.warm_up_bars, outcome));
    return made.figures;
}

Result<SetOutcome> outcome_of(const SweepInput& input, const SweepNeeds& needs, std::size_t warm_up_bars,
                              const backtest::RunOutcome& outcome) {
    SPARK_TRY(const backtest::EquityCurve curve, backtest::equity_curve(input.candles, outcome));
    SPARK_TRY(const backtest::Metrics metrics,
              backtest::measure({.open_time_ns = input.candles.open_time_ns, .outcome = outcome, .curve = curve}));
    SetOutcome made{.figures = figures_of(metrics, outcome), .details = {}, .result_hash = {}};
    if (needs.result_hash) made.result_hash = backtest::result_digest(outcome);
    if (!needs.details) return made;
    made.details = {.sqn = metrics.sqn,
                    .cagr = metrics.cagr,
                    .max_drawdown_bars = metrics.max_drawdown_bars,
                    .exposure = backtest::exposure_of(outcome, input.candles.size()),
                    .buy_hold_return = backtest::buy_hold_of(input.candles, warm_up_bars)};
    return made;
}

}  // namespace spark::sweep::detail
