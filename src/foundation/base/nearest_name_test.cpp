#include "foundation/base/nearest_name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace spark {
namespace {

constexpr std::array<std::string_view, 6> names{"smaCross", "buyHold", "rsi",
                                                "fast",     "slow",    "ds_binance_BTCUSDT_1h@v1"};

TEST(NearestName, finds_one_slip_of_the_finger) {
    EXPECT_EQ(nearest_name("smacros", names), "smaCross");
    EXPECT_EQ(nearest_name("SMACROSS", names), "smaCross");
    EXPECT_EQ(nearest_name("fsat", names), "fast");
    EXPECT_EQ(nearest_name("rsj", names), "rsi");
    EXPECT_EQ(nearest_name("buyholds", names), "buyHold");
    EXPECT_EQ(nearest_name("ds_binance_BTCUSD_1h@v2", names), "ds_binance_BTCUSDT_1h@v1");
}

TEST(NearestName, takes_a_beginning_of_three_characters_or_more) {
    EXPECT_EQ(nearest_name("buy", names), "buyHold");
    EXPECT_EQ(nearest_name("DS_bin", names), "ds_binance_BTCUSDT_1h@v1");
    EXPECT_EQ(nearest_name("bu", names), std::nullopt);
}

TEST(NearestName, suggests_nothing_when_nothing_is_near) {
    EXPECT_EQ(nearest_name("momentum", names), std::nullopt);
    EXPECT_EQ(nearest_name("", names), std::nullopt);
    EXPECT_EQ(nearest_name("x", std::vector<std::string>{"y"}), std::nullopt);
    EXPECT_EQ(nearest_name("fast", std::span<const std::string>{}), std::nullopt);
    EXPECT_EQ(nearest_name(std::string(100'000, 'f'), names), std::nullopt);
}

TEST(NearestName, prefers_the_smaller_distance_and_then_the_earlier_name) {
    EXPECT_EQ(nearest_name("lengt", std::vector<std::string>{"lenght2", "length"}), "length");
    EXPECT_EQ(nearest_name("cat", std::vector<std::string>{"bat", "hat"}), "bat");
}

TEST(EditDistance, counts_insert_delete_replace_and_swap) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("abc", "abcd"), 1U);
    EXPECT_EQ(edit_distance("abc", "ac"), 1U);
    EXPECT_EQ(edit_distance("abc", "axc"), 1U);
    EXPECT_EQ(edit_distance("abc", "acb"), 1U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

RC_GTEST_PROP(EditDistance, is_the_same_both_ways_and_never_above_the_longer_text, (std::string a, std::string b)) {
    const std::size_t distance = edit_distance(a, b);

    RC_ASSERT(distance == edit_distance(b, a));
    RC_ASSERT(distance <= std::max(a.size(), b.size()));
    RC_ASSERT(edit_distance(a, a) == 0U);
}

}  // namespace
}  // namespace spark
