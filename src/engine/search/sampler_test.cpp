#include "engine/search/sampler.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/search/testing/spaces.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/rng.hpp"

namespace spark::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::array methods{Method::grid, Method::random, Method::tpe, Method::cmaes, Method::halving};

std::vector<Condition> conditions_of(std::string_view text) {
    const auto definition = testing::definition_of_kinds();
    std::vector<Condition> made;
    if (!text.empty()) {
        auto condition = Condition::compile(text, definition.parameters());
        SPARK_ASSERT(condition.has_value());
        made.push_back(*std::move(condition));
    }
    return made;
}

std::unique_ptr<Sampler> sampler_of(const Space& space, const SearchOptions& options, std::string_view where = "") {
    auto made = make_sampler(space, conditions_of(where), options);
    EXPECT_TRUE(made.has_value()) << made.error().message;
    SPARK_ASSERT(made.has_value());
    return *std::move(made);
}

Error error_of(const Space& space, const SearchOptions& options, std::string_view where = "") {
    const auto made = make_sampler(space, conditions_of(where), options);
    EXPECT_FALSE(made.has_value());
    return made ? Error{} : made.error();
}

/// A bowl with its top in the middle; every seventh point has no value.
std::optional<double> bowl(const Space& space, const Proposal& proposal) {
    double sum = 0;
    std::uint64_t places = 0;
    for (std::size_t at = 0; at < proposal.point.size(); ++at) {
        const double middle = static_cast<double>(space.axes()[at].count()) / 2;
        const double away = proposal.point[at] - middle;
        sum -= away * away;
        places += proposal.point[at];
    }
    return places % 7 == 3 ? std::nullopt : std::optional(sum * proposal.bars_share);
}

/// All proposals, asked for and answered in an order drawn from the seed.
std::vector<Proposal> run(Sampler& sampler, const Space& space, std::uint64_t order_seed) {
    Rng rng(order_seed);
    std::vector<Proposal> all;
    std::vector<Told> waiting;
    while (!sampler.is_over() || !waiting.empty()) {
        const auto asked = sampler.ask(static_cast<std::size_t>(rng.uniform(1, 40)));
        for (const Proposal& proposal : asked) {
            all.push_back(proposal);
            waiting.push_back({proposal.number, bowl(space, proposal)});
        }
        while (!waiting.empty() && (asked.empty() || rng.chance(0.5))) {
            const auto at = static_cast<std::size_t>(rng.uniform(0, static_cast<std::int64_t>(waiting.size()) - 1));
            std::swap(waiting[at], waiting.back());
            const Told told = waiting.back();
            waiting.pop_back();
            sampler.tell(std::span(&told, 1));
        }
    }
    EXPECT_TRUE(sampler.ask(1).empty());
    EXPECT_EQ(sampler.expected_sets(), all.size());
    return all;
}

TEST(Grid, proposes_every_point_once_the_last_axis_fastest) {
    const Space space = testing::space_of({"fast=5:6", "type=*"});
    const auto sampler = sampler_of(space, {});

    EXPECT_EQ(sampler->expected_sets(), 6U);
    const auto all = run(*sampler, space, 1);

    ASSERT_EQ(all.size(), 6U);
    EXPECT_THAT(all[0].point, ElementsAre(0, 0));
    EXPECT_THAT(all[1].point, ElementsAre(0, 1));
    EXPECT_THAT(all[5].point, ElementsAre(1, 2));
}

