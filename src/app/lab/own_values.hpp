#pragma once

#include <cstdint>
#include <vector>

#include "engine/strategy/definition.hpp"

namespace spark::lab {

/// The values a strategy runs with when nothing is said: the defaults of its parameters, in their order.
inline std::vector<std::int64_t> own_values(const strategy::Definition& definition) {
    std::vector<std::int64_t> values;
    for (const strategy::ParameterSpec& spec : definition.parameters()) values.push_back(spec.fallback);
    return values;
}

}  // namespace spark::lab
