#pragma once

#include <cstddef>

#include "engine/expression/functions.hpp"
#include "engine/indicators/bit_column.hpp"

namespace spark::expression::detail {

using indicators::BitColumn;

/// A condition a bar a bit. Where it is na, `yes` is 0.
struct ConditionBits {
    BitColumn yes;
    BitColumn undefined{};  ///< Of size 0 when no bar is na.

    bool has_undefined() const { return undefined.size() != 0; }
};

/// The same condition as a column of 1, 0 and na, and back.
ConditionBits packed(indicators::Source numbers);
void unpack(const ConditionBits& bits, indicators::Output out);

/// Of a comparison or crossing: never na. Operands are columns or one number.
BitColumn compared(BitRule rule, const Operand& a, const Operand& b, std::size_t bars);
BitColumn undefined_bars(const Operand& x, std::size_t bars);

BitColumn both(const BitColumn& a, const BitColumn& b);
BitColumn either(const BitColumn& a, const BitColumn& b);
BitColumn opposite(const BitColumn& a);
/// a where the condition holds, else b.
ConditionBits chosen(const BitColumn& condition, const ConditionBits& a, const ConditionBits& b);
/// Of so many bars before; na before the data.
ConditionBits shifted(const ConditionBits& bits, std::size_t bars);

}  // namespace spark::expression::detail
