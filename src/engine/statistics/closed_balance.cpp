#include "engine/statistics/closed_balance.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/detail/sums.hpp"
#include "foundation/base/assert.hpp"

namespace spark::statistics {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

std::int64_t day_of(std::int64_t time_ns) { return time_ns / day_ns - (time_ns % day_ns < 0 ? 1 : 0); }

}  // namespace

ClosedBalance closed_balance(const AccountTrades& account) {
    SPARK_ASSERT(account.begin_ns <= account.end_ns);
    ClosedBalance balance;
    if (account.trades.empty() || !account.starting_balance) return balance;
    const std::int64_t last_day = day_of(account.end_ns);
    const std::vector<const TradeFacts*> order = in_order_of_exit(account.trades);
    detail::Sum running;
    running.add(*account.starting_balance);
    balance.time_ns.push_back(day_of(account.begin_ns) * day_ns);
    balance.equity.push_back(running.value());
    std::size_t next = 0;
    for (std::int64_t day = day_of(account.begin_ns); day <= last_day; ++day) {
        for (; next < order.size() && (day == last_day || day_of(order[next]->exit_time_ns) <= day); ++next)
            running.add(net_number(*order[next]));
        balance.time_ns.push_back(day * day_ns);
        balance.equity.push_back(running.value());
    }
    return balance;
}

std::vector<double> returns_between(std::span<const double> equity) {
    std::vector<double> returns;
    if (!std::ranges::all_of(equity, [](double value) { return value > 0; })) return returns;
    for (std::size_t point = 1; point < equity.size(); ++point) {
        returns.push_back(equity[point] / equity[point - 1] - 1);
        if (!std::isfinite(returns.back())) return {};
    }
    return returns;
}

}  // namespace spark::statistics
