#pragma once

#include "engine/strategy/document.hpp"

namespace spark::policy::detail {

/// Both sides say the same of their stop, or there is one side: what is said of it, [stop] can say.
bool has_shared_stop(const strategy::Document& document);

/// The order that ends a losing position of the side: its stop-loss, else its trailing stop; the (empty) stop-loss
/// where there is neither.
const strategy::ProtectiveRule& stop_of(const strategy::Document& document, const strategy::SideRules& side);

}  // namespace spark::policy::detail
