// How long orders live, how much of a bar they may take, and when they reach the market.
#include <gtest/gtest.h>

#include "engine/backtest/testing/scripted_strategy.hpp"

namespace spark::backtest {
namespace {

using testing::Bar;
using testing::Desk;
using testing::flat;
using testing::OrderRequest;
using testing::price;
using testing::ScriptedStrategy;
using testing::units;

OrderRequest buy_limit(std::int64_t at, std::int64_t quantity = 1) {
    return {.side = Side::buy, .type = OrderType::limit, .quantity = units(quantity), .limit_price = price(at)};
}

OrderRequest with(OrderRequest request, TimeInForce time_in_force) {
    request.time_in_force = time_in_force;
    return request;
}

/// Bars and whole quantities of the fills, in order.
using Fills = std::vector<std::pair<std::size_t, std::int64_t>>;
Fills fills_of(const ScriptedStrategy& script) {
    Fills fills;
    for (const strategy::FillReport& fill : script.fills)
        fills.emplace_back(fill.bar, fill.quantity.units() / units_per_one);
    return fills;
}

Fills play(const std::vector<Bar>& bars, const std::vector<OrderRequest>& requests,
           const RunRules& rules = testing::free_rules(), std::int64_t first_ns = 0) {
    ScriptedStrategy script;
    for (const OrderRequest& request : requests) script.send(0, request);
    const auto outcome = testing::run_one(testing::market_of(bars, testing::hour_ns, first_ns), script, rules);
    EXPECT_TRUE(outcome.has_value());
    return fills_of(script);
}

RunRules capped(std::int64_t percent) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = percent * units_per_one;
    return rules;
}

TEST(GoodTillCancelled, rests_for_any_number_of_bars) {
    std::vector<Bar> bars(500, flat(100));
    bars[499] = {100, 100, 90, 95};

    EXPECT_EQ(play(bars, {buy_limit(95)}), (Fills{{499, 1}}));
}

TEST(GoodTillDate, fills_on_its_last_bar_and_not_one_past_it) {
    OrderRequest request = with(buy_limit(95), TimeInForce::gtd);
    request.valid_bars = 3;

    EXPECT_EQ(play({flat(100), flat(100), flat(100), flat(95)}, {request}), (Fills{{3, 1}}));
    EXPECT_EQ(play({flat(100), flat(100), flat(100), flat(100), flat(95)}, {request}), Fills{});
}

TEST(GoodTillDate, counts_from_the_bar_the_order_reaches_the_market) {
    OrderRequest request = with(buy_limit(95), TimeInForce::gtd);
    request.valid_bars = 1;
    RunRules rules = testing::free_rules();
    rules.latency_bars = 2;

    EXPECT_EQ(play({flat(100), flat(95), flat(95), flat(95)}, {request}, rules), (Fills{{3, 1}}));
    EXPECT_EQ(play({flat(100), flat(95), flat(95), flat(100), flat(95)}, {request}, rules), Fills{});
}

TEST(DayOrder, ends_with_its_utc_day) {
    const OrderRequest request = with(buy_limit(95), TimeInForce::day);
    constexpr std::int64_t at_21 = 21 * testing::hour_ns;

    // Sent at the close of 21:00: it rests at 22:00 and 23:00.
    EXPECT_EQ(play({flat(100), flat(100), flat(95)}, {request}, testing::free_rules(), at_21), (Fills{{2, 1}}));
    EXPECT_EQ(play({flat(100), flat(100), flat(100), flat(95)}, {request}, testing::free_rules(), at_21), Fills{});
}

TEST(DayOrder, sent_at_the_last_close_of_a_day_rests_for_the_next_one) {
    const OrderRequest request = with(buy_limit(95), TimeInForce::day);
    std::vector<Bar> bars(26, flat(100));
    bars[24] = flat(95);
    std::vector<Bar> late(27, flat(100));
    late[25] = flat(95);

    EXPECT_EQ(play(bars, {request}, testing::free_rules(), 23 * testing::hour_ns), (Fills{{24, 1}}));
    EXPECT_EQ(play(late, {request}, testing::free_rules(), 23 * testing::hour_ns), Fills{});
}

TEST(ImmediateOrCancel, takes_what_the_volume_gives_and_forgets_the_rest) {
    const OrderRequest market = with({.side = Side::buy, .quantity = units(10)}, TimeInForce::ioc);

    EXPECT_EQ(play({flat(100), flat(100, 40), flat(100, 40)}, {market}, capped(10)), (Fills{{1, 4}}));
    EXPECT_EQ(play({flat(100), flat(100, 40), flat(100, 40)}, {with(buy_limit(101, 10), TimeInForce::ioc)}, capped(10)),
              (Fills{{1, 4}}));
}

TEST(ImmediateOrCancel, that_closes_a_part_forgets_the_rest_too) {
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(10)});
    script.send(1, with({.side = Side::sell, .quantity = units(10)}, TimeInForce::ioc));

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), flat(100, 100), flat(100, 40), flat(100, 100)}), script,
                                 capped(10)));

    EXPECT_EQ(fills_of(script), (Fills{{1, 10}, {2, 4}}));
}

