#include "engine/backtest/run.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"

namespace spark::backtest {
namespace {

using portfolio::ClosedTrade;

struct Bar {
    std::int64_t open, high, low, close;
};

market::CandleTable table_of(const std::vector<Bar>& bars) {
    market::CandleTable table;
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        const Bar& b = bars[bar];
        table.push_back(static_cast<std::int64_t>(bar) * 3'600'000'000'000, b.open * units_per_one,
                        b.high * units_per_one, b.low * units_per_one, b.close * units_per_one, 1);
    }
    return table;
}

strategy::SignalPlan plan_of(std::size_t bars, const std::vector<std::size_t>& enter,
                             const std::vector<std::size_t>& leave) {
    strategy::SignalPlan plan = strategy::empty_plan(bars);
    for (const std::size_t bar : enter) plan.long_side.enter.set(bar);
    for (const std::size_t bar : leave) plan.long_side.exit.set(bar);
    return plan;
}

constexpr RunRules free_rules{.costs = {.maker_bps = 0, .taker_bps = 0, .slippage_bps = 0},
                              .size = {},
                              .cash = Notional::of_whole(1'000'000),
                              .first_bar = 0};

/// The same rules told bar by bar, as a trader would keep them by hand: slow, plain, and written apart from the engine.
std::vector<ClosedTrade> by_hand(const market::CandleColumns& c, const strategy::SignalPlan& plan) {
    std::vector<ClosedTrade> trades;
    bool held = false, buy_next = false, sell_next = false;
    ClosedTrade now;
    Int128 stop = 0, target = 0, next_stop = 0, next_target = 0;
    const Int128 whole = 100 * static_cast<Int128>(units_per_one);
    for (std::size_t bar = 0; bar < c.size(); ++bar) {
        const auto leave = [&](Int128 at, TradeExit reason) {
            now.exit_bar = static_cast<std::uint32_t>(bar);
            now.exit_price = Price::of_units(static_cast<std::int64_t>(at));
            now.gross = Notional::of_units(now.exit_price.units() - now.entry_price.units());
            now.net = now.gross;
            now.reason = reason;
            trades.push_back(now);
            held = false;
        };
        if (sell_next && held) leave(c.open[bar], TradeExit::signal);
        if (buy_next && !held) {
            now = {};
            now.entry_bar = static_cast<std::uint32_t>(bar);
            now.entry_price = Price::of_units(c.open[bar]);
            now.quantity = Quantity::of_whole(1);
            now.entry_value = Notional::of_units(c.open[bar]);
            held = true;
            stop = next_stop;
            target = next_target;
        }
        buy_next = sell_next = false;
        const bool has_stop = plan.long_side.stop_loss.amount.constant > 0,
                   has_target = plan.long_side.take_profit.amount.constant > 0;
        if (held && has_stop && c.open[bar] <= stop) leave(c.open[bar], TradeExit::stop_loss);
        if (held && has_target && c.open[bar] >= target) leave(c.open[bar], TradeExit::take_profit);
        if (held && has_stop && c.low[bar] <= stop) leave(stop, TradeExit::stop_loss);
        if (held && has_target && c.high[bar] >= target) leave(target, TradeExit::take_profit);
        if (!held && plan.long_side.enter.test(bar)) {
            buy_next = true;
            next_stop =
                divide(c.close[bar] * (whole - plan.long_side.stop_loss.amount.constant), whole, Rounding::half_even);
            next_target =
                divide(c.close[bar] * (whole + plan.long_side.take_profit.amount.constant), whole, Rounding::half_even);
        } else if (held && plan.long_side.exit.test(bar)) {
            sell_next = true;
        }
    }
    return trades;
}

rc::Gen<Bar> any_bar() {
    return rc::gen::map(rc::gen::tuple(rc::gen::inRange<std::int64_t>(90, 110), rc::gen::inRange<std::int64_t>(90, 110),
                                       rc::gen::inRange<std::int64_t>(0, 6), rc::gen::inRange<std::int64_t>(0, 6)),
                        [](const auto& t) {
                            const auto [open, close, up, down] = t;
                            return Bar{open, std::max(open, close) + up, std::min(open, close) - down, close};
                        });
}

RC_GTEST_PROP(RunPlan, equals_the_trades_kept_by_hand_bar_by_bar, ()) {
    const auto bars = *rc::gen::container<std::vector<Bar>>(any_bar());
    const market::CandleTable table = table_of(bars);
    strategy::SignalPlan plan = plan_of(bars.size(), {}, {});
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        const int what = *rc::gen::inRange(0, 6);
        if (what == 0) plan.long_side.enter.set(bar);
        if (what == 1) plan.long_side.exit.set(bar);
    }
    plan.long_side.stop_loss.amount.constant = *rc::gen::inRange<std::int64_t>(0, 5) * units_per_one;
    plan.long_side.take_profit.amount.constant = *rc::gen::inRange<std::int64_t>(0, 5) * units_per_one;

