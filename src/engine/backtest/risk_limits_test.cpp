#include <gtest/gtest.h>

#include "engine/backtest/run.hpp"

namespace spark::backtest {
namespace {

/// Six bars a day, each opening at the last one's close.
market::CandleTable table_of(const std::vector<std::int64_t>& closes) {
    market::CandleTable table;
    std::int64_t open = closes.front();
    for (std::size_t bar = 0; bar < closes.size(); ++bar) {
        const std::int64_t close = closes[bar];
        table.push_back(static_cast<std::int64_t>(bar) * 4 * 3'600'000'000'000, open * units_per_one,
                        std::max(open, close) * units_per_one, std::min(open, close) * units_per_one,
                        close * units_per_one, units_per_one);
        open = close;
    }
    return table;
}

/// Enters long on every bar and never leaves by itself; all of 1,000 in cash is spent.
RunOutcome run(const market::CandleTable& table, const strategy::RiskLimits& limits) {
    strategy::SignalPlan plan = strategy::empty_plan(table.size());
    for (std::size_t bar = 0; bar < table.size(); ++bar) plan.long_side.enter.set(bar);
    plan.risk = limits;
    RunRules rules;
    rules.costs.maker_bps = 0;
    rules.costs.taker_bps = 0;
    rules.cash = Notional::of_whole(1000);
    rules.size = {SizeRule::Kind::units, 10 * units_per_one};
    return *run_plan(table.columns(), plan, rules);
}

TEST(RiskLimits, a_daily_loss_closes_at_the_next_open_and_waits_for_the_next_day) {
    // Bought at 100 on bar 1; the close of 95 on bar 3 is 5 % under the 1,000 the day began with.
    const auto table = table_of({100, 100, 97, 95, 94, 94, 94, 94});

    const RunOutcome outcome = run(table, {.daily_loss_pct = 5 * units_per_one});

    ASSERT_EQ(outcome.trades.size(), 1U);
    EXPECT_EQ(outcome.trades[0].reason, TradeExit::risk_limit);
    EXPECT_EQ(outcome.trades[0].exit_bar, 4U);
    ASSERT_EQ(outcome.open_lots.size(), 1U);
    EXPECT_EQ(outcome.open_lots[0].entry_bar, 7U) << "signals of the second day, which begins on bar 6, count again";
}

TEST(RiskLimits, one_unit_short_of_the_limit_nothing_happens) {
    const auto table = table_of({100, 100, 97, 95, 94, 94, 94, 94});

    EXPECT_TRUE(run(table, {.daily_loss_pct = 6 * units_per_one + 1}).trades.empty());
}

TEST(RiskLimits, a_drawdown_from_the_highest_equity_ends_the_entries) {
    // Peak 1,200 at the close of 120; 108 is 10 % under it.
    const auto table = table_of({100, 100, 120, 110, 108, 108, 130, 130, 130, 130});

    const RunOutcome outcome = run(table, {.max_drawdown_pct = 10 * units_per_one});

    ASSERT_EQ(outcome.trades.size(), 1U);
    EXPECT_EQ(outcome.trades[0].reason, TradeExit::risk_limit);
    EXPECT_EQ(outcome.trades[0].exit_bar, 5U);
    EXPECT_TRUE(outcome.open_lots.empty());
}

TEST(RiskLimits, without_any_the_fast_path_runs) {
    strategy::SignalPlan plan = strategy::empty_plan(3);
    EXPECT_TRUE(fits_fast_path(plan, {}));
    plan.risk.max_drawdown_pct = 1;
    EXPECT_FALSE(fits_fast_path(plan, {}));
}

}  // namespace
}  // namespace spark::backtest
