#pragma once

#include "engine/draft/detail/items.hpp"
#include "engine/draft/detail/wish.hpp"

namespace spark::draft::detail {

/// Reads when to enter and to leave from the items that read_orders left; marks what it takes as used.
Rules read_rules(Items& items);

}  // namespace spark::draft::detail
