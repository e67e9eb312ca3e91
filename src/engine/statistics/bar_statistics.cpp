#include "engine/statistics/bar_statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/statistics/calendar_returns.hpp"
#include "engine/statistics/daily_statistics.hpp"
#include "engine/statistics/detail/sums.hpp"
#include "engine/statistics/drawdowns.hpp"
#include "engine/statistics/trade_statistics.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::statistics {
namespace {

using detail::present;
using detail::ratio;

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t minute_ns = 60 * second_ns;
constexpr std::int64_t hour_ns = 60 * minute_ns;
constexpr std::int64_t day_ns = 24 * hour_ns;

/// Median distance of the last 100 bars; 0 for fewer than two.
std::int64_t usual_distance_ns(std::span<const std::int64_t> time_ns) {
    const auto last = time_ns.last(std::min<std::size_t>(time_ns.size(), 100));
    std::vector<std::int64_t> distances;
    for (std::size_t bar = 1; bar < last.size(); ++bar) distances.push_back(last[bar] - last[bar - 1]);
    if (distances.empty()) return 0;
    std::ranges::sort(distances);
    const std::size_t middle = distances.size() / 2;
    if (distances.size() % 2 == 1) return distances[middle];
    return distances[middle - 1] + (distances[middle] - distances[middle - 1]) / 2;
}

/// The finest of day, hour, minute, second and nanosecond that the distance is not a whole number of coarser ones.
std::int64_t unit_of(std::int64_t distance_ns) {
    for (const std::int64_t unit : {day_ns, hour_ns, minute_ns, second_ns}) {
        if (distance_ns % unit == 0) return unit;
    }
    return 1;
}

/// Nanoseconds up to the next whole unit, as seconds.
double rounded_up_s(double length_ns, std::int64_t unit_ns) {
    const auto unit = static_cast<double>(unit_ns);
    return std::ceil(length_ns / unit) * unit / static_cast<double>(second_ns);
}

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

/// Number of the day, week (Monday to Sunday), month or year an instant lies in.
std::int64_t period_of(std::int64_t time_ns, std::int64_t periods_per_year) {
    const std::int64_t day = floor_divide(time_ns, day_ns);
    if (periods_per_year == 52) return floor_divide(day + 3, 7);
    const YearMonth month = year_month_of(time_ns);
    if (periods_per_year == 12) return month.year * 12 + month.month;
    if (periods_per_year == 1) return month.year;
    return day;
}

std::int64_t periods_per_year(std::span<const std::int64_t> time_ns, std::int64_t distance_ns) {
    switch (distance_ns / day_ns) {
        case 7: return 52;
        case 31: return 12;
        case 365: return 1;
        default: return has_weekends(time_ns) ? 365 : 252;
    }
}

/// The last equity of each period that has a bar.
std::vector<double> last_of_periods(const BarResult& result, std::int64_t periods) {
    std::vector<double> last;
    std::int64_t current = 0;
    for (std::size_t bar = 0; bar < result.equity.size(); ++bar) {
        const std::int64_t period = period_of(result.time_ns[bar], periods);
        if (last.empty() || period != current) last.push_back(result.equity[bar]);
        last.back() = result.equity[bar];
        current = period;
    }
    return last;
}

void measure_market(const BarResult& result, BarStatistics& statistics) {
    if (result.close.empty()) return;
    const double first = result.close[std::min(result.first_trading_bar, result.close.size() - 1)];
    if (const auto growth = ratio(result.close.back(), first)) statistics.buy_hold_return = *growth - 1;
    std::vector<double> own;
    std::vector<double> market;
    own.reserve(result.equity.size());
    market.reserve(result.equity.size());
    for (std::size_t bar = 1; bar < result.equity.size(); ++bar) {
        if (!(result.equity[bar - 1] > 0 && result.equity[bar] > 0)) return;
        if (!(result.close[bar - 1] > 0 && result.close[bar] > 0)) return;
        own.push_back(log_stable(result.equity[bar] / result.equity[bar - 1]));
        market.push_back(log_stable(result.close[bar] / result.close[bar - 1]));
    }
    if (own.size() < 2) return;
    const double own_mean = *detail::mean_of(own);
    const double market_mean = *detail::mean_of(market);
    detail::Sum covariance;
    detail::Sum variance;
    for (std::size_t at = 0; at < own.size(); ++at) {
        covariance.add((own[at] - own_mean) * (market[at] - market_mean));
        variance.add((market[at] - market_mean) * (market[at] - market_mean));
    }
    statistics.beta = ratio(covariance.value(), variance.value());
    if (!statistics.beta || !statistics.total_return || !statistics.buy_hold_return) return;
    statistics.alpha = present(*statistics.total_return - result.risk_free_rate -
                               *statistics.beta * (*statistics.buy_hold_return - result.risk_free_rate));
}

/// The drawdowns of backtesting.py: from a bar at the peak to the next one at a peak, with at least a bar between.
void measure_drawdowns(const BarResult& result, std::int64_t unit_ns, BarStatistics& statistics) {
    double peak = result.equity.front();
    double deepest = 0;
    std::size_t peak_bar = 0;
    double depth = 0;
    std::vector<double> depths;
    std::vector<double> lengths_ns;
    for (std::size_t bar = 0; bar < result.equity.size(); ++bar) {
        peak = std::max(peak, result.equity[bar]);
        const double fall = 1 - result.equity[bar] / peak;
        depth = std::max(depth, fall);
        deepest = std::max(deepest, fall);
        if (fall != 0 && bar + 1 < result.equity.size()) continue;
        if (bar > peak_bar + 1) {
            depths.push_back(-depth);
            lengths_ns.push_back(static_cast<double>(result.time_ns[bar] - result.time_ns[peak_bar]));
        }
        peak_bar = bar;
        depth = 0;
    }
    statistics.max_drawdown = present(0 - deepest);
    if (deepest > 0) {
        statistics.calmar = ratio(statistics.annual_return, deepest);
    }
    if (depths.empty()) return;
    statistics.average_drawdown = detail::mean_of(depths);
    statistics.max_drawdown_s = rounded_up_s(std::ranges::max(lengths_ns), unit_ns);
    statistics.average_drawdown_s = rounded_up_s(*detail::mean_of(lengths_ns), unit_ns);
}

/// exp of the mean of log(1 + r), less 1; 0 when a return is −1 or below, as backtesting.py has it.
std::optional<double> geometric_mean(std::span<const double> returns) {
    if (returns.empty()) return std::nullopt;
    detail::Sum sum;
    for (const double change : returns) {
        if (change <= -1) return 0;
        sum.add(log_stable(1 + change));
    }
    return present(exp_stable(sum.value() / static_cast<double>(returns.size())) - 1);
}

void measure_trades(const BarResult& result, std::int64_t unit_ns, BarStatistics& statistics) {
    const TradeStatistics all = trade_statistics(result.trades);
    statistics.trades = all.trades;
    statistics.win_rate = all.win_rate;
    statistics.sqn = all.sqn;
    statistics.kelly = all.kelly;
    if (result.trades.empty()) return;
    std::vector<double> returns;
    std::vector<double> lengths_ns;
    detail::Sum gains;
    detail::Sum losses;
    for (const TradeFacts& trade : result.trades) {
        lengths_ns.push_back(static_cast<double>(trade.exit_time_ns - trade.entry_time_ns));
        const auto change = return_of(trade);
        if (!change) continue;
        returns.push_back(*change);
        (*change > 0 ? gains : losses).add(std::abs(*change));
    }
    statistics.max_trade_s = rounded_up_s(std::ranges::max(lengths_ns), unit_ns);
    statistics.average_trade_s = rounded_up_s(*detail::mean_of(lengths_ns), unit_ns);
    if (returns.size() != result.trades.size()) return;
    statistics.best_trade = std::ranges::max(returns);
    statistics.worst_trade = std::ranges::min(returns);
    statistics.average_trade = geometric_mean(returns);
    statistics.expectancy = detail::mean_of(returns);
    statistics.profit_factor = ratio(gains.value(), losses.value());
}

std::optional<double> exposure_of(const BarResult& result) {
    std::vector<bool> held(result.time_ns.size(), false);
    for (const TradeFacts& trade : result.trades) {
        if (!trade.entry_bar || !trade.exit_bar) return std::nullopt;
        const auto last = std::min<std::int64_t>(*trade.exit_bar, std::ssize(held) - 1);
        for (std::int64_t bar = std::max<std::int64_t>(*trade.entry_bar, 0); bar <= last; ++bar)
            held[static_cast<std::size_t>(bar)] = true;
    }
    const auto bars = static_cast<double>(std::ranges::count(held, true));
    return bars / static_cast<double>(held.size());
}

}  // namespace

