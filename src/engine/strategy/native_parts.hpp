#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "engine/strategy/parameter.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::strategy {

inline constexpr std::int64_t percent_one = 100 * units_per_one;
inline constexpr std::int64_t bps_one = 10'000 * units_per_one;

/// `price` × share ÷ whole, rounded half to even; held within the range of prices.
inline std::int64_t part_of(std::int64_t price, std::int64_t share, std::int64_t whole) {
    const Int128 part = divide(static_cast<Int128>(price) * share, whole, Rounding::half_even);
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 4;
    return static_cast<std::int64_t>(std::clamp<Int128>(part, -most, most));
}

/// English and Turkish.
struct Says {
    std::string en;
    std::string tr;
};

inline ParameterSpec whole_parameter(std::string name, std::int64_t least, std::int64_t most, std::int64_t fallback,
                                     Says says, std::string unit = "") {
    return {std::move(name),    ParameterKind::integer, least, most, 1, fallback, std::move(unit),
            std::move(says.en), std::move(says.tr)};
}

inline ParameterSpec flag_parameter(std::string name, bool fallback, Says says) {
    return {std::move(name),    ParameterKind::flag, 0, 1, 1, fallback ? 1 : 0, "",
            std::move(says.en), std::move(says.tr)};
}

/// Bounds, step and fallback in units of 1e-8.
struct DecimalRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t step = 1;
    std::int64_t fallback = 0;
};
inline ParameterSpec decimal_parameter(std::string name, const DecimalRange& range, Says says, std::string unit = "") {
    return {std::move(name), ParameterKind::decimal, range.least,        range.most,        range.step,
            range.fallback,  std::move(unit),        std::move(says.en), std::move(says.tr)};
}

}  // namespace spark::strategy