TEST(ImmediateOrCancel, limit_that_the_open_does_not_reach_is_gone_though_the_bar_comes_to_it) {
    EXPECT_EQ(play({flat(100), {100, 100, 90, 95}, flat(90)}, {with(buy_limit(95), TimeInForce::ioc)}), Fills{});
}

TEST(ImmediateOrCancel, meets_a_bar_without_volume_and_is_gone) {
    RunRules rules = testing::free_rules();
    rules.skip_zero_volume = true;

    EXPECT_EQ(play({flat(100), flat(100, 0), flat(100)},
                   {with({.side = Side::buy, .quantity = units(1)}, TimeInForce::ioc)}, rules),
              Fills{});
}

TEST(ImmediateOrCancel, stop_rests_until_it_is_triggered) {
    OrderRequest stop{.side = Side::buy, .type = OrderType::stop, .quantity = units(10), .stop_price = price(105)};
    stop.time_in_force = TimeInForce::ioc;
    OrderRequest stop_limit = stop;
    stop_limit.type = OrderType::stop_limit;
    stop_limit.limit_price = price(104);

    EXPECT_EQ(play({flat(100), flat(100, 40), flat(105, 40), flat(105, 40)}, {stop}, capped(10)), (Fills{{2, 4}}));
    EXPECT_EQ(play({flat(100), flat(100), {104, 105, 103, 104}, flat(103)}, {stop_limit}), Fills{})
        << "its limit is out of reach when it is triggered";
}

TEST(FillOrKill, fills_all_or_nothing) {
    const OrderRequest market = with({.side = Side::buy, .quantity = units(10)}, TimeInForce::fok);

    EXPECT_EQ(play({flat(100), flat(100, 100), flat(100, 100)}, {market}, capped(10)), (Fills{{1, 10}}));
    EXPECT_EQ(play({flat(100), flat(100, 99), flat(100, 100)}, {market}, capped(10)), Fills{});
    EXPECT_EQ(play({flat(100), {100, 100, 90, 95}, flat(90)}, {with(buy_limit(95), TimeInForce::fok)}), Fills{});
}

TEST(FillOrKill, that_turns_a_position_round_does_both_halves_or_neither) {
    const auto turn = [](std::int64_t volume) {
        ScriptedStrategy script;
        script.send(0, {.side = Side::buy, .quantity = units(4)});
        script.send(1, with({.side = Side::sell, .quantity = units(10)}, TimeInForce::fok));
        EXPECT_TRUE(
            testing::run_one(testing::market_of({flat(100), flat(100, 100), flat(100, volume)}), script, capped(10)));
        return fills_of(script);
    };

    EXPECT_EQ(turn(100), (Fills{{1, 4}, {2, 4}, {2, 6}}));
    EXPECT_EQ(turn(99), (Fills{{1, 4}}));
}

TEST(PostOnly, is_rejected_when_it_would_take_where_it_arrives) {
    OrderRequest request = buy_limit(100);
    request.post_only = true;
    ScriptedStrategy script;
    script.send(0, request);

    const auto outcome =
        testing::run_one(testing::market_of({flat(101), flat(100), flat(99)}), script, testing::free_rules());

    EXPECT_TRUE(script.fills.empty());
    ASSERT_EQ(outcome->rejected.size(), 1U);
    EXPECT_EQ(outcome->rejected[0].rule, "post_only");
    EXPECT_EQ(outcome->rejected[0].bar, 1U);
}

