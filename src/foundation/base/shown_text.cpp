#include "foundation/base/shown_text.hpp"

#include <cstdint>

namespace spark {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Least code point that may be written with that many bytes; shorter writing is the only valid one.
constexpr std::uint32_t least_of_size[] = {0, 0, 0x80, 0x800, 0x10000};

void append_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
}

}  // namespace

std::size_t utf8_sequence_size(std::string_view text) {
    if (text.empty()) return 0;
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xF0 && first < 0xF5   ? 4
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xC2 && first < 0xE0 ? 2
                                                             : 0;
    if (size == 0 || text.size() < size) return 0;
    std::uint32_t code_point = first & (0xFFU >> (size + 1));
    for (std::size_t index = 1; index < size; ++index) {
        if (!is_continuation(text[index])) return 0;
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[index]) & 0x3FU);
    }
    const bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
    if (code_point < least_of_size[size] || code_point > 0x10FFFF || surrogate) return 0;
    return size;
}

std::string shown(std::string_view text, std::size_t bytes_max) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = utf8_sequence_size(text.substr(at));
        const std::size_t taken = size == 0 ? 1 : size;
        if (at + taken > bytes_max) {
            out += "…";
            break;
        }
        const auto first = static_cast<unsigned char>(text[at]);
        const bool c1_control = size == 2 && first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
        if (size == 0 || first < 0x20 || first == 0x7F || c1_control) {
            for (std::size_t index = 0; index < taken; ++index) append_escaped(out, text[at + index]);
        } else {
            out.append(text, at, taken);
        }
        at += taken;
    }
    return out;
}

}  // namespace spark
