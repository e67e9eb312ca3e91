#include "adapters/report/compare.hpp"

#include <gtest/gtest.h>

#include "adapters/report/testing/sample_runs.hpp"

namespace spark::report {
namespace {

using wire::Json;

/// The row of a list of rows whose `field` is this one; null when there is none.
Json row_of(const Json& comparison, std::string_view list, std::string_view field) {
    const auto rows = comparison.array_at(list);
    if (!rows) return nullptr;
    for (const Json& row : *rows)
        if (row.string_at("field").value_or("") == field) return row;
    return nullptr;
}

TEST(CompareRuns, finds_a_run_equal_to_itself) {
    const auto run = testing::sample_run();
    const ComparedRun one{run.document, run.trades_csv};

    const auto comparison = compare_runs(std::vector{one, one});

    ASSERT_TRUE(comparison.has_value());
    EXPECT_TRUE(comparison->bool_at("same_result").value());
    EXPECT_EQ(comparison->array_at("inputs")->size(), 0U);
    EXPECT_EQ(comparison->array_at("cautions")->size(), 0U);
    const Json second = (*comparison->array_at("trades"))[1];
    EXPECT_EQ(second.int64_at("common").value(), 2);
    EXPECT_EQ(second.int64_at("only_here").value(), 0);
}

TEST(CompareRuns, names_inputs_that_differ_and_leaves_out_those_that_do_not) {
    const auto first = testing::sample_run();
    auto second = testing::sample_run();
    second.document.find("params")->set("slow", 20).set("new_one", true);

    const auto comparison = compare_runs(std::vector<ComparedRun>{{first.document, ""}, {second.document, ""}});

    ASSERT_TRUE(comparison.has_value());
    EXPECT_EQ(comparison->array_at("inputs")->size(), 2U);
    EXPECT_EQ(wire::to_text(row_of(*comparison, "inputs", "params.slow")),
              R"({"field":"params.slow","values":[9,20]})");
    EXPECT_EQ(wire::to_text(row_of(*comparison, "inputs", "params.new_one")),
              R"({"field":"params.new_one","values":[null,true]})");
}

TEST(CompareRuns, subtracts_money_exactly_and_statistics_as_numbers) {
    const auto first = testing::sample_run();
    auto second = testing::sample_run();
    second.document.find("metrics")->set("net_pnl", "9.00000001").set("sharpe", 1.5).set("trades", 5);

    const auto comparison = compare_runs(std::vector<ComparedRun>{{first.document, ""}, {second.document, ""}});

    ASSERT_TRUE(comparison.has_value());
    EXPECT_EQ(wire::to_text(row_of(*comparison, "metrics", "net_pnl")),
              R"({"field":"net_pnl","values":["9","9.00000001"],"differences":["0","0.00000001"]})");
    EXPECT_EQ(wire::to_text(row_of(*comparison, "metrics", "sharpe")),
              R"({"field":"sharpe","values":[1.25,1.5],"differences":[0,0.25]})");
    EXPECT_EQ(wire::to_text(row_of(*comparison, "metrics", "trades")),
              R"({"field":"trades","values":[2,5],"differences":[0,3]})");
    EXPECT_EQ(wire::to_text(row_of(*comparison, "metrics", "profit_factor")),
              R"({"field":"profit_factor","values":[null,null],"differences":[null,null]})");
}

TEST(CompareRuns, cautions_where_data_period_costs_or_size_are_others) {
    const auto first = testing::sample_run();
    auto second = testing::sample_run();
    second.document.find("dataset")->set("sha256", "dd");
    second.document.find("period")->set("last", "2024-01-02T22:00:00Z");
    second.document.find("costs")->set("taker_bps", "0");
    second.document.set("cash", "5").set("result_hash", "sha256:bb");

    const auto comparison = compare_runs(std::vector<ComparedRun>{{first.document, ""}, {second.document, ""}});

    ASSERT_TRUE(comparison.has_value());
    EXPECT_EQ(wire::to_text(*comparison->find("cautions")),
              R"(["data_sets_differ","periods_differ","costs_differ","sizes_differ"])");
    EXPECT_FALSE(comparison->bool_at("same_result").value());
}

TEST(CompareRuns, tells_trades_apart_by_time_side_and_price_of_their_entry) {
    const auto first = testing::sample_run();
    const std::string others =
        "entry_time_ms,entry_price,side\n1704085200000,100,long\n1704139200000,105.5,long\n1704139200000,105,short\n";

    const auto comparison =
        compare_runs(std::vector<ComparedRun>{{first.document, first.trades_csv}, {first.document, others}});

    ASSERT_TRUE(comparison.has_value());
    EXPECT_EQ(wire::to_text((*comparison->array_at("trades"))[1]),
              R"({"trades":3,"common":1,"only_here":2,"only_in_first":1})");
}

TEST(CompareRuns, takes_two_to_six_runs) {
    const auto run = testing::sample_run();
    const auto count_is_taken = [&](std::size_t count) {
        return compare_runs(std::vector<ComparedRun>(count, {run.document, ""})).has_value();
    };

    EXPECT_FALSE(count_is_taken(1));
    EXPECT_TRUE(count_is_taken(2));
    EXPECT_TRUE(count_is_taken(6));
    EXPECT_FALSE(count_is_taken(7));
}

TEST(CompareRuns, breaks_at_nothing_that_is_missing) {
    const auto run = testing::sample_run();
    const wire::Json bare = testing::bare_document();

    const auto comparison = compare_runs(std::vector<ComparedRun>{{bare, ""}, {run.document, run.trades_csv}});

    ASSERT_TRUE(comparison.has_value());
    EXPECT_FALSE(comparison->bool_at("same_result").value());
    EXPECT_EQ(wire::to_text(row_of(*comparison, "metrics", "sharpe")),
              R"({"field":"sharpe","values":[null,1.25],"differences":[null,null]})");
}

}  // namespace
}  // namespace spark::report
