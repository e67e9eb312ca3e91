#pragma once

#include <cstddef>
#include <vector>

#include "engine/draft/detail/items.hpp"

namespace spark::draft::detail {

/// A condition's items, by their places.
struct Piece {
    std::vector<std::size_t> items;
    bool is_or = false;  ///< Joined by `or` to the piece before.
};

/// An action with the pieces it waits for; `unknown`: conditions without an action.
struct Clause {
    Concept action = Concept::unknown;
    std::size_t action_item = 0;
    std::vector<Piece> pieces;
};

/// Parts the sentence by its actions (Turkish has the condition before the action, English on either side) and each
/// part by its joining words.
std::vector<Clause> clauses_of(const Items& items);

}  // namespace spark::draft::detail
