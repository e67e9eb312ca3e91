#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/backtest/case.hpp"
#include "engine/backtest/metrics.hpp"

namespace spark::backtest {

/// What was run and what came out, for the checks that make it again.
struct CheckInput {
    const Case& asked;
    std::span<const strategy::SignalPlan> plans;
    const RunOutcome& outcome;
};

/// Signals (of strategies that work orders themselves: trades) made again from candles cut off after some bar must be
/// the same up to that bar.
struct LookAheadCheck {
    std::size_t cuts = 0;
    std::size_t book = 0;
    std::optional<std::size_t> first_difference;  ///< Candle of the first signal or trade that knew later bars.
};
LookAheadCheck check_look_ahead(const CheckInput& input);

/// Signals and ledger made again from nothing must give the same result hash.
struct DeterminismCheck {
    std::string first_hash;
    std::string second_hash;
    bool holds() const { return first_hash == second_hash; }
};
DeterminismCheck check_determinism(const CheckInput& input);

/// Cash and positions told again from the trades alone, bar by bar, must give the equity of every bar to the last
/// digit: starting cash, less what entries cost and fees took, plus what exits brought, plus the marks.
struct ConservationCheck {
    std::size_t bars = 0;
    std::optional<std::size_t> first_difference;  ///< Tick of the first equity that differs.
};
ConservationCheck check_conservation(const CheckInput& input, const Timeline& timeline, const EquityCurve& curve);

/// What a reader should know before he believes the numbers. Stable codes for programs; the words are the surface's.
enum class Warning : std::uint8_t {
    in_sample_only,  ///< No out-of-sample period was set.
    no_trades,
    few_trades,  ///< Under 30 closed trades.
    lone_trade,  ///< One trade makes more than 30 % of the profits.
    zero_costs,
    never_exits,  ///< A position was opened and nothing can close it.
    rejected_orders,
    too_good,  ///< Sharpe over 4, or profit factor over 5 with 30 trades: look for the mistake first.
    liquidated,
    mixed_timeframes,  ///< What a long bar does inside is booked at its open: the shared cash may know it early.
    synthetic_data,
    unclean_data,
};
inline constexpr std::int64_t few_trades_below = 30;
inline constexpr double lone_trade_share = 0.30;
inline constexpr double too_good_sharpe = 4.0;
inline constexpr double too_good_profit_factor = 5.0;
std::string_view to_text(Warning warning);

std::vector<Warning> warnings_of(const CheckInput& input, const Metrics& metrics);

}  // namespace spark::backtest
