#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/statistics/trade_facts.hpp"

namespace spark::statistics {

/// What a run left behind, bar by bar; the spans' owners outlive it.
struct BarResult {
    std::span<const std::int64_t> time_ns;  ///< Of each bar, ascending, UTC.
    std::span<const double> equity;         ///< At each bar's close, quote currency.
    std::span<const double> close;          ///< Closing price of each bar; empty: nothing is said of the market.
    std::span<const TradeFacts> trades;     ///< With bars; an open position is in the equity only.
    std::size_t first_trading_bar = 0;      ///< First bar after the indicators' warm-up: where buy & hold begins.
    double risk_free_rate = 0;              ///< Annual, as a fraction.
};

/// The statistics of the daily-resampled family, as backtesting.py's compute_stats defines them (0.6.6,
/// docs/reference/metrics.md). Fractions, not percent; durations in seconds, rounded up to the unit of the bars'
/// usual distance (day, hour, minute or second). Absent where they do not exist.
struct BarStatistics {
    std::int64_t periods_per_year = 252;  ///< 365 when the bars have weekends; 52, 12, 1 for weeks, months, years.
    std::optional<double> duration_s;
    std::optional<double> exposure;  ///< Bars from entry to exit of a trade, both counted ÷ bars.
    std::optional<double> equity_final;
    std::optional<double> equity_peak;
    std::optional<double> total_return;
    std::optional<double> buy_hold_return;
    std::optional<double> annual_return;
    std::optional<double> volatility;
    std::optional<double> cagr;  ///< Over calendar time, a year being 365.25 days.
    std::optional<double> sharpe;
    std::optional<double> sortino;
    std::optional<double> calmar;
    std::optional<double> alpha;  ///< total_return − beta × buy_hold_return, not annual.
    std::optional<double> beta;   ///< Of the bars' logarithmic returns.
    std::optional<double> max_drawdown;
    std::optional<double> average_drawdown;
    std::optional<double> max_drawdown_s;
    std::optional<double> average_drawdown_s;
    std::int64_t trades = 0;
    std::optional<double> win_rate;
    std::optional<double> best_trade;
    std::optional<double> worst_trade;
    std::optional<double> average_trade;  ///< Geometric mean of the trades' returns; 0 when one lost everything.
    std::optional<double> max_trade_s;
    std::optional<double> average_trade_s;
    std::optional<double> profit_factor;  ///< Of the trades' returns, not of money.
    std::optional<double> expectancy;     ///< Mean of the trades' returns.
    std::optional<double> sqn;
    std::optional<double> kelly;
};

/// Preconditions (asserted): time_ns and equity of one size, close of that size or empty, times ascending, the first
/// equity above 0. No bars give no statistics.
BarStatistics bar_statistics(const BarResult& result);

}  // namespace spark::statistics
