#include "engine/indicators/averages.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

double mean_of(const Values& window) {
    long double sum = 0.0L;
    for (const double x : window) sum += x;
    return static_cast<double>(sum / static_cast<long double>(window.size()));
}

double weighted_mean_of(const Values& window) {
    long double sum = 0.0L;
    long double weights = 0.0L;
    for (std::size_t k = 0; k < window.size(); ++k) {
        sum += static_cast<long double>(k + 1) * window[k];
        weights += static_cast<long double>(k + 1);
    }
    return static_cast<double>(sum / weights);
}

constexpr double tolerance = 1e-11;  // prices are near 100: 1e-13 of them

RC_GTEST_PROP(Sma, is_the_mean_of_each_window, ()) {
    const Values source = arbitrary_source(200, true);
    const std::size_t length = arbitrary_length();
    expect_close(column_of(sma, source, length), by_window(source, length, mean_of), tolerance);
}

RC_GTEST_PROP(Wma, weighs_the_newest_most, ()) {
    const Values source = arbitrary_source(200, true);
    const std::size_t length = arbitrary_length();
    expect_close(column_of(wma, source, length), by_window(source, length, weighted_mean_of), tolerance);
}

RC_GTEST_PROP(Hma, is_made_of_three_weighted_averages, ()) {
    const Values source = arbitrary_source(200, true);
    const std::size_t length = arbitrary_length(30);
    Values inner = by_window(source, std::max<std::size_t>(length / 2, 1), weighted_mean_of);
    const Values whole = by_window(source, length, weighted_mean_of);
    for (std::size_t bar = 0; bar < inner.size(); ++bar) inner[bar] = 2.0 * inner[bar] - whole[bar];
    const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(length)));
    expect_close(column_of(hma, source, length), by_window(inner, root, weighted_mean_of), 4.0 * tolerance);
}

RC_GTEST_PROP(Vwma, weighs_by_volume_and_is_undefined_without_any, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length(20);
    PriceBars bars(table.columns());
    const Source close = bars.close();
    const Source volume = bars.volume();
    Values found(close.size());

    vwma(close, volume, length, found);

    for (std::size_t bar = 0; bar < close.size(); ++bar) {
        long double flow = 0.0L;
        long double traded = 0.0L;
        for (std::size_t k = 0; bar + 1 >= length && k < length; ++k) {
            flow += static_cast<long double>(close[bar - k]) * volume[bar - k];
            traded += volume[bar - k];
        }
        const double wanted = traded == 0.0L ? na : static_cast<double>(flow / traded);
        RC_ASSERT(close_to(found[bar], wanted, 1e-9));
    }
}

RC_GTEST_PROP(SmaExact, is_the_exact_mean_rounded_once_and_equal_means_are_equal, ()) {
    // Values of a window of `length` repeated `times` over: both averages are the same number.
    const std::size_t length = arbitrary_length(20);
    const auto times = static_cast<std::size_t>(*rc::gen::inRange(2, 60));
    const auto tick = *rc::gen::element<std::int64_t>(1, 7, 1'000'000, 100'000'000);
    const std::int64_t most = *rc::gen::element<std::int64_t>(1'000, 10'000'000, 80'000'000'000);
    const auto block = *rc::gen::container<std::vector<std::int64_t>>(length, rc::gen::inRange<std::int64_t>(1, most));
    std::vector<std::int64_t> units;
    for (std::size_t n = 0; n < times; ++n) {
        for (const std::int64_t value : block) units.push_back(value * tick);
    }
    Values narrow(units.size());
    Values wide(units.size());

    sma_exact(units, length, narrow);
    sma_exact(units, length * times, wide);

    Int128 total = 0;
    for (const std::int64_t value : block) total += value;
    const double wanted = nearest_double(total * tick, static_cast<std::int64_t>(length) * units_per_one);
    RC_ASSERT(narrow.back() == wanted);
    RC_ASSERT(wide.back() == wanted);
}

RC_GTEST_PROP(SmaExact, is_the_sma_of_the_doubles_within_rounding, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length();
    PriceBars bars(table.columns());
    Values exact(table.size());
    Values plain(table.size());

    sma_exact(bars.units(PriceField::close), length, exact);
    sma(bars.close(), length, plain);

    expect_close(plain, exact, 1e-12);
}

