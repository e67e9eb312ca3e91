#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/base/decimal_text.hpp"
#include "foundation/base/fixed_point.hpp"
#include "foundation/base/result.hpp"

namespace spark {

/// An exact amount in units of 1e-8. Price, Quantity and Notional are distinct types: only what makes sense compiles.
/// There is no constructor from double.
template <class Tag>
class Amount {
  public:
    constexpr Amount() = default;
    static constexpr Amount of_units(std::int64_t units) { return Amount(units); }
    static constexpr Amount of_whole(std::int32_t whole) { return Amount(whole * units_per_one); }

    constexpr std::int64_t units() const { return units_; }
    constexpr auto operator<=>(const Amount&) const = default;

  private:
    constexpr explicit Amount(std::int64_t units) : units_(units) {}
    std::int64_t units_ = 0;
};

using Price = Amount<struct PriceTag>;  ///< Quote currency for one base unit.
using Quantity =
    Amount<struct QuantityTag>;  ///< Base currency, shares or contracts; negative is short where a position is meant.
using Notional = Amount<struct NotionalTag>;  ///< Quote currency: money, profit, fees.

/// A candle's traded volume, 128 bits: coins counted in trillions leave int64 at 1e-8.
class Volume {
  public:
    constexpr Volume() = default;
    static constexpr Volume of_units(Int128 units) { return Volume(units); }

    constexpr Int128 units() const { return units_; }
    constexpr bool operator==(const Volume&) const = default;
    constexpr bool operator<(const Volume& other) const { return units_ < other.units_; }

  private:
    constexpr explicit Volume(Int128 units) : units_(units) {}
    Int128 units_ = 0;
};

/// a + b and a - b of one type. Errors: invalid_input when the result leaves ±92,233,720,368.
template <class Tag>
Result<Amount<Tag>> sum(Amount<Tag> a, Amount<Tag> b) {
    SPARK_TRY(const std::int64_t units, checked_add(a.units(), b.units()));
    return Amount<Tag>::of_units(units);
}
template <class Tag>
Result<Amount<Tag>> difference(Amount<Tag> a, Amount<Tag> b) {
    SPARK_TRY(const std::int64_t units, checked_subtract(a.units(), b.units()));
    return Amount<Tag>::of_units(units);
}

/// price × quantity, the exact product rounded once by the named rounding. Errors: invalid_input when it leaves the
/// range.
inline Result<Notional> notional(Price price, Quantity quantity, Rounding rounding) {
    SPARK_TRY(const std::int64_t units, multiply_divide(price.units(), quantity.units(), units_per_one, rounding));
    return Notional::of_units(units);
}

/// Exact decimal text, no trailing zeros.
template <class Tag>
std::string to_text(Amount<Tag> amount) {
    return format_units(amount.units());
}

/// Reads decimal text that needs no rounding. Errors: invalid_input, also when more than 8 decimals are not zero.
template <class A>
Result<A> parse_amount(std::string_view text) {
    SPARK_TRY(const ParsedUnits parsed, parse_units(text));
    if (parsed.rounded) return fail(Fault::invalid_input, "found '" + std::string(text) + "', allowed 8 decimals");
    return A::of_units(parsed.units);
}

}  // namespace spark
