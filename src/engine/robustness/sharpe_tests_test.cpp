#include "engine/robustness/sharpe_tests.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/statistics/return_statistics.hpp"

namespace spark::robustness {
namespace {

TEST(ExpectedSharpeMax, is_nothing_for_one_trial_or_for_trials_that_do_not_differ) {
    EXPECT_EQ(expected_sharpe_max(1, 0.5), 0);
    EXPECT_EQ(expected_sharpe_max(0, 0.5), 0);
    EXPECT_EQ(expected_sharpe_max(100, 0), 0);
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
