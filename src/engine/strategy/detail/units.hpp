#pragma once

#include <cmath>
#include <cstdint>

#include "foundation/base/fixed_point.hpp"

namespace spark::strategy::detail {

/// A number as units of 1e-8, to the nearest, ties to even; 0 (nothing) where it is undefined or past the range.
/// Every price below 90 million comes back as the units it was made from.
inline std::int64_t units_of(double number) {
    constexpr double most = 9.2e18;
    const double units = std::nearbyint(number * static_cast<double>(units_per_one));
    return units > -most && units < most ? static_cast<std::int64_t>(units) : 0;
}

}  // namespace spark::strategy::detail
