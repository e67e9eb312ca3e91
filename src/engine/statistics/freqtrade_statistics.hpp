#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/statistics/trade_facts.hpp"

namespace spark::statistics {

/// Closed trades and the account they were made on.
struct AccountTrades {
    std::span<const TradeFacts> trades;
    std::optional<double> starting_balance;  ///< Quote currency; what needs it is absent without.
    std::int64_t begin_ns = 0;               ///< First instant of the period.
    std::int64_t end_ns = 0;                 ///< Last instant of the period.
};

/// Statistics as freqtrade's reports define them (docs/reference/metrics.md): trades over an account, a year being 365
/// days. Where freqtrade writes a number for what does not exist (−100, 0, 100), the statistic is absent here.
struct FreqtradeStatistics {
    std::int64_t days = 1;                ///< Whole days of the period, at least 1.
    std::optional<double> profit_total;   ///< Sum of net ÷ starting balance.
    std::optional<double> profit_mean;    ///< Mean of the trades' returns.
    std::optional<double> profit_median;  ///< Median of the trades' returns.
    std::optional<double> profit_factor;
    std::optional<double> winrate;
    std::optional<double> expectancy;
    std::optional<double> expectancy_ratio;
    std::optional<double> cagr;                   ///< (final ÷ starting balance)^(365 ÷ days) − 1.
    std::optional<double> sharpe;                 ///< Net ÷ balance ÷ days ÷ population deviation of it × √365.
    std::optional<double> sortino;                ///< The same with the deviation of the losing trades.
    std::optional<double> calmar;                 ///< 100 × net ÷ balance ÷ days ÷ max_drawdown_account × √365.
    std::optional<double> sqn;                    ///< √trades × mean ÷ sample deviation, not rounded.
    std::optional<double> max_drawdown_abs;       ///< Deepest fall of the balance after closed trades, quote currency.
    std::optional<double> max_drawdown_account;   ///< That fall ÷ the balance at its peak, 0 to 1.
    std::optional<double> max_relative_drawdown;  ///< Deepest fall as a share of the balance at its peak, 0 to 1.
    std::optional<double> trades_per_day;
};

/// The balance moves once for all trades that close at one instant. Precondition (asserted): begin not after end, a
/// balance above 0.
FreqtradeStatistics freqtrade_statistics(const AccountTrades& account);

}  // namespace spark::statistics
