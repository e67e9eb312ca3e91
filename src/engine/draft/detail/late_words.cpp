#include "engine/draft/detail/late_words.hpp"

#include <algorithm>

namespace spark::draft::detail {
namespace {

/// Says which indicator, and nothing of what it does.
bool is_bare(const Condition& condition) {
    return condition.direction == 0 && !condition.level && condition.line == Concept::unknown && !condition.is_touch &&
           !condition.is_back;
}

/// `Bollinger (20, 2): buy when … the lower band`: one condition in two parts.
void merge_bare(Rules& rules) {
    std::vector<Condition>& list = rules.enter;
    for (std::size_t at = 0; at < list.size(); ++at) {
        for (std::size_t other = 0; other < list.size(); ++other) {
            const bool fits = at != other && is_bare(list[at]) && list[at].kind == list[other].kind &&
                              (list[at].type == list[other].type || list[at].kind == ConditionKind::band);
            if (!fits) continue;
            if (list[other].lengths.empty()) list[other].lengths = list[at].lengths;
            if (!list[other].width) list[other].width = list[at].width;
            list[other].span = {std::min(list[at].span.from, list[other].span.from),
                                std::max(list[at].span.to, list[other].span.to)};
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
            return merge_bare(rules);
        }
    }
}

void take_late_width(Items& items, Rules& rules) {
    if (rules.enter.empty() || rules.enter.front().kind != ConditionKind::band || rules.enter.front().width) return;
    for (Item& number : items.list) {
        if (number.what != Concept::number || number.is_used || number.measure != Measure::deviations) continue;
        number.is_used = true;
        rules.enter.front().width = Amount{number.value, number.measure, number.span};
        return;
    }
}

/// `z-score below -2, 30 period`: a length that stands by itself is the trigger's.
void take_late_length(Items& items, Rules& rules) {
    if (rules.enter.empty() || !rules.enter.front().lengths.empty()) return;
    for (Item& number : items.list) {
        const bool is_length =
            number.what == Concept::number && !number.is_used &&
            (number.measure == Measure::bars || (number.is_length && number.measure == Measure::none));
        if (!is_length) continue;
        number.is_used = true;
        rules.enter.front().lengths.push_back({number.value, number.measure, number.span});
        return;
    }
}

}  // namespace

void add_late_words(Items& items, Rules& rules) {
    if (rules.enter.size() <= conditions_max) merge_bare(rules);
    take_late_width(items, rules);
    take_late_length(items, rules);
}

}  // namespace spark::draft::detail
