#pragma once

#include <cstddef>
#include <vector>

#include "engine/draft/detail/items.hpp"
#include "engine/draft/detail/wish.hpp"

namespace spark::draft::detail {

/// Words that say the same as the condition, or stand around it; another indicator does not.
bool belongs(Concept what, const Condition& condition);

/// Breaks out of a channel, rather than coming back into it.
bool is_break(const Condition& condition);

/// `bollinger(20, 2.5)`: the length first, then the width.
void split_width(Condition& condition);

/// Which way the relations point, and whether they tell of something that happens.
void read_direction(const Items& items, const std::vector<std::size_t>& relations, Condition& condition);

}  // namespace spark::draft::detail
