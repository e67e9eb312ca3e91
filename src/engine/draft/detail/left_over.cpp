#include "engine/draft/detail/left_over.hpp"

#include "engine/draft/detail/operands.hpp"

namespace spark::draft::detail {
namespace {

/// Words that carry a wish by themselves: one that had no effect has to be shown.
bool carries_a_wish(Concept what) {
    switch (what) {
        case Concept::unknown:
        case Concept::number:
        case Concept::leverage:
        case Concept::drawdown:
        case Concept::daily_loss:
        case Concept::risk_share:
        case Concept::cooldown:
        case Concept::opening_range:
        case Concept::day_end:
        case Concept::golden_cross:
        case Concept::death_cross: return true;
        case Concept::price:
        case Concept::average:
        case Concept::band:
        case Concept::highest:
        case Concept::lowest:
        case Concept::ago:
        case Concept::trend:
        case Concept::step:
        case Concept::levels:
        case Concept::fast:
        case Concept::slow:
        case Concept::deviation:
        case Concept::signal_line:
        case Concept::momentum:
        case Concept::upper_band:
        case Concept::lower_band:
        case Concept::middle_band:
        case Concept::each_time: return false;
        default: return is_operand(what);
    }
}

}  // namespace

std::vector<PromptSpan> not_understood(const Items& items) {
    std::vector<PromptSpan> spans;
    for (const Item& item : items.list) {
        if (item.is_used) continue;
        if (carries_a_wish(item.what)) spans.push_back(item.span);
    }
    return spans;
}

}  // namespace spark::draft::detail
