#include "engine/search/condition.hpp"

#include <gtest/gtest.h>

#include "engine/search/testing/spaces.hpp"

namespace spark::search {
namespace {

/// fast, slow, sl_pct, even, exit_on_cross, type.
bool holds(std::string_view text, const sweep::SetValues& values) {
    const auto definition = testing::definition_of_kinds();
    const auto condition = Condition::compile(text, definition.parameters());
    EXPECT_TRUE(condition.has_value()) << text << ": " << condition.error().message;
    return condition && condition->holds(values);
}

Error error_of(std::string_view text) {
    const auto definition = testing::definition_of_kinds();
    const auto condition = Condition::compile(text, definition.parameters());
    EXPECT_FALSE(condition.has_value()) << text;
    return condition ? Error{} : condition.error();
}

constexpr std::int64_t tenth = units_per_one / 10;

TEST(Condition, compares_parameters_of_every_kind) {
    EXPECT_TRUE(holds("fast < slow and slow - fast >= 10", {10, 20, 0, 2, 1, 0}));
    EXPECT_FALSE(holds("fast < slow and slow - fast >= 10", {11, 20, 0, 2, 1, 0}));
    EXPECT_TRUE(holds("param.fast * 2 == slow", {10, 20, 0, 2, 1, 0}));
    EXPECT_TRUE(holds("type_is_ema or exit_on_cross", {10, 20, 0, 2, 0, 1}));
    EXPECT_FALSE(holds("type_is_ema or exit_on_cross", {10, 20, 0, 2, 0, 2}));
    EXPECT_TRUE(holds("slow / fast > 1.5 ? sl_pct > 1 : exit_on_cross", {10, 20, 2 * units_per_one, 2, 0, 2}));
    EXPECT_TRUE(holds("log(slow) > 2 and abs(fast - slow) == 10", {10, 20, 0, 2, 1, 0}));
}

TEST(Condition, is_exact_where_doubles_are_not) {
    EXPECT_TRUE(holds("sl_pct * 3 == 0.3", {1, 1, tenth, 2, 1, 0}));
    EXPECT_TRUE(holds("sl_pct + 0.2 <= 0.3", {1, 1, tenth, 2, 1, 0}));
    EXPECT_FALSE(holds("sl_pct + 0.2 > 0.3", {1, 1, tenth, 2, 1, 0}));
    EXPECT_TRUE(holds("-(sl_pct - 0.3) == 0.2", {1, 1, tenth, 2, 1, 0}));
    EXPECT_TRUE(holds("not (sl_pct * 3 != 0.3)", {1, 1, tenth, 2, 1, 0}));
}

TEST(Condition, takes_what_is_undefined_as_no) {
    EXPECT_FALSE(holds("slow / (fast - 1) > 0", {1, 20, 0, 2, 1, 0}));
    EXPECT_FALSE(holds("slow / (fast - 1) <= 0", {1, 20, 0, 2, 1, 0}));
}

TEST(Condition, refuses_what_it_cannot_ask_with_place_and_nearest_name) {
    EXPECT_EQ(error_of("fast < slwo").message, "unknown name 'slwo'");
    EXPECT_EQ(error_of("fast < slwo").place, "1:8");
    EXPECT_EQ(error_of("fast < slwo").remedy, "did you mean 'slow'?");
    EXPECT_EQ(error_of("fast + slow").message, "found a number, allowed a condition");
    EXPECT_EQ(error_of("1 < 2").message, "found no parameter, so that it is the same of every set");
    EXPECT_EQ(error_of("close > fast").message, "unknown name 'close'");
    EXPECT_EQ(error_of("fast = slow").remedy, "write '=='");
    EXPECT_EQ(error_of("fast <").place, "1:7");
    EXPECT_EQ(error_of("").place, "1:1");
    EXPECT_EQ(error_of("fast > exit_on_cross").place, "1:8");
}

/// The same questions to plain C++.
TEST(Condition, agrees_with_whole_number_arithmetic_on_every_pair) {
    const auto definition = testing::definition_of_kinds();
    const auto condition =
        Condition::compile("2 * fast + 3 < slow or slow == fast and not exit_on_cross", definition.parameters());
    ASSERT_TRUE(condition.has_value());
    for (std::int64_t fast = 1; fast < 40; ++fast) {
        for (std::int64_t slow = 1; slow < 90; ++slow) {
            for (const std::int64_t flag : {0, 1}) {
                const bool expected = 2 * fast + 3 < slow || (slow == fast && flag == 0);
                ASSERT_EQ(condition->holds(sweep::SetValues{fast, slow, 0, 2, flag, 0}), expected)
                    << fast << ' ' << slow;
            }
        }
    }
}

}  // namespace
}  // namespace spark::search
