#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "foundation/base/shown_text.hpp"
#include "foundation/wire/located_value.hpp"
#include "foundation/wire/utf8.hpp"

namespace spark::wire {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t point) {
    const auto add = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (point < 0x80) return add(point);
    if (point < 0x800) {
        add(0xC0U | (point >> 6U));
    } else if (point < 0x10000) {
        add(0xE0U | (point >> 12U));
        add(0x80U | ((point >> 6U) & 0x3FU));
    } else {
        add(0xF0U | (point >> 18U));
        add(0x80U | ((point >> 12U) & 0x3FU));
        add(0x80U | ((point >> 6U) & 0x3FU));
    }
    add(0x80U | (point & 0x3FU));
}

/// One pass over the text, one stack frame a level, levels counted.
class Reader {
  public:
    Reader(std::string_view text, const LocatedLimits& limits) : text_(text), limits_(limits) {}

    Result<LocatedValue> document() {
        skip_space();
        if (peek() != '{') return unexpected("an object: '{'");
        SPARK_TRY(LocatedValue root, value(0));
        skip_space();
        if (at_ != text_.size()) return unexpected("the end of the document");
        return root;
    }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char wanted) {
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        step();
        return true;
    }
    void step() {
        const auto byte = static_cast<unsigned char>(text_[at_++]);
        if (byte == '\n') {
            ++place_.line;
            place_.column = 1;
        } else if (at_ == text_.size() || (static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U) {
            ++place_.column;  // the next byte begins a character
        }
    }
    void skip_space() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").contains(text_[at_])) step();
    }

    std::unexpected<Error> refuse(std::string message, TextPlace place) const {
        return fail(Fault::invalid_input, std::move(message), to_text({}, place));
    }
    std::unexpected<Error> unexpected(std::string_view allowed) const {
        const std::string found =
            at_ == text_.size()
                ? std::string("the end of the text")
                : fmt::format("'{}'", shown(text_.substr(
                                          at_, std::max<std::size_t>(1, utf8_sequence_size(text_.substr(at_))))));
        return refuse(fmt::format("no JSON: found {}, allowed {}", found, allowed), place_);
    }

    Result<LocatedValue> value(std::size_t depth) {
        if (depth > limits_.depth_max)
            return refuse(fmt::format("found more than {} levels, the most allowed", limits_.depth_max), place_);
        const char first = peek();
        if (first == '{') return table(depth);
        if (first == '[') return list(depth);
        if (first == '"') return text();
        if (first == '-' || is_digit(first)) return number();
        if (take_word("true")) return flag("true");
        if (take_word("false")) return flag("false");
        if (text_.substr(at_).starts_with("null"))
            return refuse("found null, allowed a value; leave the member out for none", place_);
        return unexpected("a value");
    }

    bool take_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return false;
        word_place_ = place_;
        for (std::size_t count = 0; count < word.size(); ++count) step();
        return true;
    }
    LocatedValue flag(std::string_view word) const {
        return {.kind = LocatedKind::flag, .place = word_place_, .text = std::string(word)};
    }

    Result<LocatedValue> table(std::size_t depth) {
        LocatedValue made{.kind = LocatedKind::table, .place = place_};
        take('{');
        skip_space();
        if (take('}')) return made;
        while (true) {
            skip_space();
            if (peek() != '"') return unexpected("a key in quotes");
            SPARK_TRY(LocatedValue key, text());
            skip_space();
            if (!take(':')) return unexpected("':'");
            skip_space();
            SPARK_TRY(LocatedValue inner, value(depth + 1));
            inner.key = std::move(key.text);
            inner.key_place = key.place;
            made.items.push_back(std::move(inner));
            skip_space();
            if (take(',')) continue;
            if (!take('}')) return unexpected("',' or '}'");
            SPARK_TRY(check_keys_differ(made));
            return made;
        }
    }

    Result<void> check_keys_differ(const LocatedValue& made) const {
        std::vector<const LocatedValue*> sorted;
        for (const LocatedValue& member : made.items) sorted.push_back(&member);
        std::ranges::sort(sorted, [](const LocatedValue* a, const LocatedValue* b) {
            return std::tie(a->key, a->key_place) < std::tie(b->key, b->key_place);
        });
        for (std::size_t at = 1; at < sorted.size(); ++at) {
            if (sorted[at]->key != sorted[at - 1]->key) continue;
            return refuse(fmt::format("found the key '{}' twice, first at {}", shown(sorted[at]->key),
                                      to_text({}, sorted[at - 1]->key_place)),
                          sorted[at]->key_place);
        }
        return {};
    }

    Result<LocatedValue> list(std::size_t depth) {
        LocatedValue made{.kind = LocatedKind::list, .place = place_};
        take('[');
        skip_space();
        if (take(']')) return made;
        while (true) {
            skip_space();
            SPARK_TRY(made.items.emplace_back(), value(depth + 1));
            skip_space();
            if (take(',')) continue;
            if (!take(']')) return unexpected("',' or ']'");
            return made;
        }
    }

    Result<LocatedValue> text() {
        LocatedValue made{.kind = LocatedKind::text, .place = place_};
        take('"');
        made.content_place = place_;
        made.verbatim = true;
        while (true) {
            if (at_ == text_.size()) return unexpected("the closing quote");
            const char next = text_[at_];
            if (next == '"') break;
            if (static_cast<unsigned char>(next) < 0x20U)
                return refuse("no JSON: found a control character in text, allowed an escape such as \\n", place_);
            if (next == '\\') {
                made.verbatim = false;
                SPARK_TRY(escape(made.text));
                continue;
            }
            made.text.push_back(next);
            step();
        }
        take('"');
        return made;
    }

    Result<void> escape(std::string& out) {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        take('\\');
        const std::size_t which = letters.find(peek());
        if (at_ < text_.size() && which != std::string_view::npos) {
            out.push_back(meanings[which]);
            step();
            return {};
        }
        if (!take('u')) return unexpected("an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX");
        SPARK_TRY(std::uint32_t point, four_digits());
        const bool is_high = point >= 0xD800 && point < 0xDC00;
        if (is_high && take('\\') && take('u')) {
            SPARK_TRY(const std::uint32_t low, four_digits());
            if (low < 0xDC00 || low > 0xDFFF) return unexpected("the second half of a character past U+FFFF");
            append_utf8(out, 0x10000U + ((point - 0xD800U) << 10U) + (low - 0xDC00U));
            return {};
        }
        if (point >= 0xD800 && point <= 0xDFFF) return unexpected("both halves of a character past U+FFFF");
        append_utf8(out, point);
        return {};
    }

    Result<std::uint32_t> four_digits() {
        std::uint32_t point = 0;
        for (int count = 0; count < 4; ++count) {
            constexpr std::string_view digits = "0123456789abcdef";
            const char next = peek();
            const std::size_t digit = digits.find(next >= 'A' && next <= 'F' ? static_cast<char>(next + 32) : next);
            if (at_ == text_.size() || digit == std::string_view::npos)
                return unexpected("four hexadecimal digits after \\u");
            point = point * 16 + static_cast<std::uint32_t>(digit);
            step();
        }
        return point;
    }

    Result<LocatedValue> number() {
        LocatedValue made{.kind = LocatedKind::integer, .place = place_};
        const std::size_t begin = at_;
        take('-');
        if (!is_digit(peek())) return unexpected("a digit");
        const bool leading_zero = peek() == '0';
        const std::size_t digits = skip_digits();
        if (leading_zero && digits > 1) return refuse("no JSON: found a number with a leading zero", made.place);
        if (take('.')) {
            made.kind = LocatedKind::decimal;
            if (skip_digits() == 0) return unexpected("a digit after the point");
        }
        if (take('e') || take('E')) {
            made.kind = LocatedKind::decimal;
            if (!take('+')) take('-');
            if (skip_digits() == 0) return unexpected("a digit of the exponent");
        }
        made.text = std::string(text_.substr(begin, at_ - begin));
        return made;
    }
    std::size_t skip_digits() {
        const std::size_t begin = at_;
        while (is_digit(peek())) step();
        return at_ - begin;
    }

    std::string_view text_;
    const LocatedLimits& limits_;
    std::size_t at_ = 0;
    TextPlace place_{};
    TextPlace word_place_{};
};

}  // namespace

Result<LocatedValue> parse_located_json(std::string_view text, const LocatedLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return fail(Fault::invalid_input,
                    fmt::format("found {} bytes, allowed at most {}", text.size(), limits.bytes_max), "1:1");
    }
    if (!is_utf8(text)) {
        const std::string_view before = text.substr(0, utf8_valid_bytes(text));
        return fail(Fault::invalid_input, "found text that is not UTF-8",
                    fmt::format("{}:1", 1 + std::ranges::count(before, '\n')));
    }
    return Reader(text, limits).document();
}

}  // namespace spark::wire