TEST(SmaExact, is_right_where_the_sum_leaves_64_bits) {
    const std::vector<std::int64_t> units(5, 9'223'372'036'854'775'807);
    Values out(5);

    sma_exact(units, 4, out);

    EXPECT_FALSE(is_defined(out[2]));
    EXPECT_EQ(out[3], 92233720368.54775807);
    EXPECT_EQ(out[4], 92233720368.54775807);
}

TEST(Averages, of_equal_values_are_exactly_that_value) {
    const Values flat(60, 0.1);
    const Values volume(60, 3.3);
    for (const std::size_t length : {1U, 3U, 7U, 20U}) {
        for (auto* const average : {&sma, &ema, &rma, &wma, &tema}) {
            EXPECT_EQ(column_of(*average, flat, length).back(), 0.1) << length;
        }
        Values out(60);
        vwma(flat, volume, length, out);
        EXPECT_EQ(out.back(), 0.1);
        kama(flat, {.length = length}, out);
        EXPECT_EQ(out.back(), 0.1);
    }
}

TEST(Averages, longer_than_the_data_are_undefined_whatever_the_length) {
    for (const std::size_t length : {6UL, 1'000'000'000UL, ~0UL}) {
        for (auto* const average : {&sma, &ema, &rma, &wma, &hma, &tema}) {
            EXPECT_TRUE(same(column_of(*average, Values{1, 2, 3, 4, 5}, length), Values(5, na))) << length;
        }
    }
}

TEST(Ema, is_seeded_by_the_first_average) {
    const Values out = column_of(ema, Values{1, 2, 6, 7, 3}, std::size_t{3});

    EXPECT_TRUE(same(out, Values{na, na, 3, 5, 4}));
}

TEST(Rma, has_the_weight_of_one_by_length) {
    const Values out = column_of(rma, Values{1, 3, 6, 4}, std::size_t{2});

    EXPECT_TRUE(same(out, Values{na, 2, 4, 4}));
}

TEST(Ema, passes_over_an_undefined_bar) {
    const Values out = column_of(ema, Values{na, 1, 2, na, 6, na, 7}, std::size_t{3});

    EXPECT_TRUE(same(out, Values{na, na, na, na, 3, na, 5}));
}

TEST(Tema, seeds_all_three_parts_with_the_first_average) {
    // length 3, weight 1/2. e1: 2, 4, 5. e2: 2, 3, 4. e3: 2, 2.5, 3.25. 3 (e1 − e2) + e3.
    const Values out = column_of(tema, Values{1, 2, 3, 6, 6}, std::size_t{3});

    EXPECT_TRUE(same(out, Values{na, na, 2, 5.5, 6.25}));
}

TEST(Kama, starts_at_the_value_of_bar_length_minus_one) {
    // fast 1 and slow 3: weights 1 and 1/2. The last bar: ratio 1/3, root 1/3 × 1/2 + 1/2 = 2/3, a step of 4/9.
    const Values source{2, 4, 5, 7, 6};
    Values out(source.size());

    kama(source, {.length = 2, .fast = 1, .slow = 3}, out);

    EXPECT_FALSE(is_defined(out[0]));
    EXPECT_EQ(out[1], 4.0);
    EXPECT_EQ(out[2], 5.0) << "2 to 5 straight: the whole way";
    EXPECT_EQ(out[3], 7.0) << "4 to 7 straight";
    EXPECT_DOUBLE_EQ(out[4], 7.0 + (6.0 - 7.0) * 4.0 / 9.0) << "5 to 6 over a travel of 3";
}

TEST(Swma, weighs_one_two_two_one) {
    EXPECT_TRUE(same(column_of(swma, Values{6, 12, 18, 30, 6}), Values{na, na, na, 16, 19}));
}

TEST(Alma, centres_its_weights) {
    const Values source{1, 2, 4};
    Values out(3);

    alma(source, {.length = 3, .offset = 0.5, .sigma = 3.0}, out);  // weights e^-1/2, 1, e^-1/2

    const double side = std::exp(-0.5);
    EXPECT_NEAR(out[2], (side * 1.0 + 2.0 + side * 4.0) / (1.0 + 2.0 * side), 1e-14);
}

}  // namespace
}  // namespace spark::indicators
