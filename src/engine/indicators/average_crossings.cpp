#include "engine/indicators/average_crossings.hpp"

#include <algorithm>

#include "engine/indicators/detail/lead_signs.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::indicators {
namespace {

using detail::SignMasks;
using detail::SumWindows;

/// Sums and lengths as the kernels take them, with the values behind the sums for the slowest path.
struct Windows {
    const std::uint64_t* sums;
    const std::int64_t* values;
    std::size_t fast;
    std::size_t slow;
};

inline int lead_sign_wide(const Windows& windows, std::size_t bar) {
    const std::uint64_t end = windows.sums[bar + 1];
    const auto left = static_cast<UInt128>(end - windows.sums[bar + 1 - windows.fast]) * windows.slow;
    const auto right = static_cast<UInt128>(end - windows.sums[bar + 1 - windows.slow]) * windows.fast;
    return left > right ? 1 : (left < right ? -1 : 0);
}

SignMasks signs_narrow(const Windows& windows, std::size_t first, std::size_t count) {
    const SumWindows narrow{windows.sums, windows.fast, windows.slow};
    static const detail::SignKernel kernel = detail::best_sign_kernel();
    return count == 64 ? kernel(narrow, first) : detail::signs_scalar(narrow, first, count);
}

SignMasks signs_wide(const Windows& windows, std::size_t first, std::size_t count) {
    SignMasks masks;
    for (std::size_t j = 0; j < count; ++j) {
        const int sign = lead_sign_wide(windows, first + j);
        masks.above |= static_cast<std::uint64_t>(sign > 0) << j;
        masks.below |= static_cast<std::uint64_t>(sign < 0) << j;
    }
    return masks;
}

/// For windows whose sums leave 64 bits (prices near the end of the range): the sums are made afresh in 128 bits. Slow
/// and rare.
SignMasks signs_afresh(const Windows& windows, std::size_t first, std::size_t count) {
    SignMasks masks;
    for (std::size_t j = 0; j < count; ++j) {
        Int128 sum_slow = 0;
        Int128 sum_fast = 0;
        for (std::size_t back = 0; back < windows.slow; ++back) {
            const std::int64_t value = windows.values[first + j - back];
            sum_slow += value;
            if (back < windows.fast) sum_fast += value;
        }
        const Int128 left = sum_fast * static_cast<Int128>(windows.slow);
        const Int128 right = sum_slow * static_cast<Int128>(windows.fast);
        masks.above |= static_cast<std::uint64_t>(left > right) << j;
        masks.below |= static_cast<std::uint64_t>(left < right) << j;
    }
    return masks;
}

using Signs = SignMasks (*)(const Windows& windows, std::size_t first, std::size_t count);

/// The fastest way that is exact. Narrow: both products and their difference stay under 2^63, so that they may be
/// computed modulo 2^64; values of both signs make the difference twice as large.
Signs exact_signs(const RunningSums& sums, std::size_t fast, std::size_t slow) {
    const auto scale = static_cast<Int128>(fast) * static_cast<Int128>(slow);
    if (sums.value_min() < 0) {
        const Int128 span = static_cast<Int128>(sums.value_max()) - static_cast<Int128>(sums.value_min());
        return fits_int64(2 * span) && fits_int64(2 * span * scale) ? signs_narrow : signs_afresh;
    }
    if (fits_int64(static_cast<Int128>(sums.value_max()) * scale)) return signs_narrow;
    return static_cast<UInt128>(sums.value_max()) * slow <= ~std::uint64_t{0} ? signs_wide : signs_afresh;
}

}  // namespace

RunningSums::RunningSums(std::span<const std::int64_t> values) : values_(values), sums_(values.size() + 1) {
    sums_[0] = 0;
    std::uint64_t running = 0;
    std::int64_t most = 0;
    std::int64_t least = 0;
    for (std::size_t index = 0; index < values.size(); ++index) {
        running += static_cast<std::uint64_t>(values[index]);
        sums_[index + 1] = running;
        most = std::max(most, values[index]);
        least = std::min(least, values[index]);
    }
    value_max_ = most;
    value_min_ = least;
}

Crossings average_crossings(const RunningSums& sums, std::size_t fast, std::size_t slow) {
    SPARK_ASSERT(fast >= 1 && fast < slow);
    const std::size_t bars = sums.size();
    Crossings crossings{BitColumn(bars), BitColumn(bars)};
    if (bars <= slow) return crossings;
    const Windows windows{sums.data(), sums.values().data(), fast, slow};
    const Signs signs = exact_signs(sums, fast, slow);

    // Both averages exist from bar slow - 1 on; a crossing needs the bar before, so the first one can be on bar slow.
    const SignMasks before = signs(windows, slow - 1, 1);
    std::uint64_t above_carry = before.above;
    std::uint64_t below_carry = before.below;
    for (std::size_t bar = slow; bar < bars;) {
        const std::size_t offset = bar % 64;
        const std::size_t count = std::min<std::size_t>(64 - offset, bars - bar);
        const SignMasks now = signs(windows, bar, count);
        crossings.over.words()[bar / 64] |= (now.above & ~((now.above << 1) | above_carry)) << offset;
        crossings.under.words()[bar / 64] |= (now.below & ~((now.below << 1) | below_carry)) << offset;
        above_carry = (now.above >> (count - 1)) & 1U;
        below_carry = (now.below >> (count - 1)) & 1U;
        bar += count;
    }
    return crossings;
}

AverageOrder average_order(const RunningSums& sums, std::size_t fast, std::size_t slow) {
    SPARK_ASSERT(fast >= 1 && fast < slow);
    const std::size_t bars = sums.size();
    AverageOrder order{BitColumn(bars), BitColumn(bars)};
    const Windows windows{sums.data(), sums.values().data(), fast, slow};
    const Signs signs = exact_signs(sums, fast, slow);
    for (std::size_t bar = slow - 1; bar < bars;) {
        const std::size_t offset = bar % 64;
        const std::size_t count = std::min<std::size_t>(64 - offset, bars - bar);
        const SignMasks now = signs(windows, bar, count);
        order.above.words()[bar / 64] |= now.above << offset;
        order.below.words()[bar / 64] |= now.below << offset;
        bar += count;
    }
    return order;
}

}  // namespace spark::indicators
