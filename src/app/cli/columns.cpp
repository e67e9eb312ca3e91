#include "app/cli/columns.hpp"

#include <algorithm>
#include <array>

#include "foundation/base/shown_text.hpp"

namespace spark::cli {
namespace {

struct CodeRange {
    char32_t first;
    char32_t last;
};

/// Combining marks and joiners a terminal draws over the character before. Source: Unicode 15, general category Mn and
/// Cf (excerpt).
constexpr std::array zero_width{
    CodeRange{0x0300, 0x036F}, CodeRange{0x0483, 0x0489}, CodeRange{0x0591, 0x05BD}, CodeRange{0x064B, 0x065F},
    CodeRange{0x1AB0, 0x1AFF}, CodeRange{0x1DC0, 0x1DFF}, CodeRange{0x200B, 0x200F}, CodeRange{0x2060, 0x2064},
    CodeRange{0x20D0, 0x20FF}, CodeRange{0xFE00, 0xFE0F}, CodeRange{0xFE20, 0xFE2F}, CodeRange{0xFEFF, 0xFEFF},
};

/// Source: Unicode 15, EastAsianWidth.txt, W and F, in whole blocks.
constexpr std::array double_width{
    CodeRange{0x1100, 0x115F},   CodeRange{0x2E80, 0x303E},   CodeRange{0x3041, 0x33FF},   CodeRange{0x3400, 0x4DBF},
    CodeRange{0x4E00, 0x9FFF},   CodeRange{0xA000, 0xA4CF},   CodeRange{0xAC00, 0xD7A3},   CodeRange{0xF900, 0xFAFF},
    CodeRange{0xFE30, 0xFE4F},   CodeRange{0xFF00, 0xFF60},   CodeRange{0xFFE0, 0xFFE6},   CodeRange{0x1F300, 0x1F64F},
    CodeRange{0x1F680, 0x1F6FF}, CodeRange{0x1F900, 0x1F9FF}, CodeRange{0x20000, 0x3FFFD},
};

bool among(char32_t code, auto& ranges) {
    return std::ranges::any_of(ranges, [&](CodeRange range) { return code >= range.first && code <= range.last; });
}

char32_t decoded(std::string_view sequence) {
    constexpr std::array<unsigned, 5> head_mask{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t code = static_cast<unsigned char>(sequence[0]) & head_mask[sequence.size()];
    for (const char byte : sequence.substr(1)) code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    return code;
}

}  // namespace

std::size_t column_count(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const std::size_t size = utf8_sequence_size(text);
        if (size == 0) {
            ++columns;
            text.remove_prefix(1);
            continue;
        }
        const char32_t code = decoded(text.substr(0, size));
        if (!among(code, zero_width)) columns += among(code, double_width) ? 2 : 1;
        text.remove_prefix(size);
    }
    return columns;
}

std::string padded(std::string_view text, std::size_t columns, Align align) {
    const std::size_t taken = column_count(text);
    if (taken >= columns) return std::string(text);
    const std::string blanks(columns - taken, ' ');
    return align == Align::right ? blanks + std::string(text) : std::string(text) + blanks;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        if (text.starts_with("\n\n")) {
            lines.insert(lines.end(), 2, std::string());
            text.remove_prefix(2);
            continue;
        }
        if (text.front() == ' ' || text.front() == '\n') {
            text.remove_prefix(1);
            continue;
        }
        const std::string_view word = text.substr(0, text.find_first_of(" \n"));
        text.remove_prefix(word.size());
        if (!lines.back().empty() && column_count(lines.back()) + 1 + column_count(word) > columns)
            lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
    }
    return lines;
}

}  // namespace spark::cli
