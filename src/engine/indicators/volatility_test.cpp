#include "engine/indicators/volatility.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/statistics.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

constexpr HighLowClose gapping(const Values& high, const Values& low, const Values& close) {
    return {.high = high, .low = low, .close = close};
}

TEST(Tr, takes_in_the_last_close) {
    const Values high{5, 6, 9, 4};
    const Values low{4, 5, 8, 3};
    const Values close{4, 6, 8, 3};
    Values out(4);

    tr(gapping(high, low, close), out);

    EXPECT_TRUE(same(out, Values{na, 2, 3, 5}));
}

TEST(Atr, is_seeded_from_the_second_bar_on) {
    const Values high{5, 6, 9, 4};
    const Values low{4, 5, 8, 3};
    const Values close{4, 6, 8, 3};
    Values out(4);

    atr(gapping(high, low, close), 2, out);

    EXPECT_TRUE(same(out, Values{na, na, 2.5, 3.75}));
}

RC_GTEST_PROP(Bb, lies_around_the_average, ()) {
    const Values source = arbitrary_source(100, true);
    const std::size_t length = arbitrary_length(20);
    Values upper(source.size());
    Values middle(source.size());
    Values lower(source.size());

    bb(source, length, 2.5, {.upper = upper, .middle = middle, .lower = lower});

    RC_ASSERT(same(middle, column_of(sma, source, length)));
    const Values deviation = column_of(stdev, source, length);
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        RC_ASSERT(close_to(upper[bar], middle[bar] + 2.5 * deviation[bar], 0.0));
        RC_ASSERT(close_to(lower[bar], middle[bar] - 2.5 * deviation[bar], 0.0));
    }
}

TEST(Keltner, starts_when_both_its_parts_are_there) {
    market::CandleTable table;
    for (int bar = 0; bar < 30; ++bar) {
        table.push_back(bar, 10 * units_per_one, 12 * units_per_one, 9 * units_per_one, 10 * units_per_one, 1);
    }
    PriceBars bars(table.columns());
    Values upper(30);
    Values middle(30);
    Values lower(30);

    keltner(bars.high_low_close(), {.length = 4, .multiplier = 2.0, .atr_length = 10},
            {.upper = upper, .middle = middle, .lower = lower});

    EXPECT_FALSE(is_defined(middle[9]));
    EXPECT_EQ(upper[10], 16.0);
    EXPECT_EQ(middle[10], 10.0);
    EXPECT_EQ(lower[10], 4.0);
}

TEST(Donchian, includes_the_current_bar) {
    const Values high{5, 6, 4};
    const Values low{4, 5, 1};
    Values upper(3);
    Values middle(3);
    Values lower(3);

    donchian({.high = high, .low = low}, 2, {.upper = upper, .middle = middle, .lower = lower});

    EXPECT_TRUE(same(upper, Values{na, 6, 6}));
    EXPECT_TRUE(same(lower, Values{na, 4, 1}));
    EXPECT_TRUE(same(middle, Values{na, 5, 3.5}));
}

RC_GTEST_PROP(Ulcer, is_the_root_mean_square_fall_from_the_running_maximum, ()) {
    const Values source = arbitrary_source(120, true);
    const std::size_t length = arbitrary_length(20);
    const auto fall = [](const Values& window) {
        long double squares = 0.0L;
        for (std::size_t k = 0; k < window.size(); ++k) {
            const long double top =
                *std::max_element(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(k) + 1);
            const long double percent = 100.0L * (window[k] - top) / top;
            squares += percent * percent;
        }
        return static_cast<double>(std::sqrt(squares / static_cast<long double>(window.size())));
    };
    expect_close(column_of(ulcer, source, length), by_window(source, length, fall), 1e-10);
}

}  // namespace
}  // namespace spark::indicators
