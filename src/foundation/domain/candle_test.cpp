#include "foundation/domain/candle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace spark {
namespace {

Candle candle(std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close, std::int64_t volume = 1) {
    return {.open_time = wall_time_of_ms(0),
            .open = Price::of_units(open),
            .high = Price::of_units(high),
            .low = Price::of_units(low),
            .close = Price::of_units(close),
            .volume = Volume::of_units(volume)};
}

TEST(Candle, holds_when_high_and_low_enclose_open_and_close) {
    EXPECT_TRUE(check_candle(candle(2, 4, 1, 3)).has_value());
    EXPECT_TRUE(check_candle(candle(1, 1, 1, 1, 0)).has_value());
}

TEST(Candle, is_refused_by_the_first_rule_it_breaks) {
    EXPECT_EQ(check_candle(candle(2, 4, 5, 3)).error().message, "high 0.00000004 is under low 0.00000005");
    EXPECT_EQ(check_candle(candle(5, 4, 1, 3)).error().message, "high 0.00000004 is under open 0.00000005");
    EXPECT_EQ(check_candle(candle(2, 4, 1, 5)).error().message, "high 0.00000004 is under close 0.00000005");
    EXPECT_EQ(check_candle(candle(1, 4, 2, 3)).error().message, "open 0.00000001 is under low 0.00000002");
    EXPECT_EQ(check_candle(candle(3, 4, 2, 1)).error().message, "close 0.00000001 is under low 0.00000002");
    EXPECT_EQ(check_candle(candle(0, 4, 2, 1)).error().message, "open is 0, allowed above 0");
    EXPECT_EQ(check_candle(candle(1, 4, -2, 1)).error().message, "low is -0.00000002, allowed above 0");
    EXPECT_EQ(check_candle(candle(2, 4, 1, 3, -1)).error().message, "volume is -0.00000001, allowed 0 or more");
}

RC_GTEST_PROP(Candle, holds_exactly_when_high_is_the_most_and_low_the_least, ()) {
    const auto price = rc::gen::inRange<std::int64_t>(1, 6);
    const std::int64_t o = *price;
    const std::int64_t h = *price;
    const std::int64_t l = *price;
    const std::int64_t c = *price;

    RC_ASSERT(check_candle(candle(o, h, l, c)).has_value() ==
              (h == std::max({o, h, l, c}) && l == std::min({o, h, l, c})));
}

}  // namespace
}  // namespace spark
