#include "app/verbs/stats_parts.hpp"

#include <cmath>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::verbs {
namespace {

using statistics::Drawdown;
using wire::Json;

constexpr std::size_t drawdown_rows = 10;

Json time_json(std::int64_t time_ns) { return format_iso8601(wall_time_of_ns(time_ns)); }

Json units_json(const std::optional<Int128>& units) { return units ? Json(format_wide_units(*units)) : Json(); }

}  // namespace

Json number_json(std::optional<double> statistic) {
    if (!statistic || !std::isfinite(*statistic)) return {};
    return *statistic == 0 ? Json(0.0) : Json(*statistic);
}

Json return_statistics_json(const statistics::ReturnStatistics& figures) {
    return Json::object()
        .set("periods", figures.periods)
        .set("values", figures.values)
        .set("total_return", number_json(figures.total_return))
        .set("annual_return", number_json(figures.annual_return))
        .set("annual_volatility", number_json(figures.annual_volatility))
        .set("sharpe", number_json(figures.sharpe))
        .set("sortino", number_json(figures.sortino))
        .set("calmar", number_json(figures.calmar))
        .set("downside_risk", number_json(figures.downside_risk))
        .set("max_drawdown", number_json(figures.max_drawdown))
        .set("omega", number_json(figures.omega))
        .set("stability", number_json(figures.stability))
        .set("tail_ratio", number_json(figures.tail_ratio))
        .set("skew", number_json(figures.skew))
        .set("kurtosis", number_json(figures.kurtosis))
        .set("value_at_risk", number_json(figures.value_at_risk))
        .set("expected_shortfall", number_json(figures.expected_shortfall))
        .set("mean_return", number_json(figures.mean))
        .set("best_return", number_json(figures.best))
        .set("worst_return", number_json(figures.worst))
        .set("positive_share", number_json(figures.positive_share))
        .set("probabilistic_sharpe", number_json(figures.probabilistic_sharpe))
        .set("track_length_min", number_json(figures.track_length_min));
}

Json benchmark_json(const statistics::BenchmarkStatistics& figures) {
    return Json::object()
        .set("pairs", figures.pairs)
        .set("alpha", number_json(figures.alpha))
        .set("beta", number_json(figures.beta))
        .set("correlation", number_json(figures.correlation))
        .set("tracking_error", number_json(figures.tracking_error))
        .set("information_ratio", number_json(figures.information_ratio))
        .set("excess_sharpe", number_json(figures.excess_sharpe));
}

Json underwater_json(const statistics::UnderwaterStatistics& figures) {
    return Json::object()
        .set("drawdowns", figures.drawdowns)
        .set("max_drawdown", number_json(figures.max_drawdown))
        .set("average_drawdown", number_json(figures.average_drawdown))
        .set("ulcer_index", number_json(figures.ulcer_index))
        .set("pain_index", number_json(figures.pain_index))
        .set("underwater_share", number_json(figures.underwater_share))
        .set("longest_drawdown_s", number_json(figures.longest_s))
        .set("average_drawdown_s", number_json(figures.average_s))
        .set("longest_recovery_s", number_json(figures.recovery_longest_s))
        .set("recovery_factor", number_json(figures.recovery_factor));
}

Json daily_equity_json(const statistics::BarStatistics& figures) {
    return Json::object()
        .set("periods_per_year", figures.periods_per_year)
        .set("duration_s", number_json(figures.duration_s))
        .set("equity_final", number_json(figures.equity_final))
        .set("equity_peak", number_json(figures.equity_peak))
        .set("total_return", number_json(figures.total_return))
        .set("annual_return", number_json(figures.annual_return))
        .set("annual_volatility", number_json(figures.volatility))
        .set("cagr", number_json(figures.cagr))
        .set("sharpe", number_json(figures.sharpe))
        .set("sortino", number_json(figures.sortino))
        .set("calmar", number_json(figures.calmar))
        .set("max_drawdown", number_json(figures.max_drawdown))
        .set("average_drawdown", number_json(figures.average_drawdown))
        .set("longest_drawdown_s", number_json(figures.max_drawdown_s))
        .set("average_drawdown_s", number_json(figures.average_drawdown_s));
}

