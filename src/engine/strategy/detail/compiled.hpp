#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "engine/expression/program.hpp"
#include "engine/strategy/document.hpp"

namespace spark::strategy::detail {

/// A number of a document with the parameters filled in: exact where it is a number or a parameter, else a program.
struct CompiledAmount {
    std::int64_t constant = 0;  ///< Units of 1e-8.
    std::optional<expression::Program> series{};
};

struct CompiledSide {
    expression::Program enter;
    std::optional<expression::Program> exit{};
    CompiledAmount entry_price{};
    CompiledAmount stop_loss{};
    CompiledAmount take_profit{};
    CompiledAmount trailing_stop{};
};

/// A document's expressions, read and checked with one value for every parameter.
struct Compiled {
    std::optional<CompiledSide> long_side{};
    std::optional<CompiledSide> short_side{};
    CompiledAmount size{};
    std::int64_t valid_bars = 0;
    std::int64_t time_stop_bars = 0;
    std::int64_t cooldown_bars = 0;
    std::int64_t entries_max = 1;
    RiskLimits risk{};
};

/// Positions in `document.let`, each after those it uses.
/// Errors: invalid_input with the place, for a cycle (showing it) and for text that is no expression.
Result<std::vector<std::size_t>> order_of_let(const Document& document);

/// What a document is read with: one value a parameter, and what is known of the run.
struct ReadWith {
    std::span<const std::int64_t> values;
    std::optional<Timeframe> timeframe{};
    std::span<const std::string_view> symbols{};
};

/// Reads every expression, also those of [let] nobody uses. `order` is order_of_let's answer.
/// Errors: invalid_input with `file:line:column`: what the language refuses, a condition for a number or the reverse,
/// a unit that does not fit, a series where one value is needed.
Result<Compiled> compile_document(const Document& document, std::span<const std::size_t> order, const ReadWith& with);

/// The rules between parameters hold. Errors: invalid_input, showing the values found.
Result<void> check_where(const Document& document, std::span<const std::int64_t> values);

}  // namespace spark::strategy::detail
