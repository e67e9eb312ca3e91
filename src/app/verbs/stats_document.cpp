#include "app/verbs/stats_document.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "app/verbs/stats_parts.hpp"
#include "engine/statistics/closed_balance.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/wall_time.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

/// A row of equities that owns its memory.
struct Curve {
    std::vector<std::int64_t> time_ns;
    std::vector<double> equity;
    statistics::EquitySeries series() const { return {time_ns, equity}; }
};

Json begun(std::string_view kind, const StatsRequest& request) {
    return Json::object()
        .set("schema", "spark.stats/1")
        .set("kind", kind)
        .set("file", request.file)
        .set("periods_per_year", number_json(request.periods_per_year));
}

Json period_of(const std::vector<std::int64_t>& time_ns) {
    return Json::object()
        .set("first", format_iso8601(wall_time_of_ns(time_ns.front())))
        .set("last", format_iso8601(wall_time_of_ns(time_ns.back())));
}

/// The contract's names of the return family, and the further ones. Over returns, profit factor and expectancy are
/// those of periods.
Json metrics_of_returns(std::span<const double> returns, double periods_per_year, Json net_pnl) {
    const statistics::ReturnStatistics figures = statistics::return_statistics(returns, periods_per_year);
    Json metrics = return_statistics_json(figures);
    metrics.set("cagr", number_json(figures.annual_return));
    metrics.set("profit_factor", number_json(figures.omega));
    metrics.set("net_pnl", std::move(net_pnl));
    metrics.set("expectancy", number_json(figures.mean));
    return metrics;
}

void set_curve(Json& document, const Curve& curve) {
    const statistics::EquitySeries series = curve.series();
    document.set("underwater", underwater_json(statistics::underwater_statistics(series)));
    document.set("drawdowns", drawdowns_json(series));
    document.set("monthly", calendar_json(statistics::monthly_returns(series)));
    document.set("yearly", calendar_json(statistics::yearly_returns(series)));
}

/// Growth of 1; the starting value stands at the time of the first row.
Curve growth_of(const intake::ReturnRows& rows) {
    Curve curve;
    curve.time_ns.push_back(rows.time_ns.front());
    curve.equity.push_back(1);
    for (std::size_t row = 0; row < rows.returns.size(); ++row) {
        const double change = std::isnan(rows.returns[row]) ? 0 : rows.returns[row];
        const double next = curve.equity.back() * (1 + change);
        curve.time_ns.push_back(rows.time_ns[row]);
        curve.equity.push_back(std::min(next, std::numeric_limits<double>::max()));
    }
    return curve;
}

Json compared(const intake::ReturnRows& own, const intake::ReturnRows& benchmark, double periods_per_year) {
    std::vector<double> ours;
    std::vector<double> theirs;
    std::size_t other = 0;
    for (std::size_t row = 0; row < own.time_ns.size(); ++row) {
        while (other < benchmark.time_ns.size() && benchmark.time_ns[other] < own.time_ns[row]) ++other;
        if (other == benchmark.time_ns.size()) break;
        if (benchmark.time_ns[other] != own.time_ns[row]) continue;
        ours.push_back(own.returns[row]);
        theirs.push_back(benchmark.returns[other]);
    }
    return benchmark_json(statistics::benchmark_statistics(ours, theirs, periods_per_year));
}

/// Returns of equity rows at the later row's time; empty when they have none.
intake::ReturnRows returns_of(const intake::EquityRows& rows) {
    intake::ReturnRows returns;
    returns.returns = statistics::returns_between(rows.equity);
    if (!returns.returns.empty()) returns.time_ns.assign(rows.time_ns.begin() + 1, rows.time_ns.end());
    return returns;
}

Json net_of_equity(const intake::EquityRows& rows, const StatsRequest& request) {
    if (!rows.units_fit || request.start_balance)
        return number_json(rows.equity.back() - request.start_balance.value_or(rows.equity.front()));
    return format_wide_units(static_cast<Int128>(rows.last_units) - rows.first_units);
}

Json metrics_of_trades(const intake::TradeRows& rows, const statistics::FreqtradeStatistics& account) {
    const statistics::TradeStatistics figures = statistics::trade_statistics(rows.trades);
    const statistics::TradeMoney money = statistics::money_of(rows.trades);
    const auto amount = [](const std::optional<Int128>& units) {
        return units ? Json(format_wide_units(*units)) : Json();
    };
    return Json::object()
        .set("trades", figures.trades)
        .set("net_pnl", statistics::net_text(rows.trades))
        .set("gross_pnl", amount(money.gross_units))
        .set("fees", amount(money.fees_units))
        .set("volume", format_wide_units(money.volume_units))
        .set("annual_return", number_json(account.cagr))
        .set("annual_volatility", Json())
        .set("sharpe", number_json(account.sharpe))
        .set("sortino", number_json(account.sortino))
        .set("calmar", number_json(account.calmar))
        .set("downside_risk", Json())
        .set("max_drawdown", account.max_drawdown_account ? number_json(0 - *account.max_drawdown_account) : Json())
        .set("cagr", number_json(account.cagr))
        .set("total_return", number_json(account.profit_total))
        .set("wins", figures.wins)
        .set("losses", figures.losses)
        .set("break_even", figures.break_even)
        .set("longs", figures.longs)
        .set("shorts", figures.shorts)
        .set("win_rate", number_json(figures.win_rate))
        .set("profit_factor", number_json(figures.profit_factor))
        .set("payoff", number_json(figures.payoff))
        .set("expectancy", number_json(figures.expectancy))
        .set("expectancy_ratio", number_json(figures.expectancy_ratio))
        .set("median_pnl", number_json(figures.median))
        .set("best_pnl", number_json(figures.best))
        .set("worst_pnl", number_json(figures.worst))
        .set("average_win", number_json(figures.average_win))
        .set("average_loss", number_json(figures.average_loss))
        .set("sqn", number_json(figures.sqn))
        .set("kelly", number_json(figures.kelly))
        .set("wins_in_a_row_max", figures.wins_in_a_row_max)
        .set("losses_in_a_row_max", figures.losses_in_a_row_max)
        .set("average_trade_return", number_json(figures.average_return))
        .set("best_trade_return", number_json(figures.best_return))
        .set("worst_trade_return", number_json(figures.worst_return))
        .set("time_in_market", number_json(figures.time_in_market));
}

