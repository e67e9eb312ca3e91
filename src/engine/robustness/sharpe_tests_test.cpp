#include "engine/robustness/sharpe_tests.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/robustness/effective_trials.hpp"
#include "engine/robustness/testing/oracles.hpp"
#include "engine/statistics/return_statistics.hpp"

namespace spark::robustness {
namespace {

TEST(ExpectedSharpeMax, is_nothing_for_one_trial_or_for_trials_that_do_not_differ) {
    EXPECT_EQ(expected_sharpe_max(1, 0.5), 0);
    EXPECT_EQ(expected_sharpe_max(0, 0.5), 0);
    EXPECT_EQ(expected_sharpe_max(100, 0), 0);
}

TEST(ExpectedSharpeMax, is_the_papers_formula_and_near_the_exact_expectation) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "expected_max")) {
        const double trials = testing::number(oracle, "trials");
        const double found = expected_sharpe_max(trials, 1);

        EXPECT_NEAR(found, testing::number(oracle, "formula"), 1e-12) << trials;
        // By integration of x d(Φ(x)^N): the formula is an approximation, 8 % low for two trials, then ever better.
        EXPECT_NEAR(found, testing::number(oracle, "exact"), trials < 5 ? 0.05 : 0.04) << trials;
    }
}

TEST(ExpectedSharpeMax, grows_with_trials_a_fraction_of_one_included) {
    double before = 0;
    for (double trials = 1; trials < 1e9; trials *= 1.1) {
        const double found = expected_sharpe_max(trials, 0.01);
        EXPECT_GE(found, before) << trials;
        before = found;
    }
}

TEST(DeflatedSharpe, is_that_of_scipys_moments_and_normal_distribution) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "sharpe")) {
        const auto table = testing::sample_of(oracle);
        const auto ratios = sharpe_ratios(table);
        const std::size_t best = testing::count(oracle, "best");
        const auto record = sharpe_record(table.column(best));
        ASSERT_TRUE(record);
        const auto deflated = deflated_sharpe(*record, static_cast<double>(table.sets()), variance_of(ratios));
        ASSERT_TRUE(deflated);

        EXPECT_NEAR(ratios[best], testing::number(oracle, "sharpe"), 1e-13);
        EXPECT_NEAR(record->skew, testing::number(oracle, "skew"), 1e-11);
        EXPECT_NEAR(record->kurtosis, testing::number(oracle, "kurtosis"), 1e-11);
        EXPECT_NEAR(variance_of(ratios), testing::number(oracle, "variance"), 1e-15);
        EXPECT_NEAR(deflated->expected_max, testing::number(oracle, "expected_max"), 1e-13);
        EXPECT_NEAR(deflated->probability, testing::number(oracle, "probability"), 1e-11);
    }
}

TEST(DeflatedSharpe, of_pure_noise_is_seldom_high_and_of_a_planted_edge_near_one) {
    int high = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const auto noise = testing::sample_table({.seed = seed, .periods = 300, .sets = 30});
        const auto ratios = sharpe_ratios(noise);
        const auto best = static_cast<std::size_t>(std::ranges::max_element(ratios) - ratios.begin());
        const auto deflated = deflated_sharpe(*sharpe_record(noise.column(best)), 30, variance_of(ratios));
        high += deflated->probability > 0.95 ? 1 : 0;
    }
    EXPECT_LE(high, 4);

    const auto planted =
        testing::sample_table({.seed = 7, .periods = 1'000, .sets = 30, .drift_first = 0.003, .drift_step = -0.0001});
    const auto deflated = deflated_sharpe(*sharpe_record(planted.column(0)), 30, variance_of(sharpe_ratios(planted)));
    EXPECT_GT(deflated->probability, 0.95);
}

TEST(SharpeVariance, leaves_out_sets_that_never_traded) {
    const auto table = testing::sample_table({.seed = 3, .periods = 200, .sets = 8, .idle = 5});
    const auto trading = testing::rearranged(table, {0, 1, 2}, 1);

    EXPECT_EQ(sharpe_variance(table), variance_of(sharpe_ratios(trading)));
    EXPECT_LT(variance_of(sharpe_ratios(table)), sharpe_variance(table));
    EXPECT_EQ(sharpe_variance(testing::rearranged(table, {0, 7}, 1)), 0);
}

TEST(DeflatedSharpe, does_not_change_with_the_size_of_the_returns) {
    const auto table = testing::sample_table({.seed = 3, .periods = 200, .sets = 2, .drift_first = 0.001});
    const auto twice = testing::rearranged(table, {0, 1}, 2);

    EXPECT_EQ(deflated_sharpe(*sharpe_record(table.column(0)), 50, 0.01)->probability,
              deflated_sharpe(*sharpe_record(twice.column(0)), 50, 0.01)->probability);
}

TEST(EffectiveTrials, are_those_of_numpys_correlations_and_eigenvalues) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "sharpe")) {
        const auto table = testing::sample_of(oracle);
        const auto found = effective_trials(table);
        const auto directions = participation_ratio(table);
        const auto sets = static_cast<double>(table.sets());

        EXPECT_NEAR(found.average_correlation, testing::number(oracle, "average_correlation"), 1e-12);
        EXPECT_NEAR(found.trials, std::min(sets, testing::number(oracle, "effective")), 1e-10);
        ASSERT_TRUE(directions.has_value());
        EXPECT_NEAR(*directions, testing::number(oracle, "participation"), 1e-9);
    }
}

