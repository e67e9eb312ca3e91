#include "engine/indicators/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/detail/spread.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::indicators {

namespace {

using detail::moving_sums;
using detail::steps_from;
using Pair = std::array<double, 2>;

/// Population deviation from the sums of gaps and of their squares; `share` is 1 ÷ their count.
double deviation(const Pair& sums, double share) {
    const double variance = (sums[1] - sums[0] * sums[0] * share) * share;
    return variance <= 0.0 ? 0.0 : std::sqrt(variance);  // an undefined variance stays so: no comparison holds for it
}

double difference_of(std::int64_t a, std::int64_t b) {
    return static_cast<double>(
        static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b)));
}

}  // namespace

void stdev(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    const double share = 1.0 / static_cast<double>(length);
    moving_sums<2>(
        first_defined(source), length, out,
        [&](std::size_t base, std::size_t bar) {
            const double gap = source[bar] - source[base];
            return Pair{gap, gap * gap};
        },
        [&](std::size_t, std::size_t, const Pair& sums) { return deviation(sums, share); });
}

void stdev_exact(std::span<const std::int64_t> units, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && units.size() == out.size());
    const double share = 1.0 / static_cast<double>(length);
    moving_sums<2>(
        0, length, out,
        [&](std::size_t base, std::size_t bar) {
            const double gap = difference_of(units[bar], units[base]);
            return Pair{gap, gap * gap};
        },
        [&](std::size_t, std::size_t, const Pair& sums) {
            return deviation(sums, share) / static_cast<double>(units_per_one);
        });
}

void dev(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::each_spread(source, length, out, [](const detail::Spread& spread) { return spread.absolute_mean; });
}

void linreg(Source source, std::size_t length, std::size_t offset, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    const auto count = static_cast<double>(length);
    const double middle = (count - 1.0) / 2.0;
    const double squares = count * (count * count - 1.0) / 12.0;  // of the distances from the middle
    const double ahead = middle - static_cast<double>(offset);
    moving_sums<2>(
        first_defined(source), length, out,
        [&](std::size_t base, std::size_t bar) {
            const double gap = source[bar] - source[base];
            return Pair{gap, steps_from(base, bar) * gap};
        },
        [&](std::size_t base, std::size_t bar, const Pair& sums) {
            const double mean = source[base] + sums[0] / count;
            if (length == 1) return mean;
            const double slope = (sums[1] + (middle - steps_from(base, bar)) * sums[0]) / squares;
            return mean + slope * ahead;
        });
}

void median(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::clear(out);
    if (length > source.size()) return;
    std::vector<double> sorted;
    sorted.reserve(length + 1);
    std::size_t undefined_count = 0;
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        const double x = source[bar];
        if (is_defined(x)) sorted.insert(std::ranges::upper_bound(sorted, x), x);
        undefined_count += is_defined(x) ? 0 : 1;
        if (bar >= length) {
            const double old = source[bar - length];
            if (is_defined(old)) sorted.erase(std::ranges::lower_bound(sorted, old));
            undefined_count -= is_defined(old) ? 0 : 1;
        }
        if (bar + 1 < length || undefined_count != 0) continue;
        const double upper = sorted[length / 2];
        const double lower = sorted[(length - 1) / 2];
        out[bar] = lower + (upper - lower) / 2.0;
    }
}

void percentrank(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::clear(out);
    if (length >= source.size()) return;
    const auto count = static_cast<double>(length);
    for (std::size_t bar = length; bar < source.size(); ++bar) {
        const double x = source[bar];
        std::size_t not_above = 0;
        std::size_t above = 0;
        for (const double before : source.subspan(bar - length, length)) {
            not_above += before <= x ? 1 : 0;
            above += before > x ? 1 : 0;
        }
        if (not_above + above == length) out[bar] = 100.0 * static_cast<double>(not_above) / count;
    }
}

void correlation(Source a, Source b, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && a.size() == out.size() && b.size() == out.size());
    using Five = std::array<double, 5>;
    const auto count = static_cast<double>(length);
    moving_sums<5>(
        std::max(first_defined(a), first_defined(b)), length, out,
        [&](std::size_t base, std::size_t bar) {
            const double x = a[bar] - a[base];
            const double y = b[bar] - b[base];
            return Five{x, y, x * x, y * y, x * y};
        },
        [&](std::size_t, std::size_t, const Five& s) {
            const double var_x = s[2] - s[0] * s[0] / count;
            const double var_y = s[3] - s[1] * s[1] / count;
            if (!(var_x > 0.0 && var_y > 0.0)) return undefined;
            const double value = (s[4] - s[0] * s[1] / count) / (std::sqrt(var_x) * std::sqrt(var_y));
            return std::clamp(value, -1.0, 1.0);
        });
}

void cog(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    moving_sums<2>(
        first_defined(source), length, out,
        [&](std::size_t base, std::size_t bar) { return Pair{source[bar], steps_from(base, bar) * source[bar]}; },
        [](std::size_t base, std::size_t bar, const Pair& sums) {
            return sums[0] == 0.0 ? undefined : (sums[1] - (steps_from(base, bar) + 1.0) * sums[0]) / sums[0];
        });
}

void cum(Source source, Output out) {
    SPARK_ASSERT(source.size() == out.size());
    double total = 0.0;
    double lost = 0.0;  // Neumaier's correction: what the additions so far rounded away
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        const double x = source[bar];
        if (is_defined(x)) {
            const double next = total + x;
            lost += std::abs(total) >= std::abs(x) ? (total - next) + x : (x - next) + total;
            total = next;
        }
        out[bar] = total + lost;
    }
}

void sum(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    moving_sums<1>(
        first_defined(source), length, out, [&](std::size_t, std::size_t bar) { return std::array{source[bar]}; },
        [](std::size_t, std::size_t, const std::array<double, 1>& sums) { return sums[0]; });
}

}  // namespace spark::indicators
