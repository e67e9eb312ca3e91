#include "engine/identity/throttle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace spark::identity {
namespace {

using std::chrono::seconds;

constexpr WallTime start = wall_time_of_ms(1'767'268'800'000);

TEST(Throttle, lets_five_through_and_holds_the_sixth_until_the_first_is_fifteen_minutes_old) {
    Throttle throttle{{}};
    for (int minute = 0; minute < 5; ++minute) {
        EXPECT_FALSE(throttle.wait_of("ada", start + std::chrono::minutes(minute)).has_value());
        throttle.count("ada", start + std::chrono::minutes(minute));
    }

    EXPECT_EQ(throttle.wait_of("ada", start + std::chrono::minutes(4)), seconds(11 * 60));
    EXPECT_EQ(throttle.wait_of("ada", start + seconds(899)), seconds(1));
    EXPECT_EQ(throttle.wait_of("ada", start + seconds(900) - std::chrono::nanoseconds(1)), seconds(1));
    EXPECT_FALSE(throttle.wait_of("ada", start + seconds(900)).has_value());
    EXPECT_FALSE(throttle.wait_of("bob", start + std::chrono::minutes(4)).has_value());
}

TEST(Throttle, lets_only_one_more_through_for_each_that_leaves_the_window) {
    Throttle throttle{{}};
    for (int minute = 0; minute < 5; ++minute) throttle.count("ada", start + std::chrono::minutes(minute));

    throttle.count("ada", start + seconds(900));

    EXPECT_EQ(throttle.wait_of("ada", start + seconds(900)), seconds(60));
}

TEST(Throttle, takes_back_what_did_not_fail) {
    Throttle throttle{{}};
    for (int second = 0; second < 5; ++second) throttle.count("ada", start + seconds(second));

    throttle.take_back("ada", start + seconds(2));
    throttle.take_back("ada", start + seconds(77));
    throttle.take_back("bob", start);

    EXPECT_FALSE(throttle.wait_of("ada", start + seconds(5)).has_value());
    throttle.count("ada", start + seconds(5));
    EXPECT_TRUE(throttle.wait_of("ada", start + seconds(5)).has_value());
    throttle.forget("ada");
    EXPECT_EQ(throttle.size(), 0U);
}

TEST(Throttle, locks_nobody_out_for_longer_than_the_window_when_the_clock_is_set_back) {
    Throttle throttle{{}};
    for (int count = 0; count < 5; ++count) throttle.count("ada", start);

    EXPECT_EQ(throttle.wait_of("ada", start - std::chrono::hours(100)), seconds(900));
}

TEST(Throttle, stays_within_its_memory_and_gives_up_a_lock_last) {
    Throttle throttle{{.names_max = 100}};
    for (int count = 0; count < 5; ++count) throttle.count("locked", start);

    for (int name = 0; name < 1'000; ++name) throttle.count("name" + std::to_string(name), start + seconds(1));

    EXPECT_EQ(throttle.size(), 100U);
    EXPECT_TRUE(throttle.wait_of("locked", start + seconds(1)).has_value());
    throttle.count("after the window", start + seconds(2'000));
    EXPECT_EQ(throttle.size(), 1U);
}

RC_GTEST_PROP(Throttle, never_lets_more_than_the_limit_through_within_any_window, ()) {
    Throttle throttle{{.tries_max = 3, .window = seconds(10)}};
    const auto gaps = *rc::gen::container<std::vector<int>>(100, rc::gen::inRange(0, 4'000));
    std::vector<WallTime> passed;
    WallTime now = start;
    for (const int gap_ms : gaps) {
        now += std::chrono::milliseconds(gap_ms);
        const auto wait = throttle.wait_of("ada", now);
        if (wait) {
            RC_ASSERT(*wait >= seconds(1) && *wait <= seconds(10));
            RC_ASSERT(!throttle.wait_of("ada", now + *wait).has_value());
            continue;
        }
        throttle.count("ada", now);
        passed.push_back(now);
    }
    for (std::size_t index = 3; index < passed.size(); ++index) {
        RC_ASSERT(passed[index] - passed[index - 3] >= seconds(10));
    }
}

}  // namespace
}  // namespace spark::identity
