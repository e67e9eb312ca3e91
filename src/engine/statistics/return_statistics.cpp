#include "engine/statistics/return_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/statistics/detail/sums.hpp"
#include "engine/statistics/probabilistic_sharpe.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::statistics {
namespace {

using detail::present;
using detail::ratio;

constexpr double tail_share = 0.05;

std::vector<double> values_of(std::span<const double> returns) {
    std::vector<double> values;
    values.reserve(returns.size());
    for (const double value : returns) {
        if (std::isnan(value)) continue;
        SPARK_ASSERT(std::isfinite(value) && value >= -1);
        values.push_back(value);
    }
    return values;
}

/// base^exponent for a base of 0 or above and an exponent above 0.
double power(double base, double exponent) { return base == 0 ? 0 : pow_stable(base, exponent); }

void measure_growth(std::span<const double> values, double periods_per_year, ReturnStatistics& statistics) {
    double growth = 1;
    double peak = 1;
    double deepest = 0;
    for (const double change : values) {
        growth *= 1 + change;
        peak = std::max(peak, growth);
        deepest = std::min(deepest, growth / peak - 1);
    }
    statistics.total_return = present(growth - 1);
    statistics.max_drawdown = present(deepest);
    if (std::isfinite(growth))
        statistics.annual_return =
            present(power(growth, periods_per_year / static_cast<double>(statistics.periods)) - 1);
    if (statistics.max_drawdown && deepest < 0) statistics.calmar = ratio(statistics.annual_return, -deepest);
}

void measure_sides(std::span<const double> values, double periods_per_year, ReturnStatistics& statistics) {
    detail::Sum gains;
    detail::Sum losses;
    detail::Sum squares_down;
    std::int64_t positive = 0;
    for (const double change : values) {
        if (change > 0) {
            gains.add(change);
            ++positive;
        } else {
            losses.add(-change);
            squares_down.add(change * change);
        }
    }
    const auto count = static_cast<double>(values.size());
    statistics.positive_share = static_cast<double>(positive) / count;
    statistics.downside_risk = present(std::sqrt(squares_down.value() / count) * std::sqrt(periods_per_year));
    if (statistics.periods < 2) return;
    statistics.omega = ratio(gains.value(), losses.value());
    statistics.sortino = ratio(*statistics.mean * periods_per_year, statistics.downside_risk);
}

void measure_shape(std::span<const double> values, ReturnStatistics& statistics) {
    std::vector<double> ascending(values.begin(), values.end());
    std::ranges::sort(ascending);
    statistics.worst = ascending.front();
    statistics.best = ascending.back();
    statistics.value_at_risk = detail::quantile(ascending, tail_share);
    const auto upper = detail::quantile(ascending, 1 - tail_share);
    if (upper && statistics.value_at_risk)
        statistics.tail_ratio = ratio(std::abs(*upper), std::abs(*statistics.value_at_risk));
    const auto worst_last = static_cast<std::size_t>(static_cast<double>(ascending.size() - 1) * tail_share);
    statistics.expected_shortfall = detail::mean_of(std::span(ascending).first(worst_last + 1));
    const auto variance = detail::central_moment(values, 2);
    if (!variance || *variance == 0) return;
    const auto third = detail::central_moment(values, 3);
    const auto fourth = detail::central_moment(values, 4);
    if (third) statistics.skew = present(*third / (*variance * std::sqrt(*variance)));
    if (fourth) statistics.kurtosis = present(*fourth / (*variance * *variance) - 3);
}

/// Centred products of two rows of one length.
struct Products {
    double xx = 0;
    double xy = 0;
    double yy = 0;
};

Products products_of(std::span<const double> x, std::span<const double> y) {
    const double x_mean = detail::mean_of(x).value_or(0);
    const double y_mean = detail::mean_of(y).value_or(0);
    detail::Sum xx;
    detail::Sum xy;
    detail::Sum yy;
    for (std::size_t at = 0; at < x.size(); ++at) {
        xx.add((x[at] - x_mean) * (x[at] - x_mean));
        xy.add((x[at] - x_mean) * (y[at] - y_mean));
        yy.add((y[at] - y_mean) * (y[at] - y_mean));
    }
    return {xx.value(), xy.value(), yy.value()};
}

std::optional<double> stability_of(std::span<const double> values) {
    std::vector<double> x;
    std::vector<double> y;
    double running = 0;
    for (const double change : values) {
        if (change <= -1) return std::nullopt;
        running += log_stable(1 + change);
        x.push_back(static_cast<double>(x.size()));
        y.push_back(running);
    }
    const Products products = products_of(x, y);
    if (products.xx == 0 || products.yy == 0) return std::nullopt;
    return present(products.xy / products.xx * (products.xy / products.yy));
}

}  // namespace

