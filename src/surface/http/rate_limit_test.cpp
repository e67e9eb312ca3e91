#include "surface/http/rate_limit.hpp"

#include <gtest/gtest.h>

namespace spark::http {
namespace {

using namespace std::chrono_literals;

TEST(RateLimit, lets_a_burst_through_and_then_a_steady_rate) {
    RateLimit limit({.per_second = 2, .burst = 3});

    for (int call = 0; call < 3; ++call) EXPECT_TRUE(limit.take("a", 0s).is_allowed);
    const Taken fourth = limit.take("a", 0s);
    EXPECT_FALSE(fourth.is_allowed);
    EXPECT_EQ(fourth.next_in, 1s);
    EXPECT_FALSE(limit.take("a", 499ms).is_allowed);
    EXPECT_TRUE(limit.take("a", 1s).is_allowed);
}

TEST(RateLimit, keeps_the_principals_apart) {
    RateLimit limit({.per_second = 1, .burst = 1});

    EXPECT_TRUE(limit.take("a", 0s).is_allowed);
    EXPECT_FALSE(limit.take("a", 0s).is_allowed);
    EXPECT_TRUE(limit.take("b", 0s).is_allowed);
}

TEST(RateLimit, forgets_who_called_longest_ago_and_stays_bounded) {
    RateLimit limit({.per_second = 0.001, .burst = 1});
    EXPECT_TRUE(limit.take("first", 0s).is_allowed);
    for (std::size_t index = 1; index < RateLimit::principals_max; ++index)
        EXPECT_TRUE(limit.take("p" + std::to_string(index), 0s).is_allowed);
    EXPECT_FALSE(limit.take("first", 0s).is_allowed) << "all fit";

    EXPECT_TRUE(limit.take("one more", 0s).is_allowed);
    EXPECT_FALSE(limit.take("first", 0s).is_allowed) << "it has just called";
    EXPECT_TRUE(limit.take("p1", 0s).is_allowed) << "forgotten, so full again";
}

}  // namespace
}  // namespace spark::http
