#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"

namespace spark::expression::detail {

enum class TokenKind : std::uint8_t { number, name, sign, text, end };

/// A word of the text; `text` views it. A name holds its dots: `ta.sma`; a text is
/// without its quotes.
struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text{};
    double number = 0.0;
    std::size_t offset = 0;
};

/// `line:column` of a byte, both from 1; a column is a character.
std::string place_of(std::string_view text, std::size_t offset);

/// Ends with one `end` token. Errors: invalid_input with the place: a byte that begins nothing, a number that is not
/// finite, a text that is too long.
Result<std::vector<Token>> read_tokens(std::string_view text);

}  // namespace spark::expression::detail
