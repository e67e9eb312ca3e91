// Orders that depend on each other: brackets, one-cancels-the-other, orders that only reduce, and how a bar that
// reaches several of them is told.
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

struct Bracket {
    OrderRequest entry{};
    std::int64_t stop = 0;    ///< 0: none.
    std::int64_t target = 0;  ///< 0: none.
};

/// Entry and guards in one go, as ids[0], ids[1] (the stop), ids[2] (the target).
void send(ScriptedStrategy& script, std::size_t bar, const Bracket& bracket) {
    script.at(bar, [&script, bracket](Desk& desk) {
        const auto entry = desk.submit(bracket.entry);
        script.ids.push_back(entry);
        OrderRequest guard{.side = opposite(bracket.entry.side), .reduce_only = true, .parent = entry};
        guard.oco_group = entry;
        if (bracket.stop != 0) {
            OrderRequest stop = guard;
            stop.type = OrderType::stop;
            stop.stop_price = price(bracket.stop);
            stop.reason = TradeExit::stop_loss;
            script.ids.push_back(desk.submit(stop));
        }
        if (bracket.target != 0) {
            OrderRequest target = guard;
            target.type = OrderType::limit;
            target.limit_price = price(bracket.target);
            target.reason = TradeExit::take_profit;
            script.ids.push_back(desk.submit(target));
        }
    });
}

OrderRequest market(Side side, std::int64_t quantity = 1) { return {.side = side, .quantity = units(quantity)}; }
OrderRequest limit(Side side, std::int64_t at, std::int64_t quantity = 1) {
    return {.side = side, .type = OrderType::limit, .quantity = units(quantity), .limit_price = price(at)};
}

std::vector<portfolio::ClosedTrade> trades_of(const Bracket& bracket, const std::vector<Bar>& bars,
                                              const RunRules& rules = testing::free_rules(),
                                              const market::CandleColumns* finer = nullptr) {
    ScriptedStrategy script;
    send(script, 0, bracket);
    const auto outcome = testing::run_one(testing::market_of(bars), script, rules, finer);
    EXPECT_TRUE(outcome.has_value());
    return outcome->trades;
}

RunRules optimistic() {
    RunRules rules = testing::free_rules();
    rules.intrabar = Intrabar::optimistic;
    return rules;
}

struct End {
    std::uint32_t bar;
    std::int64_t price;
    TradeExit reason;
};
void expect_end(const std::vector<portfolio::ClosedTrade>& trades, const End& end) {
    ASSERT_EQ(trades.size(), 1U);
    EXPECT_EQ(trades[0].exit_bar, end.bar);
    EXPECT_EQ(trades[0].exit_price, price(end.price));
    EXPECT_EQ(trades[0].reason, end.reason);
}

TEST(Bracket, that_one_bar_holds_whole_ends_at_the_stop_pessimistically_and_at_the_target_optimistically) {
    const std::vector<Bar> bars{flat(100), {100, 112, 88, 100}};
    const Bracket longs{market(Side::buy), 90, 110};
    const Bracket shorts{market(Side::sell), 110, 90};

    expect_end(trades_of(longs, bars), {1, 90, TradeExit::stop_loss});
    expect_end(trades_of(longs, bars, optimistic()), {1, 110, TradeExit::take_profit});
    expect_end(trades_of(shorts, bars), {1, 110, TradeExit::stop_loss});
    expect_end(trades_of(shorts, bars, optimistic()), {1, 90, TradeExit::take_profit});
}

TEST(Bracket, beyond_whose_level_a_bar_opens_ends_at_the_open_under_both_policies) {
    const Bracket longs{market(Side::buy), 90, 110};

    expect_end(trades_of(longs, {flat(100), flat(100), {115, 116, 80, 90}}), {2, 115, TradeExit::take_profit});
    expect_end(trades_of(longs, {flat(100), flat(100), {85, 120, 80, 90}}, optimistic()),
               {2, 85, TradeExit::stop_loss});
}

TEST(Bracket, whose_entry_opens_beyond_its_stop_ends_at_once) {
    expect_end(trades_of({market(Side::buy), 90, 110}, {flat(100), {85, 95, 84, 90}}), {1, 85, TradeExit::stop_loss});
}

TEST(Bracket, entered_inside_a_bar_may_be_stopped_on_it_but_does_not_win_on_it) {
    // The buy at 95 fills on the way down; what the bar did before and after is not known.
    const std::vector<Bar> both{flat(100), {100, 112, 88, 100}};
    const std::vector<Bar> wins{flat(100), {100, 112, 94, 100}, {100, 110, 99, 105}};
    const Bracket bracket{limit(Side::buy, 95), 90, 110};

    expect_end(trades_of(bracket, both), {1, 90, TradeExit::stop_loss});
    expect_end(trades_of(bracket, wins), {2, 110, TradeExit::take_profit});
}

