#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/draft/detail/items.hpp"
#include "engine/draft/draft.hpp"

namespace spark::draft::detail {

/// A number of the sentence with where it stands.
struct Amount {
    std::int64_t value = 0;  ///< Units of 1e-8.
    Measure measure = Measure::none;
    PromptSpan span{};
};

struct WishedSymbol {
    std::string name;
    bool is_quote_assumed = false;
    PromptSpan span{};
};

/// What is said of orders, size and limits.
struct OrderWishes {
    std::optional<Amount> stop_loss{};
    std::optional<Amount> take_profit{};
    std::optional<Amount> trailing{};
    std::optional<Amount> hold{};
    std::optional<Amount> cooldown{};
    std::optional<Amount> entries{};
    std::optional<Amount> notional{};
    std::optional<Amount> units{};
    std::optional<Amount> equity_pct{};
    std::optional<Amount> risk_pct{};
    std::optional<Amount> leverage{};
    std::optional<Amount> drawdown_pct{};
    std::optional<Amount> daily_loss_pct{};
    std::optional<Amount> discount_pct{};
    std::optional<PromptSpan> limit_entry{};
    std::optional<PromptSpan> no_stop{};
    std::optional<PromptSpan> stop_without_size{};  ///< "with a stop": which is assumed then.
    std::optional<PromptSpan> profit_without_size{};
    std::optional<PromptSpan> trailing_without_size{};
    std::optional<PromptSpan> long_only{};
    std::optional<PromptSpan> short_only{};
    std::optional<PromptSpan> both_sides{};
    std::optional<std::string> timeframe{};
    PromptSpan timeframe_span{};
    std::vector<WishedSymbol> symbols{};
    bool has_bare_percent = false;  ///< "stop 2": read as percent.
    std::optional<Amount> grid_step{};
    std::optional<Amount> grid_levels{};
};

enum class ConditionKind : std::uint8_t {
    average_pair,
    price_average,
    oscillator,
    band,
    extreme,
    opening_range,
    volatility,
    macd,
    supertrend,
    adx,
    volume,
    roc,
    past_price,
    trend,
    zscore,
    day_end
};

/// A sentence's condition. What was not said of it stays empty and is assumed when it is written.
struct Condition {
    ConditionKind kind = ConditionKind::average_pair;
    Concept type = Concept::unknown;        ///< Which average, oscillator, band, extreme.
    Concept other_type = Concept::unknown;  ///< Of the second average of a pair.
    std::vector<Amount> lengths{};          ///< Of averages and windows, in the order said.
    std::optional<Amount> level{};          ///< What it is compared with.
    std::optional<Amount> level_high{};     ///< `RSI 30/70`: the second one.
    std::optional<Amount> width{};          ///< Of a band, in deviations or ranges; factor of a multiple.
    Concept line =
        Concept::unknown;   ///< Of a band: upper, lower, middle; of MACD: signal_line, histogram, number (zero).
    int direction = 0;      ///< 1: above, upward. -1: below, downward. 0: not said.
    bool is_event = false;  ///< Crosses, drops, breaks: something that happens; else something that is.
    bool is_touch = false;
    bool is_back = false;
    bool is_or = false;  ///< Joined by `or` to the one before.
    PromptSpan span{};
};

/// More in one sentence are no strategy a person would read; bounds the time a draft takes.
inline constexpr std::size_t conditions_max = 16;

struct Rules {
    std::vector<Condition> enter{};  ///< Long; of a short-only sentence short.
    std::vector<Condition> exit{};
    std::vector<Condition> enter_short{};
    std::vector<Condition> exit_short{};
    std::optional<PromptSpan> short_action{};  ///< A short entry without conditions of its own: the mirror.
    bool is_grid = false;
    PromptSpan grid_span{};
};

}  // namespace spark::draft::detail
