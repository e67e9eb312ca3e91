#pragma once

#include <vector>

#include "engine/draft/detail/items.hpp"

namespace spark::draft::detail {

/// Words that nothing took and that are no small words: unknown ones, numbers, indicators and limits without a place.
std::vector<PromptSpan> not_understood(const Items& items);

}  // namespace spark::draft::detail
