#include "engine/robustness/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/robustness/return_table.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::robustness {
namespace {

/// Autocovariances around the mean and the sizes the cut-off is decided by.
struct Covariances {
    std::vector<double> value;  ///< Divided by the number of periods.
    std::vector<double>
        correlation;  ///< Absolute; of the two overlapping parts, each one period shorter at the far end.
};

Covariances covariances(std::span<const double> centred, std::size_t lag_max) {
    const std::size_t count = centred.size();
    std::vector<double> sum_before(count + 1);  // Σ of squares of the first so many
    for (std::size_t at = 0; at < count; ++at) sum_before[at + 1] = sum_before[at] + centred[at] * centred[at];
    Covariances result;
    for (std::size_t lag = 0; lag <= lag_max; ++lag) {
        double product = 0;
        for (std::size_t at = lag; at < count; ++at) product += centred[at] * centred[at - lag];
        const double late = sum_before[count] - sum_before[lag + 1];
        const double early = sum_before[count - lag - 1];
        result.value.push_back(product / static_cast<double>(count));
        result.correlation.push_back(std::abs(product) / std::sqrt(late * early));
    }
    return result;
}

constexpr double log_of_10 = 2.30258509299404568402;

double log_10(double x) { return log_stable(x) / log_of_10; }

double cube_root(double x) { return x > 0 ? pow_stable(x, 1.0 / 3) : x; }

/// Lag after which `run` autocorrelations in a row say nothing; none when there is no such place.
std::optional<std::size_t> first_silence(const std::vector<double>& correlation, std::size_t run, double bound) {
    for (std::size_t end = run; end < correlation.size(); ++end) {
        const auto* first = correlation.data() + (end - run);
        if (std::all_of(first, first + run, [&](double value) { return value < bound; })) return end - run;
    }
    return std::nullopt;
}

}  // namespace

void stationary_bootstrap(std::span<std::uint32_t> row, std::size_t periods, double block_length, Rng& rng) {
    SPARK_ASSERT(periods > 0 && block_length >= 1);
    const auto last = static_cast<std::int64_t>(periods) - 1;
    const double new_block = 1 / block_length;
    std::uint32_t at = 0;
    for (std::size_t step = 0; step < row.size(); ++step) {
        if (step == 0 || rng.chance(new_block))
            at = static_cast<std::uint32_t>(rng.uniform(0, last));
        else
            at = at == last ? 0 : at + 1;
        row[step] = at;
    }
}

void circular_bootstrap(std::span<std::uint32_t> row, std::size_t periods, double block_length, Rng& rng) {
    SPARK_ASSERT(periods > 0 && block_length >= 1);
    const auto last = static_cast<std::int64_t>(periods) - 1;
    const auto length = static_cast<std::size_t>(std::llround(std::min(block_length, static_cast<double>(periods))));
    std::uint32_t at = 0;
    for (std::size_t step = 0; step < row.size(); ++step) {
        if (step % length == 0)
            at = static_cast<std::uint32_t>(rng.uniform(0, last));
        else
            at = at == last ? 0 : at + 1;
        row[step] = at;
    }
}

std::optional<BlockLengths> best_block_lengths(std::span<const double> series) {
    constexpr std::size_t least = 10;
    if (series.size() < least) return std::nullopt;
    const auto count = static_cast<double>(series.size());
    double mean = 0;
    double sizes = 0;
    for (const double value : series) mean += value;
    mean /= count;
    std::vector<double> centred;
    centred.reserve(series.size());
    for (const double value : series) {
        centred.push_back(value - mean);
        sizes += value * value;
    }
    // K_N = max(5, √log10 N) of the paper is 5 for any history there is; the window looks 2 m̂ lags far.
    const std::size_t run = std::max<std::size_t>(5, static_cast<std::size_t>(log_10(count)));
    const auto lag_max = std::min(static_cast<std::size_t>(std::ceil(std::sqrt(count))) + run, series.size() - 2);
    const auto [covariance, correlation] = covariances(centred, lag_max);
    if (!(covariance[0] * count > no_variation_share * sizes)) return std::nullopt;
    const auto silence = first_silence(correlation, run, 2 * std::sqrt(log_10(count) / count));
    const auto window = std::min(silence ? 2 * std::max<std::size_t>(*silence, 1) : lag_max, lag_max);

    double slope = 0;
    double long_run = covariance[0];
    for (std::size_t lag = 1; lag <= window; ++lag) {
        const double share = static_cast<double>(lag) / static_cast<double>(window);
        const double weight = share <= 0.5 ? 1 : 2 * (1 - share);
        slope += 2 * weight * static_cast<double>(lag) * covariance[lag];
        long_run += 2 * weight * covariance[lag];
    }
    const double longest = std::ceil(std::min(3 * std::sqrt(count), count / 3));
    const auto length = [&](double divisor) {
        const double found = cube_root(2 * slope * slope / divisor * count);
        return std::isfinite(found) ? std::clamp(found, 1.0, longest) : 1.0;
    };
    return BlockLengths{.stationary = length(2 * long_run * long_run),
                        .circular = length(4.0 / 3.0 * long_run * long_run)};
}

}  // namespace spark::robustness
