#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/report/language.hpp"

namespace spark::report::detail {

/// Three or four digits of a value for a cell: `0.123`, `12.3`, `1.25k`, `3.4M`.
std::string heat_number(double value, Language language);
/// Letters of a text, each one column wide in a terminal.
std::size_t letters_of(std::string_view text);

}  // namespace spark::report::detail
