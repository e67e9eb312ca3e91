#include "engine/draft/detail/grid_words.hpp"

#include <algorithm>

#include "engine/draft/detail/conditions.hpp"
#include "foundation/base/fixed_point.hpp"

namespace spark::draft::detail {
namespace {

bool is_free(const Item& item, Concept what) { return item.what == what && !item.is_used; }

/// `every 1% drop`, `her %2 düşüşte`: a repeated fall by a percentage.
bool is_repeated_fall(const std::vector<Item>& items, std::size_t at) {
    if (items[at].what != Concept::each_time) return false;
    bool has_percent = false;
    for (std::size_t next = at + 1; next < std::min(items.size(), at + 7); ++next) {
        const Item& item = items[next];
        if (item.what == Concept::comma || item.what == Concept::full_stop) return false;
        has_percent = has_percent || (is_free(item, Concept::number) && item.measure == Measure::percent);
        if (has_percent && (item.what == Concept::fall || item.what == Concept::lowest)) return true;
        const bool is_fall_first = item.what == Concept::fall && next + 2 < items.size();
        if (is_fall_first) {
            for (std::size_t after = next + 1; after < std::min(items.size(), next + 4); ++after)
                if (is_free(items[after], Concept::number) && items[after].measure == Measure::percent) return true;
        }
    }
    return false;
}

Amount take(Item& item) {
    item.is_used = true;
    return {.value = item.value, .measure = item.measure, .span = item.span};
}

/// The number nearest to the word, within a few items.
Item* nearest(std::vector<Item>& items, std::size_t word, Measure measure, std::size_t reach) {
    for (std::size_t away = 1; away <= reach; ++away) {
        for (const bool is_before : {true, false}) {
            if (is_before && away > word) continue;
            const std::size_t at = is_before ? word - away : word + away;
            if (at >= items.size()) continue;
            if (is_free(items[at], Concept::number) && items[at].measure == measure) return &items[at];
        }
    }
    return nullptr;
}

}  // namespace

Rules read_grid(Items& items, OrderWishes& wishes) {
    Rules rules;
    std::vector<Item>& list = items.list;
    for (std::size_t at = 0; at < list.size(); ++at) {
        const bool is_named = is_free(list[at], Concept::grid);
        if (!is_named && !is_repeated_fall(list, at)) continue;
        if (!rules.is_grid) rules.grid_span = list[at].span;
        rules.is_grid = true;
        list[at].is_used = true;
    }
    if (!rules.is_grid) return rules;
    for (std::size_t at = 0; at < list.size(); ++at) {
        const Concept what = list[at].what;
        if (!wishes.grid_levels && what == Concept::levels) {
            if (Item* const number = nearest(list, at, Measure::none, 1)) wishes.grid_levels = take(*number);
        }
        const bool is_step = what == Concept::step || what == Concept::each_time || what == Concept::grid ||
                             what == Concept::fall || what == Concept::levels;
        if (!wishes.grid_step && is_step) {
            if (Item* const number = nearest(list, at, Measure::percent, 4)) wishes.grid_step = take(*number);
        }
    }
    for (Item& item : list) {
        const bool is_grid_word = item.what == Concept::fall || item.what == Concept::rise ||
                                  item.what == Concept::step || item.what == Concept::levels ||
                                  item.what == Concept::each_time;
        if (is_grid_word) item.is_used = true;
    }
    return rules;
}

void add_rules(Items& items, Rules& rules) {
    Rules read = read_rules(items);
    rules.enter = std::move(read.enter);
    rules.exit = std::move(read.exit);
    rules.enter_short = std::move(read.enter_short);
    rules.exit_short = std::move(read.exit_short);
    rules.short_action = read.short_action;
}

}  // namespace spark::draft::detail
