#include "engine/robustness/windows.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "foundation/base/rng.hpp"

namespace spark::robustness {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

std::vector<std::int64_t> hours(std::size_t count) {
    std::vector<std::int64_t> times;
    for (std::size_t bar = 0; bar < count; ++bar) times.push_back(static_cast<std::int64_t>(bar) * hour_ns);
    return times;
}

TEST(ParseWalkForward, reads_every_form) {
    EXPECT_EQ(parse_walk_forward("6x30d")->folds, 6U);
    EXPECT_EQ(parse_walk_forward("6x30d")->test, (Stretch{30 * 24 * hour_ns, true}));
    EXPECT_FALSE(parse_walk_forward("rolling:6x30d")->is_anchored);
    EXPECT_EQ(parse_walk_forward("rolling:6x12h/500bars")->train, (Stretch{500, false}));
    EXPECT_TRUE(parse_walk_forward("anchored:1x1bars")->is_anchored);
}

TEST(ParseWalkForward, refuses_what_has_another_form) {
    for (const std::string text :
         {"", "x", "6x", "x30d", "0x30d", "1001x30d", "6x0d", "6x-1d", "6x30", "6x30w", "6x30d/", "6x30d/x",
          "sliding:6x30d", "6x30dd", "6x99999999999999d", "anchored:6x30d/90d"}) {
        const auto rules = parse_walk_forward(text);
        ASSERT_FALSE(rules.has_value()) << text;
        EXPECT_EQ(rules.error().fault, Fault::invalid_input) << text;
    }
}

TEST(WalkForwardFolds, roll_over_one_length_or_stay_anchored) {
    const auto times = hours(100);

    const auto rolling = walk_forward_folds(times, hour_ns, *parse_walk_forward("3x20h"));
    const auto anchored = walk_forward_folds(times, hour_ns, *parse_walk_forward("anchored:3x20h"));
    const auto given = walk_forward_folds(times, hour_ns, *parse_walk_forward("rolling:3x20bars/10h"));

    ASSERT_TRUE(rolling && anchored && given);
    EXPECT_EQ((*rolling)[0].test, (BarRange{40, 60}));
    EXPECT_EQ((*rolling)[2].test, (BarRange{80, 100}));
    EXPECT_EQ((*rolling)[2].train, (std::vector<BarRange>{{40, 80}}));
    EXPECT_EQ((*anchored)[2].train, (std::vector<BarRange>{{0, 80}}));
    EXPECT_EQ((*given)[1].train, (std::vector<BarRange>{{50, 60}}));
}

TEST(WalkForwardFolds, leave_out_purged_and_embargoed_bars) {
    auto rules = *parse_walk_forward("anchored:3x20h");
    rules.purge_bars = 3;
    rules.embargo_bars = 5;

    const auto folds = walk_forward_folds(hours(100), hour_ns, rules);

    ASSERT_TRUE(folds.has_value());
    EXPECT_EQ((*folds)[0].train, (std::vector<BarRange>{{0, 37}}));
    EXPECT_EQ((*folds)[1].train, (std::vector<BarRange>{{0, 57}}));
    EXPECT_EQ((*folds)[2].train, (std::vector<BarRange>{{0, 60}, {65, 77}}));
}

TEST(WalkForwardFolds, need_a_bar_before_the_first_test_and_in_each) {
    const auto times = hours(60);

    EXPECT_TRUE(walk_forward_folds(times, hour_ns, *parse_walk_forward("29x2bars")).has_value());
    EXPECT_FALSE(walk_forward_folds(times, hour_ns, *parse_walk_forward("30x2bars")).has_value());
    EXPECT_FALSE(walk_forward_folds(times, hour_ns, *parse_walk_forward("31x2bars")).has_value());
    EXPECT_FALSE(walk_forward_folds(times, hour_ns, *parse_walk_forward("3x10h/31h")).has_value());
    EXPECT_TRUE(walk_forward_folds(times, hour_ns, *parse_walk_forward("3x10h/30h")).has_value());
    EXPECT_FALSE(walk_forward_folds({}, hour_ns, *parse_walk_forward("3x10h")).has_value());
    std::vector<std::int64_t> holed = hours(40);
    for (std::size_t bar = 20; bar < 40; ++bar) holed[bar] += 50 * hour_ns;
    EXPECT_FALSE(walk_forward_folds(holed, hour_ns, *parse_walk_forward("4x15h")).has_value());
}

/// One random history with gaps and one random way to walk it; every promise looked at bar by bar.
void expect_promises(std::uint64_t seed) {
    Rng rng(seed);
    std::vector<std::int64_t> times{0};
    const auto bars = static_cast<std::size_t>(rng.uniform(1, 400));
    while (times.size() < bars) times.push_back(times.back() + hour_ns * (rng.chance(0.05) ? rng.uniform(2, 30) : 1));
    WalkForwardRules rules{.is_anchored = rng.chance(0.5), .folds = static_cast<std::size_t>(rng.uniform(1, 8))};
    rules.test = {rng.uniform(1, 60), rng.chance(0.5)};
    if (!rules.is_anchored && rng.chance(0.5)) rules.train = {rng.uniform(1, 100), rng.chance(0.5)};
    if (rules.test.is_time) rules.test.count *= hour_ns;
    if (rules.train.is_time) rules.train.count *= hour_ns;
    rules.purge_bars = static_cast<std::size_t>(rng.uniform(0, 12));
    rules.embargo_bars = static_cast<std::size_t>(rng.uniform(0, 12));
    const auto folds = walk_forward_folds(times, hour_ns, rules);
    if (!folds) return;

    ASSERT_EQ(folds->size(), rules.folds);
    EXPECT_EQ(folds->back().test.last, bars);
    for (std::size_t fold = 0; fold < folds->size(); ++fold) {
        const Fold& here = (*folds)[fold];
        ASSERT_LT(here.test.first, here.test.last);
        if (fold > 0) {
            EXPECT_EQ((*folds)[fold - 1].test.last, here.test.first);
        }
        ASSERT_FALSE(here.train.empty());
        std::size_t free_from = 0;
        for (const BarRange& piece : here.train) {
            ASSERT_LT(piece.first, piece.last);
            ASSERT_GE(piece.first, free_from);
            free_from = piece.last;
            for (std::size_t bar = piece.first; bar < piece.last; ++bar) {
                ASSERT_LT(bar + rules.purge_bars, here.test.first);
                for (std::size_t before = 0; before < fold; ++before) {
                    const std::size_t end = (*folds)[before].test.last;
                    ASSERT_FALSE(bar >= end && bar < end + rules.embargo_bars);
                }
            }
        }
    }
}

TEST(WalkForwardFolds, keep_their_promises_whatever_the_history) {
    const std::uint64_t seed = seed_from_system();
    SCOPED_TRACE("seed " + std::to_string(seed));
    for (std::uint64_t round = 0; round < 500; ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        expect_promises(seed + round);
        if (testing::Test::HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace spark::robustness
