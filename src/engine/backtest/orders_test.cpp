// How each type of order meets the market. Every case is played twice: as written, buying, and mirrored about 100,
// selling; the two must tell the same story.
#include <gtest/gtest.h>

#include "engine/backtest/testing/scripted_strategy.hpp"

namespace spark::backtest {
namespace {

using testing::Bar;
using testing::flat;
using testing::OrderRequest;
using testing::price;
using testing::ScriptedStrategy;
using testing::units;

constexpr auto maker = FillRole::maker;
constexpr auto taker = FillRole::taker;

struct Expected {
    std::size_t bar;
    std::int64_t price;
    FillRole role;
};

Bar mirrored(const Bar& bar) { return {200 - bar.open, 200 - bar.low, 200 - bar.high, 200 - bar.close, bar.volume}; }

OrderRequest mirrored(OrderRequest request) {
    request.side = opposite(request.side);
    request.limit_price = Price::of_units(200 * units_per_one - request.limit_price.units());
    request.stop_price = Price::of_units(200 * units_per_one - request.stop_price.units());
    return request;
}

void expect_one_side(const OrderRequest& request, const std::vector<Bar>& bars, const std::vector<Expected>& expected) {
    ScriptedStrategy script;
    script.send(0, request);

    const auto outcome = testing::run_one(testing::market_of(bars), script, testing::free_rules());

    ASSERT_TRUE(outcome.has_value());
    ASSERT_EQ(script.fills.size(), expected.size());
    for (std::size_t index = 0; index < expected.size(); ++index) {
        EXPECT_EQ(script.fills[index].bar, expected[index].bar);
        EXPECT_EQ(script.fills[index].price, price(expected[index].price));
        EXPECT_EQ(script.fills[index].role, expected[index].role);
    }
}

/// The order is sent at the close of bar 0.
void expect_fills(OrderRequest request, const std::vector<Bar>& bars, std::vector<Expected> expected) {
    request.quantity = units(1);
    {
        SCOPED_TRACE("as written");
        expect_one_side(request, bars, expected);
    }
    SCOPED_TRACE("mirrored");
    std::vector<Bar> turned;
    for (const Bar& bar : bars) turned.push_back(mirrored(bar));
    for (Expected& fill : expected) fill.price = 200 - fill.price;
    expect_one_side(mirrored(request), turned, expected);
}

OrderRequest buys(OrderType type, std::int64_t stop, std::int64_t limit) {
    return {.side = Side::buy, .type = type, .limit_price = price(limit), .stop_price = price(stop)};
}

TEST(MarketOrder, takes_the_open_of_the_next_bar) {
    expect_fills({.side = Side::buy}, {flat(100), {103, 108, 99, 101}, flat(101)}, {{1, 103, taker}});
}

TEST(MarketOrder, sent_on_the_last_bar_never_fills) { expect_fills({.side = Side::buy}, {flat(100)}, {}); }

TEST(LimitOrder, makes_at_its_limit_when_a_bar_just_touches_it) {
    expect_fills(buys(OrderType::limit, 0, 95), {flat(100), {100, 101, 95, 98}}, {{1, 95, maker}});
}

TEST(LimitOrder, does_not_fill_when_the_bar_stays_a_tick_away) {
    expect_fills(buys(OrderType::limit, 0, 95), {flat(100), {100, 101, 96, 98}, flat(96)}, {});
}

TEST(LimitOrder, takes_the_better_open_when_it_arrives_behind_a_gap) {
    expect_fills(buys(OrderType::limit, 0, 95), {flat(100), {90, 92, 89, 91}}, {{1, 90, taker}});
}

TEST(LimitOrder, takes_at_an_open_that_equals_its_limit) {
    expect_fills(buys(OrderType::limit, 0, 95), {flat(100), {95, 97, 95, 96}}, {{1, 95, taker}});
}

TEST(LimitOrder, that_rests_already_makes_at_the_better_open_of_a_gap) {
    expect_fills(buys(OrderType::limit, 0, 95), {flat(100), flat(99), {90, 92, 89, 91}}, {{2, 90, maker}});
}

TEST(LimitOrder, rests_until_the_price_comes) {
    expect_fills(buys(OrderType::limit, 0, 95), {flat(100), flat(99), flat(98), {97, 97, 94, 96}}, {{3, 95, maker}});
}

TEST(StopOrder, takes_at_its_price_when_a_bar_just_touches_it) {
    expect_fills(buys(OrderType::stop, 105, 0), {flat(100), {100, 105, 99, 101}}, {{1, 105, taker}});
}

TEST(StopOrder, does_not_fill_when_the_bar_stays_a_tick_away) {
    expect_fills(buys(OrderType::stop, 105, 0), {flat(100), {100, 104, 99, 101}, flat(104)}, {});
}

TEST(StopOrder, takes_the_worse_open_of_a_gap) {
    expect_fills(buys(OrderType::stop, 105, 0), {flat(100), flat(100), {110, 112, 108, 109}}, {{2, 110, taker}});
}

TEST(StopOrder, sent_when_the_price_is_beyond_it_already_fills_at_the_next_open) {
    expect_fills(buys(OrderType::stop, 95, 0), {flat(100), {101, 103, 99, 100}}, {{1, 101, taker}});
}

TEST(StopLimitOrder, takes_at_the_stop_price_where_its_limit_allows_that) {
    expect_fills(buys(OrderType::stop_limit, 105, 106), {flat(100), {100, 108, 99, 107}}, {{1, 105, taker}});
}

TEST(StopLimitOrder, is_not_triggered_a_tick_away) {
    expect_fills(buys(OrderType::stop_limit, 105, 106), {flat(100), {100, 104, 99, 101}, flat(104)}, {});
}

TEST(StopLimitOrder, triggered_by_a_gap_past_its_limit_rests_and_fills_later) {
    expect_fills(buys(OrderType::stop_limit, 105, 106),
                 {flat(100), {110, 112, 107, 109}, flat(108), {108, 109, 106, 107}}, {{3, 106, maker}});
}

TEST(StopLimitOrder, triggered_by_a_gap_past_its_limit_fills_when_the_same_bar_comes_back) {
    expect_fills(buys(OrderType::stop_limit, 105, 106), {flat(100), {110, 112, 104, 109}}, {{1, 106, maker}});
}

TEST(StopLimitOrder, triggered_and_never_reached_again_does_not_fill) {
    expect_fills(buys(OrderType::stop_limit, 105, 106), {flat(100), {110, 112, 107, 109}, flat(107)}, {});
}

TEST(StopLimitOrder, with_a_limit_short_of_its_stop_waits_for_the_way_back) {
    expect_fills(buys(OrderType::stop_limit, 105, 103), {flat(100), {104, 105, 104, 104}, {104, 105, 103, 104}},
                 {{2, 103, maker}});
}

TEST(StopLimitOrder, is_a_plain_limit_once_it_is_triggered) {
    // The price falls back under the stop before it meets the limit: a stop would fill at the open, at 99.
    expect_fills(buys(OrderType::stop_limit, 105, 98), {flat(100), {104, 105, 103, 104}, flat(99), {99, 99, 98, 98}},
                 {{3, 98, maker}});
}

TEST(TakeProfitOrder, takes_at_its_price_when_a_bar_just_touches_it) {
    expect_fills(buys(OrderType::take_profit, 95, 0), {flat(100), {100, 101, 95, 98}}, {{1, 95, taker}});
}

TEST(TakeProfitOrder, does_not_fill_when_the_bar_stays_a_tick_away) {
    expect_fills(buys(OrderType::take_profit, 95, 0), {flat(100), {100, 101, 96, 98}, flat(96)}, {});
}

TEST(TakeProfitOrder, takes_the_better_open_of_a_gap) {
    expect_fills(buys(OrderType::take_profit, 95, 0), {flat(100), flat(100), {90, 92, 89, 91}}, {{2, 90, taker}});
}

TEST(TakeProfitLimitOrder, takes_at_its_price_where_its_limit_allows_that) {
    expect_fills(buys(OrderType::take_profit_limit, 95, 96), {flat(100), {100, 101, 94, 98}}, {{1, 95, taker}});
}

TEST(TakeProfitLimitOrder, with_a_better_limit_waits_for_it) {
    expect_fills(buys(OrderType::take_profit_limit, 95, 93),
                 {flat(100), {100, 101, 95, 98}, flat(98), {98, 98, 93, 95}}, {{3, 93, maker}});
}

TEST(TakeProfitLimitOrder, is_not_triggered_a_tick_away) {
    expect_fills(buys(OrderType::take_profit_limit, 95, 97), {flat(100), {100, 101, 96, 98}, flat(96)}, {});
}

OrderRequest trailing(strategy::LevelKind kind, std::int64_t amount) {
    OrderRequest request{.side = Side::buy, .type = OrderType::trailing_stop};
    request.trail = {kind, amount * units_per_one};
    return request;
}

TEST(TrailingStop, starts_behind_the_open_of_its_first_bar) {
    expect_fills(trailing(strategy::LevelKind::distance, 5), {flat(120), {100, 104, 100, 104}, {104, 105, 104, 104}},
                 {{2, 105, taker}});
}

TEST(TrailingStop, follows_the_best_price_and_never_goes_back) {
    // Best 100, then 92: the level falls to 97. The way up to 96 leaves it there; 97 fills.
    expect_fills(trailing(strategy::LevelKind::distance, 5),
                 {flat(100), {100, 101, 98, 99}, {96, 96, 92, 93}, {94, 96, 94, 96}, {96, 97, 95, 96}},
                 {{4, 97, taker}});
}

TEST(TrailingStop, follows_a_bar_only_once_it_is_over) {
    // Open 100, low 90, high 96: after the low the level would be 95, but which came first is not known.
    expect_fills(trailing(strategy::LevelKind::distance, 5), {flat(100), {100, 100, 90, 94}, {94, 95, 94, 95}},
                 {{2, 95, taker}});
}

TEST(TrailingStop, takes_the_worse_open_of_a_gap) {
    expect_fills(trailing(strategy::LevelKind::distance, 5), {flat(100), flat(100), {108, 109, 107, 108}},
                 {{2, 108, taker}});
}

TEST(TrailingStop, a_tick_away_does_not_fill) {
    expect_fills(trailing(strategy::LevelKind::distance, 5), {flat(100), {100, 104, 100, 104}, flat(104)}, {});
}

TEST(TrailingStop, may_trail_by_a_percentage_of_the_best_price) {
    // The mirror does not keep percentages: both sides by hand. 5 % over 80 is 84; 5 % under 120 is 114.
    OrderRequest request = trailing(strategy::LevelKind::percent, 5);
    request.quantity = units(1);

    expect_one_side(request, {flat(100), {100, 100, 80, 81}, {82, 84, 82, 83}}, {{2, 84, taker}});
    request.side = Side::sell;
    expect_one_side(request, {flat(100), {100, 120, 100, 119}, {118, 118, 114, 117}}, {{2, 114, taker}});
}

TEST(Slippage, moves_what_takes_against_the_trader_but_never_past_a_limit) {
    RunRules rules = testing::free_rules();
    rules.costs.slippage_bps = 100 * units_per_one;
    const auto paid = [&](const OrderRequest& asked, const std::vector<Bar>& bars) {
        ScriptedStrategy script;
        OrderRequest request = asked;
        request.quantity = units(1);
        script.send(0, request);
        const auto outcome = testing::run_one(testing::market_of(bars), script, rules);
        EXPECT_EQ(outcome->open_lots.size(), 1U);
        EXPECT_EQ(outcome->open_lots[0].entry_price, script.fills.at(0).price) << "the report tells another price";
        return script.fills.at(0).price;
    };
    const std::vector<Bar> quiet{flat(100), {100, 120, 80, 100}};

    EXPECT_EQ(paid({.side = Side::buy}, quiet), price(101));
    EXPECT_EQ(paid(buys(OrderType::stop, 110, 0), quiet), Price::of_units(11'110'000'000));
    EXPECT_EQ(paid(buys(OrderType::limit, 0, 90), quiet), price(90)) << "it makes";
    EXPECT_EQ(paid(buys(OrderType::limit, 0, 105), quiet), price(101)) << "it takes";
    EXPECT_EQ(paid(buys(OrderType::limit, 0, 100), quiet), price(100)) << "it takes, no worse than its limit";
    EXPECT_EQ(paid(buys(OrderType::stop_limit, 110, 111), quiet), price(111));
}

TEST(Fees, are_the_makers_for_what_rests_and_the_takers_for_what_takes) {
    RunRules rules = testing::free_rules();
    rules.costs.maker_bps = 10 * units_per_one;
    rules.costs.taker_bps = 50 * units_per_one;
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(1)});
    OrderRequest target{.side = Side::sell, .type = OrderType::limit, .quantity = units(1)};
    target.limit_price = price(200);
    script.send(0, target);

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), {100, 101, 99, 100}, {150, 200, 150, 180}}), script, rules);

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].entry_fee, Notional::of_units(50'000'000)) << "0.5 % of 100";
    EXPECT_EQ(outcome->trades[0].fees, Notional::of_units(70'000'000)) << "and 0.1 % of 200";
}

