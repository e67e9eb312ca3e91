#include "engine/robustness/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/robustness/badges.hpp"

namespace spark::robustness {
namespace {

Evidence all_good() {
    return {.dsr = 0.95,
            .pbo = 0.2,
            .spa_p = 0.05,
            .out_of_sample_return = 0.01,
            .holdout_seen = 3,
            .walk_forward_return = 0.01,
            .efficiency = 0.3,
            .trades = 30};
}

const VerdictRule& rule(const Judgement& judgement, std::string_view key) {
    return *std::ranges::find(judgement.rules, key, &VerdictRule::key);
}

TEST(Judge, calls_skill_what_stands_on_every_limit) {
    const Judgement made = judge(all_good());

    EXPECT_EQ(made.verdict, Verdict::skill);
    EXPECT_EQ(made.rules.size(), 7U);
    EXPECT_TRUE(std::ranges::all_of(made.rules, [](const VerdictRule& each) { return each.holds == true; }));
}

TEST(Judge, never_calls_skill_what_is_one_past_a_limit) {
    Evidence evidence = all_good();
    const auto is_skill = [&] { return judge(evidence).verdict == Verdict::skill; };

    evidence.dsr = 0.949;
    EXPECT_FALSE(is_skill());
    evidence = all_good();
    evidence.pbo = 0.201;
    EXPECT_FALSE(is_skill());
    evidence.loss_probability = 0.051;
    EXPECT_FALSE(is_skill());
    evidence.loss_probability = 0.05;
    EXPECT_TRUE(is_skill()) << "whichever is chosen hardly ever loses";
    evidence = all_good();
    evidence.spa_p = 0.051;
    EXPECT_FALSE(is_skill());
    evidence = all_good();
    evidence.out_of_sample_return = 0;
    EXPECT_FALSE(is_skill());
    evidence = all_good();
    evidence.walk_forward_return = -0.001;
    EXPECT_FALSE(is_skill());
    evidence = all_good();
    evidence.efficiency = 0.29;
    EXPECT_FALSE(is_skill());
    evidence = all_good();
    evidence.trades = 29;
    EXPECT_FALSE(is_skill());
}

TEST(Judge, needs_a_part_of_history_that_was_not_chosen_on) {
    Evidence evidence = all_good();
    evidence.out_of_sample_return.reset();
    EXPECT_EQ(judge(evidence).verdict, Verdict::skill) << "the walk forward is left";

    evidence.walk_forward_return.reset();
    evidence.efficiency.reset();

    EXPECT_EQ(judge(evidence).verdict, Verdict::undecided);
    EXPECT_FALSE(rule(judge(evidence), "out_of_sample").holds.has_value());
}

TEST(Judge, does_not_believe_a_holdout_that_was_seen_too_often_but_believes_its_loss) {
    Evidence evidence = all_good();
    evidence.holdout_seen = 4;

    EXPECT_FALSE(rule(judge(evidence), "out_of_sample").holds.has_value());
    evidence.out_of_sample_return = -0.1;
    EXPECT_EQ(rule(judge(evidence), "out_of_sample").holds, false);
}

TEST(Judge, calls_luck_what_fails_as_often_as_it_holds_with_a_test_against_selection) {
    const Evidence noise{.dsr = 0.4,
                         .pbo = 0.6,
                         .spa_p = 0.7,
                         .out_of_sample_return = -0.1,
                         .holdout_seen = 1,
                         .walk_forward_return = -0.2,
                         .efficiency = -0.5,
                         .trades = 200};
    Evidence lucky_later = noise;
    lucky_later.out_of_sample_return = 0.1;
    lucky_later.walk_forward_return = 0.1;
    lucky_later.efficiency = 0.4;
    Evidence weak_edge = lucky_later;
    weak_edge.pbo = 0.1;

    EXPECT_EQ(judge(noise).verdict, Verdict::luck);
    EXPECT_EQ(judge(lucky_later).verdict, Verdict::luck);
    EXPECT_EQ(judge(weak_edge).verdict, Verdict::undecided);
    EXPECT_EQ(judge({}).verdict, Verdict::undecided);
}

std::vector<std::string_view> keys(const BadgeFacts& facts) {
    std::vector<std::string_view> found;
    for (const Badge& badge : badges_of(facts)) found.push_back(badge.key);
    return found;
}

using Keys = std::vector<std::string_view>;

TEST(BadgesOf, say_nothing_of_what_is_not_known) { EXPECT_TRUE(badges_of({}).empty()); }

TEST(BadgesOf, change_with_their_limits) {
    EXPECT_EQ(keys({.out_of_sample_return = 0.01}), Keys{"oos_held"});
    EXPECT_EQ(keys({.out_of_sample_return = 0.0}), Keys{"oos_lost"});
    EXPECT_EQ(keys({.trades = 30}), Keys{});
    EXPECT_EQ(keys({.trades = 29}), Keys{"few_trades"});
    EXPECT_EQ(keys({.plateau_score = 0.8}), Keys{"plateau"});
    EXPECT_EQ(keys({.plateau_score = 0.79}), Keys{});
    EXPECT_EQ(keys({.plateau_score = 0.5}), Keys{});
    EXPECT_EQ(keys({.plateau_score = 0.49}), Keys{"lonely_peak"});
    EXPECT_EQ(keys({.has_no_good_neighbour = true}), Keys{"lonely_peak"});
    EXPECT_EQ(keys({.break_even_cost_factor = 2.0}), Keys{});
    EXPECT_EQ(keys({.break_even_cost_factor = 1.9}), Keys{"cost_sensitive"});
    EXPECT_EQ(keys({.edges = {"fast"}}), Keys{"edge_of_range"});
    EXPECT_EQ(badges_of({.decay_pct = -50})[0].tone, Tone::note);
    EXPECT_EQ(badges_of({.decay_pct = -51})[0].tone, Tone::bad);
    EXPECT_EQ(badges_of({.pbo = 0.2})[0].tone, Tone::good);
    EXPECT_EQ(badges_of({.dsr = 0.94})[0].tone, Tone::bad);
    EXPECT_EQ(badges_of({.holdout_seen = 3})[0].tone, Tone::note);
    EXPECT_EQ(badges_of({.holdout_seen = 4})[0].tone, Tone::bad);
}

TEST(BadgesOf, carry_a_number_and_a_line_in_both_languages) {
    const auto badges = badges_of({.out_of_sample_return = -0.031,
                                   .decay_pct = -42,
                                   .pbo = 0.38,
                                   .dsr = 0.91,
                                   .trades = 12,
                                   .edges = {"fast", "slow"},
                                   .plateau_score = 0.2,
                                   .break_even_cost_factor = 1.2,
                                   .holdout_seen = 5});

    ASSERT_EQ(badges.size(), 9U);
    for (const Badge& badge : badges) {
        EXPECT_TRUE(badge.number.has_value()) << badge.key;
        EXPECT_FALSE(badge.text.empty() || badge.text_tr.empty()) << badge.key;
        EXPECT_NE(badge.text, badge.text_tr) << badge.key;
    }
    EXPECT_EQ(badges[5].text, "on the border of the range of fast, slow: widen it");
}

}  // namespace
}  // namespace spark::robustness
