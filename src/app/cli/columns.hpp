#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spark::cli {

/// Terminal columns the UTF-8 text takes: Turkish letters one, combining marks none, East Asian wide characters and
/// emoji two. A broken byte counts as one.
std::size_t column_count(std::string_view text);

enum class Align : std::uint8_t { left, right };

/// Padded with blanks to at least `columns`.
std::string padded(std::string_view text, std::size_t columns, Align align = Align::left);

/// Words of `text` in lines of at most `columns` (a longer word stands alone); an empty line parts paragraphs and is
/// kept.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace spark::cli
