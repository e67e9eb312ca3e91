#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/draft/detail/tokens.hpp"

namespace spark::draft::detail {

/// A number written in words, or in digits that words go on (`10 bin`, `2 buçuk`, `1k`).
struct WrittenNumber {
    std::int64_t value = 0;  ///< Units of 1e-8.
    std::size_t tokens = 0;  ///< How many it takes.
    std::string ending{};    ///< Of the last word: `lik`, `un`, empty.
    bool is_turkish = false;
    bool is_english = false;
};

/// What stands around the number decides words of two meanings: `on` (ten, English preposition), `bir` (one, a), `altı`
/// (six, below).
struct NumberContext {
    bool follows_percent = false;
    bool is_turkish = false;  ///< The sentence.
};

/// The number that begins with the first token; none: no number begins here.
std::optional<WrittenNumber> written_number(std::span<const Token> tokens, NumberContext context);

}  // namespace spark::draft::detail
