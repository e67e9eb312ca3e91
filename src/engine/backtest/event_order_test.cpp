// The order of events within one bar, as docs/explanation/fills.md tells it.
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

OrderRequest limit(Side side, std::int64_t at) {
    return {.side = side, .type = OrderType::limit, .quantity = units(1), .limit_price = price(at)};
}
OrderRequest stop(Side side, std::int64_t at) {
    return {.side = side, .type = OrderType::stop, .quantity = units(1), .stop_price = price(at)};
}

/// The orders, by their number from 0 on, in the order in which they filled.
std::vector<std::size_t> filled(const std::vector<OrderRequest>& requests, const std::vector<Bar>& bars,
                                const RunRules& rules = testing::free_rules()) {
    ScriptedStrategy script;
    for (const OrderRequest& request : requests) script.send(0, request);
    EXPECT_TRUE(testing::run_one(testing::market_of(bars), script, rules).has_value());
    std::vector<std::size_t> numbers;
    for (const auto& fill : script.fills) numbers.push_back(fill.order - 1);
    return numbers;
}

using Numbers = std::vector<std::size_t>;

TEST(AtTheOpen, market_orders_come_first_oldest_first_then_falls_from_the_highest_then_rises_from_the_lowest) {
    const std::vector<OrderRequest> requests{stop(Side::buy, 96),
                                             limit(Side::buy, 105),
                                             stop(Side::buy, 94),
                                             limit(Side::buy, 110),
                                             {.side = Side::buy, .quantity = units(1)},
                                             {.side = Side::buy, .quantity = units(1)}};

    EXPECT_EQ(filled(requests, {flat(100), flat(100)}), (Numbers{4, 5, 3, 1, 2, 0}));
}

TEST(InsideABar, orders_fill_as_the_price_meets_them_whatever_their_age) {
    const std::vector<OrderRequest> requests{limit(Side::buy, 92), limit(Side::buy, 98), limit(Side::buy, 95)};

    EXPECT_EQ(filled(requests, {flat(100), {100, 100, 90, 95}}), (Numbers{1, 2, 0}));
}

TEST(InsideABar, orders_of_one_price_fill_oldest_first) {
    EXPECT_EQ(filled({limit(Side::buy, 95), limit(Side::buy, 95)}, {flat(100), {100, 100, 90, 95}}), (Numbers{0, 1}));
}

TEST(InsideABar, without_a_position_the_nearer_end_comes_first_and_the_low_when_both_are_as_near) {
    const std::vector<OrderRequest> requests{limit(Side::buy, 97), limit(Side::sell, 103)};

    EXPECT_EQ(filled(requests, {flat(100), {100, 110, 95, 100}}), (Numbers{0, 1}));
    EXPECT_EQ(filled(requests, {flat(100), {100, 105, 90, 100}}), (Numbers{1, 0}));
    EXPECT_EQ(filled(requests, {flat(100), {100, 110, 90, 100}}), (Numbers{0, 1}));
}

TEST(InsideABar, with_a_position_the_end_against_it_comes_first_unless_told_otherwise) {
    const auto first_filled = [](Side held, Intrabar intrabar) {
        RunRules rules = testing::free_rules();
        rules.intrabar = intrabar;
        const auto numbers =
            filled({{.side = held, .quantity = units(10)}, limit(Side::buy, 97), limit(Side::sell, 103)},
                   {flat(100), {100, 105, 95, 100}}, rules);
        EXPECT_EQ(numbers.size(), 3U);
        return numbers.at(1);
    };

    EXPECT_EQ(first_filled(Side::buy, Intrabar::pessimistic), 1U) << "the low first";
    EXPECT_EQ(first_filled(Side::buy, Intrabar::optimistic), 2U);
    EXPECT_EQ(first_filled(Side::sell, Intrabar::pessimistic), 2U) << "the high first";
    EXPECT_EQ(first_filled(Side::sell, Intrabar::optimistic), 1U);
}

