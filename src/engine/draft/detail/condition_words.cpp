#include "engine/draft/detail/condition_words.hpp"

namespace spark::draft::detail {

bool belongs(Concept what, const Condition& condition) {
    if (what == condition.type || what == condition.line) return true;
    switch (what) {
        case Concept::price:
        case Concept::band:
        case Concept::fast:
        case Concept::slow:
        case Concept::trend:
        case Concept::signal_line:
        case Concept::step:
        case Concept::levels:
        case Concept::deviation:
        case Concept::atr: return true;
        case Concept::momentum: return condition.kind == ConditionKind::roc;
        case Concept::volatility: return condition.kind == ConditionKind::volatility;
        case Concept::upper_band:
        case Concept::lower_band:
        case Concept::middle_band: return condition.kind == ConditionKind::band;
        case Concept::histogram: return condition.kind == ConditionKind::macd;
        case Concept::ago: return condition.kind == ConditionKind::past_price;
        case Concept::trend_up:
        case Concept::trend_down: return condition.kind == ConditionKind::trend;
        default: return false;
    }
}

bool is_break(const Condition& condition) {
    return !condition.is_back && !condition.is_touch &&
           ((condition.line == Concept::upper_band && condition.direction >= 0) ||
            (condition.line == Concept::lower_band && condition.direction < 0));
}

void split_width(Condition& condition) {
    if (condition.lengths.size() < 2) {
        const bool is_width = condition.lengths.size() == 1 && condition.lengths[0].measure == Measure::deviations;
        if (is_width) condition.width = condition.lengths[0];
        if (is_width) condition.lengths.clear();
        return;
    }
    condition.width = condition.lengths[1];
    condition.lengths.resize(1);
}

void read_direction(const Items& items, const std::vector<std::size_t>& relations, Condition& condition) {
    int lies = 0;
    int goes = 0;
    for (const std::size_t at : relations) {
        switch (items.list[at].what) {
            case Concept::above:
            case Concept::overbought:
            case Concept::positive: lies = 1; break;
            case Concept::below:
            case Concept::oversold:
            case Concept::negative: lies = -1; break;
            case Concept::rise: condition.is_event = true; [[fallthrough]];
            case Concept::up: goes = 1; break;
            case Concept::fall: condition.is_event = true; [[fallthrough]];
            case Concept::down: goes = -1; break;
            case Concept::touch: condition.is_touch = true; break;
            case Concept::back:
                condition.is_back = true;
                condition.is_event = true;
                break;
            default: condition.is_event = true; break;
        }
    }
    condition.direction = goes != 0 ? goes : lies;
}

}  // namespace spark::draft::detail
