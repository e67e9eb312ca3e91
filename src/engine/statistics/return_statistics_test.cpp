#include "engine/statistics/return_statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "engine/statistics/probabilistic_sharpe.hpp"

namespace spark::statistics {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Rows that empyrical's own tests use (tests/conftest.py, 0.5.10).
const std::vector<double> mixed{none, 0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1};
const std::vector<double> negative{0, -0.06, -0.07, -0.01, -0.09, -0.02, -0.06, -0.08, -0.05};

TEST(ReturnStatistics, of_empyricals_mixed_returns_are_those_its_tests_expect) {
    const ReturnStatistics figures = return_statistics(mixed, 252);

    EXPECT_EQ(figures.periods, 9);
    EXPECT_EQ(figures.values, 8);
    EXPECT_NEAR(*figures.total_return, 0.03893, 1e-5);
    EXPECT_NEAR(*figures.annual_return, 1.9135925373194231, 1e-12);
    EXPECT_NEAR(*figures.annual_volatility, 0.9136465399704637, 1e-12);
    EXPECT_NEAR(*figures.sharpe, 1.7238613961706866, 1e-12);
    EXPECT_NEAR(*figures.downside_risk, 0.60448325038829653, 1e-12);
    EXPECT_NEAR(*figures.sortino, 2.605531251673693, 1e-12);
    EXPECT_NEAR(*figures.max_drawdown, -0.1, 1e-12);
    EXPECT_NEAR(*figures.calmar, 19.135925373194233, 1e-10);
    EXPECT_NEAR(*figures.stability, 0.1529973665111273, 1e-12);
    // Quantiles 0.0755 and −0.079; empyrical's test compares with 0.947 to one decimal.
    EXPECT_NEAR(*figures.tail_ratio, 0.0755 / 0.079, 1e-12);
}

TEST(ReturnStatistics, of_losses_alone_are_those_empyricals_tests_expect) {
    const ReturnStatistics figures = return_statistics(negative, 252);

    EXPECT_NEAR(*figures.total_return, -0.36590730, 1e-8);
    EXPECT_NEAR(*figures.max_drawdown, -0.36590730, 1e-8);
    EXPECT_EQ(*figures.omega, 0);
    EXPECT_EQ(*figures.positive_share, 0);
    EXPECT_FALSE(figures.track_length_min.has_value());
}

TEST(ReturnStatistics, of_a_shape_are_what_a_pencil_says) {
    // Deviations from the mean of 1: −2, −1, 0, 3 %; moments 3.5, 4.5, 24.5 (in percent).
    const std::vector<double> returns{-0.01, 0, 0.01, 0.04};

    const ReturnStatistics figures = return_statistics(returns, 1);

    EXPECT_NEAR(*figures.mean, 0.01, 1e-15);
    EXPECT_NEAR(*figures.skew, 4.5 / std::pow(3.5, 1.5), 1e-12);
    EXPECT_NEAR(*figures.kurtosis, 24.5 / (3.5 * 3.5) - 3, 1e-12);
    EXPECT_NEAR(*figures.value_at_risk, -0.01 + 0.15 * 0.01, 1e-15);
    EXPECT_EQ(*figures.expected_shortfall, -0.01);
    EXPECT_NEAR(*figures.omega, 5, 1e-12);
}

TEST(ReturnStatistics, that_do_not_exist_are_absent_and_never_infinite) {
    for (const std::vector<double>& returns :
         std::vector<std::vector<double>>{{}, {none}, {none, none}, {0.01}, {0.01, 0.01, 0.01}, {0, 0, 0}, {-1}}) {
        const ReturnStatistics figures = return_statistics(returns, 252);

        EXPECT_FALSE(figures.sharpe.has_value());
        EXPECT_FALSE(figures.skew.has_value());
        EXPECT_FALSE(figures.probabilistic_sharpe.has_value());
        EXPECT_FALSE(figures.sortino.has_value());
        EXPECT_FALSE(figures.omega.has_value());
    }
    EXPECT_FALSE(return_statistics({}, 252).total_return.has_value());
    EXPECT_FALSE(return_statistics(std::vector<double>(3, 0.0), 252).stability.has_value());
}

TEST(ReturnStatistics, of_a_total_loss_end_at_minus_one) {
    const std::vector<double> returns{0.1, -1, 0.5};

    const ReturnStatistics figures = return_statistics(returns, 252);

    EXPECT_EQ(*figures.total_return, -1);
    EXPECT_EQ(*figures.annual_return, -1);
    EXPECT_EQ(*figures.max_drawdown, -1);
    EXPECT_EQ(*figures.calmar, -1);
    EXPECT_FALSE(figures.stability.has_value());
}

TEST(ReturnStatistics, of_returns_past_the_range_of_double_are_absent) {
    const std::vector<double> returns(3, 1e200);

    const ReturnStatistics figures = return_statistics(returns, 252);

    EXPECT_FALSE(figures.total_return.has_value());
    EXPECT_FALSE(figures.annual_return.has_value());
}

RC_GTEST_PROP(ReturnStatistics, keep_their_bounds_for_any_returns, (const std::vector<int>& thousandths)) {
    std::vector<double> returns;
    for (const int value : thousandths) returns.push_back(static_cast<double>(value % 1000) / 1000);

    const ReturnStatistics figures = return_statistics(returns, 252);

    RC_ASSERT(!figures.max_drawdown || (*figures.max_drawdown <= 0 && *figures.max_drawdown >= -1));
    RC_ASSERT(!figures.stability || (*figures.stability >= 0 && *figures.stability <= 1 + 1e-12));
    RC_ASSERT(!figures.probabilistic_sharpe ||
              (*figures.probabilistic_sharpe >= 0 && *figures.probabilistic_sharpe <= 1));
    RC_ASSERT(!figures.expected_shortfall || *figures.expected_shortfall <= *figures.value_at_risk + 1e-15);
    RC_ASSERT(!figures.worst || (*figures.worst <= *figures.mean + 1e-15 && *figures.mean <= *figures.best + 1e-15));
}

RC_GTEST_PROP(ReturnStatistics, ratios_do_not_change_when_every_return_is_halved, (const std::vector<int>& parts)) {
    std::vector<double> whole;
    std::vector<double> half;
    for (const int value : parts) {
        whole.push_back(static_cast<double>(value % 1024) / 1024);
        half.push_back(whole.back() / 2);
    }

    const ReturnStatistics a = return_statistics(whole, 252);
    const ReturnStatistics b = return_statistics(half, 252);

    RC_ASSERT(a.sharpe.has_value() == b.sharpe.has_value());
    if (a.sharpe) RC_ASSERT(std::abs(*a.sharpe - *b.sharpe) <= 1e-12 * std::abs(*a.sharpe));
    if (a.sortino) RC_ASSERT(std::abs(*a.sortino - *b.sortino) <= 1e-12 * std::abs(*a.sortino));
    if (a.tail_ratio) RC_ASSERT(std::abs(*a.tail_ratio - *b.tail_ratio) <= 1e-12 * *a.tail_ratio);
}

TEST(BenchmarkStatistics, of_returns_against_themselves_have_beta_one_and_no_alpha) {
    const BenchmarkStatistics figures = benchmark_statistics(mixed, mixed, 252);

    EXPECT_EQ(figures.pairs, 8);
    EXPECT_NEAR(*figures.beta, 1, 1e-12);
    EXPECT_NEAR(*figures.alpha, 0, 1e-12);
    EXPECT_NEAR(*figures.correlation, 1, 1e-12);
    EXPECT_EQ(*figures.tracking_error, 0);
    EXPECT_FALSE(figures.information_ratio.has_value());
}

TEST(BenchmarkStatistics, are_what_a_pencil_says) {
    // Benchmark −1, 0, 1 %; returns twice that plus 0.1 %: beta 2, rest 0.1 % a period.
    const std::vector<double> benchmark{-0.01, 0, 0.01};
    const std::vector<double> returns{-0.019, 0.001, 0.021};

    const BenchmarkStatistics figures = benchmark_statistics(returns, benchmark, 12);

    EXPECT_NEAR(*figures.beta, 2, 1e-12);
    EXPECT_NEAR(*figures.alpha, std::pow(1.001, 12) - 1, 1e-12);
    EXPECT_NEAR(*figures.correlation, 1, 1e-12);
    EXPECT_NEAR(*figures.tracking_error, 0.01 * std::sqrt(12), 1e-12);
    EXPECT_NEAR(*figures.excess_sharpe, 0.1, 1e-12);
}

TEST(BenchmarkStatistics, of_a_flat_benchmark_have_no_beta) {
    const BenchmarkStatistics figures = benchmark_statistics(negative, std::vector<double>(9, 0.01), 252);

    EXPECT_FALSE(figures.beta.has_value());
    EXPECT_FALSE(figures.alpha.has_value());
}

TEST(ProbabilisticSharpe, equals_the_published_example) {
    // Bailey, López de Prado (2012), section 3: annual Sharpe 1.59 over 24 months, skew −2.448, kurtosis 10.164:
    // PSR(0) = 0.913.
    const SharpeRecord skewed{.sharpe = 0.458, .skew = -2.448, .kurtosis = 10.164, .periods = 24};

    EXPECT_NEAR(*probabilistic_sharpe(skewed, 0), 0.913, 1e-3);
}

TEST(ProbabilisticSharpe, is_a_half_at_its_own_threshold_and_reaches_the_confidence_at_the_least_length) {
    SharpeRecord record{.sharpe = 0.2, .skew = -0.5, .kurtosis = 5, .periods = 100};

    EXPECT_NEAR(*probabilistic_sharpe(record, 0.2), 0.5, 1e-15);

    record.periods = static_cast<std::int64_t>(std::ceil(*track_length_min(record, 0, 0.95)));
    EXPECT_GE(*probabilistic_sharpe(record, 0), 0.95);
    --record.periods;
    EXPECT_LT(*probabilistic_sharpe(record, 0), 0.95);
}

TEST(ProbabilisticSharpe, is_absent_for_records_that_say_nothing) {
    EXPECT_FALSE(probabilistic_sharpe({.sharpe = 1, .skew = 0, .kurtosis = 3, .periods = 1}, 0).has_value());
    EXPECT_FALSE(probabilistic_sharpe({.sharpe = 1, .skew = 2, .kurtosis = 3, .periods = 9}, 0).has_value());
    EXPECT_FALSE(track_length_min({.sharpe = 0.1, .skew = 0, .kurtosis = 3, .periods = 9}, 0.1, 0.95).has_value());
}

TEST(NormalShareBelow, equals_the_error_function_of_libm) {
    for (double x = -9; x <= 9; x += 0.125) EXPECT_NEAR(normal_share_below(x), std::erfc(-x / std::sqrt(2)) / 2, 1e-14);
}

}  // namespace
}  // namespace spark::statistics