TEST(PostOnly, rests_and_makes_where_the_price_comes_to_it) {
    OrderRequest request = buy_limit(99);
    request.post_only = true;

    EXPECT_EQ(play({flat(100), {100, 101, 99, 100}}, {request}), (Fills{{1, 1}}));
    EXPECT_EQ(play({flat(100), flat(100), flat(98)}, {request}), (Fills{{2, 1}})) << "a gap comes to it";
}

TEST(PostOnly, filled_in_part_goes_on_making_through_a_gap) {
    OrderRequest request = buy_limit(99, 10);
    request.post_only = true;
    ScriptedStrategy script;
    script.send(0, request);

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), {100, 101, 99, 100, 40}, flat(90, 400)}), script, capped(10));

    EXPECT_EQ(outcome->rejected_count, 0);
    ASSERT_EQ(fills_of(script), (Fills{{1, 4}, {2, 6}}));
    EXPECT_EQ(script.fills[1].role, FillRole::maker);
    EXPECT_EQ(script.fills[1].price, price(90));
}

TEST(PostOnly, stop_limit_is_rejected_when_it_would_take_on_its_trigger) {
    OrderRequest request{.side = Side::buy, .type = OrderType::stop_limit, .quantity = units(1)};
    request.stop_price = price(105);
    request.limit_price = price(106);
    request.post_only = true;
    ScriptedStrategy script;
    script.send(0, request);

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), {100, 107, 100, 107}}), script, testing::free_rules());

    EXPECT_TRUE(script.fills.empty());
    EXPECT_EQ(outcome->rejected.at(0).rule, "post_only");
}

TEST(ParticipationCap, spreads_a_market_order_over_bars) {
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(10)});

    const auto outcome = testing::run_one(
        testing::market_of({flat(100), flat(101, 40), flat(102, 0), flat(103, 50), flat(104, 90)}), script, capped(10));

    EXPECT_EQ(fills_of(script), (Fills{{1, 4}, {3, 5}, {4, 1}}));
    EXPECT_FALSE(script.fills[0].whole);
    EXPECT_TRUE(script.fills[2].whole);
    ASSERT_EQ(outcome->open_lots.size(), 3U);
    EXPECT_EQ(outcome->open_lots[1].entry_price, price(103));
}

TEST(ParticipationCap, lets_a_stop_go_on_as_a_market_order) {
    ScriptedStrategy script;
    OrderRequest stop{.side = Side::buy, .type = OrderType::stop, .quantity = units(10), .stop_price = price(105)};
    script.send(0, stop);

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), {100, 106, 100, 106, 40}, flat(90, 40), flat(120, 40)}),
                                 script, capped(10)));

    ASSERT_EQ(fills_of(script), (Fills{{1, 4}, {2, 4}, {3, 2}}));
    EXPECT_EQ(script.fills[1].price, price(90)) << "at the open, though the stop price is far away";
}

TEST(ParticipationCap, is_shared_by_the_orders_of_a_bar) {
    EXPECT_EQ(play({flat(100), flat(100, 50), flat(100, 50)},
                   {{.side = Side::buy, .quantity = units(4)}, {.side = Side::buy, .quantity = units(4)}}, capped(10)),
              (Fills{{1, 4}, {1, 1}, {2, 3}}));
}

TEST(ParticipationCap, takes_whole_lots_of_the_venue) {
    RunRules rules = capped(10);
    rules.venue = InstrumentRules{};
    rules.venue->lot = units(3);

    EXPECT_EQ(play({flat(100), flat(100, 50), flat(100, 50)}, {{.side = Side::buy, .quantity = units(6)}}, rules),
              (Fills{{1, 3}, {2, 3}}));
}

TEST(ParticipationCap, does_not_hold_back_an_order_that_was_cancelled) {
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(10)});
    script.at(1, [&](Desk& desk) {
        EXPECT_TRUE(desk.is_working(script.ids[0]));
        desk.cancel(script.ids[0]);
        EXPECT_FALSE(desk.is_working(script.ids[0]));
    });

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), flat(100, 40), flat(100, 40)}), script, capped(10)));

    EXPECT_EQ(fills_of(script), (Fills{{1, 4}}));
}

TEST(BarsWithoutVolume, fill_nothing_when_the_run_asks_for_that) {
    RunRules rules = testing::free_rules();
    rules.skip_zero_volume = true;
    const std::vector<Bar> bars{flat(100), {100, 105, 80, 100, 0}, {101, 105, 90, 100, 5}};

    EXPECT_EQ(play(bars, {{.side = Side::buy, .quantity = units(1)}, buy_limit(95)}, rules), (Fills{{2, 1}, {2, 1}}));
    EXPECT_EQ(play(bars, {{.side = Side::buy, .quantity = units(1)}, buy_limit(95)}), (Fills{{1, 1}, {1, 1}}))
        << "without that they fill as others do";
}

