#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/draft/draft.hpp"

namespace spark::draft::detail {

enum class TokenKind : std::uint8_t { word, number, sign };

/// A piece of the prompt. Words are folded: lower case, Turkish and accented letters as the plain letter they are typed
/// with where the keyboard has no others (`İ`, `I`, `ı` and `i` are one letter, `ş` is `s`), other scripts as they are.
struct Token {
    TokenKind kind = TokenKind::word;
    std::string text{};       ///< Of a sign one character.
    std::string tail{};       ///< Behind an apostrophe, folded: `200'lük` has `luk`.
    std::int64_t value = 0;   ///< Of a number, units of 1e-8.
    bool is_glued = false;    ///< No white space before it.
    std::string list_text{};  ///< `10,3` as it was typed: a number, or two where a number has no decimals.
    bool is_upper = false;    ///< A word without small letters.
    PromptSpan span{};
};

/// The prompt in pieces, in order; white space, emoji and other signs without meaning here are left out.
/// Precondition: valid UTF-8.
std::vector<Token> tokens_of(std::string_view prompt);

/// The rest of a Turkish or English word behind its stem, folded: endings one after the other (`inca`, `lerinin`, `s`,
/// `ing`), or nothing.
bool is_ending(std::string_view rest);

/// The rest makes a Turkish word a condition: `düşünce`, `aşarsa`, `üstündeyken`, `kesip`.
bool is_conditional_ending(std::string_view rest);

}  // namespace spark::draft::detail
