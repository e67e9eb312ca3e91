#include "engine/robustness/monte_carlo.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

#include "engine/robustness/testing/oracles.hpp"

namespace spark::robustness {
namespace {

using testing::number;

/// As make_oracles.py has them.
std::vector<TradeOutcome> sample_trades(std::uint64_t seed, std::size_t count) {
    Rng rng(seed);
    std::vector<TradeOutcome> trades;
    for (std::size_t trade = 0; trade < count; ++trade) {
        const double turnover = 2'000.0 + 100.0 * testing::bell(rng);
        trades.push_back({.net = turnover * (0.0005 + 0.01 * testing::bell(rng)), .turnover = turnover});
    }
    return trades;
}

TradeOrder order_of(const std::string& name) {
    if (name == "shuffled") return TradeOrder::shuffled;
    if (name == "resampled") return TradeOrder::resampled;
    if (name == "block_resampled") return TradeOrder::block_resampled;
    return TradeOrder::as_traded;
}

void expect_bands(const Bands& found, const wire::Json& wanted) {
    const auto values = testing::numbers(wanted);
    ASSERT_EQ(values.size(), 5U);
    EXPECT_NEAR(found.p5, values[0], 1e-9);
    EXPECT_NEAR(found.p25, values[1], 1e-9);
    EXPECT_NEAR(found.p50, values[2], 1e-9);
    EXPECT_NEAR(found.p75, values[3], 1e-9);
    EXPECT_NEAR(found.p95, values[4], 1e-9);
}

TEST(MonteCarlo, has_the_bands_that_numpy_has_of_the_same_draws) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "monte_carlo")) {
        SCOPED_TRACE(oracle.string_at("order").value());
        Rng rng(testing::count(oracle, "seed"));
        const auto found = monte_carlo(sample_trades(41, 60),
                                       {.runs = testing::count(oracle, "runs"),
                                        .order = order_of(oracle.string_at("order").value()),
                                        .block_length = number(oracle, "block"),
                                        .skip_probability = number(oracle, "skip"),
                                        .extra_cost_bps = number(oracle, "extra_bps"),
                                        .starting_equity = number(oracle, "start"),
                                        .ruin_share = number(oracle, "ruin_share"),
                                        .fan_points = testing::count(oracle, "fan_points")},
                                       rng);
        ASSERT_TRUE(found.has_value());

        expect_bands(found->final_equity, *oracle.find("final"));
        expect_bands(found->max_drawdown, *oracle.find("drawdown"));
        EXPECT_DOUBLE_EQ(found->ruin_probability, number(oracle, "ruin"));
        EXPECT_DOUBLE_EQ(found->worse_drawdown_share, number(oracle, "worse"));
        EXPECT_NEAR(found->final_equity_as_traded, number(oracle, "actual_final"), 1e-9);
        EXPECT_NEAR(found->max_drawdown_as_traded, number(oracle, "actual_fall"), 1e-12);
        const auto fan = testing::cases(oracle, "fan");
        const auto points = testing::numbers(*oracle.find("points"));
        ASSERT_EQ(found->fan.size(), fan.size());
        for (std::size_t point = 0; point < fan.size(); ++point) {
            EXPECT_EQ(static_cast<double>(found->fan[point].trade), points[point]);
            expect_bands(found->fan[point].equity, fan[point]);
        }
    }
}

TEST(CostStress, is_that_of_numpy) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    const auto trades = sample_trades(41, 60);
    const auto& stress = *oracles.find("stress");
    for (const auto& oracle : testing::cases(stress, "rows")) {
        const std::array costs{number(oracle, "bps")};
        const auto found = cost_stress(trades, 1'000, costs).front();

        EXPECT_NEAR(found.final_equity, number(oracle, "final"), 1e-9);
        EXPECT_NEAR(found.max_drawdown, number(oracle, "drawdown"), 1e-12);
        EXPECT_DOUBLE_EQ(found.winning_share, number(oracle, "win"));
    }
    EXPECT_NEAR(*break_even_cost_bps(trades), number(stress, "break_even"), 1e-9);
}

TEST(CostStress, at_the_costs_of_break_even_comes_to_nothing) {
    const auto trades = sample_trades(43, 200);
    const std::array costs{*break_even_cost_bps(trades)};

    EXPECT_NEAR(cost_stress(trades, 500, costs).front().final_equity, 500, 1e-8);
    EXPECT_FALSE(break_even_cost_bps(std::vector<TradeOutcome>{{.net = 3, .turnover = 0}}));
}

