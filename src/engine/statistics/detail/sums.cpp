#include "engine/statistics/detail/sums.hpp"

#include <algorithm>

namespace spark::statistics::detail {
namespace {

bool all_equal(std::span<const double> values) {
    return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

}  // namespace

double sum_of(std::span<const double> values) {
    Sum sum;
    for (const double value : values) sum.add(value);
    return sum.value();
}

std::optional<double> mean_of(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    if (all_equal(values)) return present(values.front());
    return present(sum_of(values) / static_cast<double>(values.size()));
}

std::optional<double> central_moment(std::span<const double> values, int power) {
    const auto mean = mean_of(values);
    if (!mean) return std::nullopt;
    Sum sum;
    for (const double value : values) {
        const double distance = value - *mean;
        double term = distance;
        for (int factor = 1; factor < power; ++factor) term *= distance;
        sum.add(term);
    }
    return present(sum.value() / static_cast<double>(values.size()));
}

std::optional<double> sample_deviation(std::span<const double> values) {
    if (values.size() < 2) return std::nullopt;
    const auto variance = central_moment(values, 2);
    if (!variance) return std::nullopt;
    const auto count = static_cast<double>(values.size());
    return present(std::sqrt(*variance * count / (count - 1)));
}

std::optional<double> quantile(std::span<const double> ascending, double share) {
    if (ascending.empty()) return std::nullopt;
    const double position = share * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    if (below + 1 >= ascending.size()) return ascending.back();
    const double part = position - static_cast<double>(below);
    return present(ascending[below] + (ascending[below + 1] - ascending[below]) * part);
}

}  // namespace spark::statistics::detail
