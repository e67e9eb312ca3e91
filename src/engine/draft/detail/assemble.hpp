#pragma once

#include <vector>

#include "engine/draft/detail/compose.hpp"
#include "engine/draft/detail/wish.hpp"

namespace spark::draft::detail {

struct Assembled {
    Family family = Family::cross;
    Sheet sheet{};
    std::vector<Notice> notices{};
};

/// The whole document of what was understood. Errors: invalid_input for values and wishes that contradict each other.
Result<Assembled> assemble(const DraftOrder& order, const OrderWishes& wishes, const Rules& rules,
                           strategy::Tongue tongue);

}  // namespace spark::draft::detail
