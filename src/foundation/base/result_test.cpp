#include "foundation/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "foundation/base/assert.hpp"

namespace spark {
namespace {

Result<std::unique_ptr<int>> make(int value) {
    if (value < 0) return fail(Fault::invalid_input, "found " + std::to_string(value) + ", allowed 0 or more", "row 3");
    return std::make_unique<int>(value);
}

Result<void> check(int value) {
    if (value == 13) return fail(Fault::denied, "found 13");
    return {};
}

Result<int> twice(int value) {
    SPARK_TRY(check(value));
    SPARK_TRY(const std::unique_ptr<int> made, make(value));
    SPARK_TRY(const auto again, make(value));
    return *made + *again;
}

TEST(Try, goes_on_with_the_value_also_when_it_can_only_be_moved) { EXPECT_EQ(twice(4).value(), 8); }

TEST(Try, returns_the_error_untouched) {
    EXPECT_EQ(twice(13).error(), (Error{Fault::denied, "found 13"}));
    EXPECT_EQ(twice(-1).error(), (Error{Fault::invalid_input, "found -1, allowed 0 or more", "row 3"}));
}

TEST(FaultRules, have_distinct_names_and_a_documented_exit_code) {
    std::set<std::string_view> names;
    for (const FaultRule& rule : fault_rules) {
        EXPECT_TRUE(names.insert(rule.name).second);
        EXPECT_GE(rule.exit_code, 3);
        EXPECT_LE(rule.exit_code, 10);
        EXPECT_EQ(&rule_of(rule.fault), &rule);
    }
    EXPECT_FALSE(rule_of(Fault::outcome_unknown).retry_is_safe);
    EXPECT_FALSE(rule_of(Fault::corrupt).retry_is_safe);
}

TEST(Assert, stops_the_process_and_names_the_condition) { EXPECT_DEATH(SPARK_ASSERT(1 + 1 == 3), "1 \\+ 1 == 3"); }

}  // namespace
}  // namespace spark
