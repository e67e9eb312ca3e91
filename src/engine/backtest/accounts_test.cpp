// What fills do to positions and cash: netting, margin, liquidation, financing, and several books on one clock.
#include <gtest/gtest.h>

#include "engine/backtest/result_hash.hpp"
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

OrderRequest market(Side side, std::int64_t quantity) { return {.side = side, .quantity = units(quantity)}; }

RunRules levered(std::int64_t leverage, std::int64_t cash) {
    RunRules rules = testing::free_rules();
    rules.leverage = leverage * units_per_one;
    rules.cash = Notional::of_units(cash * units_per_one);
    rules.maintenance_pct = 0;
    return rules;
}

TEST(Position, is_closed_first_in_first_out_in_parts) {
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 3));
    script.send(1, market(Side::buy, 2));
    script.send(2, market(Side::sell, 4));

    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100), flat(110), flat(120), flat(130)}),
                                          script, testing::free_rules());

    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[0].entry_price, price(100));
    EXPECT_EQ(outcome->trades[0].quantity, units(3));
    EXPECT_EQ(outcome->trades[0].net, Notional::of_whole(60));
    EXPECT_EQ(outcome->trades[1].entry_price, price(110));
    EXPECT_EQ(outcome->trades[1].quantity, units(1));
    EXPECT_EQ(outcome->trades[1].net, Notional::of_whole(10));
    ASSERT_EQ(outcome->open_lots.size(), 1U);
    EXPECT_EQ(outcome->open_lots[0].quantity, units(1));
    EXPECT_EQ(outcome->final_equity, Notional::of_whole(1'000'000 + 70 + 20));
}

TEST(Position, larger_opposite_order_goes_through_zero_in_two_fills) {
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 3));
    script.send(1, market(Side::sell, 5));

    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100), flat(110), flat(90)}), script,
                                          testing::free_rules());

    ASSERT_EQ(script.fills.size(), 3U);
    EXPECT_FALSE(script.fills[1].opened);
    EXPECT_FALSE(script.fills[1].whole);
    EXPECT_EQ(script.fills[1].position, units(0));
    EXPECT_TRUE(script.fills[2].opened);
    EXPECT_TRUE(script.fills[2].whole);
    EXPECT_EQ(script.fills[2].position, units(-2));
    EXPECT_EQ(outcome->trades.at(0).net, Notional::of_whole(30));
    EXPECT_EQ(outcome->final_equity, Notional::of_whole(1'000'000 + 30 + 40));
}

TEST(CloseAtEnd, closes_what_is_held_at_the_last_close_and_only_when_asked) {
    const auto run = [](bool close_at_end) {
        RunRules rules = testing::free_rules();
        rules.close_at_end = close_at_end;
        ScriptedStrategy script;
        script.send(0, market(Side::sell, 2));
        return *testing::run_one(testing::market_of({flat(100), flat(100), {95, 99, 90, 92}}), script, rules);
    };

    const RunOutcome closed = run(true);
    ASSERT_EQ(closed.trades.size(), 1U);
    EXPECT_EQ(closed.trades[0].reason, TradeExit::end_of_data);
    EXPECT_EQ(closed.trades[0].exit_price, price(92));
    EXPECT_EQ(closed.trades[0].exit_bar, 2U);
    const RunOutcome open = run(false);
    EXPECT_TRUE(open.trades.empty());
    EXPECT_EQ(open.final_equity, closed.final_equity);
}

TEST(Liquidation, of_a_long_comes_where_its_equity_is_gone) {
    // 100 of cash at 5 times: 5 units at 100 cost 500, 400 are borrowed; at 80 nothing is left.
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 5));

    const auto safe =
        testing::run_one(testing::market_of({flat(100), flat(100), {100, 100, 81, 90}}), script, levered(5, 100));
    EXPECT_EQ(safe->liquidations, 0);

    ScriptedStrategy again;
    again.send(0, market(Side::buy, 5));
    const auto gone = testing::run_one(testing::market_of({flat(100), flat(100), {100, 100, 80, 90}, flat(200)}), again,
                                       levered(5, 100));

    EXPECT_EQ(gone->liquidations, 1);
    ASSERT_EQ(gone->trades.size(), 1U);
    EXPECT_EQ(gone->trades[0].reason, TradeExit::liquidation);
    EXPECT_EQ(gone->trades[0].exit_price, price(80));
    EXPECT_EQ(gone->final_equity, Notional{});
    ASSERT_EQ(again.fills.size(), 2U);
    EXPECT_EQ(again.fills[1].order, 0U) << "no order of its own";
    EXPECT_EQ(again.fills[1].reason, TradeExit::liquidation);
}

