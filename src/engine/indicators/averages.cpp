#include "engine/indicators/averages.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/detail/smoothing.hpp"
#include "engine/indicators/price_bars.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/column.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::indicators {

namespace {

using detail::ema_weight;
using detail::moving_sums;
using detail::rma_weight;
using detail::Smoother;
using detail::steps_from;

void smooth(Source source, Smoother smoother, Output out) {
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        const double x = source[bar];
        out[bar] = is_defined(x) ? smoother.next(x) : undefined;
    }
}

std::uint64_t magnitude_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? std::uint64_t{0} - bits : bits;
}

/// Sums below 2^53: one plain division of two whole doubles is the nearest double.
void average_narrow(std::span<const std::int64_t> units, std::size_t length, Output out) {
    const double denominator = static_cast<double>(length) * static_cast<double>(units_per_one);
    std::int64_t sum = 0;
    for (std::size_t bar = 0; bar + 1 < length; ++bar) sum += units[bar];
    for (std::size_t bar = length - 1; bar < units.size(); ++bar) {
        sum += units[bar];
        out[bar] = static_cast<double>(sum) / denominator;
        sum -= units[bar + 1 - length];
    }
}

void average_wide(std::span<const std::int64_t> units, std::size_t length, Output out) {
    const std::int64_t denominator = static_cast<std::int64_t>(length) * units_per_one;
    Int128 sum = 0;
    for (std::size_t bar = 0; bar + 1 < length; ++bar) sum += units[bar];
    for (std::size_t bar = length - 1; bar < units.size(); ++bar) {
        sum += units[bar];
        out[bar] = nearest_double(sum, denominator);
        sum -= units[bar + 1 - length];
    }
}

}  // namespace

void sma(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    const auto count = static_cast<double>(length);
    moving_sums<1>(
        first_defined(source), length, out,
        [&](std::size_t base, std::size_t bar) { return std::array{source[bar] - source[base]}; },
        [&](std::size_t base, std::size_t, const std::array<double, 1>& gaps) {
            return source[base] + gaps[0] / count;
        });
}

void sma_exact(std::span<const std::int64_t> units, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && units.size() == out.size());
    if (length > units.size()) return detail::clear(out);
    SPARK_ASSERT(length <= static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max() / units_per_one));
    detail::clear(out.first(length - 1));
    std::uint64_t size_max = 0;
    for (const std::int64_t value : units) size_max = std::max(size_max, magnitude_of(value));
    constexpr std::uint64_t exact_max = std::uint64_t{1} << 53;
    const bool narrow =
        size_max <= exact_max / length && length <= exact_max / static_cast<std::uint64_t>(units_per_one);
    return narrow ? average_narrow(units, length, out) : average_wide(units, length, out);
}

void ema(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    smooth(source, Smoother(length, ema_weight(length)), out);
}

void rma(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    smooth(source, Smoother(length, rma_weight(length)), out);
}

void wma(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    const auto count = static_cast<double>(length);
    const double weights = count * (count + 1.0) / 2.0;
    moving_sums<2>(
        first_defined(source), length, out,
        [&](std::size_t base, std::size_t bar) {
            const double gap = source[bar] - source[base];
            return std::array{gap, steps_from(base, bar) * gap};
        },
        [&](std::size_t base, std::size_t bar, const std::array<double, 2>& sums) {
            // The weight of a bar is its distance from the bar before the window: steps from the base, moved by
            // `shift`.
            const double shift = count - steps_from(base, bar);
            return source[base] + (sums[1] + shift * sums[0]) / weights;
        });
}

void hma(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    if (length > source.size()) return detail::clear(out);
    Column<double> half(source.size());
    Column<double> whole(source.size());
    wma(source, std::max<std::size_t>(length / 2, 1), half);
    wma(source, length, whole);
    for (std::size_t bar = 0; bar < source.size(); ++bar) half[bar] = 2.0 * half[bar] - whole[bar];
    auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(length)));
    wma(half, std::max<std::size_t>(root, 1), out);
}

