#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/market/candle_columns.hpp"
#include "engine/strategy/parameter.hpp"
#include "engine/strategy/signal_plan.hpp"
#include "foundation/base/result.hpp"

namespace spark::strategy {

/// A strategy that is part of the program: its parameters, its rule in words, and the function that turns candles into
/// signals.
struct BuiltIn {
    std::string_view name;
    int version = 1;
    std::string_view what_en;
    std::string_view what_tr;
    std::span<const ParameterSpec> parameters;
    std::string_view
        rule;  ///< The exact rule, part of the identity: a change of behaviour changes this text and the version.
    Result<void> (*check)(std::span<const std::int64_t> values);        ///< Rules between parameters.
    std::size_t (*warm_up_bars)(std::span<const std::int64_t> values);  ///< Bars needed before the first signal.
    SignalPlan (*plan)(const market::CandleColumns& candles, std::span<const std::int64_t> values);
};

std::span<const BuiltIn> built_ins();

/// Errors: not_found, with the nearest name.
Result<const BuiltIn*> find_built_in(std::string_view name);

/// Canonical text of what the strategy is; its SHA-256 is the strategy's identity in evidence.
std::string canonical_text(const BuiltIn& built_in);

/// Signals of a strategy over the candles.
/// Errors: invalid_input when the parameters contradict each other or the candles are fewer than the warm-up needs
/// (plus one bar to act on).
Result<SignalPlan> make_plan(const BuiltIn& built_in, const market::CandleColumns& candles,
                             std::span<const std::int64_t> values);

}  // namespace spark::strategy
