#include "engine/robustness/haircut.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/statistics/probabilistic_sharpe.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::robustness {
namespace {

/// Indices of the p-values, least first; equal ones in the order given.
std::vector<std::size_t> ascending(std::span<const double> p_values) {
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t index) { return std::pair(p_values[index], index); });
    return order;
}

std::vector<double> holm(std::span<const double> p_values) {
    std::vector<double> adjusted(p_values.size());
    double most = 0;
    std::size_t left = p_values.size();
    for (const std::size_t index : ascending(p_values)) {
        most = std::max(most, std::min(1.0, p_values[index] * static_cast<double>(left--)));
        adjusted[index] = most;
    }
    return adjusted;
}

std::vector<double> yekutieli(std::span<const double> p_values) {
    const auto order = ascending(p_values);
    const auto count = static_cast<double>(order.size());
    double harmonic = 0;
    for (std::size_t place = order.size(); place >= 1; --place) harmonic += 1 / static_cast<double>(place);
    std::vector<double> adjusted(order.size());
    double least = 1;
    for (std::size_t place = order.size(); place >= 1; --place) {
        const std::size_t index = order[place - 1];
        least = std::min(least, p_values[index] * (count * harmonic / static_cast<double>(place)));
        adjusted[index] = least;
    }
    return adjusted;
}

constexpr double inverse_root_two_pi = 0.3989422804014327;

/// Chance that a standard normal number is above x ≥ 0, small ones to their last digits: far out by Laplace's continued
/// fraction φ(x) ÷ (x + 1 ÷ (x + 2 ÷ (x + …))), of which 100 steps are plenty from 3 on.
double share_above(double x) {
    if (x < 3) return statistics::normal_share_below(-x);
    double fraction = x;
    for (int step = 100; step >= 1; --step) fraction = x + step / fraction;
    return inverse_root_two_pi * exp_stable(-x * x / 2) / fraction;
}

double two_sided(double sharpe, double root) { return std::min(1.0, 2 * share_above(std::abs(sharpe) * root)); }

}  // namespace

std::vector<double> adjusted_p_values(std::span<const double> p_values, Adjustment adjustment) {
    SPARK_ASSERT(std::ranges::all_of(p_values, [](double value) { return value >= 0 && value <= 1; }));
    if (adjustment == Adjustment::holm) return holm(p_values);
    if (adjustment == Adjustment::yekutieli) return yekutieli(p_values);
    std::vector<double> adjusted(p_values.begin(), p_values.end());
    for (double& value : adjusted) value = std::min(1.0, value * static_cast<double>(p_values.size()));
    return adjusted;
}

HaircutSharpe haircut_sharpe(std::span<const double> sharpes, std::size_t index, std::int64_t periods,
                             Adjustment adjustment) {
    SPARK_ASSERT(periods > 0 && index < sharpes.size());
    const double root = std::sqrt(static_cast<double>(periods));
    std::vector<double> p_values;
    p_values.reserve(sharpes.size());
    for (const double sharpe : sharpes) p_values.push_back(two_sided(sharpe, root));
    HaircutSharpe result{.p_value = p_values[index],
                         .adjusted_p_value = adjusted_p_values(p_values, adjustment)[index]};
    const double found = std::abs(sharpes[index]);
    // Beyond 38 deviations the p-value is 0 in double: nothing is left to be cut.
    const double left = result.adjusted_p_value > 0
                            ? std::min(found, -normal_quantile_stable(result.adjusted_p_value / 2) / root)
                            : found;
    result.sharpe = std::copysign(std::max(0.0, left), sharpes[index]);
    result.haircut = found > 0 ? 1 - std::abs(result.sharpe) / found : 1;
    return result;
}

}  // namespace spark::robustness