/// The account of the trades: its period is the file's, widened to the trades where they lie outside.
statistics::AccountTrades account_of(const intake::TradeRows& rows, const StatsRequest& request) {
    statistics::AccountTrades account{.trades = rows.trades, .starting_balance = rows.starting_balance};
    if (request.start_balance) account.starting_balance = request.start_balance;
    if (rows.trades.empty()) return account;
    account.begin_ns = rows.begin_ns.value_or(rows.trades.front().entry_time_ns);
    account.end_ns = rows.end_ns.value_or(rows.trades.front().exit_time_ns);
    for (const statistics::TradeFacts& trade : rows.trades) {
        account.begin_ns = std::min(account.begin_ns, trade.entry_time_ns);
        account.end_ns = std::max(account.end_ns, trade.exit_time_ns);
    }
    return account;
}

}  // namespace

Json stats_of_returns(const intake::ReturnRows& rows, const StatsRequest& request,
                      const std::optional<intake::ReturnRows>& benchmark) {
    Json document = begun("returns", request);
    document.set("rows", rows.time_ns.size());
    document.set("period", period_of(rows.time_ns));
    document.set("metrics", metrics_of_returns(rows.returns, request.periods_per_year, Json()));
    set_curve(document, growth_of(rows));
    if (benchmark) document.set("benchmark", compared(rows, *benchmark, request.periods_per_year));
    return document;
}

Json stats_of_equity(const intake::EquityRows& rows, const StatsRequest& request,
                     const std::optional<intake::EquityRows>& benchmark) {
    Json document = begun("equity", request);
    document.set("rows", rows.time_ns.size());
    document.set("period", period_of(rows.time_ns));
    Curve curve{rows.time_ns, rows.equity};
    if (request.start_balance) {
        curve.time_ns.insert(curve.time_ns.begin(), rows.time_ns.front());
        curve.equity.insert(curve.equity.begin(), *request.start_balance);
    }
    document.set("metrics", metrics_of_returns(statistics::returns_between(curve.equity), request.periods_per_year,
                                               net_of_equity(rows, request)));
    set_curve(document, curve);
    const statistics::BarResult bars{.time_ns = rows.time_ns, .equity = rows.equity, .close = {}, .trades = {}};
    document.set("daily", daily_equity_json(statistics::bar_statistics(bars)));
    if (benchmark)
        document.set("benchmark", compared(returns_of(rows), returns_of(*benchmark), request.periods_per_year));
    return document;
}

Json stats_of_trades(const intake::TradeRows& rows, const StatsRequest& request) {
    Json document = begun("trades", request);
    document.set("format", rows.format);
    document.set("strategy", rows.strategy.empty() ? Json() : Json(rows.strategy));
    document.set("rows", rows.trades.size());
    const statistics::AccountTrades account = account_of(rows, request);
    if (!rows.trades.empty()) document.set("period", period_of({account.begin_ns, account.end_ns}));
    document.set("starting_balance", number_json(account.starting_balance));
    const statistics::FreqtradeStatistics figures = statistics::freqtrade_statistics(account);
    document.set("metrics", metrics_of_trades(rows, figures));
    document.set("freqtrade", freqtrade_json(figures));
    const statistics::TradeStatistics trades = statistics::trade_statistics(rows.trades);
    document.set("holding", holding_json(trades.holding));
    document.set("holding_wins", holding_json(trades.holding_wins));
    document.set("holding_losses", holding_json(trades.holding_losses));
    document.set("by_exit_reason", groups_json(statistics::by_exit_reason(rows.trades)));
    document.set("by_symbol", groups_json(statistics::by_symbol(rows.trades)));
    document.set("by_side", groups_json(statistics::by_side(rows.trades)));
    const statistics::ClosedBalance balance = statistics::closed_balance(account);
    if (balance.equity.empty()) return document;
    document.set("closed_balance", return_statistics_json(statistics::return_statistics(
                                       statistics::returns_between(balance.equity), request.periods_per_year)));
    set_curve(document, {balance.time_ns, balance.equity});
    return document;
}

}  // namespace spark::verbs
