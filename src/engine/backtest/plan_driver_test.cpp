// What a signal plan asks of the event path beyond the fast one: entries that rest, several entries, late fills.
#include "engine/backtest/plan_driver.hpp"

#include <gtest/gtest.h>

#include "engine/backtest/testing/scripted_strategy.hpp"

namespace spark::backtest {
namespace {

using testing::Bar;
using testing::flat;
using testing::price;
using testing::units;

struct Signals {
    std::vector<std::size_t> enter{};
    std::vector<std::size_t> leave{};
};

strategy::SignalPlan long_plan(std::size_t bars, const Signals& signals) {
    strategy::SignalPlan plan = strategy::empty_plan(bars);
    for (const std::size_t bar : signals.enter) plan.long_side.enter.set(bar);
    for (const std::size_t bar : signals.leave) plan.long_side.exit.set(bar);
    return plan;
}

/// Entries rest at `at`, a limit to buy, for `valid_bars`.
strategy::SignalPlan limit_plan(std::size_t bars, const Signals& signals, std::int64_t at, std::int64_t valid_bars) {
    strategy::SignalPlan plan = long_plan(bars, signals);
    plan.entry = {OrderType::limit, valid_bars};
    plan.long_side.entry_price.constant = at * units_per_one;
    return plan;
}

RunOutcome run(const std::vector<Bar>& bars, const strategy::SignalPlan& plan,
               const RunRules& rules = testing::free_rules()) {
    const market::CandleTable table = testing::market_of(bars);
    return *run_event_path(table.columns(), plan, rules);
}

TEST(RestingEntry, fills_within_its_bars_and_not_one_past_them) {
    const std::vector<Bar> in_time{flat(100), flat(100), flat(95)};
    const std::vector<Bar> late{flat(100), flat(100), flat(100), flat(95)};

    EXPECT_EQ(run(in_time, limit_plan(3, {.enter = {0}}, 95, 2)).open_lots.size(), 1U);
    EXPECT_EQ(run(late, limit_plan(4, {.enter = {0}}, 95, 2)).open_lots.size(), 0U);
}

TEST(RestingEntry, is_withdrawn_by_an_exit_signal) {
    const std::vector<Bar> bars{flat(100), flat(100), flat(95), flat(95)};

    EXPECT_TRUE(run(bars, limit_plan(4, {.enter = {0}, .leave = {1}}, 95, 0)).open_lots.empty());
}

TEST(RestingEntry, that_never_fills_leaves_no_orders_behind) {
    // Two protective orders an entry: were they left, 10,000 working orders would be reached after 5,000 entries.
    std::vector<std::size_t> every;
    for (std::size_t bar = 0; bar < 12'000; ++bar) every.push_back(bar);
    strategy::SignalPlan plan = limit_plan(12'000, {.enter = every}, 50, 1);
    plan.long_side.stop_loss.amount.constant = 5 * units_per_one;
    plan.long_side.take_profit.amount.constant = 5 * units_per_one;

    EXPECT_EQ(run(std::vector<Bar>(12'000, flat(100)), plan).rejected_count, 0);
}

TEST(SeveralEntries, add_up_to_the_most_allowed_and_leave_together) {
    strategy::SignalPlan plan = long_plan(8, {.enter = {0, 1, 2, 3}, .leave = {5}});
    plan.entries_max = 3;

    const RunOutcome outcome = run(std::vector<Bar>(8, flat(100)), plan);

    EXPECT_EQ(outcome.trades.size(), 3U);
    for (const auto& trade : outcome.trades) EXPECT_EQ(trade.exit_bar, 6U);
}

TEST(SeveralEntries, are_all_protected_by_the_stop_of_the_newest) {
    strategy::SignalPlan plan = long_plan(5, {.enter = {0, 1}});
    plan.entries_max = 2;
    plan.long_side.stop_loss.amount.constant = 10 * units_per_one;
    // Stops: 90 of the first signal's close; 108 of the second one's, 120.
    const RunOutcome outcome = run({flat(100), {100, 120, 100, 120}, flat(120), {120, 120, 108, 110}, flat(110)}, plan);

    ASSERT_EQ(outcome.trades.size(), 2U);
    EXPECT_EQ(outcome.trades[0].exit_price, price(108));
    EXPECT_EQ(outcome.trades[1].exit_price, price(108));
}

TEST(LateOrders, exit_that_finds_its_position_stopped_does_not_close_the_next_one) {
    RunRules rules = testing::free_rules();
    rules.latency_bars = 3;
    strategy::SignalPlan plan = long_plan(14, {.enter = {0, 5}, .leave = {4}});
    plan.long_side.stop_loss.amount.constant = 10 * units_per_one;
    // Bought on bar 4. The exit of bar 4 would arrive on bar 8; the stop ends the position on bar 5. Bought again on
    // bar 9 by the signal of bar 5.
    std::vector<Bar> bars(14, flat(100));
    bars[5] = {100, 100, 90, 100};

    const RunOutcome outcome = run(bars, plan, rules);

    ASSERT_EQ(outcome.trades.size(), 1U);
    EXPECT_EQ(outcome.trades[0].reason, TradeExit::stop_loss);
    ASSERT_EQ(outcome.open_lots.size(), 1U);
    EXPECT_EQ(outcome.open_lots[0].entry_bar, 9U);
}

TEST(LateOrders, entry_whose_cancel_comes_too_late_counts_for_the_time_stop) {
    RunRules rules = testing::free_rules();
    rules.latency_bars = 2;
    strategy::SignalPlan plan = limit_plan(14, {.enter = {0}, .leave = {4}}, 95, 0);
    plan.time_stop_bars = 2;
    std::vector<Bar> bars(14, flat(100));
    bars[5] = flat(95);

    const RunOutcome outcome = run(bars, plan, rules);

    ASSERT_EQ(outcome.trades.size(), 1U);
    EXPECT_EQ(outcome.trades[0].entry_bar, 5U);
    EXPECT_EQ(outcome.trades[0].reason, TradeExit::time_stop);
    EXPECT_EQ(outcome.trades[0].exit_bar, 9U) << "decided at the close of bar 6, three bars on its way";
}

TEST(CappedEntries, are_protected_from_the_first_part_on_and_stop_filling_once_they_are_stopped) {
    RunRules rules = testing::free_rules();
    rules.participation_pct = 10 * units_per_one;
    rules.size.amount = 10 * units_per_one;
    strategy::SignalPlan plan = long_plan(6, {.enter = {0}});
    plan.long_side.stop_loss.amount.constant = 10 * units_per_one;

    const RunOutcome outcome =
        run({flat(100), flat(100, 40), {95, 95, 89, 90, 60}, flat(90), flat(90), flat(90)}, plan, rules);

    EXPECT_TRUE(outcome.open_lots.empty());
    Quantity closed;
    for (const auto& trade : outcome.trades) closed = *sum(closed, trade.quantity);
    EXPECT_EQ(closed, units(10));
}

}  // namespace
}  // namespace spark::backtest
