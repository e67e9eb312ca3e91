#pragma once

#include <string>
#include <string_view>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/result.hpp"

namespace spark::intake::detail {

/// Turkish decimal text made plain: `1.234,50` → `1234.50`. Points may stand only before groups of three digits.
/// Errors: invalid_input.
Result<std::string> plain_of_turkish(std::string_view text);

/// Volume as investing.com writes it: `48,06M`, `1,2B`, `950K`, `-` for none. Errors: invalid_input.
Result<ParsedWideUnits> parse_turkish_volume(std::string_view text);

}  // namespace spark::intake::detail