TEST(Order, of_a_kind_no_venue_takes_is_rejected_with_its_rule) {
    const auto rule_of = [](const OrderRequest& request) {
        ScriptedStrategy script;
        script.send(0, request);
        const auto outcome =
            testing::run_one(testing::market_of({flat(100), flat(100)}), script, testing::free_rules());
        EXPECT_EQ(outcome->rejected_count, 1);
        EXPECT_TRUE(script.fills.empty());
        return outcome->rejected.empty() ? std::string("none") : outcome->rejected[0].rule;
    };
    OrderRequest post_only_market{.side = Side::buy};
    post_only_market.post_only = true;
    OrderRequest post_only_ioc = buys(OrderType::limit, 0, 90);
    post_only_ioc.post_only = true;
    post_only_ioc.time_in_force = TimeInForce::ioc;

    EXPECT_EQ(rule_of({.side = Side::buy, .quantity = units(0)}), "quantity_zero");
    EXPECT_EQ(rule_of({.side = Side::buy, .type = OrderType::limit}), "price");
    EXPECT_EQ(rule_of({.side = Side::sell, .type = OrderType::stop}), "price");
    EXPECT_EQ(rule_of(post_only_market), "shape");
    EXPECT_EQ(rule_of(post_only_ioc), "shape");
    EXPECT_EQ(rule_of(trailing(strategy::LevelKind::distance, 0)), "shape");
    EXPECT_EQ(rule_of(trailing(strategy::LevelKind::price, 5)), "shape");
    EXPECT_EQ(rule_of({.side = Side::buy, .quantity = units(1), .parent = 7}), "parent");
    EXPECT_EQ(rule_of({.side = Side::buy, .quantity = units(1'000'000)}), "cash");
    EXPECT_EQ(rule_of({.side = Side::sell, .quantity = units(1'000'000)}), "margin");
}

