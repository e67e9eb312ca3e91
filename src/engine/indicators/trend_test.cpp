#include "engine/indicators/trend.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/testing/columns.hpp"
#include "engine/indicators/volatility.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

/// Bars of a steady climb: one up a bar, two high.
struct Climb {
    Values high;
    Values low;
    Values close;
    explicit Climb(std::size_t count) {
        for (std::size_t bar = 0; bar < count; ++bar) {
            const auto step = static_cast<double>(bar);
            high.push_back(11.0 + step);
            low.push_back(9.0 + step);
            close.push_back(10.0 + step);
        }
    }
    HighLowClose bars() const { return {.high = high, .low = low, .close = close}; }
    HighLow range() const { return {.high = high, .low = low}; }
};

TEST(Adx, starts_on_bar_two_lengths_minus_one_and_is_a_hundred_in_a_steady_climb) {
    const Climb climb(10);
    Values out(10);

    adx(climb.bars(), 3, out);

    EXPECT_FALSE(is_defined(out[4]));
    EXPECT_DOUBLE_EQ(out[5], 100.0);
    EXPECT_DOUBLE_EQ(out[9], 100.0);
}

TEST(Adx, is_zero_without_movement_and_keeps_its_value_when_movement_ends) {
    const Values flat(40, 5.0);
    Values out(40);
    adx({.high = flat, .low = flat, .close = flat}, 3, out);
    EXPECT_EQ(out[39], 0.0);

    Climb climb(200);
    for (std::size_t bar = 20; bar < 200; ++bar) climb.high[bar] = climb.low[bar] = climb.close[bar] = 30.0;
    Values long_out(200);
    adx(climb.bars(), 3, long_out);
    EXPECT_GT(long_out[199], 0.0);
    EXPECT_EQ(long_out[199], long_out[150]) << "sums below TA-Lib's zero leave the index as it was";
}

TEST(Adx, of_fewer_bars_than_it_needs_is_undefined) {
    const Climb climb(5);
    Values out(5);
    for (const std::size_t length : {3UL, 5UL, 1'000'000'000UL, ~0UL}) {
        adx(climb.bars(), length, out);
        EXPECT_TRUE(same(out, Values(5, na)));
    }
}

TEST(Dmi, starts_at_length_and_its_index_a_smoothing_later) {
    const Climb climb(10);
    Values plus(10);
    Values minus(10);
    Values index(10);

    dmi(climb.bars(), {.length = 3, .smoothing = 2}, {.plus = plus, .minus = minus, .adx = index});

    EXPECT_FALSE(is_defined(plus[2]));
    EXPECT_DOUBLE_EQ(plus[3], 50.0) << "one up a bar of a true range of two";
    EXPECT_EQ(minus[3], 0.0);
    EXPECT_FALSE(is_defined(index[3]));
    EXPECT_DOUBLE_EQ(index[4], 100.0);
}

/// Wilder's index the long way: sums over the first `seed_bars` bars, then fading by 1/length. What fades through a
/// halt is nothing but rounding below `zero`.
Values index_by_hand(const HighLowClose& bars, std::size_t length, std::size_t seed_bars, long double zero) {
    Values out(bars.close.size(), na);
    long double plus = 0.0L;
    long double minus = 0.0L;
    long double range = 0.0L;
    for (std::size_t bar = 1; bar < out.size(); ++bar) {
        const long double up = static_cast<long double>(bars.high[bar]) - bars.high[bar - 1];
        const long double down = static_cast<long double>(bars.low[bar - 1]) - bars.low[bar];
        const long double keep = bar <= seed_bars ? 1.0L : 1.0L - 1.0L / static_cast<long double>(length);
        plus = plus * keep + (up > down && up > 0.0L ? up : 0.0L);
        minus = minus * keep + (down > up && down > 0.0L ? down : 0.0L);
        range =
            range * keep + std::max(bars.high[bar], bars.close[bar - 1]) - std::min(bars.low[bar], bars.close[bar - 1]);
        if (bar >= length && range >= zero && 100.0L * (plus + minus) / range >= zero) {
            out[bar] = static_cast<double>(100.0L * std::abs(plus - minus) / (plus + minus));
        }
    }
    return out;
}

RC_GTEST_PROP(Adx, is_wilders_with_the_first_sums_a_bar_short, ()) {
    const market::CandleTable table = arbitrary_bars(120);
    const std::size_t length = 1 + arbitrary_length(14);
    PriceBars bars(table.columns());
    const Values index = index_by_hand(bars.high_low_close(), length, length - 1, 1e-14L);
    Values found(bars.size());

    adx(bars.high_low_close(), length, found);

    double total = 0.0;
    for (std::size_t bar = length; bar < bars.size(); ++bar) {
        const auto n = static_cast<double>(length);
        if (is_defined(index[bar]))
            total = bar < 2 * length ? total + index[bar] / n : (total * (n - 1.0) + index[bar]) / n;
        RC_ASSERT(close_to(found[bar], bar + 1 < 2 * length ? na : total, 1e-7));
    }
}

RC_GTEST_PROP(Dmi, is_wilders_with_whole_first_sums, ()) {
    const market::CandleTable table = arbitrary_bars(120);
    const std::size_t length = arbitrary_length(14);
    PriceBars bars(table.columns());
    const Values index = index_by_hand(bars.high_low_close(), length, length, 1e-9L);
    Values plus(bars.size());
    Values minus(bars.size());
    Values found(bars.size());

    dmi(bars.high_low_close(), {.length = length, .smoothing = 1}, {.plus = plus, .minus = minus, .adx = found});

    for (std::size_t bar = length; bar < bars.size(); ++bar) {
        if (is_defined(index[bar])) RC_ASSERT(close_to(found[bar], index[bar], 1e-7));
    }
}

RC_GTEST_PROP(Dmi, is_between_zero_and_a_hundred_also_in_halts, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    PriceBars bars(table.columns());
    Values plus(bars.size());
    Values minus(bars.size());
    Values index(bars.size());
    Values average(bars.size());

    dmi(bars.high_low_close(), {.length = 5, .smoothing = 5}, {.plus = plus, .minus = minus, .adx = index});
    adx(bars.high_low_close(), 5, average);

    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        RC_ASSERT(is_defined(plus[bar]) == (bar >= 5));
        RC_ASSERT(is_defined(index[bar]) == (bar >= 9));
        RC_ASSERT(is_defined(average[bar]) == (bar >= 9));
        if (bar >= 9) {
            RC_ASSERT(index[bar] >= 0.0 && index[bar] <= 100.0 + 1e-9);
            RC_ASSERT(average[bar] >= 0.0 && average[bar] <= 100.0 + 1e-9);
        }
    }
}

