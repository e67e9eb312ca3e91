#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace spark::statistics {

/// Statistics of the daily-resampled family: returns between the last equities of successive days that have a bar.
/// Definitions are those of backtesting.py (docs/reference/metrics.md), bit-stable.
struct DailyStatistics {
    std::optional<double> annual_return;  ///< (1 + geometric mean)^periods − 1.
    std::optional<double> volatility;     ///< √((var + (1+g)²)^periods − (1+g)^(2·periods)), var with n − 1.
    std::optional<double> sharpe;         ///< annual_return ÷ volatility, no risk-free rate.
    std::optional<double> sortino;        ///< annual_return ÷ (√mean(min(r, 0)²) × √periods).
};

/// Fewer than two days give no statistics, nor does an equity that is not above 0. Oldest first.
DailyStatistics daily_statistics(std::span<const double> equity, int periods_per_year);

/// The same of equities in units of 1e-8.
DailyStatistics daily_statistics(std::span<const std::int64_t> equity, int periods_per_year);

/// True when more than 60 % of the usual share (2 of 7) of the days are Saturdays or Sundays.
bool has_weekends(std::span<const std::int64_t> day_start_ns);

}  // namespace spark::statistics
