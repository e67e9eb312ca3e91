#include "engine/statistics/bar_statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/statistics/closed_balance.hpp"

namespace spark::statistics {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t day_ns = 24 * hour_ns;

std::vector<std::int64_t> times(std::size_t bars, std::int64_t step_ns) {
    std::vector<std::int64_t> time_ns;
    for (std::size_t bar = 0; bar < bars; ++bar) time_ns.push_back(static_cast<std::int64_t>(bar) * step_ns);
    return time_ns;
}

TradeFacts trade_of(std::int64_t entry_bar, std::int64_t exit_bar, std::int32_t entry, std::int32_t exit) {
    TradeFacts trade;
    trade.entry_bar = entry_bar;
    trade.exit_bar = exit_bar;
    trade.entry_time_ns = entry_bar * day_ns;
    trade.exit_time_ns = exit_bar * day_ns;
    trade.entry_price = Price::of_whole(entry);
    trade.exit_price = Price::of_whole(exit);
    trade.quantity = Quantity::of_whole(1);
    trade.net = Notional::of_whole(exit - entry);
    return trade;
}

TEST(BarStatistics, are_what_a_pencil_says) {
    const std::vector<std::int64_t> time_ns = times(8, day_ns);
    const std::vector<double> equity{1000, 1000, 1010, 990, 1005, 1010, 1020, 1000};
    const std::vector<double> close{100, 110, 120, 100, 115, 120, 130, 110};
    const std::vector<TradeFacts> trades{trade_of(1, 3, 100, 90), trade_of(4, 6, 100, 115)};

    const BarStatistics figures = bar_statistics(
        {.time_ns = time_ns, .equity = equity, .close = close, .trades = trades, .first_trading_bar = 1});

    EXPECT_EQ(figures.periods_per_year, 365);
    EXPECT_DOUBLE_EQ(*figures.exposure, 6.0 / 8);
    EXPECT_DOUBLE_EQ(*figures.equity_peak, 1020);
    EXPECT_DOUBLE_EQ(*figures.total_return, 0);
    EXPECT_DOUBLE_EQ(*figures.buy_hold_return, 0);
    EXPECT_DOUBLE_EQ(*figures.annual_return, 0);
    EXPECT_DOUBLE_EQ(*figures.max_drawdown, -(1 - 990.0 / 1010));
    // One drawdown has bars between its ends: 1010 on day 2 to 1010 on day 5. 1020 to the last bar has none.
    EXPECT_DOUBLE_EQ(*figures.average_drawdown, -(1 - 990.0 / 1010));
    EXPECT_DOUBLE_EQ(*figures.max_drawdown_s, 3 * 86'400.0);
    EXPECT_DOUBLE_EQ(*figures.win_rate, 0.5);
    EXPECT_DOUBLE_EQ(*figures.best_trade, 0.15);
    EXPECT_DOUBLE_EQ(*figures.worst_trade, -0.1);
    EXPECT_NEAR(*figures.average_trade, std::sqrt(0.9 * 1.15) - 1, 1e-12);
    EXPECT_NEAR(*figures.expectancy, 0.025, 1e-15);
    EXPECT_NEAR(*figures.profit_factor, 1.5, 1e-12);
    EXPECT_NEAR(*figures.kelly, 0.5 - 0.5 / 1.5, 1e-15);
    EXPECT_DOUBLE_EQ(*figures.average_trade_s, 2 * 86'400.0);
}

TEST(BarStatistics, of_equity_that_follows_the_market_have_beta_one_and_no_alpha) {
    const std::vector<std::int64_t> time_ns = times(5, hour_ns);
    const std::vector<double> close{100, 110, 90, 95, 130};

    const BarStatistics figures = bar_statistics({.time_ns = time_ns, .equity = close, .close = close, .trades = {}});

    EXPECT_NEAR(*figures.beta, 1, 1e-12);
    EXPECT_NEAR(*figures.alpha, 0, 1e-12);
    EXPECT_DOUBLE_EQ(*figures.max_drawdown_s, 3 * 3600.0);
    EXPECT_EQ(*figures.exposure, 0);
}

TEST(BarStatistics, round_durations_up_to_the_unit_of_the_bars) {
    std::vector<std::int64_t> time_ns = times(4, day_ns);
    time_ns[3] += hour_ns;
    const std::vector<double> equity{100, 90, 95, 100};

    EXPECT_DOUBLE_EQ(*bar_statistics({.time_ns = time_ns, .equity = equity, .close = {}, .trades = {}}).max_drawdown_s,
                     4 * 86'400.0);
}

TEST(BarStatistics, take_weeks_and_months_for_periods_of_their_own) {
    const std::vector<double> equity{100, 110, 99, 120};
    const std::vector<std::int64_t> weeks = times(4, 7 * day_ns);
    const std::vector<std::int64_t> months{0, 31 * day_ns, 59 * day_ns, 90 * day_ns};

    const BarStatistics weekly = bar_statistics({.time_ns = weeks, .equity = equity, .close = {}, .trades = {}});
    const BarStatistics monthly = bar_statistics({.time_ns = months, .equity = equity, .close = {}, .trades = {}});

    EXPECT_EQ(weekly.periods_per_year, 52);
    EXPECT_NEAR(*weekly.annual_return, std::pow(1.2, 52.0 / 3) - 1, 1e-9);
    EXPECT_EQ(monthly.periods_per_year, 12);
    EXPECT_NEAR(*monthly.annual_return, std::pow(1.2, 12.0 / 3) - 1, 1e-12);
}

TEST(BarStatistics, of_one_bar_or_none_or_a_ruin_have_no_ratio) {
    const std::vector<std::int64_t> time_ns = times(3, day_ns);
    const std::vector<double> ruin{100, 0, -50};

    const BarStatistics nothing = bar_statistics({.time_ns = {}, .equity = {}, .close = {}, .trades = {}});
    const BarStatistics one = bar_statistics(
        {.time_ns = std::span(time_ns).first(1), .equity = std::span(ruin).first(1), .close = {}, .trades = {}});
    const BarStatistics ruined = bar_statistics({.time_ns = time_ns, .equity = ruin, .close = ruin, .trades = {}});

    EXPECT_FALSE(nothing.total_return.has_value());
    EXPECT_FALSE(one.sharpe.has_value());
    EXPECT_FALSE(one.cagr.has_value());
    EXPECT_EQ(*one.max_drawdown, 0);
    EXPECT_FALSE(ruined.annual_return.has_value());
    EXPECT_FALSE(ruined.beta.has_value());
    EXPECT_DOUBLE_EQ(*ruined.max_drawdown, -1.5);
}

TEST(ClosedBalance, has_a_row_a_day_after_the_starting_balance) {
    const std::vector<TradeFacts> trades{trade_of(0, 2, 100, 110), trade_of(1, 2, 100, 95)};

    const ClosedBalance balance =
        closed_balance({.trades = trades, .starting_balance = 1000, .begin_ns = 0, .end_ns = 3 * day_ns});

    EXPECT_EQ(balance.equity, (std::vector<double>{1000, 1000, 1000, 1005, 1005}));
    EXPECT_EQ(balance.time_ns.front(), balance.time_ns[1]);
    EXPECT_TRUE(closed_balance({.trades = trades, .starting_balance = {}, .begin_ns = 0, .end_ns = 1}).equity.empty());
}

TEST(ReturnsBetween, of_a_ruin_are_none) {
    EXPECT_EQ(returns_between(std::vector<double>{100, 110, 99}).size(), 2U);
    EXPECT_TRUE(returns_between(std::vector<double>{100, 0, 99}).empty());
    EXPECT_TRUE(returns_between(std::vector<double>{1e-300, 1e300}).empty());
}

}  // namespace
}  // namespace spark::statistics
