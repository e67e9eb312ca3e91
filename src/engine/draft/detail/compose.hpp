#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/draft/detail/sheet.hpp"
#include "engine/draft/detail/wish.hpp"
#include "foundation/domain/timeframe.hpp"

namespace spark::draft::detail {

/// A rule for the long side and its mirror for the short one.
struct Rule {
    std::string for_long{};
    std::string for_short{};
};

/// What the trigger of a strategy makes of itself.
struct Trigger {
    Family family = Family::cross;
    Rule enter{};
    Rule exit{};
    Why exit_why{};      ///< Of an exit that was not said.
    std::string name{};  ///< `smaCross20x50`
    std::string en{};    ///< `Buys when …`, one sentence.
    std::string tr{};
};

/// A document on its way: what was understood goes in, fields with reasons come out.
struct Composition {
    const DraftOrder& order;
    const OrderWishes& wishes;
    strategy::Tongue tongue = strategy::Tongue::english;
    Timeframe timeframe{};
    Sheet sheet{};
    std::vector<Notice> notices{};

    void notice(std::string code, std::string en, std::string tr);
};

/// A number of bars as a parameter. Errors: invalid_input when it is none from 1 to 10,000.
struct Window {
    std::string name;
    std::string en;
    std::string tr;
    std::int64_t usual = 0;  ///< Bars, where nothing was said.
    std::int64_t least = 2;
    bool is_average = false;  ///< Days over shorter bars stay days.
};
Result<std::int64_t> put_window(Composition& made, const Window& window, const std::optional<Amount>& said);

/// A decimal as a parameter.
struct Level {
    std::string name;
    std::string en;
    std::string tr;
    std::int64_t usual = 0;  ///< Units of 1e-8, as the others.
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t step = 0;
    std::string unit{};
};
Result<void> put_level(Composition& made, const Level& level, const std::optional<Amount>& said);

/// Bars of the document's timeframe in a time of the sentence. Errors: invalid_input when it is no whole number of
/// them.
Result<std::int64_t> bars_of(const Composition& made, const Amount& amount);

/// `ta.ema(close, length)`; of a longer timeframe where the sentence counts in days and the document's bars are
/// shorter.
std::string average_text(Composition& made, Concept type, std::string_view length, const std::optional<Amount>& said);
std::string_view average_name(Concept type);

/// `ta.crossover(a, b)` or `a > b` and their opposites.
std::string relation_text(std::string_view a, std::string_view b, int direction, bool is_event);

/// The condition that starts a position; `exit`: the one of the same kind that ends it, where the sentence has one.
Result<Trigger> compose_trigger(Composition& made, const Condition& enter, const Condition* exit,
                                std::string_view prefix);
Result<Trigger> compose_cross(Composition& made, const Condition& enter, const Condition* exit,
                              std::string_view prefix);
Result<Trigger> compose_oscillator(Composition& made, const Condition& enter, const Condition* exit,
                                   std::string_view prefix);
Result<Trigger> compose_band(Composition& made, const Condition& enter, const Condition* exit, std::string_view prefix);
Result<Trigger> compose_breakout(Composition& made, const Condition& enter, const Condition* exit,
                                 std::string_view prefix);
Result<Trigger> compose_momentum(Composition& made, const Condition& enter, const Condition* exit,
                                 std::string_view prefix);
inline constexpr std::int64_t grid_lines_usual = 10;
Result<Trigger> compose_grid(Composition& made, const Rules& rules);

/// A condition that has to hold besides the trigger, or ends a position by itself. Its words in `en` and `tr`.
struct Filter {
    Rule rule;
    std::string en;
    std::string tr;
};
Result<Filter> compose_filter(Composition& made, const Condition& condition, std::string_view prefix);

/// Holds on the last bar of the UTC day.
std::string day_end_text(Composition& made);

/// The condition as the other side of the market has it.
Condition mirrored(const Condition& condition);

/// Stops, size, limits, entry.
Result<void> compose_orders(Composition& made, Family family, bool has_long, bool has_short);

Why said(const PromptSpan& words, std::string en, std::string tr);
Why assumed(std::string en, std::string tr);
Why said_or(const std::optional<Amount>& amount, std::string en, std::string tr);

}  // namespace spark::draft::detail