TEST(EffectiveTrials, of_copies_are_one_and_idle_sets_do_not_count) {
    const auto one = testing::sample_table({.seed = 5, .periods = 100, .sets = 2, .idle = 1});
    const auto copies = testing::rearranged(one, {0, 0, 0, 1, 0}, 1);

    const auto found = effective_trials(copies);

    EXPECT_EQ(found.sets, 4U);
    EXPECT_NEAR(found.average_correlation, 1, 1e-12);
    EXPECT_NEAR(found.trials, 1, 1e-11);
    EXPECT_NEAR(*participation_ratio(copies), 1, 1e-11);
    EXPECT_EQ(effective_trials(testing::rearranged(one, {1, 1}, 1)).trials, 0);
}

TEST(ParticipationRatio, counts_the_same_by_periods_and_by_sets) {
    // More sets than periods: the products of periods with each other, else of sets. Three copies count as one.
    const auto table = testing::sample_table({.seed = 6, .periods = 12, .sets = 9});
    const auto wide = testing::rearranged(table, {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8}, 1);

    EXPECT_NEAR(*participation_ratio(wide), *participation_ratio(table), 1e-11);
}

TEST(ParticipationRatio, stops_when_it_is_told_to) {
    const auto table = testing::sample_table({.seed = 6, .periods = 50, .sets = 60});
    const auto found = participation_ratio(table, [](std::size_t done) { return done < 20; });

    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().fault, Fault::unavailable);
}

TEST(DeflatedSharpe, is_that_of_the_papers_example) {
    // The paper's numerical example: a hundred trials whose annual ratios vary by 1/2, five years of 250 days, an
    // annual ratio of 2.5 with skewness −3 and kurtosis 10 is deflated to 0.9004; with 46 trials it would pass 0.95.
    const statistics::SharpeRecord record{
        .sharpe = 2.5 / std::sqrt(250.0), .skew = -3, .kurtosis = 10, .periods = 1'250};

    const auto hundred = deflated_sharpe(record, 100, 0.5 / 250);
    const auto fewer = deflated_sharpe(record, 46, 0.5 / 250);

    ASSERT_TRUE(hundred && fewer);
    EXPECT_NEAR(hundred->expected_max, 0.1132, 5e-5);
    EXPECT_NEAR(hundred->probability, 0.9004, 5e-5);
    EXPECT_NEAR(fewer->probability, 0.9505, 5e-5);
}

TEST(SharpeRecord, has_the_moments_that_the_statistics_of_a_run_have) {
    const std::vector<double> returns{0.012, -0.004, 0.003, 0.021, -0.017, 0.008, 0.001};

    const auto record = sharpe_record(returns);
    const auto figures = statistics::return_statistics(returns, 1);

    ASSERT_TRUE(record);
    EXPECT_NEAR(record->sharpe, *figures.sharpe, 1e-14);
    EXPECT_NEAR(record->skew, *figures.skew, 1e-13);
    EXPECT_NEAR(record->kurtosis, *figures.kurtosis + 3, 1e-13);
    EXPECT_EQ(record->periods, 7);
}

TEST(SharpeRecord, is_absent_where_returns_do_not_vary) {
    EXPECT_FALSE(sharpe_record(std::vector<double>{0.1}));
    EXPECT_FALSE(sharpe_record(std::vector<double>{0, 0, 0}));
    EXPECT_FALSE(sharpe_record(std::vector<double>(1'000, 0.1)));
}

TEST(BacktestYearsMin, grows_with_trials_and_shrinks_with_the_ratio_that_luck_may_show) {
    // Section "Minimum backtest length": after 45 trials on five years an annual ratio of 1 is to be expected.
    EXPECT_NEAR(*backtest_years_min(45, 1), 5, 0.05);
    EXPECT_LT(*backtest_years_min(45, 2), *backtest_years_min(45, 1));
    EXPECT_EQ(*backtest_years_min(1, 1), 0);
    EXPECT_FALSE(backtest_years_min(45, 0));
}

}  // namespace
}  // namespace spark::robustness