TEST(Liquidation, of_a_short_comes_where_its_equity_is_gone) {
    // 5 units sold short at 100 with 100 of cash: bought back at 120, nothing is left.
    ScriptedStrategy script;
    script.send(0, market(Side::sell, 5));

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100), {100, 120, 100, 110}}), script, levered(5, 100));

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].exit_price, price(120));
    EXPECT_EQ(outcome->final_equity, Notional{});
}

TEST(Liquidation, behind_a_gap_fills_at_the_open_and_may_leave_a_debt) {
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 5));

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100), {70, 90, 60, 80}}), script, levered(5, 100));

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].exit_price, price(70));
    EXPECT_EQ(outcome->final_equity, Notional::of_whole(-50));
}

TEST(Liquidation, comes_earlier_by_the_maintenance_share) {
    RunRules rules = levered(5, 100);
    rules.maintenance_pct = 20 * units_per_one;
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 5));

    // Equity 5 p − 400 under 20 % of 5 p: p = 100. At the fill itself, on the bar after it.
    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100), flat(101)}), script, rules);

    EXPECT_EQ(outcome->liquidations, 1);
    EXPECT_EQ(outcome->trades.at(0).exit_price, price(100));
}

TEST(Liquidation, charges_its_own_fee_on_top) {
    RunRules rules = levered(5, 100);
    rules.costs.liquidation_bps = 100 * units_per_one;
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 5));

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100), {100, 100, 80, 90}}), script, rules);

    EXPECT_EQ(outcome->trades.at(0).fees, Notional::of_whole(4)) << "1 % of 400";
}

TEST(Liquidation, leaves_a_stop_before_it_alone_to_do_its_work) {
    ScriptedStrategy script;
    script.at(0, [](Desk& desk) {
        const auto entry = desk.submit(market(Side::buy, 5));
        OrderRequest stop{.side = Side::sell, .type = OrderType::stop, .stop_price = price(85), .reduce_only = true};
        stop.parent = entry;
        desk.submit(stop);
    });

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100), {100, 100, 70, 90}}), script, levered(5, 100));

    EXPECT_EQ(outcome->liquidations, 0);
    EXPECT_EQ(outcome->trades.at(0).exit_price, price(85));
}

TEST(Liquidation, cannot_touch_a_long_without_leverage) {
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 1));

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100), {50, 50, 1, 1}}), script, levered(1, 100));

    EXPECT_EQ(outcome->liquidations, 0);
}

TEST(Funding, is_paid_by_longs_and_earned_by_shorts_at_00_08_and_16_utc) {
    const auto financing = [](Side side, std::size_t bars, std::int64_t first_hour) {
        RunRules rules = testing::free_rules();
        rules.costs.funding_bps = 10 * units_per_one;
        ScriptedStrategy script;
        script.send(0, market(side, 2));
        const auto outcome = testing::run_one(
            testing::market_of(std::vector<Bar>(bars, flat(100)), testing::hour_ns, first_hour * testing::hour_ns),
            script, rules);
        EXPECT_EQ(outcome->final_equity.units(), Notional::of_whole(1'000'000).units() - outcome->financing.units());
        return outcome->financing;
    };
    // 0.1 % of 200 are 0.2 a mark. Sent at the close of 05:00, held from 06:00.
    EXPECT_EQ(financing(Side::buy, 2, 5), Notional{}) << "until 07:00";
    EXPECT_EQ(financing(Side::buy, 3, 5), Notional::of_units(20'000'000)) << "the close of 07:00 is 08:00";
    EXPECT_EQ(financing(Side::sell, 3, 5), Notional::of_units(-20'000'000));
    EXPECT_EQ(financing(Side::buy, 27, 5), Notional::of_units(80'000'000)) << "08, 16, 00, 08";
}

