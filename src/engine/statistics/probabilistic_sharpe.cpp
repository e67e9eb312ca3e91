#include "engine/statistics/probabilistic_sharpe.hpp"

#include <cmath>

#include "engine/statistics/detail/sums.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::statistics {
namespace {

constexpr double inverse_root_two_pi = 0.3989422804014327;

/// Variance of the estimated ratio, times the periods less one.
double spread(const SharpeRecord& record) {
    return 1 - record.skew * record.sharpe + (record.kurtosis - 1) / 4 * record.sharpe * record.sharpe;
}

}  // namespace

double normal_share_below(double x) {
    if (std::isnan(x)) return x;
    if (x > 8.5) return 1;
    if (x < -8.5) return 0;
    // Σ x^(2k+1) ÷ (1·3·…·(2k+1)); all terms have one sign, so nothing is lost between them.
    double term = x;
    double sum = x;
    for (double odd = 3; std::abs(term) > 1e-18 * std::abs(sum); odd += 2) {
        term *= x * x / odd;
        sum += term;
    }
    return 0.5 + sum * inverse_root_two_pi * exp_stable(-x * x / 2);
}

std::optional<double> probabilistic_sharpe(const SharpeRecord& record, double threshold) {
    const double variance = spread(record);
    if (record.periods < 2 || !(variance > 0)) return std::nullopt;
    const double lead = record.sharpe - threshold;
    return detail::present(
        normal_share_below(lead * std::sqrt(static_cast<double>(record.periods - 1)) / std::sqrt(variance)));
}

std::optional<double> track_length_min(const SharpeRecord& record, double threshold, double confidence) {
    const double variance = spread(record);
    const double lead = record.sharpe - threshold;
    if (!(variance > 0) || !(lead > 0)) return std::nullopt;
    const double distance = normal_quantile_stable(confidence) / lead;
    return detail::present(1 + variance * distance * distance);
}

}  // namespace spark::statistics
