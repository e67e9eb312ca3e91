#pragma once

#include <map>
#include <vector>

#include "engine/draft/detail/items.hpp"
#include "engine/draft/detail/wish.hpp"

namespace spark::draft::detail {

bool is_average(Concept what);
bool is_oscillator(Concept what);
bool is_relation(Concept what);
bool is_action(Concept what);
/// Something that is looked at: a price, an indicator, an extreme, a band's line.
bool is_operand(Concept what);

/// The numbers that belong to an indicator by where they stand (`rsi(14)`, `200-day average`, `ema 9/21`), by the
/// indicator's place among the items. Those numbers are marked as used.
std::map<std::size_t, std::vector<Amount>> lengths_of_operands(Items& items);

}  // namespace spark::draft::detail