TEST(MonteCarlo, of_shuffled_trades_ends_where_they_ended_and_falls_otherwise) {
    const auto trades = sample_trades(44, 80);
    Rng rng(6);
    const auto found = monte_carlo(trades, {.runs = 500, .starting_equity = 2'000}, rng);

    ASSERT_TRUE(found.has_value());
    EXPECT_NEAR(found->final_equity.p5, found->final_equity_as_traded, 1e-8);
    EXPECT_NEAR(found->final_equity.p95, found->final_equity_as_traded, 1e-8);
    EXPECT_LT(found->max_drawdown.p5, found->max_drawdown.p95);
    EXPECT_EQ(found->fan.size(), 81U);
    EXPECT_EQ(found->fan.front().equity.p50, 2'000);
}

TEST(MonteCarlo, with_the_same_seed_has_the_same_bits) {
    const auto trades = sample_trades(45, 500);
    Rng one(6);
    Rng other(6);
    const MonteCarloOptions options{
        .runs = 100, .order = TradeOrder::block_resampled, .skip_probability = 0.05, .starting_equity = 5'000};

    const auto first = monte_carlo(trades, options, one);
    const auto second = monte_carlo(trades, options, other);

    EXPECT_EQ(first->final_equity.p25, second->final_equity.p25);
    EXPECT_EQ(first->max_drawdown.p75, second->max_drawdown.p75);
    EXPECT_EQ(first->fan.size(), 200U);
    EXPECT_EQ(first->fan.back().trade, 500U);
}

TEST(MonteCarlo, that_misses_every_trade_keeps_the_starting_equity) {
    Rng rng(1);
    const auto found =
        monte_carlo(sample_trades(45, 5), {.runs = 10, .skip_probability = 1, .starting_equity = 100}, rng);

    EXPECT_EQ(found->final_equity.p5, 100);
    EXPECT_EQ(found->final_equity.p95, 100);
    EXPECT_EQ(found->max_drawdown.p5, 0);
    EXPECT_EQ(found->ruin_probability, 0);
}

TEST(MonteCarlo, counts_ruin_at_the_level_and_not_above_it) {
    const std::vector<TradeOutcome> trades{{.net = -50}, {.net = 80}};
    Rng rng(1);
    const auto at = [&](double share) {
        return monte_carlo(trades,
                           {.runs = 1, .order = TradeOrder::as_traded, .starting_equity = 100, .ruin_share = share},
                           rng)
            ->ruin_probability;
    };

    EXPECT_EQ(at(0.5), 1);
    EXPECT_EQ(at(0.49), 0);
}

TEST(MonteCarlo, refuses_what_is_outside_its_bounds_and_stops_when_told_to) {
    const auto trades = sample_trades(45, 5);
    const auto fault = [&](const MonteCarloOptions& options, std::span<const TradeOutcome> of) {
        Rng rng(1);
        const auto found = monte_carlo(of, options, rng);
        return found ? std::optional<Fault>() : found.error().fault;
    };
    const double none = std::numeric_limits<double>::quiet_NaN();

    EXPECT_EQ(fault({.runs = 1, .starting_equity = 1}, trades), std::nullopt);
    EXPECT_EQ(fault({.runs = 0, .starting_equity = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.starting_equity = 0}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.starting_equity = none}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.starting_equity = 1}, {}), Fault::invalid_input);
    EXPECT_EQ(fault({.block_length = 0.5, .starting_equity = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.skip_probability = 1.01, .starting_equity = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.extra_cost_bps = none, .starting_equity = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.starting_equity = 1, .ruin_share = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.starting_equity = 1, .fan_points = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.runs = 250'001, .starting_equity = 1}, trades), Fault::invalid_input);
    EXPECT_EQ(fault({.starting_equity = 1}, std::vector<TradeOutcome>{{.net = none}}), Fault::invalid_input);

    Rng rng(1);
    const auto stopped = monte_carlo(trades, {.starting_equity = 1}, rng, [](std::size_t done) { return done < 100; });
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().fault, Fault::unavailable);
}

TEST(DeepestFall, is_measured_from_the_highest_before) {
    EXPECT_DOUBLE_EQ(deepest_fall(std::vector<double>{100, 90, 120, 60, 130, 104}), -0.5);
    EXPECT_EQ(deepest_fall(std::vector<double>{100, 100, 101}), 0);
}

}  // namespace
}  // namespace spark::robustness
