#include "app/optimizer/set_again.hpp"

#include <fmt/format.h>

#include "app/verbs/backtest_order.hpp"
#include "engine/backtest/result_hash.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;

std::string shown_statistic(std::optional<double> value) { return value ? fmt::format("{}", *value) : "none"; }

}  // namespace

Result<verbs::OrderedCase> case_of_set(verbs::Context& context, const Bench& bench, const trials::TrialRow& row) {
    SPARK_TRY(verbs::BacktestOrder backtest, verbs::read_backtest_body(wire::to_text(bench.order.backtest)));
    const sweep::SetValues values = bench.space->values(row.point);
    const auto specs = bench.definition().parameters();
    backtest.assignments.clear();
    for (std::size_t index = 0; index < values.size(); ++index) {
        if (values[index] == specs[index].fallback) continue;
        backtest.assignments.push_back(
            fmt::format("{}={}", specs[index].name, strategy::parameter_text(specs[index], values[index])));
    }
    if (bench.holdout_bars > 0) {
        const market::CandleColumns& candles = bench.loaded.asked().books.front().candles;
        backtest.to = format_iso8601(wall_time_of_ns(candles.open_time_ns[bench.bars]));
    }
    return verbs::case_of_order(context, backtest);
}

Result<void> check_set(verbs::Context& context, const Bench& bench, const trials::TrialRow& row) {
    SPARK_TRY(verbs::OrderedCase ordered, case_of_set(context, bench, row));
    verbs::LoadedCase loaded;
    SPARK_TRY(loaded.load(context, std::move(ordered.request)));
    verbs::Stopwatch watch(context);
    verbs::ComputedCase made;
    SPARK_TRY(verbs::compute_figures(loaded, watch, made));
    const auto differs = [&](std::string_view figure, const std::string& kept, const std::string& alone) {
        return fail(Fault::corrupt, fmt::format("{} is {} in the folder and {} when run alone", figure, kept, alone),
                    fmt::format("set {}", row.number), "spark optimize show … --rank N prints its backtest");
    };
    const std::string hash = backtest::result_hash(made.outcome);
    const std::string kept_hash = "sha256:" + row.outcome.result_hash.hex();
    if (hash != kept_hash) return differs("result_hash", kept_hash, hash);
    const sweep::SetFigures& figures = row.outcome.figures;
    const backtest::Metrics& metrics = made.metrics;
    const auto same = [&](std::string_view name, std::optional<double> kept,
                          std::optional<double> alone) -> Result<void> {
        if (kept == alone) return {};
        return differs(name, shown_statistic(kept), shown_statistic(alone));
    };
    if (figures.trades != metrics.trades)
        return differs("trades", std::to_string(figures.trades), std::to_string(metrics.trades));
    if (figures.net != metrics.net_pnl) return differs("net_pnl", to_text(figures.net), to_text(metrics.net_pnl));
    if (figures.fees != metrics.fees) return differs("fees", to_text(figures.fees), to_text(metrics.fees));
    if (figures.final_equity != made.outcome.final_equity)
        return differs("final_equity", to_text(figures.final_equity), to_text(made.outcome.final_equity));
    SPARK_TRY(same("max_drawdown_pct", figures.max_drawdown_pct, metrics.max_drawdown_pct));
    SPARK_TRY(same("profit_factor", figures.profit_factor, metrics.profit_factor));
    SPARK_TRY(same("annual_return", figures.annual_return, metrics.annual_return));
    SPARK_TRY(same("volatility", figures.volatility, metrics.volatility));
    SPARK_TRY(same("sharpe", figures.sharpe, metrics.sharpe));
    SPARK_TRY(same("sortino", figures.sortino, metrics.sortino));
    return {};
}

}  // namespace spark::optimizer