    const auto outcome = run_plan(table.columns(), plan, free_rules);

    RC_ASSERT(outcome.has_value());
    RC_ASSERT(outcome->trades == by_hand(table.columns(), plan));
}

/// Deepest fall and longest stretch under water, looked up pair by pair.
void expect_drawdown_by_definition(const EquityCurve& curve, std::int64_t cash) {
    std::vector<std::int64_t> values{cash};
    values.insert(values.end(), curve.equity.begin(), curve.equity.end());
    double deepest = 0;
    std::int64_t longest = 0;
    for (std::size_t peak = 0; peak < values.size(); ++peak) {
        const bool is_peak =
            values[peak] >= *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(peak) + 1);
        if (!is_peak) continue;
        std::size_t later = peak + 1;
        for (; later < values.size() && values[later] < values[peak]; ++later) {
            deepest = std::max(deepest,
                               static_cast<double>(values[peak] - values[later]) / static_cast<double>(values[peak]));
        }
        if (later == peak + 1) continue;
        longest = std::max(longest, static_cast<std::int64_t>(std::min(later, values.size() - 1) - peak));
    }
    RC_ASSERT(curve.drawdown_deepest == deepest);
    RC_ASSERT(curve.drawdown_bars_longest == longest);
}

RC_GTEST_PROP(EquityCurve, ends_at_cash_plus_position_and_moves_only_while_holding, ()) {
    const auto bars = *rc::gen::nonEmpty(rc::gen::container<std::vector<Bar>>(any_bar()));
    const market::CandleTable table = table_of(bars);
    strategy::SignalPlan plan = plan_of(bars.size(), {}, {});
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (*rc::gen::inRange(0, 3) == 0)
            plan.long_side.enter.set(bar);
        else if (*rc::gen::inRange(0, 3) == 0)
            plan.long_side.exit.set(bar);
    }
    RunRules rules;
    rules.size = *rc::gen::element(SizeRule{}, SizeRule{SizeRule::Kind::notional, 1'000 * units_per_one},
                                   SizeRule{SizeRule::Kind::equity, units_per_one});

    const auto outcome = run_plan(table.columns(), plan, rules);
    RC_ASSERT(outcome.has_value());
    RC_ASSERT(outcome->rejected_count == 0);
    const auto curve = equity_curve(table.columns(), *outcome);

    RC_ASSERT(curve.has_value());
    const auto& equity = curve->equity;
    RC_ASSERT(equity.back() == outcome->final_equity.units());
    std::vector<bool> held(bars.size(), false);
    for (const ClosedTrade& trade : outcome->trades) {
        for (std::size_t bar = trade.entry_bar; bar <= trade.exit_bar; ++bar) held[bar] = true;
    }
    if (!outcome->open_lots.empty()) {
        for (std::size_t bar = outcome->open_lots[0].entry_bar; bar < bars.size(); ++bar) held[bar] = true;
    }
    expect_drawdown_by_definition(*curve, rules.cash.units());
    for (std::size_t bar = 1; bar < bars.size(); ++bar) {
        if (!held[bar]) RC_ASSERT(equity[bar] == equity[bar - 1]);
    }
}

TEST(RunPlan, fills_at_the_open_after_the_signal) {
    const auto table = table_of({{10, 10, 10, 10}, {11, 11, 11, 11}, {12, 12, 12, 12}, {15, 15, 15, 15}});

    const auto outcome = run_plan(table.columns(), plan_of(4, {0}, {2}), free_rules);

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].entry_bar, 1U);
    EXPECT_EQ(to_text(outcome->trades[0].entry_price), "11");
    EXPECT_EQ(outcome->trades[0].exit_bar, 3U);
    EXPECT_EQ(to_text(outcome->trades[0].net), "4");
}

TEST(RunPlan, a_signal_on_the_last_bar_fills_nothing) {
    const auto table = table_of({{10, 10, 10, 10}, {11, 11, 11, 11}});

    const auto outcome = run_plan(table.columns(), plan_of(2, {1}, {}), free_rules);

    EXPECT_TRUE(outcome->trades.empty());
    EXPECT_FALSE(!outcome->open_lots.empty());
}