TEST(Bracket, entered_inside_a_bar_may_win_on_it_optimistically) {
    const std::vector<Bar> wins{flat(100), {100, 112, 94, 100}, {100, 110, 99, 105}};

    expect_end(trades_of({limit(Side::buy, 95), 90, 110}, wins, optimistic()), {1, 110, TradeExit::take_profit});
}

TEST(Bracket, entered_by_a_stop_inside_a_bar_is_stopped_by_a_low_that_may_have_come_before) {
    // Open 100, low 97, high 106: the nearer end comes first on a flat book, so the low came before the entry at 105.
    const std::vector<Bar> bars{flat(100), {100, 106, 97, 106}, flat(106)};
    OrderRequest entry{.side = Side::buy, .type = OrderType::stop, .quantity = units(1), .stop_price = price(105)};

    expect_end(trades_of({entry, 98, 0}, bars), {1, 98, TradeExit::stop_loss});
    EXPECT_TRUE(trades_of({entry, 98, 0}, bars, optimistic()).empty()) << "told as a path, the low was over";
}

TEST(Bracket, with_a_take_profit_order_does_not_win_inside_the_bar_of_its_entry_either) {
    ScriptedStrategy script;
    script.at(0, [](Desk& desk) {
        const auto entry = desk.submit(limit(Side::buy, 95));
        OrderRequest target{.side = Side::sell, .type = OrderType::take_profit, .reduce_only = true, .parent = entry};
        target.stop_price = price(110);
        desk.submit(target);
    });

    const auto outcome = testing::run_one(testing::market_of({flat(100), {100, 112, 94, 111}, {111, 112, 110, 112}}),
                                          script, testing::free_rules());

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].exit_bar, 2U);
    EXPECT_EQ(outcome->trades[0].exit_price, price(111)) << "the next open is beyond it";
}

TEST(Bracket, does_not_rest_before_its_entry_fills) {
    const Bracket bracket{limit(Side::buy, 80), 70, 110};

    EXPECT_TRUE(trades_of(bracket, {flat(100), {100, 120, 90, 100}, flat(100)}).empty());
}

TEST(Bracket, is_gone_with_an_entry_that_is_cancelled_expires_or_is_rejected) {
    ScriptedStrategy script;
    OrderRequest brief = limit(Side::buy, 80);
    brief.time_in_force = TimeInForce::gtd;
    brief.valid_bars = 1;
    send(script, 0, {limit(Side::buy, 80), 70, 110});
    send(script, 0, {brief, 70, 110});
    send(script, 0, {market(Side::buy, 1'000'000), 70, 110});
    std::vector<bool> working;
    script.at(1, [&](Desk& desk) {
        desk.cancel(script.ids[0]);
        for (const auto id : script.ids) working.push_back(desk.is_working(id));
    });

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), flat(100), flat(100)}), script, testing::free_rules()));

    EXPECT_EQ(working, std::vector<bool>(9, false));
}

TEST(Bracket, keeps_protecting_when_an_entry_that_began_to_fill_is_cancelled) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    send(script, 0, {market(Side::buy, 10), 90, 110});
    script.at(1, [&](Desk& desk) { desk.cancel(script.ids[0]); });

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100, 40), flat(100), {100, 100, 89, 90}}), script, rules);

    expect_end(outcome->trades, {3, 90, TradeExit::stop_loss});
    EXPECT_EQ(outcome->trades[0].quantity, units(4));
    EXPECT_TRUE(outcome->open_lots.empty());
}

TEST(Bracket, that_ends_takes_what_is_left_of_its_entry_along) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    send(script, 0, {limit(Side::buy, 95, 10), 90, 0});

    const auto outcome = testing::run_one(
        testing::market_of({flat(100), {100, 100, 95, 96, 40}, {96, 96, 89, 90}, flat(90), flat(90)}), script, rules);

    EXPECT_TRUE(outcome->open_lots.empty()) << "the rest of the entry would open a position that nothing protects";
    ASSERT_FALSE(outcome->trades.empty());
}

TEST(Bracket, of_an_entry_that_turns_a_position_round_protects_the_new_one) {
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 4));
    send(script, 1, {market(Side::sell, 10), 110, 0});

    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100), flat(100), {100, 111, 100, 105}}),
                                          script, testing::free_rules());

    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[1].side, Side::sell);
    EXPECT_EQ(outcome->trades[1].quantity, units(6));
    EXPECT_EQ(outcome->trades[1].exit_price, price(110));
}

