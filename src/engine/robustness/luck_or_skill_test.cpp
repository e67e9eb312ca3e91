// The example of docs/reference/luck_or_skill.md, every figure of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/robustness/data_snooping.hpp"
#include "engine/robustness/effective_trials.hpp"
#include "engine/robustness/haircut.hpp"
#include "engine/robustness/overfitting_probability.hpp"
#include "engine/robustness/sharpe_tests.hpp"
#include "engine/robustness/testing/sample_returns.hpp"

namespace spark::robustness {
namespace {

/// Fifty sets over 500 days that have a market in common and no edge; set 17 is given one.
ReturnTable market_with(double edge) {
    auto table = testing::sample_table({.seed = 2'026, .periods = 500, .sets = 50, .market_weight = 0.5});
    for (std::size_t period = 0; period < table.periods(); ++period) table.at(period, 17) += edge;
    return table;
}

struct Figures {
    std::size_t best;
    double sharpe, chance_above_zero, variance, effective, expected_max, deflated, deflated_all, haircut, overfitting,
        loss, white, lower, consistent, upper;
};

Figures figures_of(const ReturnTable& table) {
    const auto ratios = sharpe_ratios(table);
    const auto best = static_cast<std::size_t>(std::ranges::max_element(ratios) - ratios.begin());
    const auto record = sharpe_record(table.column(best)).value();
    const auto effective = effective_trials(table);
    const double variance = variance_of(ratios);
    const auto deflated = deflated_sharpe(record, effective.trials, variance).value();
    const auto overfitting = overfitting_probability(table).value();
    Rng rng(1);
    const auto snooping = data_snooping(table, {}, {.replications = 10'000}, rng).value();
    return {.best = best,
            .sharpe = record.sharpe * std::sqrt(252.0),
            .chance_above_zero = statistics::probabilistic_sharpe(record, 0).value(),
            .variance = variance,
            .effective = effective.trials,
            .expected_max = deflated.expected_max * std::sqrt(252.0),
            .deflated = deflated.probability,
            .deflated_all = deflated_sharpe(record, 50, variance)->probability,
            .haircut = haircut_sharpe(ratios, best, 500, Adjustment::holm).haircut,
            .overfitting = overfitting.probability,
            .loss = overfitting.loss_probability,
            .white = snooping.reality_check,
            .lower = snooping.spa_lower,
            .consistent = snooping.spa_consistent,
            .upper = snooping.spa_upper};
}

TEST(LuckOrSkill, says_luck_of_the_best_of_fifty_without_an_edge) {
    const auto found = figures_of(market_with(0));

    EXPECT_EQ(found.best, 21U);
    EXPECT_NEAR(found.sharpe, 0.94, 0.005);
    EXPECT_NEAR(found.chance_above_zero, 0.91, 0.005);
    EXPECT_NEAR(found.effective, 39.9, 0.05);
    EXPECT_NEAR(found.expected_max, 1.30, 0.005);
    EXPECT_NEAR(found.deflated, 0.31, 0.005);
    EXPECT_NEAR(found.deflated_all, 0.28, 0.005);
    EXPECT_EQ(found.haircut, 1);
    EXPECT_NEAR(found.overfitting, 0.71, 0.005);
    EXPECT_NEAR(found.loss, 0.76, 0.005);
    EXPECT_NEAR(found.white, 0.89, 0.005);
    EXPECT_NEAR(found.lower, 0.75, 0.005);
    EXPECT_NEAR(found.consistent, 0.85, 0.005);
    EXPECT_NEAR(found.upper, 0.85, 0.005);
}

TEST(LuckOrSkill, says_skill_of_the_one_with_an_edge) {
    const auto found = figures_of(market_with(0.003));

    EXPECT_EQ(found.best, 17U);
    EXPECT_NEAR(found.sharpe, 3.46, 0.005);
    EXPECT_GT(found.chance_above_zero, 0.9999);
    EXPECT_NEAR(found.expected_max, 1.69, 0.005);
    EXPECT_NEAR(found.deflated, 0.992, 0.0005);
    EXPECT_NEAR(found.deflated_all, 0.989, 0.0005);
    EXPECT_NEAR(found.haircut, 0.17, 0.005);
    EXPECT_NEAR(found.overfitting, 0.007, 0.0005);
    EXPECT_NEAR(found.loss, 0.008, 0.0005);
    EXPECT_NEAR(found.white, 0.0001, 0.00005);
    EXPECT_EQ(found.consistent, 0);
}

}  // namespace
}  // namespace spark::robustness
