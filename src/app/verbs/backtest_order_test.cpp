#include "app/verbs/backtest_order.hpp"

#include <gtest/gtest.h>

namespace spark::verbs {
namespace {

std::string place_of_refusal(std::string_view body) {
    const auto order = read_backtest_body(body);
    return order ? "taken" : order.error().place;
}

TEST(BacktestBody, keeps_the_numbers_of_a_document_as_they_were_written) {
    const auto order =
        read_backtest_body(R"({"dataset":"ds_a_B_1h",)"
                           R"("document":{"name":"x","p":{"least":0.00000001,"list":[1.10,true,"\"q\""],"none":{}}}})");

    ASSERT_TRUE(order.has_value());
    EXPECT_EQ(
        order->document,
        "{\n  \"name\": \"x\",\n  \"p\": {\n    \"least\": 0.00000001,\n    \"list\": [\n      1.10,\n      true,\n"
        "      \"\\\"q\\\"\"\n    ],\n    \"none\": {}\n  }\n}\n");
}

TEST(BacktestBody, takes_rules_at_the_top_beside_costs) {
    const auto order = read_backtest_body(
        R"({"strategy":"smaCross,rsi","dataset":["a","b"],"costs":{"fee_bps":1},"leverage":2,"oos":30,"band":true})");

    ASSERT_TRUE(order.has_value());
    EXPECT_EQ(order->strategy, "smaCross,rsi");
    EXPECT_EQ(order->data_sets.size(), 2U);
    EXPECT_EQ(order->costs.items.front().key, "fee_bps");
    EXPECT_EQ(order->rules.items.front().key, "leverage");
    EXPECT_EQ(order->out_of_sample, "30");
    EXPECT_TRUE(order->has_band);
}

TEST(BacktestBody, points_at_what_it_refuses) {
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a"})"), "/strategy");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a,"})"), "/strategy");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a,../b"})"), "/strategy");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a","document":{}})"), "/document");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a","with":[]})"), "/with");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a","with":[""]})"), "/with/0");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a","band":"yes"})"), "/band");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a","oos":true})"), "/oos");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a","leverge":2})"), "/leverge");
    EXPECT_EQ(place_of_refusal(R"({"dataset":"a","strategy":"a"})"), "taken");
}

}  // namespace
}  // namespace spark::verbs