Json bar_statistics_json(const statistics::BarStatistics& figures) {
    Json json = daily_equity_json(figures);
    json.set("exposure", number_json(figures.exposure))
        .set("buy_hold_return", number_json(figures.buy_hold_return))
        .set("alpha", number_json(figures.alpha))
        .set("beta", number_json(figures.beta))
        .set("trades", figures.trades)
        .set("win_rate", number_json(figures.win_rate))
        .set("best_trade_return", number_json(figures.best_trade))
        .set("worst_trade_return", number_json(figures.worst_trade))
        .set("average_trade_return", number_json(figures.average_trade))
        .set("longest_trade_s", number_json(figures.max_trade_s))
        .set("average_trade_s", number_json(figures.average_trade_s))
        .set("profit_factor", number_json(figures.profit_factor))
        .set("expectancy_return", number_json(figures.expectancy))
        .set("sqn", number_json(figures.sqn))
        .set("kelly", number_json(figures.kelly));
    return json;
}

Json freqtrade_json(const statistics::FreqtradeStatistics& figures) {
    return Json::object()
        .set("backtest_days", figures.days)
        .set("profit_total", number_json(figures.profit_total))
        .set("profit_mean", number_json(figures.profit_mean))
        .set("profit_median", number_json(figures.profit_median))
        .set("profit_factor", number_json(figures.profit_factor))
        .set("winrate", number_json(figures.winrate))
        .set("expectancy", number_json(figures.expectancy))
        .set("expectancy_ratio", number_json(figures.expectancy_ratio))
        .set("cagr", number_json(figures.cagr))
        .set("sharpe", number_json(figures.sharpe))
        .set("sortino", number_json(figures.sortino))
        .set("calmar", number_json(figures.calmar))
        .set("sqn", number_json(figures.sqn))
        .set("max_drawdown_abs", number_json(figures.max_drawdown_abs))
        .set("max_drawdown_account", number_json(figures.max_drawdown_account))
        .set("max_relative_drawdown", number_json(figures.max_relative_drawdown))
        .set("trades_per_day", number_json(figures.trades_per_day));
}

Json holding_json(const statistics::HoldingTimes& times) {
    return Json::object()
        .set("mean_s", number_json(times.mean_s))
        .set("median_s", number_json(times.median_s))
        .set("shortest_s", number_json(times.shortest_s))
        .set("longest_s", number_json(times.longest_s));
}

Json drawdowns_json(const statistics::EquitySeries& series) {
    Json rows = Json::array();
    for (const Drawdown& drawdown : statistics::deepest(statistics::drawdowns_of(series), drawdown_rows)) {
        rows.push(Json::object()
                      .set("depth", number_json(drawdown.depth))
                      .set("peak", time_json(drawdown.peak_time_ns))
                      .set("trough", time_json(drawdown.trough_time_ns))
                      .set("recovery", drawdown.recovery_time_ns ? time_json(*drawdown.recovery_time_ns) : Json())
                      .set("length_s", number_json(static_cast<double>(drawdown.length_ns) / 1e9)));
    }
    return rows;
}

Json calendar_json(std::span<const statistics::CalendarReturn> rows) {
    Json table = Json::array();
    for (const statistics::CalendarReturn& row : rows) {
        Json entry = Json::object().set("year", row.year);
        if (row.month != 0) entry.set("month", row.month);
        entry.set("return", number_json(row.change));
        table.push(std::move(entry));
    }
    return table;
}

Json groups_json(std::span<const statistics::TradeGroup> groups) {
    Json rows = Json::array();
    for (const statistics::TradeGroup& group : groups) {
        rows.push(Json::object()
                      .set("name", group.name)
                      .set("trades", group.trades)
                      .set("wins", group.wins)
                      .set("net_pnl", group.net_text)
                      .set("gross_pnl", units_json(group.money.gross_units))
                      .set("fees", units_json(group.money.fees_units))
                      .set("win_rate", number_json(group.win_rate))
                      .set("profit_factor", number_json(group.profit_factor))
                      .set("expectancy", number_json(group.expectancy))
                      .set("mean_holding_s", number_json(group.mean_holding_s)));
    }
    return rows;
}

}  // namespace spark::verbs