ReturnStatistics return_statistics(std::span<const double> returns, double periods_per_year) {
    SPARK_ASSERT(periods_per_year > 0);
    ReturnStatistics statistics;
    const std::vector<double> values = values_of(returns);
    statistics.periods = static_cast<std::int64_t>(returns.size());
    statistics.values = static_cast<std::int64_t>(values.size());
    if (values.empty()) return statistics;
    statistics.mean = detail::mean_of(values);
    if (!statistics.mean) return statistics;
    measure_growth(values, periods_per_year, statistics);
    measure_sides(values, periods_per_year, statistics);
    measure_shape(values, statistics);
    const auto deviation = detail::sample_deviation(values);
    if (!deviation) return statistics;
    const double root = std::sqrt(periods_per_year);
    statistics.annual_volatility = present(*deviation * root);
    statistics.stability = stability_of(values);
    const auto sharpe_of_period = ratio(statistics.mean, deviation);
    if (!sharpe_of_period) return statistics;
    statistics.sharpe = present(*sharpe_of_period * root);
    if (!statistics.skew || !statistics.kurtosis) return statistics;
    const SharpeRecord record{.sharpe = *sharpe_of_period,
                              .skew = *statistics.skew,
                              .kurtosis = *statistics.kurtosis + 3,
                              .periods = statistics.values};
    statistics.probabilistic_sharpe = probabilistic_sharpe(record, 0);
    statistics.track_length_min = track_length_min(record, 0, 0.95);
    return statistics;
}

BenchmarkStatistics benchmark_statistics(std::span<const double> returns, std::span<const double> benchmark,
                                         double periods_per_year) {
    SPARK_ASSERT(returns.size() == benchmark.size() && periods_per_year > 0);
    BenchmarkStatistics statistics;
    std::vector<double> own;
    std::vector<double> theirs;
    std::vector<double> apart;
    for (std::size_t at = 0; at < returns.size(); ++at) {
        if (std::isnan(returns[at]) || std::isnan(benchmark[at])) continue;
        own.push_back(returns[at]);
        theirs.push_back(benchmark[at]);
        apart.push_back(returns[at] - benchmark[at]);
    }
    statistics.pairs = static_cast<std::int64_t>(own.size());
    const auto deviation = detail::sample_deviation(apart);
    if (!deviation) return statistics;
    statistics.tracking_error = present(*deviation * std::sqrt(periods_per_year));
    statistics.excess_sharpe = ratio(detail::mean_of(apart), deviation);
    statistics.information_ratio = ratio(*detail::mean_of(apart) * periods_per_year, statistics.tracking_error);
    const Products products = products_of(theirs, own);
    statistics.beta = ratio(products.xy, products.xx);
    if (!statistics.beta) return statistics;
    if (products.yy > 0)
        statistics.correlation = present(products.xy / std::sqrt(products.xx) / std::sqrt(products.yy));
    std::vector<double> rest(own.size());
    for (std::size_t at = 0; at < own.size(); ++at) rest[at] = own[at] - *statistics.beta * theirs[at];
    const auto rest_mean = detail::mean_of(rest);
    if (rest_mean && *rest_mean > -1) statistics.alpha = present(power(1 + *rest_mean, periods_per_year) - 1);
    return statistics;
}

}  // namespace spark::statistics
