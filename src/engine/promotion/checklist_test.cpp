#include "engine/promotion/checklist.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>

namespace spark::promotion {
namespace {

Thresholds usual() {
    return {.trades_min = 30, .pbo_max = 0.2, .dsr_min = 0.95, .holdout_looks_max = 3, .holdout_pct_min = 20};
}

/// A version that has all that is asked, each figure just within its bound.
Facts ready() {
    Facts facts{.strategy = "mine", .version = 2, .sha256 = "ab", .parameter = "fast", .data_set = "ds_a_B_1h"};
    facts.policy_violations = std::vector<std::string>{};
    facts.backtest = BacktestFacts{.id = "bt_1",
                                   .result_hash = "sha256:1",
                                   .result_hash_again = "sha256:1",
                                   .trades = 30,
                                   .has_costs = true,
                                   .look_ahead_passed = true,
                                   .conservation_passed = true,
                                   .has_own_values = true,
                                   .data_set = "ds_a_B_1h@v1"};
    facts.optimization = OptimizationFacts{.id = "opt_1",
                                           .method = "grid",
                                           .set_number = 17,
                                           .result_hash = "sha256:2",
                                           .has_same_data = true,
                                           .has_whole_period = true,
                                           .has_costs = true,
                                           .holdout_pct = 20,
                                           .is_holdout_opened = true,
                                           .holdout_looks = 3,
                                           .is_finalist = true,
                                           .net_out_of_sample = 0.01,
                                           .pbo = 0.2,
                                           .dsr = 0.95,
                                           .verdict = "skill"};
    return facts;
}

const Item& item_of(const Checklist& list, std::string_view name) {
    const auto found = std::ranges::find(list.items, name, &Item::name);
    EXPECT_NE(found, list.items.end()) << name;
    return *found;
}

TEST(Checklist, lets_a_version_pass_that_has_all_that_is_asked) {
    const Checklist list = check(ready(), usual());

    EXPECT_TRUE(list.may_promote);
    for (const Item& item : list.items) {
        if (item.name != "paper") {
            EXPECT_EQ(item.standing, Standing::passed) << item.name;
            EXPECT_TRUE(item.remedy_en.empty()) << item.name;
        }
        EXPECT_FALSE(item.found.empty()) << item.name;
        EXPECT_FALSE(item.wanted.empty()) << item.name;
        EXPECT_TRUE(item.en.ends_with('.')) << item.name;
        EXPECT_TRUE(item.tr.ends_with('.')) << item.name;
    }
    EXPECT_EQ(item_of(list, "backtest").evidence, "bt_1");
    EXPECT_EQ(item_of(list, "dsr").evidence, "opt_1");
}

TEST(Checklist, says_of_paper_trading_that_it_is_not_built_and_does_not_ask_for_it) {
    const Checklist list = check(ready(), usual());

    EXPECT_EQ(item_of(list, "paper").standing, Standing::not_measured);
    EXPECT_FALSE(item_of(list, "paper").is_binding);
}

struct Spoilt {
    std::string_view item;
    Standing standing;
    std::function<void(Facts&)> spoil;
};

std::vector<Spoilt> all_ways() {
    using enum Standing;
    return {
        {"backtest", missing, [](Facts& f) { f.backtest.reset(); }},
        {"backtest", failed, [](Facts& f) { f.backtest->problem = "trades.csv: altered"; }},
        {"backtest", failed, [](Facts& f) { f.backtest->has_own_values = false; }},
        {"determinism", missing, [](Facts& f) { f.backtest->has_own_values = false; }},
        {"determinism", failed, [](Facts& f) { f.backtest->result_hash_again = "sha256:3"; }},
        {"determinism", not_measured,
         [](Facts& f) { f.backtest->result_hash_again.clear(), f.backtest->why_not_again = "9 bars, allowed 8"; }},
        {"look_ahead", failed, [](Facts& f) { f.backtest->look_ahead_passed = false; }},
        {"look_ahead", missing, [](Facts& f) { f.backtest.reset(); }},
        {"conservation", failed, [](Facts& f) { f.backtest->conservation_passed = false; }},
        {"conservation", missing, [](Facts& f) { f.backtest->problem = "altered"; }},
        {"trades", failed, [](Facts& f) { f.backtest->trades = 29; }},
        {"trades", missing, [](Facts& f) { f.backtest.reset(); }},
        {"costs", failed, [](Facts& f) { f.backtest->has_costs = false; }},
        {"costs", failed, [](Facts& f) { f.optimization->has_costs = false; }},
        {"costs", missing, [](Facts& f) { f.backtest.reset(); }},
        {"limits", failed, [](Facts& f) { f.missing_limits = {"daily_loss_pct"}; }},
        {"policy", failed, [](Facts& f) { f.policy_violations->push_back("leverage_too_high"); }},
        {"policy", not_measured, [](Facts& f) { f.policy_violations.reset(); }},
        {"optimization", missing, [](Facts& f) { f.optimization.reset(); }},
        {"optimization", failed, [](Facts& f) { f.optimization->problem = "leaderboard.csv line 3"; }},
        {"optimization", failed, [](Facts& f) { f.optimization->differing_field = "long.enter"; }},
        {"optimization", not_measured, [](Facts& f) { f.optimization->why_not_checked = "9 sets, allowed 8"; }},
        {"values", failed, [](Facts& f) { f.optimization->set_number.reset(); }},
        {"values", failed, [](Facts& f) { f.optimization->set_problem = "result_hash is another one"; }},
        {"values", missing, [](Facts& f) { f.optimization.reset(); }},
        {"values", missing, [](Facts& f) { f.optimization->differing_field = "name"; }},
        {"same_data", failed, [](Facts& f) { f.optimization->has_same_data = false; }},
        {"same_data", failed, [](Facts& f) { f.optimization->has_whole_period = false; }},
        {"same_data", missing, [](Facts& f) { f.backtest.reset(); }},
        {"same_data", missing, [](Facts& f) { f.optimization.reset(); }},
        {"out_of_sample", failed, [](Facts& f) { f.optimization->holdout_pct = 19.99; }},
        {"out_of_sample", failed, [](Facts& f) { f.optimization->net_out_of_sample = 0; }},
        {"out_of_sample", missing, [](Facts& f) { f.optimization->is_holdout_opened = false; }},
        {"out_of_sample", missing, [](Facts& f) { f.optimization->is_finalist = false; }},
        {"out_of_sample", missing, [](Facts& f) { f.optimization->set_number.reset(); }},
        {"holdout_looks", failed, [](Facts& f) { f.optimization->holdout_looks = 4; }},
        {"holdout_looks", missing, [](Facts& f) { f.optimization->holdout_pct = 0; }},
        {"pbo", failed, [](Facts& f) { f.optimization->pbo = 0.2001; }},
        {"pbo", failed, [](Facts& f) { f.optimization->pbo = std::numeric_limits<double>::quiet_NaN(); }},
        {"pbo", missing, [](Facts& f) { f.optimization->pbo.reset(); }},
        {"dsr", failed, [](Facts& f) { f.optimization->dsr = 0.9499; }},
        {"dsr", failed, [](Facts& f) { f.optimization->dsr = std::numeric_limits<double>::quiet_NaN(); }},
        {"dsr", missing, [](Facts& f) { f.optimization->dsr.reset(); }},
        {"dsr", missing, [](Facts& f) { f.optimization->set_number.reset(); }},
        {"verdict", failed, [](Facts& f) { f.optimization->verdict = "luck"; }},
        {"verdict", missing, [](Facts& f) { f.optimization->verdict.clear(); }},
    };
}

TEST(Checklist, refuses_whatever_is_asked_and_not_there_and_says_what_to_do_in_both_languages) {
    for (const Spoilt& way : all_ways()) {
        Facts facts = ready();
        way.spoil(facts);

        const Checklist list = check(facts, usual());

        const Item& item = item_of(list, way.item);
        EXPECT_EQ(item.standing, way.standing) << way.item << " found " << item.found;
        EXPECT_FALSE(list.may_promote) << way.item;
        if (way.item != "policy" || way.standing != Standing::not_measured) {
            EXPECT_FALSE(item.remedy_en.empty()) << way.item;
            EXPECT_FALSE(item.remedy_tr.empty()) << way.item;
        }
        EXPECT_EQ(list.items.size(), check(ready(), usual()).items.size());
    }
}

TEST(Checklist, asks_of_every_binding_item_that_some_way_of_failing_it_is_tested) {
    for (const Item& item : check(ready(), usual()).items) {
        if (!item.is_binding) continue;
        EXPECT_TRUE(std::ranges::any_of(all_ways(), [&](const Spoilt& way) { return way.item == item.name; }))
            << item.name;
    }
}

TEST(Checklist, says_of_made_up_data_that_it_is_and_lets_it_pass) {
    Facts facts = ready();
    facts.backtest->is_synthetic = true;

    const Checklist list = check(facts, usual());

    EXPECT_EQ(item_of(list, "real_data").standing, Standing::failed);
    EXPECT_TRUE(list.may_promote);
}

TEST(Checklist, asks_for_no_profit_where_none_is_wanted) {
    Facts facts = ready();
    facts.optimization->net_out_of_sample = -5;
    Thresholds thresholds = usual();
    EXPECT_FALSE(check(facts, thresholds).may_promote);

    thresholds.is_profit_wanted = false;

    EXPECT_TRUE(check(facts, thresholds).may_promote);
}

TEST(Checklist, lets_an_undecided_verdict_pass_where_every_figure_does) {
    Facts facts = ready();
    facts.optimization->verdict = "undecided";

    EXPECT_TRUE(check(facts, usual()).may_promote);
}

TEST(Checklist, never_shows_a_figure_rounded_over_its_bound) {
    Facts facts = ready();
    facts.optimization->pbo = 0.20000001;
    facts.optimization->dsr = 0.94999999;

    const Checklist list = check(facts, usual());

    EXPECT_EQ(item_of(list, "pbo").found, "0.20000001");
    EXPECT_EQ(item_of(list, "dsr").found, "0.94999999");
    EXPECT_EQ(item_of(check(ready(), usual()), "pbo").found, "0.2");
}

TEST(Checklist, names_the_exact_command_of_the_next_step) {
    Facts facts = ready();
    facts.backtest.reset();
    EXPECT_TRUE(item_of(check(facts, usual()), "backtest")
                    .remedy_en.contains("spark backtest run mine@2 --dataset ds_a_B_1h --taker-bps 5"));
    facts = ready();
    facts.optimization->set_number.reset();
    EXPECT_TRUE(item_of(check(facts, usual()), "values")
                    .remedy_tr.contains("spark strategy adopt mine --from opt_1 --set plateau"));
    facts.optimization->is_holdout_opened = false;
    facts.optimization->set_number = 1;
    EXPECT_TRUE(item_of(check(facts, usual()), "out_of_sample").remedy_en.contains("spark optimize look opt_1"));
}

}  // namespace
}  // namespace spark::promotion