BarStatistics bar_statistics(const BarResult& result) {
    SPARK_ASSERT(result.time_ns.size() == result.equity.size());
    SPARK_ASSERT(result.close.empty() || result.close.size() == result.equity.size());
    BarStatistics statistics;
    if (result.equity.empty()) return statistics;
    SPARK_ASSERT(result.equity.front() > 0);
    const std::int64_t distance_ns = usual_distance_ns(result.time_ns);
    const std::int64_t unit_ns = unit_of(distance_ns);
    const auto span_ns = static_cast<double>(result.time_ns.back() - result.time_ns.front());
    statistics.periods_per_year = periods_per_year(result.time_ns, distance_ns);
    statistics.duration_s = span_ns / static_cast<double>(second_ns);
    statistics.exposure = exposure_of(result);
    statistics.equity_final = result.equity.back();
    statistics.equity_peak = std::ranges::max(result.equity);
    const double growth = result.equity.back() / result.equity.front();
    statistics.total_return = present(growth - 1);
    const double years = span_ns / (365.25 * static_cast<double>(day_ns));
    if (years > 0 && growth > 0 && std::isfinite(growth)) statistics.cagr = present(pow_stable(growth, 1 / years) - 1);

    const std::vector<double> last = last_of_periods(result, statistics.periods_per_year);
    const DailyStatistics daily =
        daily_statistics(std::span<const double>(last), static_cast<int>(statistics.periods_per_year));
    if (daily.annual_return) statistics.annual_return = present(*daily.annual_return);
    if (daily.volatility) statistics.volatility = present(*daily.volatility);
    if (statistics.annual_return) {
        const double over = *statistics.annual_return - result.risk_free_rate;
        statistics.sharpe = ratio(over, statistics.volatility);
        if (daily.sortino && *daily.annual_return != 0)
            statistics.sortino = present(over * (*daily.sortino / *daily.annual_return));
        else if (daily.sortino && result.risk_free_rate == 0)
            statistics.sortino = 0;
    }
    measure_market(result, statistics);
    measure_drawdowns(result, unit_ns, statistics);
    measure_trades(result, unit_ns, statistics);
    return statistics;
}

}  // namespace spark::statistics
