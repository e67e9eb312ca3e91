#include "engine/robustness/data_snooping.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/robustness/bootstrap.hpp"
#include "engine/robustness/detail/lead_tiles.hpp"
#include "engine/robustness/testing/oracles.hpp"

namespace spark::robustness {
namespace {

using testing::number;
using testing::sample_table;

/// The benchmark of an oracle: none, or a little noise around a drift, as make_oracles.py has it.
std::vector<double> benchmark_of(const wire::Json& oracle) {
    const auto* const drift = oracle.find("benchmark_drift");
    if (drift->is_null()) return {};
    Rng rng(testing::count(*oracle.find("sample"), "seed") + 1);
    std::vector<double> benchmark(testing::count(*oracle.find("sample"), "periods"));
    for (double& value : benchmark) value = 0.005 * testing::bell(rng) + drift->as_double().value();
    return benchmark;
}

std::uint32_t base_36(char digit) { return static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10); }

/// Gives arch's resamples one by one.
Resample resample_of(const wire::Json& oracle) {
    return [rows = testing::cases(oracle, "rows"), next = std::size_t{0}](std::span<std::uint32_t> row) mutable {
        const std::string text = rows.at(next++).as_string().value();
        for (std::size_t at = 0; at < row.size(); ++at)
            row[at] = base_36(text[2 * at]) * 36 + base_36(text[2 * at + 1]);
    };
}

TEST(DataSnooping, on_archs_own_resamples_has_archs_p_values_exactly) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    const auto oracle = testing::cases(oracles, "snooping").front();
    SnoopingOptions options{.replications = testing::count(oracle, "replications"),
                            .block_length = number(oracle, "block"),
                            .is_studentised = false};
    const auto table = testing::sample_of(oracle);

    const auto plain = data_snooping_with(table, {}, options, resample_of(oracle));
    options.is_studentised = true;
    const auto studentised = data_snooping_with(table, {}, options, resample_of(oracle));
    ASSERT_TRUE(plain.has_value() && studentised.has_value());

    // arch 8 divides by no deviation, whatever its `studentize` is: its test is the plain one.
    const auto& arch = *oracle.find("arch");
    EXPECT_DOUBLE_EQ(plain->spa_lower, number(arch, "lower"));
    EXPECT_DOUBLE_EQ(plain->spa_consistent, number(arch, "consistent"));
    EXPECT_DOUBLE_EQ(plain->spa_upper, number(arch, "upper"));
    EXPECT_DOUBLE_EQ(plain->reality_check, number(arch, "upper"));
    EXPECT_GT(plain->spa_upper, plain->spa_lower);
    // Hansen's equations written out in numpy.
    const auto& hansen = *oracle.find("studentised");
    EXPECT_NEAR(studentised->spa_statistic, number(hansen, "statistic"), 1e-12);
    EXPECT_DOUBLE_EQ(studentised->spa_lower, number(hansen, "lower"));
    EXPECT_DOUBLE_EQ(studentised->spa_consistent, number(hansen, "consistent"));
    EXPECT_DOUBLE_EQ(studentised->spa_upper, number(hansen, "upper"));
    EXPECT_DOUBLE_EQ(studentised->reality_check, number(hansen, "reality_check"));
}

