#include "app/optimizer/order.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace spark::optimizer {
namespace {

constexpr std::string_view least =
    R"({"backtest":{"strategy":"smaCross","dataset":"ds_a_B_1h"},"parameters":["fast=5:9"]})";

std::string with(std::string_view fields) { return fmt::format("{},{}}}", least.substr(0, least.size() - 1), fields); }

std::string place_of_refusal(std::string_view fields) {
    const auto order = Order::parse(with(fields));
    return order ? "taken" : order.error().place;
}

TEST(OptimizeOrder, comes_back_from_its_own_text) {
    const std::string text = with(R"("method":"tpe","where":["fast < slow"],"objective":"sharpe",)"
                                  R"("constraints":["trades >= 30"],"trials_max":100,)"
                                  R"("time_max_s":60,"seed":7,"batch":8,"oos":"30%","sealed":true,)"
                                  R"("walk_forward":{"windows":"rolling:6x30d/90d","purge_bars":5,"embargo_bars":2},)"
                                  R"("finalists":5,"assessment":false)");

    const auto order = Order::parse(text);
    ASSERT_TRUE(order.has_value()) << order.error().message;
    const auto again = Order::parse(wire::to_text(order->json()));

    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(wire::to_text(again->json()), wire::to_text(order->json()));
    EXPECT_EQ(order->method, search::Method::tpe);
    EXPECT_EQ(order->trials_max, 100U);
    EXPECT_EQ(order->walk_forward, again->walk_forward);
    EXPECT_EQ(order->walk_forward->train_length, "90d");
}

TEST(OptimizeOrder, keeps_the_digits_of_amounts) {
    const auto order = Order::parse(R"({"backtest":{"strategy":"smaCross","dataset":"ds_a_B_1h","fee_bps":0.00000001,)"
                                    R"("costs":{"slippage_bps":1.10}},)"
                                    R"("parameters":"fast=5:9"})");

    ASSERT_TRUE(order.has_value()) << order.error().message;
    EXPECT_EQ(
        wire::to_text(order->backtest),
        R"({"strategy":"smaCross","dataset":"ds_a_B_1h","fee_bps":"0.00000001","costs":{"slippage_bps":"1.10"}})");
}

TEST(OptimizeOrder, says_where_it_is_wrong) {
    EXPECT_EQ(place_of_refusal(R"("method":"annealing")"), "/method");
    EXPECT_EQ(place_of_refusal(R"("where":[1])"), "/where/0");
    EXPECT_EQ(place_of_refusal(R"("trials_max":0)"), "/trials_max");
    EXPECT_EQ(place_of_refusal(R"("seed":-1)"), "/seed");
    EXPECT_EQ(place_of_refusal(R"("oos":"100%")"), "/oos");
    EXPECT_EQ(place_of_refusal(R"("sealed":true)"), "/sealed");
    EXPECT_EQ(place_of_refusal(R"("finalists":201)"), "/finalists");
    EXPECT_EQ(place_of_refusal(R"("walk_forward":"6")"), "/walk_forward");
    EXPECT_EQ(place_of_refusal(R"("walk_forward":{"windows":"6x30d","purge":1})"), "/walk_forward/purge");
    EXPECT_EQ(Order::parse(R"({"parameters":["fast=5:9"]})").error().place, "/backtest");
    EXPECT_EQ(Order::parse(R"({"backtest":{"strategy":"smaCross","dataset":"ds_a_B_1h"}})").error().place,
              "/parameters");
    EXPECT_EQ(Order::parse(R"({"backtest":{"strategy":"smaCross","dataset":"ds_a_B_1h","oos":30},"parameters":["a"]})")
                  .error()
                  .place,
              "/backtest/oos");
    EXPECT_EQ(Order::parse(with(R"("objectiv":"sharpe")")).error().remedy, "did you mean 'objective'?");
}

TEST(WalkForwardOrder, reads_what_it_writes_and_nothing_else) {
    for (const std::string_view text : {"6x30d", "anchored:6x30d", "6x30d/90d", "1x500bars", "12x24h/100bars"}) {
        const auto order = WalkForwardOrder::parse(text);
        ASSERT_TRUE(order.has_value()) << text;
        EXPECT_EQ(order->text(), text);
    }
    for (const std::string_view text : {"", "6", "x30d", "0x30d", "6x", "6x0d", "6x30", "6x30w", "anchored:6x30d/90d",
                                        "wobbling:6x30d", "6x30d/", "-1x30d", "1001x30d", "6x030d"})
        EXPECT_FALSE(WalkForwardOrder::parse(text).has_value()) << text;
}

}  // namespace
}  // namespace spark::optimizer