TEST(AfterABar, the_strategy_hears_of_its_fills_and_what_it_sends_waits_for_the_next_one) {
    ScriptedStrategy script;
    script.send(0, limit(Side::buy, 95));
    script.answer = [](const testing::FillReport& fill, Desk& desk) {
        if (fill.order == 1) desk.submit(limit(Side::sell, 97));
    };

    ASSERT_TRUE(testing::run_one(testing::market_of({flat(100), {100, 100, 90, 99}, {96, 99, 96, 98}}), script,
                                 testing::free_rules()));

    ASSERT_EQ(script.fills.size(), 2U);
    EXPECT_EQ(script.fills[1].bar, 2U);
    EXPECT_EQ(script.fills[1].price, price(97));
}

TEST(ABarWithoutVolume, moves_no_trailing_stop_when_the_run_skips_it) {
    OrderRequest trail{.side = Side::sell, .type = OrderType::trailing_stop, .quantity = units(1)};
    trail.trail = {strategy::LevelKind::distance, 5 * units_per_one};
    RunRules rules = testing::free_rules();
    const std::vector<Bar> bars{flat(100), flat(100), {100, 120, 100, 110, 0}, {110, 111, 105, 106}};

    EXPECT_EQ(filled({trail}, bars, rules), Numbers{0}) << "under 120 it lies at 115";
    rules.skip_zero_volume = true;
    EXPECT_EQ(filled({trail}, bars, rules), Numbers{}) << "under 111 it comes to lie at 106, after the bar";
}

TEST(ALiquidation, does_not_wait_for_volume) {
    RunRules rules = testing::free_rules();
    rules.leverage = 5 * units_per_one;
    rules.maintenance_pct = 0;
    rules.cash = Notional::of_whole(100);
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(5)});

    const auto outcome =
        testing::run_one(testing::market_of({flat(100), flat(100), {100, 100, 80, 90, 1}}), script, rules);

    EXPECT_EQ(outcome->liquidations, 1);
    EXPECT_EQ(outcome->trades.at(0).quantity, units(5));
}

TEST(ASize, by_risk_needs_a_stop_to_be_measured_against) {
    RunRules rules = testing::free_rules();
    rules.size = {SizeRule::Kind::risk, units_per_one / 100};
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy});
    OrderRequest measured{.side = Side::buy};
    measured.risk_stop = price(90);
    script.send(0, measured);

    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100)}), script, rules);

    EXPECT_EQ(outcome->rejected.at(0).rule, "risk_without_stop");
    ASSERT_EQ(script.fills.size(), 1U);
    EXPECT_EQ(script.fills[0].quantity, units(1'000)) << "1 % of a million is lost over 10";
}

TEST(AQuantity, above_the_venues_most_is_rejected) {
    RunRules rules = testing::free_rules();
    rules.venue = InstrumentRules{};
    rules.venue->quantity_max = units(5);
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(6)});
    script.send(0, {.side = Side::buy, .quantity = units(5)});

    const auto outcome = testing::run_one(testing::market_of({flat(100), flat(100)}), script, rules);

    EXPECT_EQ(outcome->rejected.at(0).rule, "quantity_max");
    EXPECT_EQ(script.fills.size(), 1U);
}

TEST(FinerBars, share_the_cap_of_the_long_bar) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    ScriptedStrategy script;
    script.send(0, {.side = Side::buy, .quantity = units(10)});
    const auto fine = testing::market_of(std::vector<Bar>(6, flat(100, 500)), testing::hour_ns / 2);
    const auto columns = fine.columns();

    ASSERT_TRUE(
        testing::run_one(testing::market_of({flat(100), flat(100, 40), flat(100, 60)}), script, rules, &columns));

    ASSERT_EQ(script.fills.size(), 2U);
    EXPECT_EQ(script.fills[0].quantity, units(4));
    EXPECT_EQ(script.fills[1].bar, 2U);
}