TEST(DataSnooping, on_its_own_resamples_agrees_with_arch_but_for_chance) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "snooping")) {
        if (oracle.find("rows") != nullptr) continue;
        const auto near = [&](double found, double wanted) {
            // Both are shares of so many replications: four standard errors of their difference.
            const double share = std::clamp(wanted, 0.01, 0.99);
            EXPECT_NEAR(found, wanted,
                        4 * std::sqrt(share * (1 - share) * (1 / 4'000.0 + 1 / number(oracle, "replications"))));
        };
        SnoopingOptions options{
            .replications = 4'000, .block_length = number(oracle, "block"), .is_studentised = false};
        const auto table = testing::sample_of(oracle);
        const auto benchmark = benchmark_of(oracle);
        Rng rng(2'026);
        const auto plain = data_snooping(table, benchmark, options, rng);
        options.is_studentised = true;
        const auto studentised = data_snooping(table, benchmark, options, rng);
        ASSERT_TRUE(plain.has_value() && studentised.has_value());
        SCOPED_TRACE(wire::to_text(*oracle.find("sample")));

        EXPECT_NEAR(plain->spa_statistic, number(*oracle.find("plain"), "statistic"), 1e-14);
        near(plain->spa_lower, number(*oracle.find("arch"), "lower"));
        near(plain->spa_consistent, number(*oracle.find("arch"), "consistent"));
        near(plain->spa_upper, number(*oracle.find("arch"), "upper"));
        near(plain->reality_check, number(*oracle.find("arch"), "upper"));
        near(studentised->spa_lower, number(*oracle.find("studentised"), "lower"));
        near(studentised->spa_consistent, number(*oracle.find("studentised"), "consistent"));
        near(studentised->spa_upper, number(*oracle.find("studentised"), "upper"));
    }
}

TEST(BootstrapDeviations, are_those_of_hansens_kernel_summed_lag_by_lag) {
    ROBUSTNESS_ORACLES_OR_SKIP(oracles);
    for (const auto& oracle : testing::cases(oracles, "snooping")) {
        const detail::LeadTiles leads(testing::sample_of(oracle), benchmark_of(oracle));
        const auto found = detail::bootstrap_deviations(leads, number(oracle, "block"));
        const auto wanted = testing::numbers(*oracle.find("deviations"));
        ASSERT_EQ(found.size(), wanted.size());
        for (std::size_t set = 0; set < found.size(); ++set) EXPECT_NEAR(found[set] / wanted[set], 1, 1e-11);
    }
}

TEST(BootstrapDeviations, of_blocks_of_one_period_are_the_plain_ones) {
    const auto table = sample_table({.seed = 8, .periods = 100, .sets = 3, .memory = 0.5});
    const auto found = detail::bootstrap_deviations(detail::LeadTiles(table, {}), 1);
    const auto moments = column_moments(table);

    for (std::size_t set = 0; set < 3; ++set) EXPECT_NEAR(found[set], std::sqrt(moments.squares[set] / 100), 1e-15);
}

TEST(TileSums, have_the_same_bits_on_any_processor_and_are_the_sums_of_the_resampled_leads) {
    const detail::LeadTiles leads(sample_table({.seed = 8, .periods = 70, .sets = 11}), {});
    detail::PeriodCounts counts(70);
    Rng rng(4);
    std::vector<std::uint32_t> row(70);
    for (std::size_t replication = 0; replication < detail::tile_replications; ++replication) {
        stationary_bootstrap(row, 70, 3, rng);
        counts.add(replication, row);
    }
    for (std::size_t tile = 0; tile < leads.tiles(); ++tile) {
        detail::TileSums here;
        detail::TileSums anywhere;
        detail::sum_tile(leads, tile, counts, here);
        detail::sum_tile_plain(leads, tile, counts, anywhere);
        for (std::size_t lane = 0; lane < detail::tile_sets; ++lane) {
            for (std::size_t replication = 0; replication < detail::tile_replications; ++replication)
                EXPECT_EQ(here.sums[replication][lane], anywhere.sums[replication][lane]);
            if (tile * detail::tile_sets + lane >= leads.sets()) continue;
            const auto column = leads.column(tile * detail::tile_sets + lane);
            double last = 0;
            for (const std::uint32_t period : row) last += column[period];
            EXPECT_NEAR(here.sums[3][lane], last, 1e-14);
        }
    }
}

TEST(DataSnooping, of_pure_noise_gives_every_p_value_about_as_often) {
    constexpr int seeds = 100;
    int low = 0;
    int middle = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        Rng rng(seed);
        const auto table = sample_table({.seed = 1'000 + seed, .periods = 150, .sets = 10});
        const auto found = data_snooping(table, {}, {.replications = 200, .block_length = 2.0}, rng);
        ASSERT_TRUE(found.has_value());
        low += found->spa_consistent < 0.1 ? 1 : 0;
        middle += found->spa_consistent < 0.5 ? 1 : 0;
    }
    // Binomial, four deviations: 10 ± 12 and 50 ± 20.
    EXPECT_LE(low, 22);
    EXPECT_NEAR(middle, 50, 20);
}

TEST(DataSnooping, of_a_planted_edge_has_p_values_near_none) {
    auto table = sample_table({.seed = 9, .periods = 500, .sets = 20});
    for (std::size_t period = 0; period < table.periods(); ++period) table.at(period, 13) += 0.003;
    Rng rng(1);

    const auto found = data_snooping(table, {}, {}, rng);

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->best, 13U);
    EXPECT_EQ(found->spa_best, 13U);
    EXPECT_LT(found->reality_check, 0.01);
    EXPECT_LT(found->spa_upper, 0.01);
    EXPECT_LE(found->spa_lower, found->spa_consistent);
    EXPECT_LE(found->spa_consistent, found->spa_upper);
}

TEST(DataSnooping, of_a_good_set_among_many_bad_ones_keeps_its_power_where_the_reality_check_loses_it) {
    auto table = sample_table({.seed = 1, .periods = 500, .sets = 300});
    for (std::size_t period = 0; period < table.periods(); ++period) {
        table.at(period, 0) += 0.0012;
        for (std::size_t set = 1; set < table.sets(); ++set)
            table.at(period, set) = 3 * (table.at(period, set) - 0.005);
    }
    Rng rng(1);

    const auto found = data_snooping(table, {}, {.replications = 2'000}, rng);

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->best, 0U);
    EXPECT_LT(found->spa_consistent, 0.05);
    EXPECT_GT(found->spa_upper, 0.9);
    EXPECT_GT(found->reality_check, 0.9);
}

TEST(DataSnooping, against_a_benchmark_is_the_test_of_the_differences) {
    const auto table = sample_table({.seed = 4, .periods = 120, .sets = 5});
    std::vector<double> benchmark = table.column(2);
    auto leads = table;
    for (std::size_t period = 0; period < 120; ++period)
        for (std::size_t set = 0; set < 5; ++set) leads.at(period, set) -= benchmark[period];
    Rng one(3);
    Rng other(3);

    const auto by_benchmark = data_snooping(table, benchmark, {.replications = 100}, one);
    const auto by_leads = data_snooping(leads, {}, {.replications = 100}, other);

    ASSERT_TRUE(by_benchmark.has_value() && by_leads.has_value());
    EXPECT_EQ(by_benchmark->sets, 4U);  // the benchmark itself never leads
    EXPECT_EQ(by_benchmark->spa_consistent, by_leads->spa_consistent);
    EXPECT_EQ(by_benchmark->spa_statistic, by_leads->spa_statistic);
    EXPECT_EQ(by_benchmark->block_length, by_leads->block_length);
}

TEST(DataSnooping, does_not_depend_on_the_order_of_sets_or_the_size_of_returns) {
    const auto table = sample_table({.seed = 14, .periods = 90, .sets = 11, .drift_step = 0.0001, .idle = 2});
    const std::vector<std::size_t> order{10, 3, 7, 0, 1, 9, 8, 2, 6, 5, 4};
    Rng one(3);
    Rng other(3);

    const auto before = data_snooping(table, {}, {.replications = 333}, one);
    const auto after = data_snooping(testing::rearranged(table, order, 4), {}, {.replications = 333}, other);

    ASSERT_TRUE(before.has_value() && after.has_value());
    EXPECT_EQ(before->sets, 9U);
    EXPECT_EQ(before->best, order[after->best]);
    EXPECT_EQ(before->spa_best, order[after->spa_best]);
    EXPECT_EQ(before->spa_statistic, after->spa_statistic);
    EXPECT_EQ(before->reality_check, after->reality_check);
    EXPECT_EQ(before->spa_lower, after->spa_lower);
    EXPECT_EQ(before->spa_consistent, after->spa_consistent);
    EXPECT_EQ(before->spa_upper, after->spa_upper);
}

TEST(DataSnooping, of_sets_that_never_trade_finds_nothing) {
    Rng rng(1);
    const auto found = data_snooping(ReturnTable(50, 3), {}, {}, rng);

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->sets, 0U);
    EXPECT_EQ(found->reality_check, 1);
    EXPECT_EQ(found->spa_lower, 1);
}

TEST(DataSnooping, of_sets_that_all_lose_finds_nothing_for_any_of_them) {
    ReturnTable table(100, 20);
    Rng draws(5);
    for (std::size_t period = 0; period < table.periods(); ++period)
        for (std::size_t set = 0; set < table.sets(); ++set) table.at(period, set) = 0.01 * draws.normal() - 0.02;
    Rng rng(1);

    const auto found = data_snooping(table, {}, {}, rng);

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->sets, 20U);
    EXPECT_EQ(found->spa_lower, 1);
    EXPECT_EQ(found->spa_consistent, 1);
    EXPECT_EQ(found->spa_upper, 1);
}

TEST(DataSnooping, refuses_what_is_outside_its_bounds_and_stops_when_told_to) {
    Rng rng(1);
    const auto table = sample_table({.periods = 10, .sets = 2});
    const std::vector<double> benchmark(9);
    const auto fault = [&](const auto& found) { return found ? std::optional<Fault>() : found.error().fault; };

    EXPECT_EQ(fault(data_snooping(table, {}, {}, rng)), std::nullopt);
    EXPECT_EQ(fault(data_snooping(sample_table({.periods = 9, .sets = 2}), {}, {}, rng)), Fault::invalid_input);
    EXPECT_EQ(fault(data_snooping(table, benchmark, {}, rng)), Fault::invalid_input);
    EXPECT_EQ(fault(data_snooping(table, {}, {.replications = 0}, rng)), Fault::invalid_input);
    EXPECT_EQ(fault(data_snooping(table, {}, {.replications = 1'000'001}, rng)), Fault::invalid_input);
    EXPECT_EQ(fault(data_snooping(table, {}, {.block_length = 0.9}, rng)), Fault::invalid_input);
    EXPECT_EQ(fault(data_snooping(table, {}, {.block_length = 10.1}, rng)), Fault::invalid_input);
    EXPECT_EQ(fault(data_snooping(table, {}, {}, rng, [](std::size_t done) { return done < 500; })),
              Fault::unavailable);
}

}  // namespace
}  // namespace spark::robustness
