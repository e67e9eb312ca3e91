#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/strategy/definition.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep::detail {

/// The built-in smaCross itself, not a document that goes by its name.
bool is_sma_cross(const strategy::Definition& definition);

/// The pair behind a set of smaCross, when nothing but crossings trades it and the plain run would not refuse it.
std::optional<CrossingPair> pair_of(std::span<const std::int64_t> values, std::size_t bars);

}  // namespace spark::sweep::detail
