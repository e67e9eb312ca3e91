#include "engine/statistics/drawdowns.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/detail/sums.hpp"
#include "foundation/base/assert.hpp"

namespace spark::statistics {
namespace {

constexpr double ns_per_s = 1e9;

void check(const EquitySeries& series) {
    SPARK_ASSERT(series.time_ns.size() == series.equity.size());
    SPARK_ASSERT(series.equity.empty() || series.equity.front() > 0);
}

void measure_points(std::span<const double> equity, UnderwaterStatistics& statistics) {
    detail::Sum squares;
    detail::Sum depths;
    std::size_t below = 0;
    double peak = equity.front();
    for (const double value : equity) {
        peak = std::max(peak, value);
        if (value == peak) continue;
        const double fall_pct = (value / peak - 1) * 100;
        squares.add(fall_pct * fall_pct);
        depths.add(-fall_pct);
        ++below;
    }
    const auto points = static_cast<double>(equity.size());
    statistics.ulcer_index = detail::present(std::sqrt(squares.value() / points));
    statistics.pain_index = detail::present(depths.value() / points);
    statistics.underwater_share = static_cast<double>(below) / points;
}

}  // namespace

std::vector<Drawdown> drawdowns_of(const EquitySeries& series) {
    check(series);
    std::vector<Drawdown> found;
    std::size_t peak = 0;
    std::size_t trough = 0;
    const auto settle = [&](std::size_t last, bool recovered) {
        Drawdown drawdown{.depth = series.equity[trough] / series.equity[peak] - 1,
                          .peak_point = peak,
                          .trough_point = trough,
                          .recovery_point = std::nullopt,
                          .peak_time_ns = series.time_ns[peak],
                          .trough_time_ns = series.time_ns[trough],
                          .recovery_time_ns = std::nullopt,
                          .length_ns = series.time_ns[last] - series.time_ns[peak]};
        if (recovered) {
            drawdown.recovery_point = last;
            drawdown.recovery_time_ns = series.time_ns[last];
        }
        found.push_back(drawdown);
    };
    for (std::size_t point = 1; point < series.size(); ++point) {
        if (series.equity[point] < series.equity[peak]) {
            if (series.equity[point] < series.equity[trough]) trough = point;
            continue;
        }
        if (trough != peak) settle(point, true);
        peak = point;
        trough = point;
    }
    if (trough != peak) settle(series.size() - 1, false);
    return found;
}

std::vector<Drawdown> deepest(std::vector<Drawdown> drawdowns, std::size_t count) {
    std::ranges::sort(drawdowns, [](const Drawdown& a, const Drawdown& b) {
        return a.depth != b.depth ? a.depth < b.depth : a.peak_point < b.peak_point;
    });
    if (drawdowns.size() > count) drawdowns.resize(count);
    return drawdowns;
}

UnderwaterStatistics underwater_statistics(const EquitySeries& series) {
    UnderwaterStatistics statistics;
    if (series.size() == 0) return statistics;
    const std::vector<Drawdown> drawdowns = drawdowns_of(series);
    measure_points(series.equity, statistics);
    statistics.drawdowns = static_cast<std::int64_t>(drawdowns.size());
    statistics.max_drawdown = 0;
    std::vector<double> depths;
    std::vector<double> lengths_s;
    for (const Drawdown& drawdown : drawdowns) {
        depths.push_back(drawdown.depth);
        lengths_s.push_back(static_cast<double>(drawdown.length_ns) / ns_per_s);
        if (!drawdown.recovery_time_ns) continue;
        const double recovery_s = static_cast<double>(*drawdown.recovery_time_ns - drawdown.trough_time_ns) / ns_per_s;
        statistics.recovery_longest_s = std::max(statistics.recovery_longest_s.value_or(0), recovery_s);
    }
    if (drawdowns.empty()) return statistics;
    statistics.max_drawdown = detail::present(std::ranges::min(depths));
    statistics.average_drawdown = detail::mean_of(depths);
    statistics.longest_s = std::ranges::max(lengths_s);
    statistics.average_s = detail::mean_of(lengths_s);
    if (statistics.max_drawdown)
        statistics.recovery_factor =
            detail::ratio(series.equity.back() / series.equity.front() - 1, -*statistics.max_drawdown);
    return statistics;
}

}  // namespace spark::statistics
