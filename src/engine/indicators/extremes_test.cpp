#include "engine/indicators/extremes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

RC_GTEST_PROP(Extremes, are_those_of_each_window, ()) {
    const Values source = arbitrary_source(200, true);
    const std::size_t length = arbitrary_length();
    const auto most = [](const Values& window) { return *std::ranges::max_element(window); };
    const auto least = [](const Values& window) { return *std::ranges::min_element(window); };

    RC_ASSERT(same(column_of(highest, source, length), by_window(source, length, most)));
    RC_ASSERT(same(column_of(lowest, source, length), by_window(source, length, least)));
}

RC_GTEST_PROP(Extremes, of_equal_values_lie_on_the_earliest_bar, ()) {
    const Values source = arbitrary_source(200, true);
    const std::size_t length = arbitrary_length();
    const auto most = [](const Values& window) {  // max_element gives the first of equal ones
        return static_cast<double>(std::ranges::max_element(window) - window.end() + 1);
    };
    const auto least = [](const Values& window) {
        return static_cast<double>(std::ranges::min_element(window) - window.end() + 1);
    };

    RC_ASSERT(same(column_of(highestbars, source, length), by_window(source, length, most)));
    RC_ASSERT(same(column_of(lowestbars, source, length), by_window(source, length, least)));
}

TEST(Rising, is_above_every_one_of_the_bars_before) {
    const Values source{1, 3, 2, 4, 4, na, 9, 1};

    EXPECT_EQ(column_of(rising, source, std::size_t{2}), (Values{0, 0, 0, 1, 0, 0, 0, 0}));
    EXPECT_EQ(column_of(falling, source, std::size_t{1}), (Values{0, 0, 1, 0, 0, 0, 0, 1}));
}

}  // namespace
}  // namespace spark::indicators
