#include "engine/strategy/parameter.hpp"

#include <gtest/gtest.h>

#include <array>

#include "foundation/base/fixed_point.hpp"

namespace spark::strategy {
namespace {

const std::array specs{
    ParameterSpec{"fast", ParameterKind::integer, 1, 100, 1, 9, "bars", "", ""},
    ParameterSpec{"sl_pct", ParameterKind::decimal, 0, 50 * units_per_one, units_per_one / 4, 0, "percent", "", ""},
    ParameterSpec{"exit_on_cross", ParameterKind::flag, 0, 1, 1, 1, "", "", ""},
    ParameterSpec{"kind", ParameterKind::choice, 0, 2, 1, 1, "", "", "", {"sma", "ema", "wma"}},
};

Result<std::vector<std::int64_t>> resolve(std::vector<Assignment> given) { return resolve_parameters(specs, given); }

TEST(ResolveParameters, takes_the_fallbacks_when_nothing_is_given) {
    EXPECT_EQ(*resolve({}), (std::vector<std::int64_t>{9, 0, 1, 1}));
}

TEST(ResolveParameters, takes_both_ends_of_a_range_and_refuses_one_past) {
    EXPECT_TRUE(resolve({{"fast", "1"}}).has_value());
    EXPECT_TRUE(resolve({{"fast", "100"}}).has_value());
    EXPECT_EQ(resolve({{"fast", "0"}}).error().fault, Fault::invalid_input);
    EXPECT_EQ(resolve({{"fast", "101"}}).error().message, "found 101, allowed 1 to 100");
}

TEST(ResolveParameters, refuses_a_value_off_step_and_names_the_neighbours) {
    EXPECT_EQ((*resolve({{"sl_pct", "2.25"}}))[1], 225'000'000);

    const auto refused = resolve({{"sl_pct", "2.3"}});

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().remedy, "--set sl_pct=2.25 or --set sl_pct=2.5");
}

TEST(ResolveParameters, refuses_text_in_a_number_and_numbers_in_other_clothes) {
    for (const auto* text : {"nine", "9.5", "1e1", "", " 9", "0x9", "nan"}) {
        EXPECT_EQ(resolve({{"fast", text}}).error().fault, Fault::invalid_input) << text;
    }
    for (const auto* text : {"2,5", "1e1", "inf", ""})
        EXPECT_EQ(resolve({{"sl_pct", text}}).error().fault, Fault::invalid_input) << text;
    EXPECT_EQ(resolve({{"exit_on_cross", "maybe"}}).error().fault, Fault::invalid_input);
}

TEST(ResolveParameters, takes_a_choice_by_its_name_alone) {
    EXPECT_EQ((*resolve({{"kind", "wma"}}))[3], 2);
    EXPECT_EQ(parameter_text(specs[3], 2), "wma");

    const auto refused = resolve({{"kind", "emma"}});

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().remedy, "did you mean 'ema'?");
    EXPECT_FALSE(resolve({{"kind", "1"}}).has_value());
}

TEST(ResolveParameters, suggests_the_nearest_name) {
    const auto refused = resolve({{"fasst", "9"}});

    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fault, Fault::not_found);
    EXPECT_EQ(refused.error().remedy, "did you mean 'fast'?");
}

TEST(ResolveParameters, refuses_a_name_given_twice) {
    EXPECT_EQ(resolve({{"fast", "9"}, {"fast", "10"}}).error().fault, Fault::invalid_input);
}

TEST(ParseAssignment, splits_at_the_first_equals_and_refuses_less) {
    EXPECT_EQ(parse_assignment("a=b=c")->value, "b=c");
    EXPECT_EQ(parse_assignment("a=")->value, "");
    EXPECT_FALSE(parse_assignment("a").has_value());
    EXPECT_FALSE(parse_assignment("=1").has_value());
}

}  // namespace
}  // namespace spark::strategy
