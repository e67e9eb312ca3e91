#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace spark::statistics {

/// Statistics of a row of periodic returns as empyrical defines them (docs/reference/metrics.md). A period without a
/// value counts as a period and as a return of zero in the growth; means, deviations and quantiles leave it out.
/// A statistic that does not exist is absent, never infinite or NaN.
struct ReturnStatistics {
    std::int64_t periods = 0;                    ///< With those without a value.
    std::int64_t values = 0;                     ///< Periods that have one.
    std::optional<double> total_return;          ///< Product of (1 + r), less 1.
    std::optional<double> annual_return;         ///< (1 + total_return)^(periods_per_year ÷ periods) − 1.
    std::optional<double> annual_volatility;     ///< Sample deviation × √periods_per_year.
    std::optional<double> sharpe;                ///< Mean ÷ sample deviation × √periods_per_year.
    std::optional<double> downside_risk;         ///< √mean(min(r, 0)²) × √periods_per_year.
    std::optional<double> sortino;               ///< Mean × periods_per_year ÷ downside_risk.
    std::optional<double> max_drawdown;          ///< Fraction, 0 or negative; the starting value is the first peak.
    std::optional<double> calmar;                ///< annual_return ÷ |max_drawdown|.
    std::optional<double> omega;                 ///< Sum of gains ÷ sum of losses, threshold 0.
    std::optional<double> stability;             ///< R² of a straight line through the running sum of log(1 + r).
    std::optional<double> tail_ratio;            ///< |95 % quantile| ÷ |5 % quantile|.
    std::optional<double> skew;                  ///< Third standardised moment, population.
    std::optional<double> kurtosis;              ///< Fourth standardised moment − 3, population.
    std::optional<double> value_at_risk;         ///< 5 % quantile.
    std::optional<double> expected_shortfall;    ///< Mean of the worst 5 % of the values, at least one.
    std::optional<double> mean;                  ///< Of a period.
    std::optional<double> best;                  ///< Greatest return of a period.
    std::optional<double> worst;                 ///< Least return of a period.
    std::optional<double> positive_share;        ///< Values above 0 ÷ values, 0 to 1.
    std::optional<double> probabilistic_sharpe;  ///< Chance that the true Sharpe ratio is above 0.
    std::optional<double> track_length_min;  ///< Periods until that chance is 95 %; absent for a mean of 0 or below.
};

/// Returns as fractions (0.01 is one percent), oldest first; NaN is a period without a value. Preconditions (asserted):
/// none infinite, none below −1; periods_per_year above 0.
ReturnStatistics return_statistics(std::span<const double> returns, double periods_per_year);

/// How returns go with those of a benchmark over the same periods.
struct BenchmarkStatistics {
    std::int64_t pairs = 0;                   ///< Periods where both have a value.
    std::optional<double> alpha;              ///< (1 + mean(r − beta × b))^periods_per_year − 1.
    std::optional<double> beta;               ///< Covariance ÷ variance of the benchmark.
    std::optional<double> correlation;        ///< Pearson's.
    std::optional<double> tracking_error;     ///< Sample deviation of r − b × √periods_per_year.
    std::optional<double> information_ratio;  ///< Mean of r − b × periods_per_year ÷ tracking_error.
    std::optional<double> excess_sharpe;      ///< Mean of r − b ÷ its sample deviation, per period (empyrical).
};

/// Preconditions (asserted): as return_statistics, and both of one length.
BenchmarkStatistics benchmark_statistics(std::span<const double> returns, std::span<const double> benchmark,
                                         double periods_per_year);

}  // namespace spark::statistics