TEST(Grid, counts_what_keeps_the_conditions_and_stops_at_the_bound) {
    const Space space = testing::space_of({"fast=1:100", "slow=1:100"});

    const auto all = sampler_of(space, {}, "fast < slow");
    EXPECT_EQ(all->expected_sets(), 4'950U);
    EXPECT_EQ(run(*all, space, 1).size(), 4'950U);
    const auto some = sampler_of(space, {.trials_max = 10}, "fast < slow");
    EXPECT_EQ(some->expected_sets(), 10U);
    EXPECT_EQ(run(*some, space, 1).size(), 10U);
}

TEST(Grid, estimates_what_keeps_the_conditions_where_counting_takes_long) {
    const Space space = testing::space_of({"fast=1:1000", "slow=1:1000", "type=*"});

    const auto sampler = sampler_of(space, {}, "fast < slow");

    EXPECT_NEAR(static_cast<double>(sampler->expected_sets()), 1'498'500, 15'000);
}

TEST(Grid, refuses_a_million_millions_of_sets_at_once_with_the_count_and_how_to_narrow_it) {
    const Space space = testing::space_of({"fast=1:1000", "slow=1:1000", "sl_pct=0.0001:100:0.0001"});

    const Error error = error_of(space, {});

    EXPECT_EQ(error.message,
              "found 1,000,000,000,000 sets (fast 1,000 × slow 1,000 × sl_pct 1,000,000), allowed 50,000,000");
    EXPECT_THAT(error.remedy, HasSubstr("--max-trials"));
    EXPECT_EQ(error_of(space, {.trials_max = 5}).fault, Fault::invalid_input);
    EXPECT_EQ(error_of(testing::cube(32, 4'000'000'000), {}).fault, Fault::invalid_input);
}

TEST(Grid, of_more_points_than_allowed_may_shrink_by_its_conditions) {
    const Space space = testing::space_of({"fast=1:100", "slow=1:100"});

    EXPECT_EQ(sampler_of(space, {.grid_sets_max = 4'950}, "fast < slow")->expected_sets(), 4'950U);
    EXPECT_EQ(error_of(space, {.grid_sets_max = 4'949}, "fast < slow").message,
              "found more than 4,949 sets (fast 100 × slow 100 = 10,000, before the conditions), allowed 4,949");
}

TEST(Sampler, refuses_conditions_that_exclude_everything) {
    const Space space = testing::space_of({"fast=1:100", "slow=1:100"});
    for (const Method method : methods) {
        const Error error = error_of(space, {.method = method, .trials_max = 50}, "fast > slow and slow > fast");
        EXPECT_EQ(error.fault, Fault::invalid_input) << method_name(method);
        EXPECT_EQ(error.place, "--where");
        EXPECT_EQ(error.message, "no set was found that keeps the conditions (fast > slow and slow > fast)");
    }
}

TEST(Sampler, refuses_a_missing_bound_and_what_the_method_cannot_do) {
    const Space space = testing::space_of({"fast=1:100", "type=*"});
    for (const Method method : methods) {
        EXPECT_EQ(error_of(space, {.method = method, .trials_max = 0}).place, "--max-trials");
        if (method != Method::grid) EXPECT_EQ(error_of(space, {.method = method}).place, "--max-trials");
    }
    EXPECT_EQ(error_of(space, {.method = Method::cmaes, .trials_max = 9}).place, "--param type");
    EXPECT_EQ(error_of(space, {.method = Method::halving, .trials_max = 12}).message,
              "found 12 sets, allowed 13 or more: fewer leave none for the whole history");
    EXPECT_EQ(error_of(space, {.method = Method::halving, .trials_max = 99, .halving_factor = 1}).place,
              "--halving-factor");
    EXPECT_EQ(method_of("cmaes"), Method::cmaes);
    EXPECT_EQ(method_of("genetic"), std::nullopt);
}

TEST(Random, ends_when_all_points_of_a_small_space_are_done) {
    const Space space = testing::space_of({"fast=1:30", "slow=1:30"});

    const auto all =
        run(*sampler_of(space, {.method = Method::random, .seed = 5, .trials_max = 10'000}, "fast < slow"), space, 1);

    EXPECT_EQ(all.size(), 435U);
}

TEST(Random, takes_every_value_of_an_axis_about_as_often) {
    const Space space = testing::space_of({"fast=1:1000", "slow=1:1000", "even=2:100"});

    const auto all = run(*sampler_of(space, {.method = Method::random, .seed = 9, .trials_max = 50'000}), space, 1);

    std::vector<int> counts(50);
    for (const Proposal& proposal : all) ++counts[proposal.point[2]];
    double chi = 0;
    for (const int count : counts) chi += (count - 1000.0) * (count - 1000.0) / 1000;
    EXPECT_LT(chi, 85.4);  // 99.9 % of chi square with 49 degrees
    EXPECT_GT(chi, 20);
}

/// Whatever the order of answers and however many are asked for at once.
TEST(Sampler, proposes_the_same_for_every_order_of_answers) {
    const Space space = testing::space_of({"fast=1:60", "slow=1:60", "even=log:2:100:12"});
    for (const Method method : methods) {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const SearchOptions options{.method = method, .seed = seed, .trials_max = 150};
            const auto first = run(*sampler_of(space, options, "fast < slow"), space, 1);
            for (std::uint64_t order = 2; order <= 4; ++order) {
                SCOPED_TRACE(fmt::format("{} seed {} order {}", method_name(method), seed, order));

                const auto again = run(*sampler_of(space, options, "fast < slow"), space, order);

                ASSERT_EQ(again.size(), first.size());
                for (std::size_t at = 0; at < first.size(); ++at) {
                    ASSERT_EQ(again[at].number, at);
                    ASSERT_EQ(again[at].point, first[at].point);
                    ASSERT_EQ(again[at].bars_share, first[at].bars_share);
                }
            }
        }
    }
}

TEST(Sampler, proposes_no_point_twice_on_the_same_bars_and_none_that_breaks_a_condition) {
    const Space space = testing::space_of({"fast=1:12", "slow=1:14"});
    for (const Method method : methods) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            SCOPED_TRACE(fmt::format("{} seed {}", method_name(method), seed));
            const SearchOptions options{.method = method, .seed = seed, .trials_max = 400};
            const auto all = run(*sampler_of(space, options, "fast < slow"), space, seed);
            std::set<std::pair<double, Point>> seen;
            for (const Proposal& proposal : all) {
                ASSERT_TRUE(seen.emplace(proposal.bars_share, proposal.point).second);
                const auto values = space.values(proposal.point);
                ASSERT_LT(values[0], values[1]);
            }
            // Of 12 × 14 points 90 are kept: all are found, also by those that learn.
            if (method != Method::halving) EXPECT_EQ(all.size(), 90U);
        }
    }
}

TEST(Sampler, proposes_otherwise_for_another_seed) {
    const Space space = testing::space_of({"fast=1:1000", "slow=1:1000"});
    for (const Method method : {Method::random, Method::tpe, Method::cmaes, Method::halving}) {
        const auto one = run(*sampler_of(space, {.method = method, .seed = 1, .trials_max = 40}), space, 1);
        const auto two = run(*sampler_of(space, {.method = method, .seed = 2, .trials_max = 40}), space, 1);
        EXPECT_NE(one[0].point, two[0].point) << method_name(method);
    }
}

TEST(Halving, lets_the_best_third_go_on_to_three_times_the_bars) {
    const Space space = testing::space_of({"fast=1:1000", "slow=1:1000"});
    const SearchOptions options{.method = Method::halving, .seed = 3, .trials_max = 130};
    const auto sampler = sampler_of(space, options);
    const std::uint64_t expected = sampler->expected_sets();

    const auto all = run(*sampler, space, 1);

    std::map<double, std::vector<Proposal>> rungs;
    for (const Proposal& proposal : all) rungs[proposal.bars_share].push_back(proposal);
    ASSERT_EQ(rungs.size(), 3U);
    EXPECT_EQ(expected, 130U);
    EXPECT_EQ(all.size(), 130U);
    EXPECT_EQ(rungs[1.0].size(), 10U);
    EXPECT_EQ(rungs[1.0 / 3].size(), 30U);
    EXPECT_EQ(rungs.begin()->second.size(), 90U);
    std::vector<double> values;
    for (const Proposal& proposal : rungs.begin()->second) values.push_back(bowl(space, proposal).value_or(-1e18));
    std::ranges::sort(values, std::greater{});
    for (const Proposal& proposal : rungs[1.0 / 3]) {
        Proposal short_run = proposal;
        short_run.bars_share = rungs.begin()->first;
        EXPECT_GE(bowl(space, short_run).value_or(-2e18), values[29]);
    }
}

TEST(Halving, lets_the_earlier_of_equal_ones_go_on_and_none_without_a_value) {
    const Space space = testing::space_of({"fast=1:1000"});
    const auto sampler = sampler_of(space, {.method = Method::halving, .seed = 3, .trials_max = 13});
    const auto first = sampler->ask(100);
    ASSERT_EQ(first.size(), 9U);
    std::vector<Told> told;
    for (const Proposal& proposal : first)
        told.push_back({proposal.number, proposal.number < 2 ? std::nullopt : std::optional(1.0)});
    std::ranges::reverse(told);
    sampler->tell(told);

    const auto second = sampler->ask(100);

    ASSERT_EQ(second.size(), 3U);
    for (std::size_t at = 0; at < 3; ++at) EXPECT_EQ(second[at].point, first[at + 2].point);
    told.clear();
    for (const Proposal& proposal : second) told.push_back({proposal.number, std::nullopt});
    sampler->tell(told);
    EXPECT_TRUE(sampler->is_over());
}

}  // namespace
}  // namespace spark::search
