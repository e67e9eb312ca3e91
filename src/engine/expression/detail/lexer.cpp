#include "engine/expression/detail/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/expression/functions.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::expression::detail {
namespace {

constexpr std::array<std::string_view, 19> signs{"<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "=",
                                                 "<",  ">",  "?",  ":",  "(", ")", "[", "]", ","};
constexpr std::string_view dot = ".";

/// What other languages write, and what is written here.
struct Foreign {
    std::string_view sign;
    std::string_view ours;
};
constexpr std::array foreign_signs{Foreign{"&&", "and"}, Foreign{"||", "or"}, Foreign{"!", "not"},
                                   Foreign{"^", "math.pow(a, b)"}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool goes_on_in_name(char c) { return begins_name(c) || is_digit(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>> read() {
        while (true) {
            skip_space();
            if (at_ == text_.size()) break;
            SPARK_TRY(read_one());
        }
        tokens_.push_back({.kind = TokenKind::end, .text = {}, .offset = text_.size()});
        return std::move(tokens_);
    }

  private:
    /// White space and comments, `# …` or `// …` to the end of the line.
    void skip_space() {
        while (at_ < text_.size()) {
            if (text_[at_] == '#' || text_.substr(at_).starts_with("//")) {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (is_space(text_[at_])) {
                ++at_;
            } else {
                return;
            }
        }
    }

    char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    bool after_closing() const {
        return !tokens_.empty() && tokens_.back().kind == TokenKind::sign &&
               (tokens_.back().text == ")" || tokens_.back().text == "]");
    }

    Result<void> read_one() {
        const char c = text_[at_];
        if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !after_closing())) return read_number();
        if (begins_name(c)) return read_name();
        if (c == '"' || c == '\'') return read_text(c);
        for (const std::string_view sign : signs) {
            if (text_.substr(at_).starts_with(sign)) return push(TokenKind::sign, sign.size());
        }
        if (c == '.') return push(TokenKind::sign, dot.size());
        for (const Foreign& foreign : foreign_signs) {
            if (text_.substr(at_).starts_with(foreign.sign)) {
                return fail(Fault::invalid_input, fmt::format("'{}' is no operator", foreign.sign),
                            place_of(text_, at_), fmt::format("write '{}'", foreign.ours));
            }
        }
        const std::size_t size = std::max<std::size_t>(1, utf8_sequence_size(text_.substr(at_)));
        return fail(Fault::invalid_input,
                    fmt::format("'{}' begins nothing that is known", shown(text_.substr(at_, size))),
                    place_of(text_, at_));
    }

    Result<void> push(TokenKind kind, std::size_t size, double number = 0.0) {
        tokens_.push_back({.kind = kind, .text = text_.substr(at_, size), .number = number, .offset = at_});
        at_ += size;
        return {};
    }

    Result<void> read_number() {
        const char* const begin = text_.data() + at_;
        double number = 0.0;
        const auto [end, problem] = std::from_chars(begin, text_.data() + text_.size(), number);
        const auto size = static_cast<std::size_t>(end - begin);
        if (problem != std::errc{}) {
            return fail(Fault::invalid_input,
                        fmt::format("found {}, allowed numbers from 1e-307 to 1e308", shown(text_.substr(at_, size))),
                        place_of(text_, at_));
        }
        if (begins_name(peek(size))) {
            return fail(Fault::invalid_input, fmt::format("found '{}' after a number, allowed an operator", peek(size)),
                        place_of(text_, at_ + size));
        }
        return push(TokenKind::number, size, number);
    }

    Result<void> read_text(char quote) {
        const std::size_t end = text_.find_first_of(std::string{quote, '\n'}, at_ + 1);
        if (end == std::string_view::npos || text_[end] != quote) {
            return fail(Fault::invalid_input, fmt::format("found {} without a second one on the line", quote),
                        place_of(text_, at_));
        }
        tokens_.push_back({.kind = TokenKind::text, .text = text_.substr(at_ + 1, end - at_ - 1), .offset = at_});
        at_ = end + 1;
        return {};
    }

    Result<void> read_name() {
        std::size_t size = 0;
        while (goes_on_in_name(peek(size)) || (peek(size) == '.' && begins_name(peek(size + 1)))) ++size;
        return push(TokenKind::name, size);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

std::string place_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t line_begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto characters = std::ranges::count_if(
        before.substr(line_begin), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return fmt::format("{}:{}", line, characters + 1);
}

Result<std::vector<Token>> read_tokens(std::string_view text) {
    if (text.size() > source_bytes_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found an expression of {} bytes, allowed {}", text.size(), source_bytes_max), "1:1");
    }
    return Lexer(text).read();
}

}  // namespace spark::expression::detail
