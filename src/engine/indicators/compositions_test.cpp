#include "engine/indicators/compositions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using testing::arbitrary_bars;
using testing::arbitrary_length;
using testing::arbitrary_source;
using testing::expect_close;
using testing::na;
using testing::Values;

/// Exponential average of a whole series by hand, begun at `seed` on `first`.
Values fading(const Values& source, std::size_t first, double seed, std::size_t length) {
    Values out(source.size(), na);
    const double weight = 2.0 / (static_cast<double>(length) + 1.0);
    for (std::size_t bar = first; bar < source.size(); ++bar) {
        out[bar] = bar == first ? seed : (1.0 - weight) * out[bar - 1] + weight * source[bar];
    }
    return out;
}

double mean(const Values& source, std::size_t first, std::size_t length) {
    double total = 0.0;
    for (std::size_t bar = first; bar < first + length; ++bar) total += source[bar];
    return total / static_cast<double>(length);
}

RC_GTEST_PROP(Dema, and_trix_are_exponential_averages_of_one_another_seeded_together, ()) {
    const Values source = arbitrary_source(120, false);
    const std::size_t length = arbitrary_length(20);
    Values found(source.size());
    Values wanted_dema(source.size(), na);
    Values wanted_trix(source.size(), na);
    if (length <= source.size()) {
        const double seed = mean(source, 0, length);
        const Values one = fading(source, length - 1, seed, length);
        const Values two = fading(one, length - 1, seed, length);
        const Values three = fading(two, length - 1, seed, length);
        for (std::size_t bar = length - 1; bar < source.size(); ++bar) {
            wanted_dema[bar] = 2.0 * one[bar] - two[bar];
            if (bar >= length) wanted_trix[bar] = 100.0 * (three[bar] / three[bar - 1] - 1.0);
        }
    }

    dema(source, length, found);
    expect_close(found, wanted_dema, 1e-9);
    trix(source, length, found);
    expect_close(found, wanted_trix, 1e-9);
}

RC_GTEST_PROP(Ppo, and_tsi_are_quotients_of_exponential_averages, ()) {
    const Values source = arbitrary_source(150, false);
    const std::size_t fast = arbitrary_length(10);
    const std::size_t slow = fast + arbitrary_length(10);
    const std::size_t size = source.size();
    Values found(size);
    Values wanted(size, na);
    if (slow <= size) {
        const Values a = fading(source, fast - 1, mean(source, 0, fast), fast);
        const Values b = fading(source, slow - 1, mean(source, 0, slow), slow);
        for (std::size_t bar = slow - 1; bar < size; ++bar) wanted[bar] = 100.0 * (a[bar] / b[bar] - 1.0);
    }

    ppo(source, {.fast = fast, .slow = slow}, found);
    expect_close(found, wanted, 1e-9);

    wanted.assign(size, na);
    Values steps(size, 0.0);
    Values sizes(size, 0.0);
    for (std::size_t bar = 1; bar < size; ++bar) {
        steps[bar] = source[bar] - source[bar - 1];
        sizes[bar] = std::abs(steps[bar]);
    }
    const auto twice = [&](const Values& series) {
        const Values once = fading(series, slow, mean(series, 1, slow), slow);
        return fading(once, slow + fast - 1, mean(once, slow, fast), fast);
    };
    if (slow + fast <= size) {
        const Values up = twice(steps);
        const Values all = twice(sizes);
        for (std::size_t bar = slow + fast - 1; bar < size; ++bar) {
            if (all[bar] != 0.0) wanted[bar] = up[bar] / all[bar];
        }
    }
    tsi(source, {.fast = fast, .slow = slow}, found);
    for (std::size_t bar = 0; bar < size; ++bar) {
        if (std::isnan(wanted[bar]) || std::isnan(found[bar])) {
            RC_ASSERT(bar + 1 >= slow + fast || std::isnan(found[bar]));
            continue;
        }
        RC_ASSERT(std::abs(found[bar]) <= 1.0 + 1e-12);
        RC_ASSERT(testing::close_to(found[bar], wanted[bar], 1e-6));
    }
}

RC_GTEST_PROP(Cmo, is_the_balance_of_rises_and_falls_in_the_window, ()) {
    const Values source = arbitrary_source(120, false);
    const std::size_t length = arbitrary_length(20);
    Values found(source.size());
    Values wanted(source.size(), na);
    for (std::size_t bar = length; bar < source.size(); ++bar) {
        double rises = 0.0;
        double falls = 0.0;
        for (std::size_t back = 0; back < length; ++back) {
            const double step = source[bar - back] - source[bar - back - 1];
            (step > 0.0 ? rises : falls) += std::abs(step);
        }
        if (rises + falls > 0.0) wanted[bar] = 100.0 * (rises - falls) / (rises + falls);
    }

    cmo(source, length, found);

    expect_close(found, wanted, 1e-9);
}

RC_GTEST_PROP(Vortex, and_choppiness_are_what_the_windows_say_by_hand, ()) {
    const market::CandleTable table = arbitrary_bars(120);
    const std::size_t length = 1 + arbitrary_length(20);
    PriceBars bars(table.columns());
    const std::size_t size = bars.size();
    const HighLowClose hlc = bars.high_low_close();
    Values plus(size, na);
    Values minus(size, na);
    Values choppy(size, na);
    for (std::size_t bar = length; bar < size; ++bar) {
        double up = 0.0;
        double down = 0.0;
        double ranges = 0.0;
        double top = -1e300;
        double bottom = 1e300;
        for (std::size_t at = bar + 1 - length; at <= bar; ++at) {
            const double high = std::max(hlc.high[at], hlc.close[at - 1]);
            const double low = std::min(hlc.low[at], hlc.close[at - 1]);
            up += std::abs(hlc.high[at] - hlc.low[at - 1]);
            down += std::abs(hlc.low[at] - hlc.high[at - 1]);
            ranges += high - low;
            top = std::max(top, high);
            bottom = std::min(bottom, low);
        }
        if (ranges > 0.0) plus[bar] = up / ranges;
        if (ranges > 0.0) minus[bar] = down / ranges;
        if (top > bottom)
            choppy[bar] = 100.0 * std::log10(ranges / (top - bottom)) / std::log10(static_cast<double>(length));
    }
    Values found(size);
    Values other(size);

    vortex(hlc, length, {.plus = found, .minus = other});
    expect_close(found, plus, 1e-7);
    expect_close(other, minus, 1e-7);
    chop(hlc, length, found);
    expect_close(found, choppy, 1e-7);
}

TEST(Bop, and_accumulation_take_the_place_of_the_close_in_the_range) {
    const Values open{10, 10, 10};
    const Values high{12, 10, 14};
    const Values low{8, 10, 10};
    const Values close{11, 10, 10};
    const HighLowClose bars{.high = high, .low = low, .close = close};
    Values out(3);

    bop(open, bars, out);
    EXPECT_EQ(out, (Values{0.25, 0.0, 0.0}));
    adl(bars, Values{8, 100, 2}, out);
    EXPECT_EQ(out, (Values{4.0, 4.0, 2.0}));
    range(high, 2, out);
    EXPECT_TRUE(testing::same(out, Values{na, 2.0, 4.0}));
    natr(bars, 1, out);
    EXPECT_TRUE(testing::same(out, Values{na, 10.0, 40.0}));
}

}  // namespace
}  // namespace spark::indicators
