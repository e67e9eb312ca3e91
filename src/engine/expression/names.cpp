#include <algorithm>

#include "engine/expression/detail/lexer.hpp"
#include "engine/expression/detail/words.hpp"
#include "engine/expression/program.hpp"

namespace spark::expression {

using detail::Token;
using detail::TokenKind;

bool is_reserved_name(std::string_view name) {
    const auto among = [name](const auto& names) { return std::ranges::count(names, name) != 0; };
    return std::ranges::count(bar_columns(), name, &BarColumn::name) != 0 ||
           std::ranges::count(detail::words, name, &detail::Word::name) != 0 || find_function(name) != nullptr ||
           among(detail::word_operators) || among(detail::groups) || among(detail::scope_words) ||
           among(detail::kept_words);
}

Result<std::vector<std::string>> names_used(std::string_view text) {
    SPARK_TRY(const std::vector<Token> tokens, detail::read_tokens(text));
    std::vector<std::string> names;
    for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
        const Token& token = tokens[at];
        const auto sign_is = [&tokens](std::size_t index, std::string_view sign) {
            return tokens[index].kind == TokenKind::sign && tokens[index].text == sign;
        };
        const bool is_field = at > 0 && sign_is(at - 1, ".");
        const bool is_label = sign_is(at + 1, "(") || sign_is(at + 1, "=");
        const bool is_dotted = token.text.find('.') != std::string_view::npos;
        if (token.kind != TokenKind::name || is_field || is_label || is_dotted || is_reserved_name(token.text))
            continue;
        if (std::ranges::count(names, token.text) == 0) names.emplace_back(token.text);
    }
    return names;
}

}  // namespace spark::expression
