#pragma once

#include <concepts>
#include <cstdint>
#include <limits>

#include "foundation/base/result.hpp"

namespace spark {

/// Every amount counts hundred-millionths: one unit of any amount type is 1e-8.
inline constexpr std::int64_t units_per_one = 100'000'000;
inline constexpr int unit_decimals = 8;

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

/// Named roundings. `down` is toward negative infinity, `up` toward positive infinity, `half_even` to the nearest, ties
/// to even.
enum class Rounding : std::uint8_t { down, up, toward_zero, half_even };

/// dividend / divisor by the named rounding. The divisor must be positive (asserted by the callers below).
constexpr Int128 divide(Int128 dividend, Int128 divisor, Rounding rounding) {
    const Int128 quotient = dividend / divisor;
    const Int128 rest = dividend % divisor;
    if (rest == 0) return quotient;
    const bool negative = rest < 0;
    switch (rounding) {
        case Rounding::toward_zero: return quotient;
        case Rounding::down: return negative ? quotient - 1 : quotient;
        case Rounding::up: return negative ? quotient : quotient + 1;
        case Rounding::half_even: break;
    }
    const Int128 magnitude = negative ? -rest : rest;
    const Int128 opposite = divisor - magnitude;
    const bool away = magnitude > opposite || (magnitude == opposite && (quotient & 1) != 0);
    if (!away) return quotient;
    return negative ? quotient - 1 : quotient + 1;
}

constexpr bool fits_int64(Int128 value) {
    return value >= std::numeric_limits<std::int64_t>::min() && value <= std::numeric_limits<std::int64_t>::max();
}

/// a + b. Errors: invalid_input when the sum leaves int64.
inline Result<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum))
        return fail(Fault::invalid_input, "sum is outside plus or minus 92,233,720,368");
    return sum;
}

/// a - b. Errors: invalid_input when the difference leaves int64.
inline Result<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a, b, &difference))
        return fail(Fault::invalid_input, "difference is outside plus or minus 92,233,720,368");
    return difference;
}

/// a × b ÷ divisor, the product in 128 bits, divided once by the named rounding.
/// Errors: invalid_input when the divisor is not positive or the quotient leaves int64.
inline Result<std::int64_t> multiply_divide(std::int64_t a, std::int64_t b, std::int64_t divisor, Rounding rounding) {
    if (divisor <= 0) return fail(Fault::invalid_input, "divisor must be positive");
    const Int128 quotient = divide(static_cast<Int128>(a) * b, divisor, rounding);
    if (!fits_int64(quotient)) return fail(Fault::invalid_input, "product is outside plus or minus 92,233,720,368");
    return static_cast<std::int64_t>(quotient);
}

}  // namespace spark
