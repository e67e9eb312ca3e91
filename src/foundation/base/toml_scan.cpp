#include "foundation/base/toml_scan.hpp"

#include <algorithm>
#include <string>

namespace spark {
namespace {

/// Offset behind the text that begins at `at`; a text on one line ends at the line's end at the latest.
std::size_t end_of_text(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string three(3, quote);
    const bool is_long = text.substr(at).starts_with(three);
    const std::string_view end = std::string_view(three).substr(0, is_long ? 3 : 1);
    at += end.size();
    while (at < text.size()) {
        if (quote == '"' && text[at] == '\\') {
            at = std::min(at + 2, text.size());
            continue;
        }
        if (!is_long && text[at] == '\n') return at;
        if (!text.substr(at).starts_with(end)) {
            ++at;
            continue;
        }
        at += end.size();
        // Up to two more quotes before the end belong to the content.
        for (int more = 0; is_long && more < 2 && at < text.size() && text[at] == quote; ++more) ++at;
        return at;
    }
    return at;
}

}  // namespace

std::optional<TomlFinding> scan_toml(std::string_view text, std::size_t depth_max) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    std::size_t brackets = 0;
    std::size_t dots = 0;
    std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    while (at < text.size()) {
        const char next = text[at];
        if (next == '"' || next == '\'') {
            at = end_of_text(text, at);
            continue;
        }
        if (next == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (static_cast<unsigned char>(next) >= 0x80) return TomlFinding{TomlTrouble::foreign_byte, at};
        if (next == '[' || next == '{') ++brackets;
        if ((next == ']' || next == '}') && brackets > 0) --brackets;
        if (next == '.') ++dots;
        if (next == '\n' || next == '=' || next == ',' || next == '{') dots = 0;
        // A header has one or two brackets besides.
        if (brackets > depth_max + 1 || dots > depth_max) return TomlFinding{TomlTrouble::depth, at};
        ++at;
    }
    return std::nullopt;
}

}  // namespace spark
