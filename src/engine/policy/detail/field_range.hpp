#pragma once

#include <cstdint>
#include <optional>

#include "engine/strategy/document.hpp"

namespace spark::policy::detail {

/// What a constant of a document becomes, in units of 1e-8: with the defaults, and the least and the most over the
/// ranges of the parameters in it.
struct FieldRange {
    std::int64_t usual = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// None: it changes from bar to bar, or cannot be read. Ends of ranges are combined as far as there are few of them
/// (docs/reference/policy.md), else taken one parameter at a time.
std::optional<FieldRange> range_of(const strategy::Document& document, const strategy::Formula& formula);

/// The number parameter that the formula is, and nothing besides it; null where it is anything else.
const strategy::ParameterSpec* parameter_of(const strategy::Document& document, const strategy::Formula& formula);

/// Units of 1e-8 of a value of a number parameter.
std::int64_t units_of_value(const strategy::ParameterSpec& spec, std::int64_t value);

}  // namespace spark::policy::detail
