#pragma once

#include "engine/draft/detail/items.hpp"
#include "engine/draft/detail/wish.hpp"

namespace spark::draft::detail {

/// Brings together what a sentence says of one condition in two places: `Bollinger (20, 2): buy when … the lower band`,
/// `z-score below -2, 30 period`.
void add_late_words(Items& items, Rules& rules);

}  // namespace spark::draft::detail
