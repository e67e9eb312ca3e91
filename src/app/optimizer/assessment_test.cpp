#include "app/optimizer/assessment.hpp"

#include <gtest/gtest.h>

#include "app/optimizer/holdout.hpp"
#include "app/optimizer/testing/made_up_market.hpp"
#include "app/optimizer/walk_forward.hpp"

namespace spark::optimizer {
namespace {

using testing::MadeUpMarket;
using wire::Json;

constexpr std::string_view whole = R"("parameters":["fast=4:16:4","slow=20:80:20"],"oos":"30%",)"
                                   R"("walk_forward":{"windows":"4x20d"})";

/// Every set of the order, and the assessment after it.
Json assessed(MadeUpMarket& market, const std::string& fields, const std::string& folder) {
    const auto bench = market.bench(fields);
    const auto executor = local_executor(*bench, 2);
    const auto done = run_order(market.context(), *bench, "opt_" + folder, market.path() / folder, *executor, {});
    SPARK_ASSERT(done.has_value());
    auto trials = trials::TrialFolder::open_to_read(market.path() / folder);
    SPARK_ASSERT(trials.has_value());
    auto made = assess(market.context(), *bench, "opt_" + folder, *trials, {});
    if (!made) ADD_FAILURE() << made.error().message;
    return made ? *std::move(made) : Json();
}

std::string verdict(const Json& assessment) { return assessment.find("verdict")->string_at("verdict").value(); }

TEST(Assess, calls_the_best_of_noise_luck_and_a_planted_edge_skill) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE(seed);
        MadeUpMarket noise(seed, 8'760, 0);
        MadeUpMarket edge(seed, 8'760, 0.0016);

        const Json of_noise = assessed(noise, std::string(whole), "noise");
        const Json of_edge = assessed(edge, std::string(whole), "edge");

        EXPECT_EQ(verdict(of_noise), "luck") << wire::to_pretty_text(*of_noise.find("verdict"));
        EXPECT_EQ(verdict(of_edge), "skill") << wire::to_pretty_text(*of_edge.find("verdict"));
    }
}

TEST(Assess, counts_the_end_of_a_search_once_and_every_later_look) {
    MadeUpMarket market(3, 3'000, 0);
    const std::string fields = R"("parameters":["fast=4:16:4","slow=20:80:20"],"oos":"30%")";

    const Json first = assessed(market, fields, "a");
    const Json second = assessed(market, fields, "b");
    const auto bench = market.bench(fields);
    auto trials = trials::TrialFolder::open_to_read(market.path() / "a");
    ASSERT_TRUE(trials.has_value());
    const auto looked = look(market.context(), *bench, "opt_a", *trials, &first, {});

    ASSERT_TRUE(looked.has_value()) << looked.error().message;
    EXPECT_EQ(first.find("holdout")->int64_at("seen").value(), 1);
    EXPECT_EQ(second.find("holdout")->int64_at("seen").value(), 2) << "another optimization, the same bars";
    EXPECT_EQ(looked->find("holdout")->int64_at("seen").value(), 3);
    EXPECT_EQ(HoldoutLedger::open(market.path())->entries().size(), 3U);
}

TEST(Assess, looks_at_nothing_that_is_sealed_until_somebody_looks) {
    MadeUpMarket market(3, 3'000, 0);
    const std::string fields = R"("parameters":["fast=4:16:4","slow=20:80:20"],"oos":"30%","sealed":true)";

    const Json made = assessed(market, fields, "a");
    const auto bench = market.bench(fields);
    auto trials = trials::TrialFolder::open_to_read(market.path() / "a");
    ASSERT_TRUE(trials.has_value());
    const auto looked = look(market.context(), *bench, "opt_a", *trials, &made, {});

    EXPECT_TRUE(made.find("best_point")->find("out_of_sample")->is_null());
    EXPECT_EQ(made.find("holdout")->int64_at("seen").value(), 0);
    ASSERT_TRUE(looked.has_value()) << looked.error().message;
    EXPECT_TRUE(looked->find("best_point")->find("out_of_sample")->is_object());
    EXPECT_EQ(looked->find("holdout")->int64_at("seen").value(), 1);
}

TEST(Assess, says_what_is_missing_where_no_set_is_ranked) {
    MadeUpMarket market(3, 1'000, 0);

    const Json made =
        assessed(market, R"("parameters":["fast=4:16:4","slow=20:80:20"],"constraints":["trades >= 100000"])", "a");

    EXPECT_EQ(verdict(made), "undecided");
    EXPECT_TRUE(made.find("best_point")->is_null());
    EXPECT_EQ(made.find("missing")->size(), 3U);
}

TEST(WalkForwardRun, stays_before_the_holdout_and_chains_what_the_windows_came_to) {
    MadeUpMarket market(5, 4'000, 0.001);
    const auto bench = market.bench(std::string(whole));

    const auto walk = walk_forward(*bench, {});

    ASSERT_TRUE(walk.has_value()) << walk.error().message;
    ASSERT_EQ(walk->folds.size(), 4U);
    EXPECT_EQ(walk->folds.back().bars.test.last, bench->bars);
    EXPECT_EQ(walk->rules.purge_bars, 80U) << "the slow average's warm-up";
    double chained = 1;
    for (const WalkFold& fold : walk->folds) {
        ASSERT_TRUE(fold.test.has_value());
        EXPECT_EQ(fold.sets, 16U);
        EXPECT_EQ(fold.test->equity.size(), fold.bars.test.size());
        EXPECT_EQ(fold.test->equity_before, Notional::of_whole(20'000).units()) << "each window begins flat";
        chained *= 1 + fold.test->total_return;
    }
    EXPECT_NEAR(walk->total_return, chained - 1, 1e-12);
    EXPECT_EQ(walk->equity.size(), 4U * 20 * 24);
}

TEST(WalkForwardRun, repeats_a_random_search_and_tpe_with_their_budget_in_every_window_and_again_the_same) {
    MadeUpMarket market(6, 4'000, 0.001);
    for (const std::string_view method : {"random", "tpe"}) {
        SCOPED_TRACE(method);
        const std::string fields = R"("parameters":["fast=2:18","slow=20:90"],"oos":"20%","trials_max":24,"seed":7,)"
                                   R"("walk_forward":{"windows":"3x20d"})";
        const auto bench = market.bench(fields, method);

        const auto walk = walk_forward(*bench, {});
        const auto again = walk_forward(*bench, {});

        ASSERT_TRUE(walk.has_value()) << walk.error().message;
        ASSERT_EQ(walk->folds.size(), 3U);
        for (std::size_t fold = 0; fold < 3; ++fold) {
            EXPECT_EQ(walk->folds[fold].sets, 24U);
            EXPECT_EQ(walk->folds[fold].values, again->folds[fold].values);
        }
        EXPECT_EQ(walk->total_return, again->total_return);
    }
}

TEST(WalkForwardRun, trains_on_pieces_around_what_an_embargo_leaves_out) {
    MadeUpMarket market(7, 4'000, 0.001);
    const auto bench = market.bench(R"("parameters":["fast=4:16:4","slow=20:80:20"],)"
                                    R"("walk_forward":{"windows":"anchored:3x20d","purge_bars":10,"embargo_bars":48})");

    const auto walk = walk_forward(*bench, {});

    ASSERT_TRUE(walk.has_value()) << walk.error().message;
    ASSERT_EQ(walk->folds.size(), 3U);
    EXPECT_EQ(walk->folds[0].bars.train.size(), 1U) << "no window before the first";
    for (std::size_t fold = 0; fold < 3; ++fold) {
        const WalkFold& of = walk->folds[fold];
        for (const robustness::BarRange& piece : of.bars.train) {
            EXPECT_LE(piece.last + 10, of.bars.test.first) << "purged";
            for (std::size_t earlier = 0; earlier < fold; ++earlier) {
                const robustness::BarRange& test = walk->folds[earlier].bars.test;
                EXPECT_TRUE(piece.last <= test.last || piece.first >= test.last + 48) << "embargo of " << earlier;
            }
        }
    }
    // Windows touch: what lies after an embargo is a piece of its own.
    EXPECT_EQ(walk->folds[2].bars.train.size(), 2U);
    EXPECT_NE(walk->folds[2].train_objective, 0);
}

TEST(AssessReturns, say_the_same_on_any_number_of_threads_and_how_many_sets_they_saw) {
    MadeUpMarket market(8, 3'000, 0);
    const std::string fields = R"("parameters":["fast=4:16:4","slow=20:80:20"])";
    (void)assessed(market, fields, "a");
    const auto trials = trials::TrialFolder::open_to_read(market.path() / "a");
    ASSERT_TRUE(trials.has_value());
    std::vector<Json> made;
    for (const std::size_t threads : {1U, 2U, 5U}) {
        const auto bench = market.bench(fields);
        bench->threads = threads;
        made.push_back(*assess(market.context(), *bench, "opt_a", *trials, {}));
    }

    for (const Json& one : made) {
        for (const char* part : {"sharpe", "overfitting", "data_snooping", "monte_carlo", "sample"})
            EXPECT_EQ(wire::to_text(*one.find(part)), wire::to_text(*made.front().find(part))) << part;
        EXPECT_EQ(one.find("sample")->int64_at("sets_tested").value(), 16);
        EXPECT_FALSE(one.find("sample")->bool_at("is_sample").value());
        EXPECT_LE(one.find("sharpe")->double_at("dsr_all_sets").value(), one.find("sharpe")->double_at("dsr").value());
        EXPECT_TRUE(one.find("data_snooping")->find("against_buy_hold")->is_object());
    }
}

}  // namespace
}  // namespace spark::optimizer