TEST(RunPlan, the_stop_wins_when_one_bar_holds_both) {
    auto plan = plan_of(3, {0}, {});
    plan.long_side.stop_loss.amount.constant = 10 * units_per_one;
    plan.long_side.take_profit.amount.constant = 10 * units_per_one;
    const auto table = table_of({{100, 100, 100, 100}, {100, 120, 80, 100}, {100, 100, 100, 100}});

    const auto outcome = run_plan(table.columns(), plan, free_rules);

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->trades[0].reason, TradeExit::stop_loss);
    EXPECT_EQ(to_text(outcome->trades[0].exit_price), "90");
}

TEST(RunPlan, a_gap_through_a_level_fills_at_the_open) {
    auto plan = plan_of(3, {0}, {});
    plan.long_side.stop_loss.amount.constant = 10 * units_per_one;
    const auto table = table_of({{100, 100, 100, 100}, {100, 101, 99, 100}, {70, 75, 60, 72}});

    const auto outcome = run_plan(table.columns(), plan, free_rules);

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(to_text(outcome->trades[0].exit_price), "70");
}

TEST(RunPlan, says_which_entries_the_cash_did_not_cover) {
    RunRules poor = free_rules;
    poor.cash = Notional::of_whole(10);
    const auto table = table_of({{10, 10, 10, 10}, {11, 11, 11, 11}, {9, 9, 9, 9}, {9, 9, 9, 9}});

    const auto outcome = run_plan(table.columns(), plan_of(4, {0, 1}, {}), poor);

    EXPECT_EQ(outcome->rejected_count, 1);
    EXPECT_EQ(outcome->rejected.at(0).bar, 1U);
    EXPECT_EQ(outcome->rejected.at(0).rule, "cash");
    ASSERT_TRUE(!outcome->open_lots.empty());
    EXPECT_EQ(outcome->open_lots[0].entry_bar, 2U);
}

TEST(RunPlan, the_whole_equity_can_be_spent_and_not_one_unit_more) {
    RunRules all_in{};
    all_in.size = *SizeRule::parse("equity:1.0");
    all_in.costs.taker_bps = 7 * units_per_one + 3;
    const auto table = table_of({{10, 10, 10, 10}, {7, 7, 7, 7}, {13, 13, 13, 13}, {13, 13, 13, 13}});

    const auto outcome = run_plan(table.columns(), plan_of(4, {0}, {1}), all_in);

    ASSERT_EQ(outcome->trades.size(), 1U);
    EXPECT_EQ(outcome->rejected_count, 0);
}

TEST(SizeRule, reads_its_forms_and_refuses_the_rest) {
    EXPECT_EQ(SizeRule::parse("units:0.5")->amount, 50'000'000);
    EXPECT_EQ(SizeRule::parse("equity:1.0")->text(), "equity:1");
    for (const auto* text : {"units", "units:", "units:0", "units:-1", "equity:125.00000001", "lots:1", "notional:1e3",
                             "notional:0.000000001", "risk:1.00000001"}) {
        EXPECT_FALSE(SizeRule::parse(text).has_value()) << text;
    }
}

TEST(CheckRules, a_share_above_one_needs_as_much_leverage) {
    RunRules rules;
    rules.size = *SizeRule::parse("equity:1.00000001");
    EXPECT_FALSE(check_rules(rules).has_value());
    rules.leverage = 2 * units_per_one;
    EXPECT_TRUE(check_rules(rules).has_value());
    rules.leverage = 1000 * units_per_one;
    EXPECT_EQ(check_rules(rules).error().place, "--leverage");
}

TEST(ResultHash, is_the_same_for_the_same_and_differs_for_any_difference) {
    const auto table = table_of({{10, 10, 10, 10}, {11, 11, 11, 11}, {12, 12, 12, 12}, {15, 15, 15, 15}});
    const auto plan = plan_of(4, {0}, {2});
    const auto outcome = *run_plan(table.columns(), plan, free_rules);
    auto other_price = outcome;
    other_price.trades[0].exit_price = Price::of_units(outcome.trades[0].exit_price.units() + 1);
    auto other_reason = outcome;
    other_reason.trades[0].reason = TradeExit::stop_loss;
    auto other_end = outcome;
    other_end.final_equity = Notional::of_units(outcome.final_equity.units() + 1);

    EXPECT_EQ(result_hash(outcome), result_hash(*run_plan(table.columns(), plan, free_rules)));
    EXPECT_NE(result_hash(outcome), result_hash(other_price));
    EXPECT_NE(result_hash(outcome), result_hash(other_reason));
    EXPECT_NE(result_hash(outcome), result_hash(other_end));
    EXPECT_EQ(result_hash(outcome).substr(0, 7), "sha256:");
}

}  // namespace
}  // namespace spark::backtest
