#pragma once

#include <cstdint>
#include <optional>

namespace spark::statistics {

/// What a track record says about a Sharpe ratio, none of it annual.
struct SharpeRecord {
    double sharpe = 0;         ///< Mean ÷ deviation of one period's returns.
    double skew = 0;           ///< Third standardised moment.
    double kurtosis = 3;       ///< Fourth standardised moment; 3 for the normal distribution.
    std::int64_t periods = 0;  ///< Returns in the record.
};

/// Chance, 0 to 1, that the true Sharpe ratio of a period is above `threshold`, given skewed and fat-tailed returns.
/// Absent for fewer than two periods, or where the estimate's variance is not above 0.
/// Source: Bailey, López de Prado, "The Sharpe ratio efficient frontier", Journal of Risk 15 (2012), equation 9.
std::optional<double> probabilistic_sharpe(const SharpeRecord& record, double threshold);

/// Periods after which that chance reaches `confidence` (0 to 1) if the record goes on as it is. Absent when the ratio
/// is not above the threshold: no length would do. Source: ibid., equation 11.
std::optional<double> track_length_min(const SharpeRecord& record, double threshold, double confidence);

/// Chance, 0 to 1, that a standard normal number lies below x; absolute error below 1e-14.
double normal_share_below(double x);

}  // namespace spark::statistics
