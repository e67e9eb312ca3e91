#include "engine/robustness/haircut.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <utility>

#include "engine/robustness/testing/oracles.hpp"

namespace spark::robustness {
namespace {

constexpr std::array adjustments{std::pair{"bonferroni", Adjustment::bonferroni}, std::pair{"holm", Adjustment::holm},
                                 std::pair{"yekutieli", Adjustment::yekutieli}};

TEST(HaircutSharpe, is_that_of_scipys_p_values_and_false_discovery_control) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    const auto& oracle = *oracles.find("haircut");
    const auto sharpes = testing::numbers(*oracle.find("sharpes"));
    const auto p_values = testing::numbers(*oracle.find("p_values"));
    const auto best = testing::count(oracle, "best");
    const auto periods = static_cast<std::int64_t>(testing::count(oracle, "periods"));
    for (const auto& [name, adjustment] : adjustments) {
        SCOPED_TRACE(name);
        const auto wanted = testing::numbers(*oracle.find("adjusted")->find(name));
        for (std::size_t index = 0; index < sharpes.size(); ++index) {
            const auto found = haircut_sharpe(sharpes, index, periods, adjustment);

            EXPECT_NEAR(found.p_value / p_values[index], 1, 1e-9);
            EXPECT_NEAR(found.adjusted_p_value / wanted[index], 1, 1e-9);
        }
        EXPECT_NEAR(haircut_sharpe(sharpes, best, periods, adjustment).haircut,
                    testing::number(*oracle.find("haircut"), name), 1e-9);
    }
}

TEST(HaircutSharpe, of_a_single_trial_cuts_nothing) {
    for (const double sharpe : {0.001, -0.1, 0.2, 0.5, 3.0}) {
        const auto found = haircut_sharpe(std::array{sharpe}, 0, 1'000, Adjustment::bonferroni);

        EXPECT_NEAR(found.sharpe, sharpe, 1e-9 * std::abs(sharpe));
        EXPECT_NEAR(found.haircut, 0, 1e-9);
    }
}

TEST(HaircutSharpe, of_what_is_nothing_special_among_many_leaves_nothing) {
    const std::vector<double> sharpes(1'000, 0.05);

    const auto found = haircut_sharpe(sharpes, 3, 250, Adjustment::bonferroni);

    EXPECT_EQ(found.adjusted_p_value, 1);
    EXPECT_EQ(found.sharpe, 0);
    EXPECT_EQ(found.haircut, 1);
    EXPECT_EQ(haircut_sharpe(std::array{0.0, 0.2}, 0, 250, Adjustment::holm).haircut, 1);
}

TEST(AdjustedPValues, keep_the_order_and_are_never_below_what_they_were) {
    const std::vector<double> p_values{0.04, 0.001, 0.3, 0.001, 1, 0};
    for (const auto& [name, adjustment] : adjustments) {
        SCOPED_TRACE(name);
        const auto adjusted = adjusted_p_values(p_values, adjustment);
        for (std::size_t one = 0; one < p_values.size(); ++one) {
            EXPECT_GE(adjusted[one], p_values[one]);
            EXPECT_LE(adjusted[one], 1);
            for (std::size_t other = 0; other < p_values.size(); ++other) {
                if (p_values[one] < p_values[other]) {
                    EXPECT_LE(adjusted[one], adjusted[other]);
                }
            }
        }
        EXPECT_EQ(adjusted[5], 0);
    }
    EXPECT_DOUBLE_EQ(adjusted_p_values(p_values, Adjustment::bonferroni)[0], 0.24);
    EXPECT_DOUBLE_EQ(adjusted_p_values(p_values, Adjustment::holm)[0], 0.12);
}

}  // namespace
}  // namespace spark::robustness
