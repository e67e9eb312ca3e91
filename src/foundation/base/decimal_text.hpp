#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/fixed_point.hpp"

namespace spark {

/// Units of 1e-8 read from decimal text. `rounded` is true when digits past the eighth decimal were not all zero
/// (the value is then rounded half to even).
struct ParsedUnits {
    std::int64_t units = 0;
    bool rounded = false;
};
struct ParsedWideUnits {
    Int128 units = 0;
    bool rounded = false;
};

/// Reads `[-+]digits[.digits]`, at least one digit, at most 128 characters; no exponent, no spaces, no `nan`, no `inf`;
/// never through strtod. Errors: invalid_input, with the text found (shortened) and what is allowed; also when the
/// value leaves int64.
Result<ParsedUnits> parse_units(std::string_view text);

/// The same for amounts past int64 (candle volumes of coins counted in trillions). Bound: 2^120 units.
Result<ParsedWideUnits> parse_wide_units(std::string_view text);

/// Exact decimal text of units of 1e-8, no trailing zeros, no exponent: 150'000'000 → "1.5", -1 → "-0.00000001", 0 →
/// "0".
std::string format_units(std::int64_t units);
std::string format_wide_units(Int128 units);

/// The same into a buffer of at least 24 characters; returns the length. For the fast CSV writers.
std::size_t format_units_into(std::int64_t units, char* out);

}  // namespace spark
