#include "adapters/trials/trial_axis.hpp"

#include <gtest/gtest.h>

#include "adapters/trials/testing/sample_trials.hpp"

namespace spark::trials {
namespace {

TEST(TrialAxis, says_its_values_as_a_person_sets_them) {
    const auto axes = testing::sample_axes();

    EXPECT_EQ(axes[0].value_text(0), "5");
    EXPECT_EQ(axes[0].value_text(9), "50");
    EXPECT_EQ(axes[2].value_text(1), "1");
    EXPECT_EQ(axes[2].value_text(4), "2.5");
    EXPECT_EQ(axes[3].value_text(0), "true");
    EXPECT_EQ(axes[3].value_text(1), "false");
}

TEST(TrialAxis, finds_the_place_of_each_of_its_texts_and_of_no_other) {
    for (const TrialAxis& axis : testing::sample_axes()) {
        for (std::uint64_t index = 0; index < axis.count; ++index)
            EXPECT_EQ(axis.index_of(axis.value_text(index)), index) << axis.name;
        for (const char* other : {"", "7", "0", "55", "nan", "3.0000001"})
            EXPECT_EQ(axis.index_of(other), std::nullopt) << axis.name << " " << other;
    }
}

TEST(TrialAxis, is_the_same_after_writing_and_reading) {
    std::vector<TrialAxis> axes = testing::sample_axes();
    axes.push_back({.name = "type",
                    .kind = strategy::ParameterKind::choice,
                    .choices = {"sma", "ema"},
                    .is_ordered = false,
                    .count = 2,
                    .least = 0,
                    .step = 1});
    axes.push_back({.name = "length", .is_log = true, .count = 4, .listed = {5, 11, 23, 50}});

    for (const TrialAxis& axis : axes) EXPECT_EQ(TrialAxis::parse(axis.json()).value(), axis) << axis.name;
}

TEST(TrialAxis, refuses_what_would_name_no_value) {
    const auto refused = [](TrialAxis axis) { return !TrialAxis::parse(axis.json()).has_value(); };
    TrialAxis choice{
        .name = "type", .kind = strategy::ParameterKind::choice, .choices = {"sma"}, .count = 2, .step = 1};

    EXPECT_TRUE(refused(choice)) << "a value past the choices";
    EXPECT_TRUE(refused({.name = "x", .count = 0}));
    EXPECT_TRUE(refused({.name = "x", .count = 3, .listed = {1, 2}}));
    EXPECT_TRUE(refused({.name = "x", .count = 3, .least = INT64_MAX - 1, .step = 1}));
    choice.choices.push_back("ema");
    EXPECT_FALSE(refused(choice));
}

}  // namespace
}  // namespace spark::trials
