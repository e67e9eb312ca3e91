#pragma once

#include <string_view>

#include "engine/draft/detail/lexicon.hpp"

namespace spark::draft::detail {

/// Phrases of one meaning, folded, parted by `|`. A word that ends in `~` may have Turkish or English endings.
struct WordRow {
    Concept meaning;
    std::string_view english;
    std::string_view turkish;
    std::string_view both = {};
};

std::span<const WordRow> market_words();   ///< Prices, indicators, relations, actions.
std::span<const WordRow> order_words();    ///< Stops, sizes, limits, measures.
std::span<const WordRow> grammar_words();  ///< Joining words, and words that mean nothing here.

}  // namespace spark::draft::detail