void vwma(Source source, Source volume, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size() && volume.size() == out.size());
    moving_sums<2>(
        std::max(first_defined(source), first_defined(volume)), length, out,
        [&](std::size_t base, std::size_t bar) {
            return std::array{(source[bar] - source[base]) * volume[bar], volume[bar]};
        },
        [&](std::size_t base, std::size_t, const std::array<double, 2>& sums) {
            return sums[1] == 0.0 ? undefined : source[base] + sums[0] / sums[1];
        });
}

void tema(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    const double weight = ema_weight(length);
    Smoother first(length, weight);
    double e2 = undefined;
    double e3 = undefined;
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        out[bar] = undefined;
        if (!is_defined(source[bar])) continue;
        const bool seeded = first.ready();
        const double e1 = first.next(source[bar]);
        if (!first.ready()) continue;
        e2 = seeded ? e2 + weight * (e1 - e2) : e1;
        e3 = seeded ? e3 + weight * (e2 - e3) : e1;
        out[bar] = 3.0 * (e1 - e2) + e3;
    }
}

void kama(Source source, const KamaLengths& lengths, Output out) {
    const std::size_t length = lengths.length;
    SPARK_ASSERT(length >= 1 && lengths.fast >= 1 && lengths.slow >= 1 && source.size() == out.size());
    const std::size_t first = first_defined(source);
    if (first >= source.size() || length > source.size() - first) return detail::clear(out);
    Column<double> travel(source.size());
    moving_sums<1>(
        first + 1, length, travel,
        [&](std::size_t, std::size_t bar) { return std::array{std::abs(source[bar] - source[bar - 1])}; },
        [](std::size_t, std::size_t, const std::array<double, 1>& sums) { return sums[0]; });
    const double slow = ema_weight(lengths.slow);
    const double spread = ema_weight(lengths.fast) - slow;
    double value = undefined;
    detail::clear(out.first(first + length - 1));
    for (std::size_t bar = first + length - 1; bar < source.size(); ++bar) {
        const double x = source[bar];
        if (!is_defined(value)) {
            value = x;
        } else if (travel[bar] == 0.0) {
            value = x;
        } else if (is_defined(travel[bar])) {
            const double ratio = std::abs(x - source[bar - length]) / travel[bar];
            const double root = ratio * spread + slow;
            value += root * root * (x - value);
        }
        out[bar] = bar == first + length - 1 || is_defined(travel[bar]) ? value : undefined;
    }
}

void swma(Source source, Output out) {
    SPARK_ASSERT(source.size() == out.size());
    detail::clear(out.first(std::min<std::size_t>(out.size(), 3)));
    for (std::size_t bar = 3; bar < source.size(); ++bar) {
        const double base = source[bar - 3];
        const double outer = source[bar] - base;
        const double inner = (source[bar - 2] - base) + (source[bar - 1] - base);
        out[bar] = base + (outer + 2.0 * inner) / 6.0;
    }
}

void alma(Source source, const AlmaShape& shape, Output out) {
    const std::size_t length = shape.length;
    SPARK_ASSERT(length >= 1 && shape.sigma > 0.0 && source.size() == out.size());
    if (length > source.size()) return detail::clear(out);
    detail::clear(out.first(length - 1));
    const double centre = shape.offset * static_cast<double>(length - 1);
    const double width = static_cast<double>(length) / shape.sigma;
    std::vector<double> weights(length);
    double total = 0.0;
    for (std::size_t k = 0; k < length; ++k) {
        const double away = static_cast<double>(k) - centre;
        weights[k] = exp_stable(-(away * away) / (2.0 * width * width));
        total += weights[k];
    }
    for (std::size_t bar = length - 1; bar < source.size(); ++bar) {
        const double* const window = &source[bar + 1 - length];
        double sum = 0.0;
        for (std::size_t k = 0; k < length; ++k) sum += weights[k] * (window[k] - window[0]);
        out[bar] = window[0] + sum / total;
    }
}

}  // namespace spark::indicators
