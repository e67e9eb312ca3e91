#pragma once

#include <string>
#include <vector>

#include "engine/search/space.hpp"

namespace spark::search::testing {

/// fast 1..1000, slow 1..1000, sl_pct 0..100 in any decimals, even 2..100 by 2, exit_on_cross, type sma|ema|hma.
strategy::Definition definition_of_kinds();

/// Over it. Aborts with the error of a space that is refused.
Space space_of(const std::vector<std::string>& axes);

/// Axes x0, x1, … of whole numbers from 0 to `most`.
Space cube(std::size_t axes, std::int64_t most);

}  // namespace spark::search::testing
