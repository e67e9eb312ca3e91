#pragma once

#include "engine/draft/detail/items.hpp"
#include "engine/draft/detail/wish.hpp"

namespace spark::draft::detail {

/// A grid by its name, or by what it does ("each time it falls 1 %"), with its step and its lines.
Rules read_grid(Items& items, OrderWishes& wishes);

/// Reads when to enter and to leave from the items that are left; marks what it takes as used.
void add_rules(Items& items, Rules& rules);

}  // namespace spark::draft::detail
