#include "engine/statistics/daily_statistics.hpp"

#include <cmath>
#include <vector>

#include "foundation/base/stable_math.hpp"

namespace spark::statistics {
namespace {

double power(double base, int exponent) {
    double result = 1;
    while (exponent > 0) {
        if ((exponent & 1) != 0) result *= base;
        base *= base;
        exponent /= 2;
    }
    return result;
}

}  // namespace

DailyStatistics daily_statistics(std::span<const double> equity, int periods_per_year) {
    DailyStatistics statistics;
    if (equity.size() < 2) return statistics;
    const auto returns = static_cast<double>(equity.size() - 1);
    double sum = 0;
    double squares_down = 0;
    bool wiped_out = false;
    for (std::size_t day = 1; day < equity.size(); ++day) {
        if (!(equity[day - 1] > 0 && equity[day] > 0)) {
            wiped_out = true;
            break;
        }
        const double change = equity[day] / equity[day - 1] - 1;
        sum += change;
        if (change < 0) squares_down += change * change;
    }
    if (wiped_out) return statistics;
    // The product of the daily growth factors telescopes to last over first; the first day counts as one more period of
    // zero.
    const double growth = equity.back() / equity.front();
    const double mean_growth = exp_stable(log_stable(growth) / returns);
    statistics.annual_return = power(mean_growth, periods_per_year) - 1;
    const double downside = std::sqrt(squares_down / returns) * std::sqrt(static_cast<double>(periods_per_year));
    if (downside > 0) statistics.sortino = *statistics.annual_return / downside;
    if (equity.size() < 3) return statistics;
    const double mean = sum / returns;
    double squares = 0;
    for (std::size_t day = 1; day < equity.size(); ++day) {
        const double distance = equity[day] / equity[day - 1] - 1 - mean;
        squares += distance * distance;
    }
    const double variance = squares / (returns - 1);
    const double spread =
        power(variance + mean_growth * mean_growth, periods_per_year) - power(mean_growth, 2 * periods_per_year);
    if (variance > 0 && spread > 0) {
        statistics.volatility = std::sqrt(spread);
        statistics.sharpe = *statistics.annual_return / *statistics.volatility;
    }
    return statistics;
}

DailyStatistics daily_statistics(std::span<const std::int64_t> equity, int periods_per_year) {
    std::vector<double> approx(equity.size());
    for (std::size_t day = 0; day < equity.size(); ++day) approx[day] = static_cast<double>(equity[day]);
    return daily_statistics(std::span<const double>(approx), periods_per_year);
}

bool has_weekends(std::span<const std::int64_t> day_start_ns) {
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    std::int64_t weekends = 0;
    for (const std::int64_t start : day_start_ns) {
        // The epoch was a Thursday: day 2 and 3 after it were Saturday and Sunday.
        const std::int64_t weekday = ((start / day_ns) % 7 + 7) % 7;
        if (weekday == 2 || weekday == 3) ++weekends;
    }
    return static_cast<double>(weekends) > static_cast<double>(day_start_ns.size()) * 2 / 7 * 0.6;
}

}  // namespace spark::statistics