TEST(Bracket, child_lives_as_long_as_its_own_time_in_force_says) {
    const auto traded = [](TimeInForce time_in_force, const std::vector<Bar>& bars) {
        ScriptedStrategy script;
        script.at(0, [&](Desk& desk) {
            const auto entry = desk.submit(market(Side::buy));
            OrderRequest stop{.side = Side::sell, .type = OrderType::stop, .time_in_force = time_in_force};
            stop.stop_price = price(90);
            stop.valid_bars = 2;
            stop.reduce_only = true;
            stop.parent = entry;
            desk.submit(stop);
        });
        return testing::run_one(testing::market_of(bars, testing::hour_ns, 21 * testing::hour_ns), script,
                                testing::free_rules())
            ->trades.size();
    };

    EXPECT_EQ(traded(TimeInForce::gtd, {flat(100), flat(100), flat(90)}), 1U);
    EXPECT_EQ(traded(TimeInForce::gtd, {flat(100), flat(100), flat(100), flat(90)}), 0U);
    EXPECT_EQ(traded(TimeInForce::day, {flat(100), flat(100), flat(90)}), 1U) << "23:00";
    EXPECT_EQ(traded(TimeInForce::day, {flat(100), flat(100), flat(100), flat(90)}), 0U) << "midnight is over";
    EXPECT_EQ(traded(TimeInForce::gtc, {flat(100), flat(100), flat(100), flat(90)}), 1U);
}

TEST(Bracket, limit_child_that_does_not_rest_fills_with_its_parent_or_never) {
    const auto traded = [](std::int64_t limit_at) {
        ScriptedStrategy script;
        script.at(0, [&](Desk& desk) {
            const auto entry = desk.submit(market(Side::buy));
            OrderRequest out = limit(Side::sell, limit_at);
            out.time_in_force = TimeInForce::ioc;
            out.parent = entry;
            desk.submit(out);
        });
        return testing::run_one(testing::market_of({flat(100), {100, 120, 90, 100}, flat(120)}), script,
                                testing::free_rules())
            ->trades.size();
    };

    EXPECT_EQ(traded(100), 1U);
    EXPECT_EQ(traded(101), 0U);
}

TEST(OneCancelsTheOther, cancels_the_others_of_its_group_only) {
    ScriptedStrategy script;
    const auto in_group = [](OrderRequest request, std::uint32_t group) {
        request.oco_group = group;
        return request;
    };
    script.send(0, in_group(limit(Side::buy, 95), 1));
    script.send(
        0, in_group({.side = Side::buy, .type = OrderType::stop, .quantity = units(2), .stop_price = price(105)}, 1));
    script.send(0, in_group(limit(Side::buy, 94), 2));

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), {100, 101, 94, 95}, {95, 110, 95, 110}}), script,
                                 testing::free_rules()));

    ASSERT_EQ(script.fills.size(), 2U);
    EXPECT_EQ(script.fills[0].order, script.ids[0]);
    EXPECT_EQ(script.fills[1].order, script.ids[2]);
}

TEST(OneCancelsTheOther, of_a_target_filled_in_part_leaves_the_stop_for_the_rest) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    send(script, 0, {market(Side::buy, 10), 90, 110});

    const auto outcome = testing::run_one(
        testing::market_of({flat(100), flat(100, 100), {105, 110, 105, 106, 40}, {95, 95, 89, 90, 100}}), script,
        rules);

    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[0].reason, TradeExit::take_profit);
    EXPECT_EQ(outcome->trades[0].quantity, units(4));
    EXPECT_EQ(outcome->trades[1].reason, TradeExit::stop_loss);
    EXPECT_EQ(outcome->trades[1].quantity, units(6));
}

TEST(OneCancelsTheOther, of_sized_targets_filled_in_part_takes_that_part_off_the_stop) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 10));
    OrderRequest target = limit(Side::sell, 110, 6);
    target.reduce_only = true;
    target.oco_group = 5;
    OrderRequest stop{.side = Side::sell, .type = OrderType::stop, .quantity = units(6), .stop_price = price(90)};
    stop.reduce_only = true;
    stop.oco_group = 5;
    script.send(1, target);
    script.send(1, stop);

    const auto outcome = testing::run_one(
        testing::market_of({flat(100), flat(100, 100), {105, 110, 105, 106, 40}, {95, 95, 89, 90, 900}}), script,
        rules);

    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[1].quantity, units(2));
    EXPECT_EQ(outcome->open_lots.at(0).quantity, units(4));
}

TEST(OneCancelsTheOther, of_a_stop_filled_in_part_cancels_the_target_and_the_rest_goes_at_the_market) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    send(script, 0, {market(Side::buy, 10), 90, 110});

    const auto outcome = testing::run_one(
        testing::market_of({flat(100), flat(100, 100), {95, 95, 90, 91, 40}, {115, 120, 115, 118, 100}}), script,
        rules);

    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[1].reason, TradeExit::stop_loss);
    EXPECT_EQ(outcome->trades[1].exit_price, price(115));
    EXPECT_TRUE(outcome->open_lots.empty());
}

