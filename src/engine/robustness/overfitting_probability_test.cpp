#include "engine/robustness/overfitting_probability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/robustness/testing/oracles.hpp"

namespace spark::robustness {
namespace {

using testing::sample_table;

TEST(OverfittingProbability, is_that_of_the_paper_done_split_by_split_in_numpy) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "overfitting")) {
        const bool by_mean = oracle.string_at("performance").value() == "mean";
        const auto found = overfitting_probability(testing::sample_of(oracle),
                                                   {.blocks = testing::count(oracle, "blocks"),
                                                    .performance = by_mean ? Performance::mean : Performance::sharpe});
        ASSERT_TRUE(found.has_value());
        SCOPED_TRACE(wire::to_text(*oracle.find("sample")));
        double ranks = 0;
        for (const Split& split : found->splits) ranks += split.rank;

        EXPECT_EQ(found->splits.size(), testing::count(oracle, "splits"));
        EXPECT_DOUBLE_EQ(found->probability, testing::number(oracle, "probability"));
        EXPECT_DOUBLE_EQ(found->loss_probability, testing::number(oracle, "loss_probability"));
        EXPECT_DOUBLE_EQ(ranks, testing::number(oracle, "rank_sum"));
        EXPECT_NEAR(found->logit_median, testing::number(oracle, "logit_median"), 1e-13);
        EXPECT_NEAR(found->slope, testing::number(oracle, "slope"), 1e-10);
        EXPECT_NEAR(found->intercept, testing::number(oracle, "intercept"), 1e-10);
        EXPECT_NEAR(found->determination, testing::number(oracle, "determination"), 1e-10);
        EXPECT_EQ(found->dominates_first_order, oracle.bool_at("dominates_first_order").value());
        EXPECT_EQ(found->dominates_second_order, oracle.bool_at("dominates_second_order").value());
    }
}

TEST(OverfittingProbability, of_pure_noise_is_around_one_half) {
    double total = 0;
    constexpr int seeds = 40;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto found =
            overfitting_probability(sample_table({.seed = seed, .periods = 200, .sets = 20}), {.blocks = 8});
        ASSERT_TRUE(found.has_value());
        total += found->probability;
    }
    // One sample's probability spreads by about 0.2, so the mean of forty by about 0.03.
    EXPECT_NEAR(total / seeds, 0.5, 0.12);
}

TEST(OverfittingProbability, of_a_planted_edge_is_near_none) {
    auto table = sample_table({.seed = 9, .periods = 500, .sets = 20});
    for (std::size_t period = 0; period < table.periods(); ++period) table.at(period, 13) += 0.004;

    const auto found = overfitting_probability(table, {.blocks = 10});

    ASSERT_TRUE(found.has_value());
    EXPECT_LT(found->probability, 0.01);
    EXPECT_LT(found->loss_probability, 0.01);
    EXPECT_TRUE(found->dominates_first_order);
    EXPECT_TRUE(found->dominates_second_order);
}

TEST(OverfittingProbability, does_not_depend_on_the_order_of_sets_or_the_size_of_returns) {
    // Copies and idle sets among them: what is equal stays equal.
    const auto table = testing::rearranged(sample_table({.seed = 4, .periods = 160, .sets = 12, .idle = 3}),
                                           {0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 3, 0}, 1);
    std::vector<std::size_t> order(table.sets());
    std::iota(order.begin(), order.end(), 0U);
    Rng rng(17);
    for (int round = 0; round < 20; ++round) {
        for (std::size_t left = order.size(); left > 1; --left)
            std::swap(order[left - 1],
                      order[static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(left) - 1))]);

        const auto before = overfitting_probability(table, {.blocks = 8});
        const auto after = overfitting_probability(testing::rearranged(table, order, 8), {.blocks = 8});

        ASSERT_TRUE(before.has_value() && after.has_value());
        EXPECT_EQ(before->probability, after->probability);
        ASSERT_EQ(before->splits.size(), after->splits.size());
        for (std::size_t split = 0; split < before->splits.size(); ++split) {
            EXPECT_EQ(before->splits[split].rank, after->splits[split].rank);
            EXPECT_EQ(before->splits[split].in_sample, after->splits[split].in_sample);
        }
    }
}

TEST(OverfittingProbability, counts_a_choice_among_equals_as_overfitting) {
    const auto copies = testing::rearranged(sample_table({.seed = 4, .periods = 40, .sets = 2}), {0, 0, 0}, 1);

    const auto found = overfitting_probability(copies, {.blocks = 4});

    ASSERT_TRUE(found.has_value());
    for (const Split& split : found->splits) {
        EXPECT_EQ(split.rank, 2);
        EXPECT_EQ(split.logit, 0);
    }
    EXPECT_EQ(found->probability, 1);
}

TEST(OverfittingProbability, of_sets_that_never_trade_has_a_performance_of_nothing) {
    const auto found = overfitting_probability(ReturnTable(40, 3), {.blocks = 4});

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->probability, 1);
    EXPECT_EQ(found->loss_probability, 0);
    EXPECT_EQ(found->slope, 0);
    EXPECT_FALSE(found->dominates_first_order);
}

TEST(OverfittingProbability, leaves_out_the_oldest_periods_that_fill_no_block) {
    auto table = sample_table({.seed = 2, .periods = 43, .sets = 4});
    const auto with = overfitting_probability(table, {.blocks = 4});
    for (std::size_t period = 0; period < 3; ++period) table.at(period, 0) = 100;
    const auto changed = overfitting_probability(table, {.blocks = 4});
    table.at(3, 0) = 100;
    const auto past = overfitting_probability(table, {.blocks = 4});

    EXPECT_EQ(with->periods, 40U);
    EXPECT_EQ(with->intercept, changed->intercept);
    EXPECT_NE(with->intercept, past->intercept);
}

TEST(OverfittingProbability, has_every_choice_of_half_the_blocks_once) {
    EXPECT_EQ(split_count(2), 2U);
    EXPECT_EQ(split_count(16), 12'870U);
    EXPECT_EQ(split_count(20), 184'756U);
    const auto found = overfitting_probability(sample_table({.seed = 2, .periods = 64, .sets = 3}), {.blocks = 16});
    EXPECT_EQ(found->splits.size(), 12'870U);
}

TEST(OverfittingProbability, refuses_what_it_cannot_split) {
    const auto fault = [](std::size_t periods, std::size_t sets, std::size_t blocks) {
        const auto found =
            overfitting_probability(sample_table({.periods = periods, .sets = sets}), {.blocks = blocks});
        return found ? std::optional<Fault>() : found.error().fault;
    };

    EXPECT_EQ(fault(8, 2, 4), std::nullopt);
    EXPECT_EQ(fault(7, 2, 4), Fault::invalid_input);
    EXPECT_EQ(fault(8, 1, 4), Fault::invalid_input);
    EXPECT_EQ(fault(80, 2, 3), Fault::invalid_input);
    EXPECT_EQ(fault(80, 2, 0), Fault::invalid_input);
    EXPECT_EQ(fault(80, 2, 22), Fault::invalid_input);
}

TEST(OverfittingProbability, stops_when_it_is_told_to) {
    std::size_t last = 0;
    const auto found = overfitting_probability(sample_table({.periods = 64, .sets = 3}), {}, [&](std::size_t done) {
        last = done;
        return done < 1'000;
    });

    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().fault, Fault::unavailable);
    EXPECT_EQ(last, 1'024U);
}

}  // namespace
}  // namespace spark::robustness
