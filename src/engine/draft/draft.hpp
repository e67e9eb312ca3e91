#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/strategy/document.hpp"
#include "engine/strategy/explain.hpp"
#include "foundation/base/result.hpp"

namespace spark::draft {

/// Longest sentence that is read. Longer ones are refused, not cut.
inline constexpr std::size_t prompt_bytes_max = 8'192;

/// The kinds of strategy this reader of sentences knows.
enum class Family : std::uint8_t { cross, oscillator, band, breakout, grid, momentum };
std::string_view family_name(Family family);

/// What is taken where the sentence says nothing of stops and size.
enum class Risk : std::uint8_t { careful, balanced, bold };
std::string_view risk_name(Risk risk);
std::optional<Risk> risk_of(std::string_view name);

struct DraftOrder {
    std::string prompt;
    std::string name{};       ///< Of the document; empty: made from what was understood (`smaCross20x50`).
    std::string timeframe{};  ///< These three hold where the sentence does not say otherwise.
    std::vector<std::string> symbols{};
    Risk risk = Risk::balanced;
};

/// Bytes of the prompt.
struct PromptSpan {
    std::size_t from = 0;
    std::size_t to = 0;  ///< One behind the last.
    bool operator==(const PromptSpan&) const = default;
};

/// Why a field of the document is as it is.
struct Reason {
    std::string path;  ///< Of the field: `parameters.fast.default`, `long.enter`, `stop.stop_loss_pct`.
    std::string en;
    std::string tr;
    std::optional<PromptSpan> words{};  ///< The words it comes from; none: taken because nothing was said.

    bool is_assumed() const { return !words; }
};

/// Something the reader of the draft has to know: a wish that a document cannot hold, and what was done instead.
struct Notice {
    std::string code;  ///< `grid_as_ladder`, `average_type_assumed`, …
    std::string en;
    std::string tr;
};

/// A sentence as a strategy document. Always a whole, checked document: it loads and runs.
struct Draft {
    strategy::Tongue tongue = strategy::Tongue::english;  ///< Of the sentence.
    Family family = Family::cross;
    strategy::Document document;
    std::string toml;  ///< The document with a comment a line that says why.
    std::vector<Reason> reasons;
    std::vector<PromptSpan> not_understood;  ///< Ascending, apart; words of no meaning here (`please`) are not in it.
    std::vector<Notice> notices;
};

/// Reads the sentence by rules alone: no network, no randomness, the same draft on every machine. Nothing in the sentence
/// can raise a limit, run something or reach a file: what is no trading word is listed in `not_understood`.
/// Errors: invalid_input with what was found and an example that works: an empty or too long sentence, bytes that are no
/// UTF-8, no family in it, two values for one thing (place: `prompt:FROM-TO` in bytes), a value a document refuses.
Result<Draft> draft_strategy(const DraftOrder& order);

}  // namespace spark::draft