TEST(Order, is_held_to_the_venues_tick_lot_and_least_notional) {
    RunRules rules = testing::free_rules();
    rules.venue = InstrumentRules{};
    rules.venue->tick = price(2);
    rules.venue->lot = units(3);
    rules.venue->quantity_min = units(3);
    rules.venue->notional_min = Notional::of_whole(400);
    ScriptedStrategy script;
    const auto limit = [&](std::int64_t quantity, std::int64_t at) {
        OrderRequest request = buys(OrderType::limit, 0, at);
        request.quantity = units(quantity);
        script.send(0, request);
    };
    limit(8, 97);
    limit(2, 97);
    limit(3, 97);
    limit(6, 1);

    const auto outcome = testing::run_one(testing::market_of({flat(100), {100, 100, 90, 95}}), script, rules);

    ASSERT_EQ(script.fills.size(), 1U);
    EXPECT_EQ(script.fills[0].price, price(96)) << "97 rounded down to the tick, no worse for a buyer";
    EXPECT_EQ(script.fills[0].quantity, units(6));
    ASSERT_EQ(outcome->rejected.size(), 3U);
    EXPECT_EQ(outcome->rejected[0].rule, "quantity_min");
    EXPECT_EQ(outcome->rejected[1].rule, "notional_min");
    EXPECT_EQ(outcome->rejected[2].rule, "tick");
}

}  // namespace
}  // namespace spark::backtest
