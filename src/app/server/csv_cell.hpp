#pragma once

#include <string>
#include <string_view>

namespace spark::server {

/// A text as one quoted cell of CSV (RFC 4180). What a spreadsheet would take for a formula (`= + - @`, tab, carriage
/// return at its beginning, blanks before them or not) gets an apostrophe before it.
std::string csv_cell(std::string_view text);

}  // namespace spark::server
