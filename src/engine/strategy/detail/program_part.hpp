#pragma once

#include <cstddef>

#include "engine/expression/program.hpp"

namespace spark::strategy::detail {

/// The steps that one step of a program needs, as a program of its own; its columns are those of the whole.
expression::Program part_of(const expression::Program& program, std::size_t step, expression::ValueType type);

/// A condition without the constants that say nothing: of `true and x` and `false or x` the x. Holds on the same bars.
expression::Program essence_of(const expression::Program& condition);

}  // namespace spark::strategy::detail