TEST(ReduceOnly, never_opens_and_never_turns_a_position_round) {
    ScriptedStrategy script;
    OrderRequest out = market(Side::sell, 10);
    out.reduce_only = true;
    script.send(0, out);
    script.send(1, market(Side::buy, 4));
    script.send(2, out);
    script.send(3, out);

    const auto outcome =
        testing::run_one(testing::market_of(std::vector<Bar>(6, flat(100))), script, testing::free_rules());

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].quantity, units(4));
    EXPECT_TRUE(outcome->open_lots.empty());
    EXPECT_EQ(script.fills.size(), 2U);
}

TEST(ReduceOnly, without_a_quantity_closes_all_that_is_held) {
    ScriptedStrategy script;
    script.send(0, market(Side::sell, 3));
    script.send(1, market(Side::sell, 2));
    script.send(2, {.side = Side::buy, .reduce_only = true});

    const auto outcome =
        testing::run_one(testing::market_of(std::vector<Bar>(5, flat(100))), script, testing::free_rules());

    EXPECT_EQ(outcome->trades.size(), 2U);
    EXPECT_TRUE(outcome->open_lots.empty());
}

TEST(FinerBars, decide_between_stop_and_target) {
    const std::vector<Bar> bars{flat(100), {100, 112, 88, 100}, flat(100)};
    const auto fine = [](std::int64_t first, std::int64_t second) {
        return testing::market_of({flat(100), flat(100), flat(first), flat(second), flat(100), flat(100)},
                                  testing::hour_ns / 2);
    };
    const auto target_first = fine(112, 88);
    const auto stop_first = fine(88, 112);
    const auto up = target_first.columns();
    const auto down = stop_first.columns();
    const Bracket bracket{market(Side::buy), 90, 110};

    expect_end(trades_of(bracket, bars, testing::free_rules(), &up), {1, 112, TradeExit::take_profit});
    expect_end(trades_of(bracket, bars, testing::free_rules(), &down), {1, 88, TradeExit::stop_loss});
}

TEST(FinerBars, let_a_trailing_stop_follow_and_fill_within_one_bar) {
    const std::vector<Bar> bars{flat(100), {100, 120, 100, 113}, flat(113)};
    const auto fine = testing::market_of(
        {flat(100), flat(100), {100, 120, 100, 120}, {120, 120, 113, 113}, flat(113), flat(113)}, testing::hour_ns / 2);
    const auto columns = fine.columns();
    const auto fills = [&](const market::CandleColumns* finer) {
        ScriptedStrategy script;
        script.at(0, [](Desk& desk) {
            const auto entry = desk.submit(market(Side::buy));
            OrderRequest trail{.side = Side::sell, .type = OrderType::trailing_stop, .reduce_only = true};
            trail.trail = {strategy::LevelKind::distance, 5 * units_per_one};
            trail.parent = entry;
            desk.submit(trail);
        });
        return testing::run_one(testing::market_of(bars), script, testing::free_rules(), finer)->trades;
    };

    const auto with_finer = fills(&columns);
    ASSERT_EQ(with_finer.size(), 1U);
    EXPECT_EQ(with_finer[0].exit_bar, 1U);
    EXPECT_EQ(with_finer[0].exit_price, price(115));
    const auto without = fills(nullptr);
    ASSERT_EQ(without.size(), 1U);
    EXPECT_EQ(without[0].exit_bar, 2U);
    EXPECT_EQ(without[0].exit_price, price(113));
}

TEST(FinerBars, that_are_missing_leave_the_bar_to_tell_itself) {
    const std::vector<Bar> bars{flat(100), {100, 112, 88, 100}, flat(100)};
    const auto fine = testing::market_of({flat(100), flat(100)}, testing::hour_ns / 2);
    const auto columns = fine.columns();

    expect_end(trades_of({market(Side::buy), 90, 110}, bars, testing::free_rules(), &columns),
               {1, 90, TradeExit::stop_loss});
}

TEST(FinerBars, do_not_make_an_order_that_rested_through_some_of_them_take) {
    ScriptedStrategy script;
    OrderRequest request = limit(Side::buy, 95);
    request.post_only = true;
    script.send(0, request);
    const auto fine = testing::market_of({flat(100), flat(100), flat(100), flat(90)}, testing::hour_ns / 2);
    const auto columns = fine.columns();

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), {100, 100, 90, 90}}), script, testing::free_rules(), &columns);

    EXPECT_EQ(outcome->rejected_count, 0);
    ASSERT_EQ(script.fills.size(), 1U);
    EXPECT_EQ(script.fills[0].role, FillRole::maker);
}

}  // namespace
}  // namespace spark::backtest