TEST(ALongBar, is_worth_its_last_close_to_the_short_bars_within_it) {
    const auto long_bars =
        testing::market_of({flat(100), flat(100), {100, 200, 100, 200}, flat(200)}, 4 * testing::hour_ns);
    const auto short_bars = testing::market_of(std::vector<Bar>(16, flat(100)));
    RunRules rules = testing::free_rules();
    rules.cash = Notional::of_whole(1'000);
    ScriptedStrategy slow;
    slow.send(0, {.side = Side::buy, .quantity = units(2)});
    ScriptedStrategy fast;
    OrderRequest half{.side = Side::buy};
    half.size = strategy::SizeAsked{strategy::SizeKind::equity, units_per_one / 5};
    fast.send(10, half);
    fast.send(11, half);
    BookInput slow_book;
    slow_book.candles = long_bars.columns();
    slow_book.strategy = &slow;
    BookInput fast_book;
    fast_book.candles = short_bars.columns();
    fast_book.strategy = &fast;

    ASSERT_TRUE(run_books({slow_book, fast_book}, rules));

    // A fifth of 1000, one unit of 1e-8 aside for the rounding of a fee: the close at 200 is known at hour 12 only.
    ASSERT_EQ(fast.fills.size(), 2U);
    EXPECT_EQ(fast.fills[0].bar, 11U);
    EXPECT_NEAR(static_cast<double>(fast.fills[0].quantity.units()), 2e8, 2);
    EXPECT_NEAR(static_cast<double>(fast.fills[1].quantity.units()), 2.4e8, 2) << "1200 by then";
}

TEST(AtTheClose, a_strategy_is_told_what_all_books_are_worth_at_that_close) {
    const auto table = testing::market_of({flat(100), flat(100), {100, 150, 100, 150}, flat(160)});
    ScriptedStrategy first;
    first.send(0, {.side = Side::buy, .quantity = units(10)});
    ScriptedStrategy second;
    std::vector<std::optional<Notional>> told;
    for (const std::size_t bar : {std::size_t{1}, std::size_t{2}, std::size_t{3}})
        second.at(bar, [&](Desk& desk) { told.push_back(desk.equity()); });
    BookInput first_book;
    first_book.candles = table.columns();
    first_book.strategy = &first;
    BookInput second_book = first_book;
    second_book.strategy = &second;

    ASSERT_TRUE(run_books({first_book, second_book}, testing::free_rules()));

    EXPECT_EQ(told, (std::vector<std::optional<Notional>>{Notional::of_whole(1'000'000), Notional::of_whole(1'000'500),
                                                          Notional::of_whole(1'000'600)}));
}

TEST(ALongBar, books_what_it_does_inside_at_its_open_before_the_short_bars_within_it) {
    const auto long_bars = testing::market_of({flat(100), flat(100), {100, 120, 100, 120}}, 4 * testing::hour_ns);
    const auto short_bars = testing::market_of(std::vector<Bar>(12, flat(100)));
    RunRules rules = testing::free_rules();
    rules.cash = Notional::of_whole(110);
    ScriptedStrategy slow;
    slow.send(0, {.side = Side::buy, .quantity = units(1)});
    slow.send(1, limit(Side::sell, 120));
    ScriptedStrategy fast;
    fast.send(8, {.side = Side::buy, .quantity = units(1)});
    BookInput slow_book;
    slow_book.candles = long_bars.columns();
    slow_book.strategy = &slow;
    BookInput fast_book;
    fast_book.candles = short_bars.columns();
    fast_book.strategy = &fast;

    const auto outcome = run_books({slow_book, fast_book}, rules);

    // The sale at 120 lies somewhere in hours 8 to 11; the purchase in hour 9 finds its cash.
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->rejected_count, 0);
    EXPECT_EQ(fast.fills.size(), 1U);
}

}  // namespace
}  // namespace spark::backtest
