#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace spark::statistics {

/// Equity at instants, oldest first, in quote currency; both spans of one size. Only ratios of equities are used, so
/// any scale will do. The owner outlives it.
struct EquitySeries {
    std::span<const std::int64_t> time_ns;
    std::span<const double> equity;

    std::size_t size() const { return time_ns.size(); }
};

/// A fall below the highest equity so far. It begins at the last instant at its peak and ends at the first that is at
/// or above the peak again. Times are nanoseconds since the epoch, UTC; `point` numbers are 0-based rows.
struct Drawdown {
    double depth = 0;  ///< Fraction, negative: equity at the trough ÷ equity at the peak − 1.
    std::size_t peak_point = 0;
    std::size_t trough_point = 0;
    std::optional<std::size_t> recovery_point;  ///< None while it lasts to the end.
    std::int64_t peak_time_ns = 0;
    std::int64_t trough_time_ns = 0;
    std::optional<std::int64_t> recovery_time_ns;
    std::int64_t length_ns = 0;  ///< From the peak to the recovery, or to the last instant.
};

/// Every drawdown, in order of time. Precondition (asserted): spans of one size, times ascending, the first equity
/// above 0.
std::vector<Drawdown> drawdowns_of(const EquitySeries& series);

/// The `count` deepest, deepest first, earlier ones first among equals.
std::vector<Drawdown> deepest(std::vector<Drawdown> drawdowns, std::size_t count);

/// How long and how far the equity was below its peaks.
struct UnderwaterStatistics {
    std::int64_t drawdowns = 0;
    std::optional<double> max_drawdown;        ///< Fraction, 0 or negative.
    std::optional<double> average_drawdown;    ///< Mean depth of the drawdowns, negative.
    std::optional<double> ulcer_index;         ///< √mean(drawdown²) over all points, percent.
    std::optional<double> underwater_share;    ///< Points below a peak ÷ points, 0 to 1.
    std::optional<double> longest_s;           ///< Longest drawdown, seconds.
    std::optional<double> average_s;           ///< Mean length, seconds.
    std::optional<double> recovery_longest_s;  ///< Longest way from a trough back to its peak, seconds.
    std::optional<double> recovery_factor;     ///< Total return ÷ |max_drawdown|.
    std::optional<double> pain_index;          ///< Mean of |drawdown| over all points, percent.
};

/// Precondition as drawdowns_of. No points give no statistics.
UnderwaterStatistics underwater_statistics(const EquitySeries& series);

}  // namespace spark::statistics
