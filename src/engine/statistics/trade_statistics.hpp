#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/statistics/trade_facts.hpp"

namespace spark::statistics {

/// Mean, least and greatest of how long trades were held, seconds.
struct HoldingTimes {
    std::optional<double> mean_s;
    std::optional<double> median_s;
    std::optional<double> shortest_s;
    std::optional<double> longest_s;
};

/// Statistics of closed trades. Definitions with sources: docs/reference/metrics.md. Amounts are quote currency; a
/// statistic that does not exist is absent, never infinite or NaN.
struct TradeStatistics {
    std::int64_t trades = 0;
    std::int64_t wins = 0;        ///< Net above 0.
    std::int64_t losses = 0;      ///< Net below 0.
    std::int64_t break_even = 0;  ///< Net exactly 0.
    std::int64_t longs = 0;
    std::int64_t shorts = 0;
    std::int64_t wins_in_a_row_max = 0;
    std::int64_t losses_in_a_row_max = 0;    ///< A break-even trade ends both rows.
    std::optional<double> win_rate;          ///< wins ÷ trades, 0 to 1.
    std::optional<double> profit_factor;     ///< Sum of profits ÷ sum of losses.
    std::optional<double> payoff;            ///< Mean profit ÷ mean loss.
    std::optional<double> expectancy;        ///< Mean net.
    std::optional<double> expectancy_ratio;  ///< (1 + payoff) × win_rate − 1.
    std::optional<double> median;
    std::optional<double> best;
    std::optional<double> worst;
    std::optional<double> average_win;
    std::optional<double> average_loss;    ///< Negative.
    std::optional<double> sqn;             ///< √trades × mean ÷ sample deviation of net.
    std::optional<double> kelly;           ///< win_rate − (1 − win_rate) ÷ payoff.
    std::optional<double> average_return;  ///< Mean of net ÷ value at entry.
    std::optional<double> best_return;
    std::optional<double> worst_return;
    std::optional<double> time_in_market;      ///< Share of first entry to last exit with a position, 0 to 1.
    std::optional<double> average_adverse;     ///< Mean MAE of the trades that have one, 0 or negative.
    std::optional<double> average_favourable;  ///< Mean MFE, 0 or positive.
    HoldingTimes holding;
    HoldingTimes holding_wins;
    HoldingTimes holding_losses;
};

/// Rows count in the order of their exits (earlier rows first among equals); the order given means nothing else.
TradeStatistics trade_statistics(std::span<const TradeFacts> trades);

/// Trades of one kind: one exit reason, symbol or side.
struct TradeGroup {
    std::string name;
    TradeMoney money;
    std::int64_t trades = 0;
    std::int64_t wins = 0;
    std::string net_text;  ///< Sum of net.
    std::optional<double> win_rate;
    std::optional<double> profit_factor;
    std::optional<double> expectancy;
    std::optional<double> mean_holding_s;
};

/// One row a kind, in order of names. The empty name stands for trades that say nothing.
std::vector<TradeGroup> by_exit_reason(std::span<const TradeFacts> trades);
std::vector<TradeGroup> by_symbol(std::span<const TradeFacts> trades);
std::vector<TradeGroup> by_side(std::span<const TradeFacts> trades);  ///< `long` and `short`.

}  // namespace spark::statistics
