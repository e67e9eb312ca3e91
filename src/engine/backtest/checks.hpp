#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/backtest/metrics.hpp"
#include "engine/strategy/definition.hpp"

namespace spark::backtest {

/// What a run was made of, for the checks that make it again.
struct CheckInput {
    const strategy::Definition& strategy;
    std::span<const std::int64_t> values;
    const market::CandleColumns& candles;
    const strategy::SignalPlan& plan;
    const RunRules& rules;
    const RunOutcome& outcome;
    std::optional<Timeframe> timeframe{};  ///< Of the candles, where the strategy looks at longer ones.
};

/// Signals made again from candles cut off after some bar must be the same up to that bar.
struct LookAheadCheck {
    std::size_t cuts = 0;
    std::optional<std::size_t> first_difference;  ///< Bar of the first signal that knew later bars.
};
LookAheadCheck check_look_ahead(const CheckInput& input);

/// Signals and ledger made again from nothing must give the same result hash.
struct DeterminismCheck {
    std::string first_hash;
    std::string second_hash;
    bool holds() const { return first_hash == second_hash; }
};
DeterminismCheck check_determinism(const CheckInput& input);

/// What a reader should know before he believes the numbers. Stable codes for programs; the words are the surface's.
enum class Warning : std::uint8_t {
    in_sample_only,  ///< No out-of-sample period was set.
    no_trades,
    few_trades,  ///< Under 30 closed trades.
    lone_trade,  ///< One trade makes more than 30 % of the profits.
    zero_costs,
    never_exits,  ///< A position was opened and nothing can close it.
    rejected_orders,
    synthetic_data,
    unclean_data,
};
inline constexpr std::int64_t few_trades_below = 30;
inline constexpr double lone_trade_share = 0.30;
std::string_view to_text(Warning warning);

std::vector<Warning> warnings_of(const CheckInput& input, const Metrics& metrics);

}  // namespace spark::backtest
