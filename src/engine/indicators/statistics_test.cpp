#include "engine/indicators/statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

long double mean_of(const Values& window) {
    long double sum = 0.0L;
    for (const double x : window) sum += x;
    return sum / static_cast<long double>(window.size());
}

double deviation_of(const Values& window) {
    const long double mean = mean_of(window);
    long double squares = 0.0L;
    for (const double x : window) squares += (x - mean) * (x - mean);
    return static_cast<double>(std::sqrt(squares / static_cast<long double>(window.size())));
}

double absolute_deviation_of(const Values& window) {
    const long double mean = mean_of(window);
    long double away = 0.0L;
    for (const double x : window) away += std::abs(x - mean);
    return static_cast<double>(away / static_cast<long double>(window.size()));
}

RC_GTEST_PROP(Stdev, is_the_populations, ()) {
    const Values source = arbitrary_source(200, true);
    const std::size_t length = arbitrary_length();
    expect_close(column_of(stdev, source, length), by_window(source, length, deviation_of), 1e-10);
}

RC_GTEST_PROP(StdevExact, agrees_with_the_long_way_to_twelve_digits, ()) {
    const market::CandleTable table = arbitrary_bars(150);
    const std::size_t length = arbitrary_length();
    PriceBars bars(table.columns());
    const auto units = bars.units(PriceField::close);
    Values ticks(units.size());
    for (std::size_t bar = 0; bar < ticks.size(); ++bar) ticks[bar] = static_cast<double>(units[bar] / 1'000'000);
    Values found(units.size());

    stdev_exact(units, length, found);

    const Values wanted = by_window(ticks, length, deviation_of);
    for (std::size_t bar = 0; bar < found.size(); ++bar) {
        RC_ASSERT(close_to(found[bar], wanted[bar] / 100.0, 1e-12 * (1.0 + wanted[bar])));
    }
}

RC_GTEST_PROP(Dev, is_the_mean_distance_from_the_mean, ()) {
    const Values source = arbitrary_source(150, true);
    const std::size_t length = arbitrary_length();
    expect_close(column_of(dev, source, length), by_window(source, length, absolute_deviation_of), 1e-11);
}

RC_GTEST_PROP(Linreg, is_the_least_squares_line, ()) {
    const Values source = arbitrary_source(150, true);
    const std::size_t length = arbitrary_length();
    const auto offset = static_cast<std::size_t>(*rc::gen::inRange(0, 5));
    const auto line = [offset](const Values& window) {
        const auto count = static_cast<long double>(window.size());
        const long double middle = (count - 1.0L) / 2.0L;
        const long double mean = mean_of(window);
        long double products = 0.0L;
        long double squares = 0.0L;
        for (std::size_t k = 0; k < window.size(); ++k) {
            const long double away = static_cast<long double>(k) - middle;
            products += away * (window[k] - mean);
            squares += away * away;
        }
        const long double slope = squares == 0.0L ? 0.0L : products / squares;
        return static_cast<double>(mean + slope * (middle - static_cast<long double>(offset)));
    };
    Values found(source.size());

    linreg(source, length, offset, found);

    expect_close(found, by_window(source, length, line), 1e-9);
}

RC_GTEST_PROP(Median, is_the_middle_of_the_sorted_window, ()) {
    const Values source = arbitrary_source(150, true);
    const std::size_t length = arbitrary_length();
    const auto middle = [](Values window) {
        std::ranges::sort(window);
        const std::size_t half = window.size() / 2;
        return window.size() % 2 == 1 ? window[half] : (window[half - 1] + window[half]) / 2.0;
    };
    expect_close(column_of(median, source, length), by_window(source, length, middle), 1e-12);
}

RC_GTEST_PROP(Sum, is_the_sum_of_each_window, ()) {
    const Values source = arbitrary_source(150, true);
    const std::size_t length = arbitrary_length();
    const auto total = [](const Values& window) {
        return static_cast<double>(mean_of(window) * static_cast<long double>(window.size()));
    };
    expect_close(column_of(sum, source, length), by_window(source, length, total), 1e-10);
}

RC_GTEST_PROP(Correlation, of_a_source_with_itself_is_one_and_with_its_mirror_minus_one, ()) {
    const Values source = arbitrary_source(100, false);
    Values mirror = source;
    for (double& x : mirror) x = 7.0 - 2.0 * x;
    const std::size_t length = arbitrary_length(20);
    Values with_itself(source.size());
    Values with_mirror(source.size());

    correlation(source, source, length, with_itself);
    correlation(source, mirror, length, with_mirror);

    const Values spread = by_window(source, length, deviation_of);
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        const bool varies = is_defined(spread[bar]) && spread[bar] > 1e-12;
        RC_ASSERT(close_to(with_itself[bar], varies ? 1.0 : na, 1e-9));
        RC_ASSERT(close_to(with_mirror[bar], varies ? -1.0 : na, 1e-9));
    }
}

TEST(Correlation, is_pearsons) {
    Values out(4);
    correlation(Values{1, 2, 3, 4}, Values{2, 1, 4, 3}, 4, out);
    EXPECT_NEAR(out[3], 0.6, 1e-15);
}

TEST(Stdev, of_equal_values_is_exactly_zero) {
    EXPECT_EQ(column_of(stdev, Values(40, 0.1), std::size_t{7}).back(), 0.0);
    EXPECT_EQ(column_of(dev, Values(40, 0.1), std::size_t{7}).back(), 0.0);
}

TEST(Stdev, does_not_suffer_from_what_left_the_window) {
    Values source(200, 1.0);
    source[20] = 1e15;
    source[150] = 2.0;

    const Values out = column_of(stdev, source, std::size_t{10});

    EXPECT_EQ(out[100], 0.0);
    EXPECT_DOUBLE_EQ(out[150], 0.3);
}

TEST(Percentrank, counts_the_values_before_that_are_not_above) {
    EXPECT_TRUE(same(column_of(percentrank, Values{1, 2, 2, 5, 0}, std::size_t{2}), Values{na, na, 100, 100, 0}));
}

TEST(Cog, is_minus_the_mean_age_plus_one) {
    const Values out = column_of(cog, Values{1, 2, 3}, std::size_t{3});

    EXPECT_DOUBLE_EQ(out[2], -(3.0 * 1.0 + 2.0 * 2.0 + 1.0 * 3.0) / 6.0);
}

TEST(Cum, keeps_what_an_addition_would_lose) {
    const Values out = column_of(cum, Values{1e16, 1, 1, na, -1e16});

    EXPECT_EQ(out[4], 2.0);
    EXPECT_EQ(out[0], 1e16);
}

}  // namespace
}  // namespace spark::indicators
