#include "engine/statistics/freqtrade_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/statistics/detail/sums.hpp"
#include "engine/statistics/trade_statistics.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::statistics {
namespace {

using detail::present;
using detail::ratio;

constexpr std::int64_t day_ns = 86'400'000'000'000;
constexpr double days_per_year = 365;

/// What each instant of exit adds to the balance. Trades that close together move it once, so that the drawdown does
/// not depend on the order of their rows.
std::vector<double> steps_of_balance(std::span<const TradeFacts> trades) {
    std::vector<double> steps;
    const TradeFacts* last = nullptr;
    for (const TradeFacts* const trade : in_order_of_exit(trades)) {
        if (last == nullptr || last->exit_time_ns != trade->exit_time_ns) steps.push_back(0);
        steps.back() += net_number(*trade);
        last = trade;
    }
    return steps;
}

std::optional<double> population_deviation(std::span<const double> values) {
    const auto variance = detail::central_moment(values, 2);
    return variance ? std::optional(std::sqrt(*variance)) : std::nullopt;
}

void measure_drawdown(std::span<const double> steps, double starting_balance, FreqtradeStatistics& statistics) {
    detail::Sum running;
    double peak = 0;
    double deepest = 0;
    double deepest_share = 0;
    double deepest_relative = 0;
    for (const double step : steps) {
        running.add(step);
        peak = std::max(peak, running.value());
        const double fall = peak - running.value();
        const double share = fall / (starting_balance + peak);
        deepest_relative = std::max(deepest_relative, share);
        if (fall <= deepest) continue;
        deepest = fall;
        deepest_share = share;
    }
    statistics.max_drawdown_abs = present(deepest);
    statistics.max_drawdown_account = present(deepest_share);
    statistics.max_relative_drawdown = present(deepest_relative);
}

void measure_account(std::span<const TradeFacts> trades, double starting_balance, FreqtradeStatistics& statistics) {
    const auto days = static_cast<double>(statistics.days);
    std::vector<double> shares;
    std::vector<double> losing;
    for (const TradeFacts& trade : trades) {
        shares.push_back(net_number(trade) / starting_balance);
        if (shares.back() < 0) losing.push_back(shares.back());
    }
    const double total = detail::sum_of(shares);
    const double root = std::sqrt(days_per_year);
    statistics.profit_total = present(total);
    if (1 + total >= 0) {
        const double growth = 1 + total;
        statistics.cagr = growth == 0 ? -1 : present(pow_stable(growth, days_per_year / days) - 1);
    }
    if (const auto sharpe = ratio(total / days, population_deviation(shares)))
        statistics.sharpe = present(*sharpe * root);
    if (const auto sortino = ratio(total / days, population_deviation(losing)))
        statistics.sortino = present(*sortino * root);
    measure_drawdown(steps_of_balance(trades), starting_balance, statistics);
    if (const auto calmar = ratio(total / days * 100, statistics.max_drawdown_account))
        statistics.calmar = present(*calmar * root);
}

}  // namespace

FreqtradeStatistics freqtrade_statistics(const AccountTrades& account) {
    SPARK_ASSERT(account.begin_ns <= account.end_ns);
    SPARK_ASSERT(!account.starting_balance || *account.starting_balance > 0);
    FreqtradeStatistics statistics;
    statistics.days = std::max<std::int64_t>(1, (account.end_ns - account.begin_ns) / day_ns);
    if (account.trades.empty()) return statistics;
    const TradeStatistics trades = trade_statistics(account.trades);
    statistics.profit_factor = trades.profit_factor;
    statistics.winrate = trades.win_rate;
    statistics.expectancy = trades.expectancy;
    statistics.expectancy_ratio = trades.expectancy_ratio;
    statistics.sqn = trades.sqn;
    statistics.profit_mean = trades.average_return;
    statistics.trades_per_day = static_cast<double>(trades.trades) / static_cast<double>(statistics.days);
    std::vector<double> returns;
    for (const TradeFacts& trade : account.trades) {
        if (const auto change = return_of(trade)) returns.push_back(*change);
    }
    std::ranges::sort(returns);
    if (returns.size() == account.trades.size()) statistics.profit_median = detail::quantile(returns, 0.5);
    if (account.starting_balance) measure_account(account.trades, *account.starting_balance, statistics);
    return statistics;
}

}  // namespace spark::statistics
