#include "engine/search/space.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/search/testing/spaces.hpp"

namespace spark::search {
namespace {

using testing::definition_of_kinds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> texts_of(std::string_view text) {
    const auto definition = definition_of_kinds();
    const auto axis = Axis::parse(definition.parameters(), text);
    EXPECT_TRUE(axis.has_value()) << text << ": " << axis.error().message;
    std::vector<std::string> texts;
    for (std::uint64_t at = 0; axis && at < axis->count(); ++at) texts.push_back(axis->value_text(at));
    return texts;
}

Error error_of(std::string_view text) {
    const auto definition = definition_of_kinds();
    const auto axis = Axis::parse(definition.parameters(), text);
    EXPECT_FALSE(axis.has_value()) << text;
    return axis ? Error{} : axis.error();
}

TEST(Axis, takes_both_ends_of_a_range_when_the_step_meets_them) {
    EXPECT_THAT(texts_of("fast=5:20:5"), ElementsAre("5", "10", "15", "20"));
    EXPECT_THAT(texts_of("fast=5:19:5"), ElementsAre("5", "10", "15"));
    EXPECT_THAT(texts_of("fast=5:8"), ElementsAre("5", "6", "7", "8"));
    EXPECT_THAT(texts_of("fast=5:5"), ElementsAre("5"));
    EXPECT_THAT(texts_of("sl_pct=0.5:2:0.5"), ElementsAre("0.5", "1", "1.5", "2"));
    EXPECT_THAT(texts_of("even=4:8"), ElementsAre("4", "6", "8"));
}

TEST(Axis, takes_lists_of_numbers_in_their_order_and_of_choices_as_given) {
    EXPECT_THAT(texts_of("fast=21,5,8,13"), ElementsAre("5", "8", "13", "21"));
    EXPECT_THAT(texts_of("type=ema,sma"), ElementsAre("ema", "sma"));
    EXPECT_THAT(texts_of("type=*"), ElementsAre("sma", "ema", "hma"));
    EXPECT_THAT(texts_of("exit_on_cross=true,false"), ElementsAre("true", "false"));
    EXPECT_THAT(texts_of("exit_on_cross=*"), ElementsAre("false", "true"));
    EXPECT_THAT(texts_of("fast=9"), ElementsAre("9"));
}

TEST(Axis, spreads_values_evenly_by_ratio_and_takes_equal_ones_once) {
    EXPECT_THAT(texts_of("fast=log:1:1000:4"), ElementsAre("1", "10", "100", "1000"));
    EXPECT_THAT(texts_of("fast=log:1:4:8"), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(texts_of("sl_pct=log:0.5:8:5"), ElementsAre("0.5", "1", "2", "4", "8"));
}

TEST(Axis, says_itself_as_it_may_be_given_again) {
    const auto definition = definition_of_kinds();
    for (const std::string_view text : {"fast=5:19:5", "fast=21,5", "type=*", "sl_pct=log:0.5:8:5", "fast=3:3",
                                        "exit_on_cross=true", "sl_pct=0.00:1:0.25"}) {
        const auto axis = Axis::parse(definition.parameters(), text);
        ASSERT_TRUE(axis.has_value()) << text;

        const auto again = Axis::parse(definition.parameters(), axis->text());

        ASSERT_TRUE(again.has_value()) << axis->text();
        EXPECT_EQ(again->text(), axis->text());
        ASSERT_EQ(again->count(), axis->count());
        EXPECT_EQ(again->is_log(), axis->is_log());
        for (std::uint64_t at = 0; at < axis->count(); ++at) EXPECT_EQ(again->value(at), axis->value(at));
    }
}

TEST(Axis, refuses_each_mistake_with_its_place_and_what_was_meant) {
    EXPECT_EQ(error_of("fats=5:50").fault, Fault::not_found);
    EXPECT_EQ(error_of("fats=5:50").remedy, "did you mean 'fast'?");
    EXPECT_EQ(error_of("fast").place, "--param");
    EXPECT_EQ(error_of("fast=").message, "found no values");
    EXPECT_EQ(error_of("fast=").place, "--param fast");
    EXPECT_EQ(error_of("fast=5:50:0").message, "found step 0, allowed above 0");
    EXPECT_EQ(error_of("fast=5:50:-5").message, "found step -5, allowed above 0");
    EXPECT_EQ(error_of("fast=50:5").remedy, "write fast=5:50");
    EXPECT_EQ(error_of("fast=5:50:5:1").message, "found '5:50:5:1', allowed least:most or least:most:step");
    EXPECT_EQ(error_of("fast=5:8:4").message, "found step 4 over 5 to 8, which leaves one value");
    EXPECT_EQ(error_of("fast=0:8").message, "found 0, allowed 1 to 1000");
    EXPECT_EQ(error_of("even=3:8").message, "found 3, allowed steps of 2 from 2");
    EXPECT_EQ(error_of("even=2:8:3").message, "found step 3, allowed multiples of 2");
    EXPECT_EQ(error_of("fast=5,8,5").message, "found 5 twice");
    EXPECT_EQ(error_of("fast=5,x").message, "found 'x', allowed a whole number");
    EXPECT_EQ(error_of("fast=nan:inf").message, "found 'nan', allowed a whole number");
    EXPECT_EQ(error_of("sl_pct=1e9:2").fault, Fault::invalid_input);
    EXPECT_EQ(error_of("fast=5:x").message, "found 'x', allowed a whole number");
    EXPECT_EQ(error_of("type=smaa").remedy, "did you mean 'sma'?");
    EXPECT_EQ(error_of("type=sma:ema").remedy, "write type=*");
    EXPECT_THAT(error_of("fast=*").message, HasSubstr("found '*' for a number"));
    EXPECT_EQ(error_of("sl_pct=log:0:5:5").message, "found 0 as least of a range by ratio, allowed above 0");
    EXPECT_THAT(error_of("fast=log:5:50:1").message, HasSubstr("found 1 values from 5 to 50"));
    EXPECT_THAT(error_of("fast=log:5:50").message, HasSubstr("allowed log:least:most:count"));
    EXPECT_THAT(error_of("fast=log:5:50:x").message, HasSubstr("found 'x'"));
}

TEST(Space, counts_points_and_turns_the_last_axis_fastest) {
    const Space space = testing::space_of({"fast=5:6", "slow=20:22"});

    EXPECT_TRUE(space.count() == 6);
    EXPECT_THAT(space.point(0), ElementsAre(0, 0));
    EXPECT_THAT(space.point(1), ElementsAre(0, 1));
    EXPECT_THAT(space.point(3), ElementsAre(1, 0));
    EXPECT_THAT(space.values(space.point(4)), ElementsAre(6, 21, 50'000'000, 2, 1, 0));
    for (std::uint64_t number = 0; number < 6; ++number) EXPECT_EQ(space.number(space.point(number)), number);
}

TEST(Space, refuses_the_same_parameter_twice_and_one_that_is_also_set) {
    const auto definition = definition_of_kinds();
    const std::vector<std::string> twice{"fast=5:6", "fast=7:8"};
    const std::vector<std::string> once{"fast=5:6"};
    const std::vector<strategy::Assignment> fixed{{"fast", "9"}};

    EXPECT_EQ(Space::make(definition, twice, {}).error().message, "found parameter 'fast' twice");
    EXPECT_EQ(Space::make(definition, once, fixed).error().remedy, "leave out --set fast");
    EXPECT_EQ(Space::make(definition, {}, {}).error().message, "found no parameter to search");
    const std::vector<std::string> fine{"sl_pct=0:100:0.00000001"};
    EXPECT_THAT(Space::make(definition, fine, {}).error().remedy, "take a larger step");
}

TEST(Space, keeps_what_is_set_beside_the_axes) {
    const auto definition = definition_of_kinds();
    const std::vector<std::string> axes{"fast=5:6"};
    const std::vector<strategy::Assignment> fixed{{"slow", "77"}, {"type", "hma"}};

    const auto space = Space::make(definition, axes, fixed);

    ASSERT_TRUE(space.has_value());
    EXPECT_THAT(space->values({1}), ElementsAre(6, 77, 50'000'000, 2, 1, 2));
}

}  // namespace
}  // namespace spark::search
