#include "app/optimizer/set_facts.hpp"

#include <gtest/gtest.h>

#include "app/optimizer/assessment.hpp"
#include "app/optimizer/testing/made_up_market.hpp"

namespace spark::optimizer {
namespace {

using testing::MadeUpMarket;
using wire::Json;

constexpr std::string_view fields = R"("parameters":["fast=4:16:4","slow=20:80:20"],"oos":"30%")";

/// A finished optimization with its assessment, and its bench set up anew from the document alone.
struct FinishedSearch {
    MadeUpMarket market{2, 4'000, 0.0016};
    std::optional<trials::TrialFolder> trials;
    Json assessment;
    Bench bench;

    FinishedSearch() {
        const auto ordered = market.bench(std::string(fields));
        const auto executor = local_executor(*ordered, 2);
        const auto done = run_order(market.context(), *ordered, "opt_a", market.path() / "a", *executor, {});
        SPARK_ASSERT(done.has_value());
        assessment = *done->document.find("assessment");
        auto opened = trials::TrialFolder::open_to_read(market.path() / "a");
        SPARK_ASSERT(opened.has_value());
        trials.emplace(*std::move(opened));
        const auto set_up = bench_of_finished(market.context(), *trials, ordered->strategy_text, bench);
        if (!set_up) ADD_FAILURE() << set_up.error().message;
    }

    sweep::SetValues values_of(const Json& finalist) const {
        const auto number = static_cast<std::uint64_t>(finalist.int64_at("number").value());
        return bench.space->values(trials->row(number)->point);
    }
};

TEST(SetFacts, of_the_finalists_are_those_of_the_assessment) {
    FinishedSearch finished;
    const Json& best = *finished.assessment.find("best_point");
    const Json& sharpe = *finished.assessment.find("sharpe");

    const auto dsr = deflated_sharpe_of_set(finished.bench, finished.values_of(best), sharpe, 1);

    ASSERT_TRUE(dsr.has_value() && dsr->has_value());
    EXPECT_NEAR(**dsr, sharpe.double_at("dsr").value(), 1e-9);
    const auto finalists = finished.assessment.array_at("finalists");
    ASSERT_TRUE(finalists.has_value() && finalists->size() > 5);
    for (const Json& finalist : *finalists) {
        const auto net = net_out_of_sample(finished.bench, finished.values_of(finalist));
        ASSERT_TRUE(net.has_value());
        EXPECT_EQ(to_text(*net), finalist.find("out_of_sample")->string_at("net_pnl").value());
    }
}

TEST(SetFacts, deflate_further_with_every_look_and_every_set_by_its_own_returns) {
    FinishedSearch finished;
    const Json& sharpe = *finished.assessment.find("sharpe");
    const auto best = finished.values_of(*finished.assessment.find("best_point"));
    const auto finalists = finished.assessment.array_at("finalists");
    const auto last = finished.values_of(finalists->back());

    const auto once = deflated_sharpe_of_set(finished.bench, best, sharpe, 1);
    const auto often = deflated_sharpe_of_set(finished.bench, best, sharpe, 40);
    const auto other = deflated_sharpe_of_set(finished.bench, last, sharpe, 1);
    const auto untold = deflated_sharpe_of_set(finished.bench, best, Json(nullptr), 1);

    EXPECT_LT(**often, **once);
    EXPECT_NE(**other, **once);
    EXPECT_EQ(*untold, std::nullopt);
}

TEST(SetFacts, find_a_set_by_its_values_and_no_other) {
    FinishedSearch finished;
    const Json& best = *finished.assessment.find("best_point");
    sweep::SetValues values = finished.values_of(best);

    EXPECT_EQ(set_with_values(finished.bench, *finished.trials, values).value(),
              static_cast<std::uint64_t>(best.int64_at("number").value()));
    values[0] += 1;
    EXPECT_EQ(set_with_values(finished.bench, *finished.trials, values).value(), std::nullopt);
    values.pop_back();
    EXPECT_EQ(set_with_values(finished.bench, *finished.trials, values).value(), std::nullopt);
}

TEST(SetFacts, count_looks_as_the_ledger_stands_now) {
    FinishedSearch finished;
    const auto now = holdout_standing(finished.market.context(), finished.bench, "opt_a");
    ASSERT_TRUE(look(finished.market.context(), finished.bench, "opt_b", *finished.trials, nullptr, {}).has_value());

    const auto later = holdout_standing(finished.market.context(), finished.bench, "opt_a");
    const auto strangers = holdout_standing(finished.market.context(), finished.bench, "opt_c");

    EXPECT_EQ(now->looks, 1U);
    EXPECT_TRUE(now->is_opened);
    EXPECT_EQ(later->looks, 2U);
    EXPECT_FALSE(strangers->is_opened);
}

TEST(SetFacts, are_refused_for_another_document_than_the_searched_one) {
    FinishedSearch finished;
    std::string other = finished.bench.strategy_text;
    other.replace(other.find("\"default\":9"), 11, "\"default\":8");
    Bench bench;

    const auto set_up = bench_of_finished(finished.market.context(), *finished.trials, other, bench);

    ASSERT_FALSE(set_up.has_value());
    EXPECT_EQ(set_up.error().fault, Fault::conflict);
}

}  // namespace
}  // namespace spark::optimizer
