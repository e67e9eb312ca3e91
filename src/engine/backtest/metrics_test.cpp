#include "engine/backtest/metrics.hpp"

#include <gtest/gtest.h>

#include "engine/backtest/result_text.hpp"

namespace spark::backtest {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

/// Candles that are flat inside; one every six hours.
market::CandleTable table_of(const std::vector<std::int64_t>& prices) {
    market::CandleTable table;
    for (std::size_t bar = 0; bar < prices.size(); ++bar) {
        const std::int64_t units = prices[bar] * units_per_one;
        table.push_back(static_cast<std::int64_t>(bar) * 6 * hour_ns, units, units, units, units, 1);
    }
    return table;
}

struct Made {
    market::CandleTable table;
    RunOutcome outcome;
    EquityCurve curve;
    Metrics metrics;
    strategy::Definition strategy = strategy::Definition::of_native({.name = "by hand"});

    Case asked() const { return {.books = {{.strategy = strategy, .candles = table.columns()}}}; }
};

Made run(const std::vector<std::int64_t>& prices, const std::vector<std::size_t>& enter,
         const std::vector<std::size_t>& leave) {
    Made made;
    made.table = table_of(prices);
    strategy::SignalPlan plan = strategy::empty_plan(prices.size());
    for (const std::size_t bar : enter) plan.long_side.enter.set(bar);
    for (const std::size_t bar : leave) plan.long_side.exit.set(bar);
    RunRules rules;
    rules.costs = {.maker_bps = 0, .taker_bps = 0};
    rules.cash = Notional::of_whole(1000);
    made.outcome = *run_plan(made.table.columns(), plan, rules);
    made.curve = *equity_curve(made.table.columns(), made.outcome);
    made.metrics = *measure({made.table.columns().open_time_ns, made.outcome, made.curve,
                             exposure_of(made.outcome, prices.size()), buy_hold_of(made.table.columns(), 0)});
    return made;
}

TEST(Metrics, of_two_trades_are_what_a_pencil_says) {
    // Bought at 100, sold at 120 (+20); bought at 110, sold at 80 (-30).
    const Made made = run({90, 100, 115, 120, 115, 110, 100, 80}, {0, 4}, {2, 6});

    EXPECT_EQ(made.metrics.trades, 2);
    EXPECT_EQ(to_text(made.metrics.net_pnl), "-10");
    EXPECT_DOUBLE_EQ(*made.metrics.win_rate, 0.5);
    EXPECT_DOUBLE_EQ(*made.metrics.profit_factor, 20.0 / 30.0);
    EXPECT_DOUBLE_EQ(*made.metrics.expectancy, -5.0);
    // Deviation of {20, -30} with n - 1 is sqrt(2 × 25²) = 35.355…; sqn = sqrt(2) × -5 / 35.355… = -0.2.
    EXPECT_NEAR(*made.metrics.sqn, -0.2, 1e-12);
    EXPECT_DOUBLE_EQ(made.metrics.exposure, 4.0 / 8.0);
    EXPECT_DOUBLE_EQ(made.metrics.buy_hold_return, 80.0 / 100.0 - 1);
}

TEST(Metrics, drawdown_counts_from_the_peak_to_the_close_that_reaches_it_again) {
    // Equity: 1000, 1000, 1010, 990, 1000, 1010, 1020.
    const Made made = run({100, 100, 110, 90, 100, 110, 120}, {0}, {});

    EXPECT_DOUBLE_EQ(made.metrics.max_drawdown_pct, -100.0 * 20.0 / 1010.0);
    EXPECT_EQ(made.metrics.max_drawdown_bars, 3);
}

TEST(Metrics, without_trades_have_no_ratio_and_no_nan) {
    const Made made = run({100, 100, 110, 90, 100, 110, 120, 100, 90, 80}, {}, {});

    EXPECT_EQ(made.metrics.trades, 0);
    EXPECT_FALSE(made.metrics.win_rate.has_value());
    EXPECT_FALSE(made.metrics.profit_factor.has_value());
    EXPECT_FALSE(made.metrics.sharpe.has_value());
    EXPECT_FALSE(made.metrics.sortino.has_value());
    EXPECT_FALSE(made.metrics.calmar.has_value());
    EXPECT_EQ(made.metrics.max_drawdown_pct, 0);
    EXPECT_DOUBLE_EQ(*made.metrics.total_return, 0);
}

TEST(DailyEquity, keeps_the_last_equity_of_each_utc_day) {
    const Made made = run({1, 2, 3, 4, 5, 6, 7, 8, 9}, {0}, {});

    const DailyEquity daily = daily_equity(made.table.columns().open_time_ns, made.curve);

    ASSERT_EQ(daily.equity.size(), 3U);
    EXPECT_EQ(daily.equity[0], made.curve.equity[3]);
    EXPECT_EQ(daily.equity[1], made.curve.equity[7]);
    EXPECT_EQ(daily.equity[2], made.curve.equity[8]);
    EXPECT_EQ(daily.day_start_ns[2], 48 * hour_ns);
}

TEST(TradesCsv, has_the_columns_of_the_contract_and_exact_decimals) {
    const Made made = run({90, 100, 115, 120}, {0}, {2});

    EXPECT_EQ(trades_csv(made.asked(), made.outcome),
              "entry_bar,entry_time_ms,entry_price,exit_bar,exit_time_ms,exit_price,quantity,gross_pnl,fees,net_pnl,"
              "exit_reason\n"
              "1,21600000,100,3,64800000,120,1,20,0,20,signal\n");
}

TEST(EquityCsv, has_a_row_a_bar) {
    const Made made = run({100, 100, 110, 99}, {0}, {});

    EXPECT_EQ(equity_csv(timeline_of(made.asked()), made.curve, made.outcome, 0),
              "bar,open_time_ms,equity,drawdown_fraction\n0,0,1000,0\n1,21600000,1000,0\n2,43200000,1010,0\n3,64800000,"
              "999,-0.01089108910891089\n");
}

}  // namespace
}  // namespace spark::backtest
