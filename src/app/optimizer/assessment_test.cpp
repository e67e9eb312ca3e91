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

}  // namespace
}  // namespace spark::optimizer
