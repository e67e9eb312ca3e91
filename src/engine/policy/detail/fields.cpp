#include "engine/policy/detail/fields.hpp"

#include "engine/policy/detail/field_range.hpp"

namespace spark::policy::detail {
namespace {

bool is_same(const strategy::ProtectiveRule& one, const strategy::ProtectiveRule& other) {
    return one.amount.text == other.amount.text && (one.amount.empty() || one.kind == other.kind);
}

/// There for sure, whatever the parameters are.
bool is_always_there(const strategy::Document& document, const strategy::ProtectiveRule& rule) {
    if (rule.amount.empty()) return false;
    const auto range = range_of(document, rule.amount);
    return !range || range->least > 0;
}

}  // namespace

bool has_shared_stop(const strategy::Document& document) {
    if (!document.long_side || !document.short_side) return true;
    return is_same(document.long_side->stop_loss, document.short_side->stop_loss) &&
           is_same(document.long_side->trailing_stop, document.short_side->trailing_stop);
}

const strategy::ProtectiveRule& stop_of(const strategy::Document& document, const strategy::SideRules& side) {
    if (!is_always_there(document, side.stop_loss) && is_always_there(document, side.trailing_stop))
        return side.trailing_stop;
    return side.stop_loss;
}

}  // namespace spark::policy::detail