RC_GTEST_PROP(Supertrend, tightens_until_the_close_crosses_it, ()) {
    const market::CandleTable table = arbitrary_bars(200);
    PriceBars bars(table.columns());
    const HighLowClose hlc = bars.high_low_close();
    Values value(bars.size());
    Values direction(bars.size());

    supertrend(hlc, 2.0, 5, {.value = value, .direction = direction});

    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        RC_ASSERT(is_defined(value[bar]) == (bar >= 5));
        if (bar < 5) continue;
        RC_ASSERT(direction[bar] == (hlc.close[bar] > value[bar] ? -1.0 : 1.0));
        if (bar == 5 || direction[bar] != direction[bar - 1]) continue;
        RC_ASSERT((direction[bar] == -1.0 ? value[bar] >= value[bar - 1] : value[bar] <= value[bar - 1]));
    }
}

TEST(Sar, is_shown_after_the_first_reversal_and_jumps_to_the_extreme_when_it_turns) {
    // Climbs to 14, falls through the stop on bar 4 (not shown: the first trend is a guess), then rises through it.
    const Values high{10, 11, 12, 14, 12, 11, 10, 20};
    const Values low{9, 10, 11, 13, 5, 4, 3, 12};
    Values out(8);

    sar({.high = high, .low = low}, {}, out);

    EXPECT_FALSE(is_defined(out[4]));
    EXPECT_EQ(out[5], 14.0) << "14 + 0.02 (5 − 14) is below the highs of the last two bars";
    const double next = 14.0 + 0.04 * (4.0 - 14.0);
    EXPECT_DOUBLE_EQ(out[6], next);
    EXPECT_EQ(out[7], 3.0) << "turned: the falling trend's extreme";
}

RC_GTEST_PROP(Aroon, counts_bars_since_the_earliest_extreme, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length(20);
    PriceBars bars(table.columns());
    const HighLow range = bars.high_low();
    Values up(bars.size());
    Values down(bars.size());
    Values oscillator(bars.size());

    aroon(range, length, {.up = up, .down = down, .oscillator = oscillator});

    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (bar < length) {
            RC_ASSERT(!is_defined(up[bar]) && !is_defined(down[bar]) && !is_defined(oscillator[bar]));
            continue;
        }
        const auto high = range.high.subspan(bar - length, length + 1);
        const auto low = range.low.subspan(bar - length, length + 1);
        const auto top = static_cast<double>(std::ranges::max_element(high) - high.begin());
        const auto bottom = static_cast<double>(std::ranges::min_element(low) - low.begin());
        RC_ASSERT(close_to(up[bar], 100.0 * top / static_cast<double>(length), 1e-12));
        RC_ASSERT(close_to(down[bar], 100.0 * bottom / static_cast<double>(length), 1e-12));
        RC_ASSERT(oscillator[bar] == up[bar] - down[bar]);
    }
}

TEST(Ichimoku, shows_its_cloud_kijun_bars_later) {
    const Climb climb(12);
    Values tenkan(12);
    Values kijun(12);
    Values a(12);
    Values b(12);

    ichimoku(climb.range(), {.tenkan = 2, .kijun = 3, .senkou_b = 5},
             {.tenkan = tenkan, .kijun = kijun, .senkou_a = a, .senkou_b = b});

    EXPECT_FALSE(is_defined(tenkan[0]));
    EXPECT_EQ(tenkan[1], 10.5) << "lowest 9, highest 12";
    EXPECT_FALSE(is_defined(kijun[1]));
    EXPECT_EQ(kijun[2], 11.0);
    EXPECT_FALSE(is_defined(a[4]));
    EXPECT_EQ(a[5], (tenkan[2] + kijun[2]) / 2.0);
    EXPECT_FALSE(is_defined(b[6]));
    EXPECT_EQ(b[7], 12.0) << "of bars 0 to 4: lowest 9, highest 15";
}

}  // namespace
}  // namespace spark::indicators
