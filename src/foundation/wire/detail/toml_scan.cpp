#include "foundation/wire/detail/toml_scan.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace spark::wire::detail {
namespace {

bool is_foreign(char c) { return static_cast<unsigned char>(c) >= 0x80; }

bool begins_key(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-\"'").contains(c);
}

class Scan {
  public:
    Scan(std::string_view text, std::size_t depth_max) : text_(text), depth_max_(depth_max) {}

    std::optional<TomlFinding> run() {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
        while (at_ < text_.size()) {
            if (const auto trouble = step()) return TomlFinding{*trouble, at_};
        }
        return std::nullopt;
    }

  private:
    std::optional<TomlTrouble> step() {
        const char next = text_[at_];
        if (next == '"' || next == '\'') return quoted();
        if (next == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return std::nullopt;
        }
        if (is_foreign(next)) return TomlTrouble::foreign;
        if (next == '[' && brackets_ == 0 && at_line_begin_ && !is_header()) return TomlTrouble::header;
        if (next == '[' || next == '{') ++brackets_;
        if ((next == ']' || next == '}') && brackets_ > 0) --brackets_;
        if (next == '.') ++dots_;
        if (next == '\n' || next == '=' || next == ',' || next == '{') dots_ = 0;
        // A header has one or two brackets besides.
        if (brackets_ > depth_max_ + 1 || dots_ > depth_max_) return TomlTrouble::depth;
        if (next == '\n') at_line_begin_ = true;
        if (next != '\n' && next != ' ' && next != '\t' && next != '\r') at_line_begin_ = false;
        ++at_;
        return std::nullopt;
    }

    /// `[` at a line's begin: a key follows, after one more bracket and blanks.
    bool is_header() const {
        std::size_t key = text_.find_first_not_of(" \t", at_ + 1);
        if (key != std::string_view::npos && text_[key] == '[') key = text_.find_first_not_of(" \t", key + 1);
        return key == std::string_view::npos || text_[key] == ']' || begins_key(text_[key]);
    }

    /// A text. Behind what begins no text by TOML's grammar, the library reads its bytes as something else.
    std::optional<TomlTrouble> quoted() {
        const char before = at_ == 0 ? '\n' : text_[at_ - 1];
        const bool begins = std::string_view(" \t\r\n=,[{").contains(before) || is_foreign(before);
        const std::size_t begin = at_;
        at_ = end_of_text();
        at_line_begin_ = false;
        const std::string_view content = text_.substr(begin, at_ - begin);
        if (begins || std::ranges::none_of(content, is_foreign)) return std::nullopt;
        at_ = begin;
        return TomlTrouble::foreign;
    }

    /// Behind the text that begins here; a text on one line ends at the line's end at the latest.
    std::size_t end_of_text() const {
        const char quote = text_[at_];
        const std::string three(3, quote);
        const bool is_long = text_.substr(at_).starts_with(three);
        const std::string_view end = std::string_view(three).substr(0, is_long ? 3 : 1);
        std::size_t at = at_ + end.size();
        while (at < text_.size()) {
            if (quote == '"' && text_[at] == '\\') {
                at = std::min(at + 2, text_.size());
                continue;
            }
            if (!is_long && text_[at] == '\n') return at;
            if (!text_.substr(at).starts_with(end)) {
                ++at;
                continue;
            }
            at += end.size();
            // Up to two more quotes before the end belong to the content.
            for (int more = 0; is_long && more < 2 && at < text_.size() && text_[at] == quote; ++more) ++at;
            return at;
        }
        return at;
    }

    std::string_view text_;
    std::size_t depth_max_;
    std::size_t at_ = 0;
    std::size_t brackets_ = 0;
    std::size_t dots_ = 0;
    bool at_line_begin_ = true;
};

}  // namespace

std::string_view to_text(TomlTrouble trouble) {
    constexpr std::array<std::string_view, 3> texts{"found tables or lists nested too deep",
                                                    "found a table's header without a key",
                                                    "found a character that is not ASCII outside text"};
    return texts[static_cast<std::size_t>(trouble)];
}

std::optional<TomlFinding> scan_toml(std::string_view text, std::size_t depth_max) {
    return Scan(text, depth_max).run();
}

}  // namespace spark::wire::detail
