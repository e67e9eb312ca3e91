#include "engine/statistics/trade_statistics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/statistics/excursions.hpp"
#include "engine/statistics/freqtrade_statistics.hpp"

namespace spark::statistics {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t day_ns = 24 * hour_ns;

/// A long trade of one unit at 100 that ends `hours` after it began, on its own day.
TradeFacts trade_of(std::int64_t day, std::int64_t hours, std::int64_t net) {
    TradeFacts trade;
    trade.entry_time_ns = day * day_ns;
    trade.exit_time_ns = day * day_ns + hours * hour_ns;
    trade.entry_price = Price::of_whole(100);
    trade.exit_price = Price::of_whole(static_cast<std::int32_t>(101 + net));
    trade.quantity = Quantity::of_whole(1);
    trade.gross = Notional::of_whole(static_cast<std::int32_t>(net + 1));
    trade.fees = Notional::of_whole(1);
    trade.net = Notional::of_whole(static_cast<std::int32_t>(net));
    trade.reason = net > 0 ? "take_profit" : "stop_loss";
    return trade;
}

const std::vector<TradeFacts> five{trade_of(0, 2, 30), trade_of(1, 4, 10), trade_of(2, 6, -20), trade_of(3, 8, 0),
                                   trade_of(4, 10, -10)};

TEST(TradeStatistics, of_five_trades_are_what_a_pencil_says) {
    const TradeStatistics figures = trade_statistics(five);

    EXPECT_EQ(figures.trades, 5);
    EXPECT_EQ(figures.wins, 2);
    EXPECT_EQ(figures.losses, 2);
    EXPECT_EQ(figures.break_even, 1);
    EXPECT_EQ(figures.longs, 5);
    EXPECT_EQ(figures.wins_in_a_row_max, 2);
    EXPECT_EQ(figures.losses_in_a_row_max, 1);
    EXPECT_DOUBLE_EQ(*figures.win_rate, 0.4);
    EXPECT_DOUBLE_EQ(*figures.profit_factor, 40.0 / 30);
    EXPECT_DOUBLE_EQ(*figures.payoff, 20.0 / 15);
    EXPECT_DOUBLE_EQ(*figures.expectancy, 2);
    EXPECT_NEAR(*figures.expectancy_ratio, (1 + 20.0 / 15) * 0.4 - 1, 1e-15);
    EXPECT_DOUBLE_EQ(*figures.median, 0);
    EXPECT_DOUBLE_EQ(*figures.best, 30);
    EXPECT_DOUBLE_EQ(*figures.worst, -20);
    // Squares about the mean of 2: 784 + 64 + 484 + 4 + 144 = 1480.
    EXPECT_NEAR(*figures.sqn, std::sqrt(5) * 2 / std::sqrt(1480.0 / 4), 1e-12);
    EXPECT_NEAR(*figures.kelly, 0.4 - 0.6 / (20.0 / 15), 1e-15);
    EXPECT_DOUBLE_EQ(*figures.average_return, 0.02);
    EXPECT_DOUBLE_EQ(*figures.holding.mean_s, 6 * 3600.0);
    EXPECT_DOUBLE_EQ(*figures.holding_wins.longest_s, 4 * 3600.0);
    EXPECT_NEAR(*figures.time_in_market, 30.0 / (4 * 24 + 10), 1e-15);
}

TEST(TradeStatistics, without_trades_or_losses_have_no_ratio) {
    const TradeStatistics nothing = trade_statistics({});
    const TradeStatistics winner = trade_statistics(std::span(five).first(1));

    EXPECT_FALSE(nothing.win_rate.has_value());
    EXPECT_FALSE(nothing.time_in_market.has_value());
    EXPECT_EQ(*winner.win_rate, 1);
    EXPECT_FALSE(winner.profit_factor.has_value());
    EXPECT_FALSE(winner.sqn.has_value());
    EXPECT_FALSE(winner.kelly.has_value());
}

TEST(TradeStatistics, count_the_time_of_trades_that_overlap_once) {
    std::vector<TradeFacts> trades{trade_of(0, 10, 1), trade_of(0, 4, 1), trade_of(0, 20, 1)};
    trades[2].entry_time_ns += 15 * hour_ns;

    EXPECT_DOUBLE_EQ(*trade_statistics(trades).time_in_market, 15.0 / 20);
}

TEST(MoneyOf, sums_exactly_past_64_bits_and_forgets_fees_that_one_trade_lacks) {
    std::vector<TradeFacts> trades(3);
    for (TradeFacts& trade : trades) {
        trade.net = Notional::of_units(std::numeric_limits<std::int64_t>::max());
        trade.gross = trade.net;
        trade.fees = Notional::of_units(1);
    }
    trades[2].fees.reset();

    const TradeMoney money = money_of(trades);

    EXPECT_TRUE(money.net_units == static_cast<Int128>(std::numeric_limits<std::int64_t>::max()) * 3);
    EXPECT_TRUE(money.gross_units.has_value());
    EXPECT_FALSE(money.fees_units.has_value());
    EXPECT_EQ(net_text(trades), "276701161105.64327421");
}

TEST(NetText, of_amounts_finer_than_the_unit_is_the_sum_of_doubles) {
    std::vector<TradeFacts> trades(2);
    trades[0].net_approx = 4.5112781954887056e-05;
    trades[1].net_approx = -1e-12;

    EXPECT_EQ(net_text(trades), "0.00004511278095488705");
    EXPECT_EQ(net_text({}), "0");
}

RC_GTEST_PROP(MoneyOf, does_not_depend_on_the_order_of_trades, (std::vector<std::int32_t> nets, unsigned seed)) {
    std::vector<TradeFacts> trades;
    for (const std::int32_t net : nets) trades.push_back(trade_of(net % 50, 1, net % 100));
    const std::string before = net_text(trades);
    std::vector<TradeFacts> mixed = trades;
    for (std::size_t at = mixed.size(); at > 1; --at) std::swap(mixed[at - 1], mixed[(seed + at * 7) % at]);

    const TradeStatistics a = trade_statistics(trades);
    const TradeStatistics b = trade_statistics(mixed);

    RC_ASSERT(net_text(mixed) == before);
    RC_ASSERT(a.wins == b.wins && a.break_even == b.break_even);
    RC_ASSERT(a.expectancy == b.expectancy);
    RC_ASSERT(a.median == b.median && a.profit_factor == b.profit_factor);
}

TEST(Groups, split_trades_by_name_and_add_up_to_all) {
    const std::vector<TradeGroup> reasons = by_exit_reason(five);

    ASSERT_EQ(reasons.size(), 2U);
    EXPECT_EQ(reasons[0].name, "stop_loss");
    EXPECT_EQ(reasons[0].trades, 3);
    EXPECT_EQ(reasons[0].net_text, "-30");
    EXPECT_EQ(reasons[1].name, "take_profit");
    EXPECT_EQ(*reasons[1].win_rate, 1);
    EXPECT_TRUE(reasons[1].money.net_units == Int128{40} * units_per_one);
    ASSERT_EQ(by_side(five).size(), 1U);
    EXPECT_EQ(by_side(five)[0].name, "long");
    EXPECT_EQ(by_symbol(five)[0].name, "");
}

TEST(ExcursionsOf, look_at_the_bars_held_and_not_at_the_bar_of_the_exit) {
    market::CandleTable candles;
    for (const auto& [high, low] : {std::pair{200, 1}, std::pair{110, 95}, std::pair{120, 90}, std::pair{500, 2}})
        candles.push_back(static_cast<std::int64_t>(candles.size()), 100 * units_per_one, high * units_per_one,
                          low * units_per_one, 100 * units_per_one, 1);
    TradeFacts trade = trade_of(0, 1, 4);
    trade.entry_bar = 1;
    trade.exit_bar = 3;

    const Excursions of_long = excursions_of(candles.columns(), trade);
    trade.side = Side::sell;
    const Excursions of_short = excursions_of(candles.columns(), trade);

    EXPECT_DOUBLE_EQ(of_long.adverse, -0.1);
    EXPECT_DOUBLE_EQ(of_long.favourable, 0.2);
    EXPECT_DOUBLE_EQ(of_short.adverse, -0.2);
    EXPECT_DOUBLE_EQ(of_short.favourable, 0.1);
}

TEST(ExcursionsOf, a_trade_of_one_bar_know_its_own_prices_only) {
    market::CandleTable candles;
    candles.push_back(0, 100, 900, 1, 100, 1);
    TradeFacts trade = trade_of(0, 1, 4);
    trade.entry_bar = 0;
    trade.exit_bar = 0;

    const Excursions found = excursions_of(candles.columns(), trade);

    EXPECT_EQ(found.adverse, 0);
    EXPECT_DOUBLE_EQ(found.favourable, 0.05);
}

TEST(FreqtradeStatistics, are_what_a_pencil_says) {
    const AccountTrades account{.trades = five, .starting_balance = 1000, .begin_ns = 0, .end_ns = 5 * day_ns};

    const FreqtradeStatistics figures = freqtrade_statistics(account);

    EXPECT_EQ(figures.days, 5);
    EXPECT_NEAR(*figures.profit_total, 0.01, 1e-15);
    EXPECT_NEAR(*figures.cagr, std::pow(1.01, 73) - 1, 1e-12);
    // 0.2 % a day; squares about the mean are 1480 over 5 trades, of losers (−20, −10) 50 over 2.
    EXPECT_NEAR(*figures.sharpe, 0.002 / (std::sqrt(1480.0 / 5) / 1000) * std::sqrt(365), 1e-12);
    EXPECT_NEAR(*figures.sortino, 0.002 / (std::sqrt(50.0 / 2) / 1000) * std::sqrt(365), 1e-12);
    // Balance 1000, 1030, 1040, 1020, 1020, 1010.
    EXPECT_DOUBLE_EQ(*figures.max_drawdown_abs, 30);
    EXPECT_DOUBLE_EQ(*figures.max_drawdown_account, 30.0 / 1040);
    EXPECT_NEAR(*figures.calmar, 0.2 / (30.0 / 1040) * std::sqrt(365), 1e-12);
    EXPECT_DOUBLE_EQ(*figures.trades_per_day, 1);
}

TEST(FreqtradeStatistics, tell_the_deepest_fall_in_money_from_the_deepest_share) {
    const std::vector<TradeFacts> trades{trade_of(0, 1, -50), trade_of(1, 1, 500), trade_of(2, 1, -60)};
    const AccountTrades account{.trades = trades, .starting_balance = 100, .begin_ns = 0, .end_ns = 3 * day_ns};

    const FreqtradeStatistics figures = freqtrade_statistics(account);

    EXPECT_DOUBLE_EQ(*figures.max_drawdown_abs, 60);
    EXPECT_DOUBLE_EQ(*figures.max_drawdown_account, 60.0 / 550);
    EXPECT_DOUBLE_EQ(*figures.max_relative_drawdown, 0.5);
}

TEST(FreqtradeStatistics, let_trades_that_close_together_move_the_balance_once) {
    std::vector<TradeFacts> trades{trade_of(0, 1, -50), trade_of(0, 1, 80)};
    const AccountTrades account{.trades = trades, .starting_balance = 100, .begin_ns = 0, .end_ns = day_ns};

    EXPECT_EQ(*freqtrade_statistics(account).max_drawdown_abs, 0);
    std::ranges::reverse(trades);
    EXPECT_EQ(*freqtrade_statistics(account).max_drawdown_abs, 0);
}

TEST(FreqtradeStatistics, without_a_balance_say_only_what_trades_say) {
    const FreqtradeStatistics figures =
        freqtrade_statistics({.trades = five, .starting_balance = {}, .begin_ns = 0, .end_ns = day_ns});

    EXPECT_TRUE(figures.expectancy.has_value());
    EXPECT_FALSE(figures.sharpe.has_value());
    EXPECT_FALSE(figures.max_drawdown_abs.has_value());
}

}  // namespace
}  // namespace spark::statistics
