#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace spark::expression {

/// What a step of a program is. `which`: the row of a call, the bar column, the field of a call, the bars of history,
/// the scope a projected value comes from, or the variable of a program without bars.
enum class StepKind : std::uint8_t { constant, bar_column, call, field, history, projected, variable };

/// Two steps with one key are the same column.
struct StepKey {
    StepKind kind = StepKind::constant;
    std::uint32_t scope = 0;  ///< The bars it is computed on; 0: the run's own.
    std::uint32_t which = 0;
    std::uint64_t constant_bits = 0;
    std::vector<std::uint32_t> arguments{};  ///< Earlier steps.

    auto operator<=>(const StepKey&) const = default;
};

enum class ScopeKind : std::uint8_t { timeframe, symbol };

/// Bars other than the run's own: `tf("1d", …)` or `sym("ETHUSDT", …)`, inside another scope or the run (0).
struct Scope {
    std::uint32_t outer = 0;
    ScopeKind kind = ScopeKind::timeframe;
    std::string name{};   ///< Canonical.
    std::string place{};  ///< Where it is written, `line:column`, for errors of the run.
};

}  // namespace spark::expression
