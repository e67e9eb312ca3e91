#include "engine/robustness/bootstrap.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "engine/robustness/testing/oracles.hpp"

namespace spark::robustness {
namespace {

TEST(BestBlockLengths, are_those_of_arch) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "block_lengths")) {
        const auto found = best_block_lengths(testing::sample_of(oracle).column(0));
        ASSERT_TRUE(found);
        EXPECT_NEAR(found->stationary, testing::number(oracle, "stationary"), 1e-9);
        EXPECT_NEAR(found->circular, testing::number(oracle, "circular"), 1e-9);
    }
}

TEST(BestBlockLengths, do_not_exist_for_few_numbers_or_ones_that_do_not_vary) {
    EXPECT_FALSE(best_block_lengths(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    EXPECT_TRUE(best_block_lengths(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_FALSE(best_block_lengths(std::vector<double>(50, 0.1)));
}

TEST(StationaryBootstrap, has_blocks_of_the_mean_length_and_every_period_as_often) {
    constexpr std::size_t periods = 50;
    constexpr std::size_t rows = 4'000;
    Rng rng(5);
    std::vector<std::uint32_t> row(periods);
    std::vector<double> seen(periods);
    double jumps = 0;
    for (std::size_t repeat = 0; repeat < rows; ++repeat) {
        stationary_bootstrap(row, periods, 5, rng);
        for (std::size_t step = 0; step < periods; ++step) {
            ASSERT_LT(row[step], periods);
            seen[row[step]] += 1;
            if (step > 0) jumps += row[step] != (row[step - 1] + 1) % periods ? 1 : 0;
        }
    }

    // A step starts a block with chance 1/5, and the block's first period goes on by luck with chance 1/50.
    EXPECT_NEAR(jumps / (rows * (periods - 1)), 0.2 * 49 / 50, 0.005);
    for (const double count : seen) EXPECT_NEAR(count / rows, 1, 0.25);
}

TEST(StationaryBootstrap, of_blocks_of_one_draws_every_period_alone) {
    Rng rng(5);
    std::vector<std::uint32_t> row(20'000);
    stationary_bootstrap(row, 10, 1, rng);

    double follows = 0;
    for (std::size_t step = 1; step < row.size(); ++step) follows += row[step] == (row[step - 1] + 1) % 10 ? 1 : 0;
    EXPECT_NEAR(follows / 20'000, 0.1, 0.01);
}

TEST(CircularBootstrap, has_whole_blocks_that_go_on_round_the_end) {
    Rng rng(5);
    std::vector<std::uint32_t> row(23);
    for (int repeat = 0; repeat < 200; ++repeat) {
        circular_bootstrap(row, 7, 5, rng);
        for (std::size_t step = 0; step < row.size(); ++step) {
            ASSERT_LT(row[step], 7U);
            if (step % 5 != 0) {
                ASSERT_EQ(row[step], (row[step - 1] + 1) % 7);
            }
        }
    }
}

}  // namespace
}  // namespace spark::robustness
