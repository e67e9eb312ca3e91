#include "engine/sweep/detail/plain_run.hpp"

#include <fmt/format.h>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/statistics/daily_statistics.hpp"

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
    SPARK_TRY(const backtest::EquityCurve curve, backtest::equity_curve(input.candles, outcome));
    SPARK_TRY(const backtest::Metrics metrics,
              backtest::measure({.open_time_ns = input.candles.open_time_ns, .outcome = outcome, .curve = curve}));
    return figures_of(metrics, outcome);
}

PlainHistory::PlainHistory(const market::CandleColumns& shown)
    : candles(shown), close_ranges(shown.close, shown.close), bar_ranges(shown.low, shown.high) {
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    for (std::size_t bar = 0; bar < shown.size(); ++bar) {
        const std::int64_t time = shown.open_time_ns[bar];
        if (day_start_ns.empty() || time >= day_start_ns.back() + day_ns) {
            day_start_ns.push_back(time - ((time % day_ns) + day_ns) % day_ns);
            day_ends.push_back(0);
        }
        day_ends.back() = static_cast<std::uint32_t>(bar);
    }
    periods_per_year = statistics::has_weekends(day_start_ns) ? 365 : 252;
}

Result<SetOutcome> outcome_of(const PlainHistory& history, const SweepNeeds& needs, std::size_t warm_up_bars,
                              const backtest::RunOutcome& outcome, std::span<std::int64_t> day_equity) {
    SPARK_TRY(const CurveFigures curve, curve_figures(history.curve(), outcome, day_equity));
    const std::span<const std::int64_t> times = history.candles.open_time_ns;
    SPARK_TRY(const backtest::Metrics metrics,
              backtest::measure(backtest::DailyMetricsInput{.span_ns = times.back() - times.front(),
                                                            .outcome = outcome,
                                                            .day_equity = day_equity,
                                                            .periods_per_year = history.periods_per_year,
                                                            .drawdown_deepest = curve.drawdown_deepest,
                                                            .drawdown_bars_longest = curve.drawdown_bars_longest}));
    SetOutcome made{.figures = figures_of(metrics, outcome), .details = {}, .result_hash = {}};
    if (needs.result_hash) made.result_hash = backtest::result_digest(outcome);
    if (!needs.details) return made;
    made.details = {.sqn = metrics.sqn,
                    .cagr = metrics.cagr,
                    .max_drawdown_bars = metrics.max_drawdown_bars,
                    .exposure = backtest::exposure_of(outcome, history.candles.size()),
                    .buy_hold_return = backtest::buy_hold_of(history.candles, warm_up_bars)};
    return made;
}

}  // namespace spark::sweep::detail