TEST(Latency, in_bars_delays_an_order_by_so_many) {
    RunRules rules = testing::free_rules();
    rules.latency_bars = 2;

    EXPECT_EQ(play({flat(100), flat(101), flat(102), flat(103)}, {{.side = Side::buy, .quantity = units(1)}}, rules),
              (Fills{{3, 1}}));
}

TEST(Latency, in_milliseconds_misses_the_next_open_and_every_open_it_is_longer_than) {
    RunRules rules = testing::free_rules();
    const std::vector<Bar> bars(6, flat(100));
    const std::vector<OrderRequest> order{{.side = Side::buy, .quantity = units(1)}};

    EXPECT_EQ(play(bars, order, rules), (Fills{{1, 1}}));
    rules.latency_ms = 1;
    EXPECT_EQ(play(bars, order, rules), (Fills{{2, 1}}));
    rules.latency_ms = 3'600'000;
    EXPECT_EQ(play(bars, order, rules), (Fills{{2, 1}})) << "it arrives with the open";
    rules.latency_ms = 3'600'001;
    EXPECT_EQ(play(bars, order, rules), (Fills{{3, 1}}));
}

TEST(Latency, of_a_cancel_lets_the_order_fill_meanwhile) {
    const auto cancelled_with = [](std::int64_t latency_bars, std::vector<Bar> bars) {
        RunRules rules = testing::free_rules();
        rules.latency_bars = latency_bars;
        ScriptedStrategy script;
        script.send(0, buy_limit(95));
        script.at(3, [&](Desk& desk) { desk.cancel(script.ids[0]); });
        EXPECT_TRUE(testing::run_one(testing::market_of(bars), script, rules));
        return fills_of(script);
    };
    const std::vector<Bar> bars{flat(100), flat(100), flat(100), flat(100), flat(95), flat(95)};
    const std::vector<Bar> later{flat(100), flat(100), flat(100), flat(100), flat(100), flat(95)};

    EXPECT_EQ(cancelled_with(0, bars), Fills{});
    EXPECT_EQ(cancelled_with(1, bars), (Fills{{4, 1}}));
    EXPECT_EQ(cancelled_with(1, later), Fills{});
    EXPECT_EQ(cancelled_with(2, later), (Fills{{5, 1}}));
}

TEST(Desk, says_which_orders_can_still_fill) {
    ScriptedStrategy script;
    OrderRequest short_lived = with(buy_limit(90), TimeInForce::gtd);
    short_lived.valid_bars = 2;
    script.send(0, short_lived);
    script.send(0, buy_limit(80));
    std::vector<std::pair<bool, bool>> seen;
    for (const std::size_t bar : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
        script.at(bar, [&](Desk& desk) {
            seen.emplace_back(desk.is_working(script.ids[0]), desk.is_working(script.ids[1]));
        });
    }

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), flat(100), flat(100), flat(80)}), script,
                                 testing::free_rules()));

    EXPECT_EQ(seen, (std::vector<std::pair<bool, bool>>{{true, true}, {true, true}, {false, true}, {false, false}}));
}

TEST(Desk, forgets_orders_that_expired_so_that_a_strategy_may_quote_for_ever) {
    ScriptedStrategy script;
    OrderRequest quote = with(buy_limit(90), TimeInForce::gtd);
    quote.valid_bars = 1;
    const std::vector<Bar> bars(10'500, flat(100));
    for (std::size_t bar = 0; bar < bars.size(); ++bar) script.send(bar, quote);

    const auto outcome = testing::run_one(testing::market_of(bars), script, testing::free_rules());

    EXPECT_EQ(outcome->rejected_count, 0);
}

TEST(Desk, works_ten_thousand_orders_and_rejects_one_more) {
    ScriptedStrategy script;
    for (int order = 0; order < 10'001; ++order) script.send(0, buy_limit(90));

    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100)}), script, testing::free_rules());

    ASSERT_EQ(outcome->rejected_count, 1);
    EXPECT_EQ(outcome->rejected[0].rule, "orders_max");
}

}  // namespace
}  // namespace spark::backtest
