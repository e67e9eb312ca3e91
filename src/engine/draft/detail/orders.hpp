#pragma once

#include "engine/draft/detail/items.hpp"
#include "engine/draft/detail/wish.hpp"
#include "foundation/base/result.hpp"

namespace spark::draft::detail {

/// Reads stops, size, limits, sides, symbols, and timeframes that stand with a word for bars; what was read is marked
/// as used. Errors: invalid_input for two different values of one thing (place: `prompt:FROM-TO`).
Result<OrderWishes> read_orders(Items& items);

/// Numbers that nothing has taken: amounts of money as the size, `3x` as leverage, a time as the timeframe.
/// Errors: as read_orders.
Result<void> read_left_over(Items& items, OrderWishes& wishes);

std::unexpected<Error> refuse_at(PromptSpan span, std::string message, std::string remedy = {});

}  // namespace spark::draft::detail