TEST(Funding, is_booked_onto_the_trade_that_was_open) {
    RunRules rules = testing::free_rules();
    rules.costs.funding_bps = 10 * units_per_one;
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 2));
    script.send(4, market(Side::sell, 2));

    const auto outcome = testing::run_one(
        testing::market_of(std::vector<Bar>(7, flat(100)), testing::hour_ns, 5 * testing::hour_ns), script, rules);

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].fees, Notional::of_units(20'000'000));
    EXPECT_EQ(outcome->trades[0].net, Notional::of_units(-20'000'000));
}

TEST(Funding, of_marks_that_passed_without_bars_is_paid_by_what_was_held_and_not_by_what_is_new) {
    const auto financing = [](std::size_t bought_after) {
        market::CandleTable table;
        for (const std::int64_t hour : {5, 6, 10, 11})
            table.push_back(hour * testing::hour_ns, units_per_one, units_per_one, units_per_one, units_per_one, 1);
        RunRules rules = testing::free_rules();
        rules.costs.funding_bps = 10 * units_per_one;
        ScriptedStrategy script;
        script.send(bought_after, market(Side::buy, 2'000));
        return testing::run_one(table, script, rules)->financing;
    };

    EXPECT_EQ(financing(0), Notional::of_whole(2)) << "held from 06:00, over 08:00";
    EXPECT_EQ(financing(1), Notional{}) << "bought at 10:00";
}

TEST(Borrowing, costs_shorts_on_their_value_and_levered_longs_on_their_debt) {
    const auto financing = [](Side side, std::int64_t leverage) {
        RunRules rules = levered(leverage, 1'000);
        // 1095 bps a year in 1095 parts: 1 bp of what is borrowed, every eight hours.
        rules.costs.borrow_bps = 1'095 * units_per_one;
        ScriptedStrategy script;
        script.send(0, market(side, 20));
        return testing::run_one(
                   testing::market_of(std::vector<Bar>(3, flat(100)), testing::hour_ns, 5 * testing::hour_ns), script,
                   rules)
            ->financing;
    };

    EXPECT_EQ(financing(Side::sell, 2), Notional::of_units(20'000'000)) << "1 bp of 2000";
    EXPECT_EQ(financing(Side::buy, 2), Notional::of_units(10'000'000)) << "1 bp of the 1000 that are missing";
}

BookInput book_of(const market::CandleTable& table, strategy::Strategy& strategy) {
    BookInput input;
    input.candles = table.columns();
    input.strategy = &strategy;
    return input;
}

TEST(Books, at_one_time_fill_in_their_order_before_anyone_decides) {
    const auto table = testing::market_of(std::vector<Bar>(4, flat(100)));
    ScriptedStrategy first;
    ScriptedStrategy second;
    std::vector<std::string> told;
    first.send(0, market(Side::buy, 1));
    second.send(0, market(Side::buy, 1));
    first.answer = [&](const auto&, Desk&) { told.emplace_back("first fills"); };
    second.answer = [&](const auto&, Desk&) { told.emplace_back("second fills"); };
    first.at(1, [&](Desk&) { told.emplace_back("first decides"); });
    second.at(1, [&](Desk&) { told.emplace_back("second decides"); });

    ASSERT_TRUE(run_books({book_of(table, first), book_of(table, second)}, testing::free_rules()));

    EXPECT_EQ(told, (std::vector<std::string>{"first fills", "second fills", "first decides", "second decides"}));
}

TEST(Books, share_one_cash_and_the_first_book_takes_it_first) {
    RunRules rules = testing::free_rules();
    rules.cash = Notional::of_whole(150);
    const auto table = testing::market_of(std::vector<Bar>(3, flat(100)));
    ScriptedStrategy first;
    ScriptedStrategy second;
    first.send(0, market(Side::buy, 1));
    second.send(0, market(Side::buy, 1));

    const auto outcome = run_books({book_of(table, first), book_of(table, second)}, rules);

    ASSERT_EQ(outcome->open_lots.size(), 1U);
    EXPECT_EQ(outcome->open_lots[0].book, 0U);
    EXPECT_EQ(outcome->rejected.at(0).rule, "cash");
}

TEST(Books, with_different_time_grids_are_played_by_the_time_their_bars_open) {
    const auto hours = testing::market_of(std::vector<Bar>(6, flat(100)));
    const auto two_hours = testing::market_of(std::vector<Bar>(3, flat(200)), 2 * testing::hour_ns);
    ScriptedStrategy slow;
    ScriptedStrategy fast;
    std::vector<std::string> told;
    for (std::size_t bar = 0; bar < 3; ++bar)
        slow.at(bar, [&told, bar](Desk&) { told.push_back("slow " + std::to_string(bar)); });
    for (std::size_t bar = 0; bar < 6; ++bar)
        fast.at(bar, [&told, bar](Desk&) { told.push_back("fast " + std::to_string(bar)); });

    const auto outcome = run_books({book_of(two_hours, slow), book_of(hours, fast)}, testing::free_rules());

    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(told, (std::vector<std::string>{"slow 0", "fast 0", "fast 1", "slow 1", "fast 2", "fast 3", "slow 2",
                                              "fast 4", "fast 5"}));
}

TEST(Books, that_share_a_margin_are_liquidated_together_though_neither_alone_would_be) {
    // Each book holds 5 at 100 on 200 of cash at 5 times. A fall of both to 80 takes all of it; either one alone could
    // fall to 60.
    const auto table = testing::market_of(
        {flat(100), flat(100), {100, 100, 92, 92}, {92, 92, 84, 84}, {84, 84, 76, 76}, {76, 76, 68, 68}});
    ScriptedStrategy first;
    ScriptedStrategy second;
    first.send(0, market(Side::buy, 5));
    second.send(0, market(Side::buy, 5));

    const auto outcome = run_books({book_of(table, first), book_of(table, second)}, levered(5, 200));

    // At the close of 84 the equity is 40; the first book falls 8 more, to 76, and that is all.
    EXPECT_EQ(outcome->liquidations, 2);
    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[0].exit_bar, 4U);
    EXPECT_EQ(outcome->trades[0].exit_price, price(76));
}

TEST(Books, close_at_the_end_in_the_order_their_data_end) {
    RunRules rules = testing::free_rules();
    rules.close_at_end = true;
    const auto longer = testing::market_of(std::vector<Bar>(5, flat(100)));
    const auto shorter = testing::market_of(std::vector<Bar>(3, flat(100)));
    ScriptedStrategy first;
    ScriptedStrategy second;
    first.send(0, market(Side::buy, 1));
    second.send(0, market(Side::buy, 1));

    const auto outcome = run_books({book_of(longer, first), book_of(shorter, second)}, rules);

    ASSERT_EQ(outcome->trades.size(), 2U);
    EXPECT_EQ(outcome->trades[0].book, 1U);
    EXPECT_EQ(outcome->trades[1].book, 0U);
}

TEST(Books, none_at_all_or_too_many_are_refused) {
    const auto none = run_books({}, testing::free_rules());
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().fault, Fault::invalid_input);
    const auto table = testing::market_of({flat(100)});
    ScriptedStrategy script;
    EXPECT_FALSE(run_books(std::vector<BookInput>(books_max + 1, book_of(table, script)), testing::free_rules()));
}

TEST(Runs, number_bars_from_the_row_of_the_data_set) {
    RunRules rules = testing::free_rules();
    rules.first_bar = 1'000;
    ScriptedStrategy script;
    script.send(0, market(Side::buy, 1));
    script.send(1, market(Side::sell, 1));
    script.send(2, market(Side::buy, 1'000'000));

    const auto outcome = testing::run_one(testing::market_of(std::vector<Bar>(4, flat(100))), script, rules);

    EXPECT_EQ(outcome->trades.at(0).entry_bar, 1'001U);
    EXPECT_EQ(outcome->trades.at(0).exit_bar, 1'002U);
    EXPECT_EQ(outcome->rejected.at(0).bar, 1'003U);
}

}  // namespace
}  // namespace spark::backtest
