#include "engine/indicators/events.hpp"

#include <gtest/gtest.h>

#include "engine/indicators/testing/columns.hpp"

namespace spark::indicators {
namespace {

using namespace testing;

TEST(Crossover, needs_to_be_above_now_and_not_above_before) {
    const Values a{1, 2, 2, 3, 1, na, 5, 6};
    const Values b{2, 2, 2, 2, 2, 2, 2, 2};
    Values over(8);
    Values under(8);
    Values either(8);

    crossover(a, b, over);
    crossunder(a, b, under);
    cross(a, b, either);

    EXPECT_EQ(over, (Values{0, 0, 0, 1, 0, 0, 0, 0})) << "touching is not crossing; leaving a tie upward is";
    EXPECT_EQ(under, (Values{0, 0, 0, 0, 1, 0, 0, 0}));
    EXPECT_EQ(either, (Values{0, 0, 0, 1, 1, 0, 0, 0}));
}

TEST(Barssince, counts_from_the_bar_that_held) {
    EXPECT_TRUE(same(column_of(barssince, Values{0, na, 1, 0, 0, 2, na}), Values{na, na, 0, 1, 2, 0, 1}));
}

TEST(Valuewhen, looks_back_by_occurrence) {
    const Values condition{0, 1, 0, 1, na, 1};
    const Values source{10, 11, 12, 13, 14, 15};
    Values latest(6);
    Values before(6);

    valuewhen(condition, source, 0, latest);
    valuewhen(condition, source, 1, before);

    EXPECT_TRUE(same(latest, Values{na, 11, 11, 13, 13, 15}));
    EXPECT_TRUE(same(before, Values{na, na, na, 11, 11, 13}));
}

}  // namespace
}  // namespace spark::indicators
