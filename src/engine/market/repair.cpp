#include "engine/market/repair.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "engine/market/detail/did_you_mean.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::market {

namespace {

struct Bar {
    std::int64_t time_ns = 0;
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
    Int128 volume = 0;

    bool operator==(const Bar&) const = default;
};

Bar bar_at(const CandleColumns& columns, std::size_t index) {
    return {.time_ns = columns.open_time_ns[index],
            .open = columns.open[index],
            .high = columns.high[index],
            .low = columns.low[index],
            .close = columns.close[index],
            .volume = columns.volume_at(index)};
}

Bar clamped(Bar bar) {
    const auto [least, most] = std::minmax({bar.open, bar.high, bar.low, bar.close});
    bar.low = least;
    bar.high = most;
    return bar;
}

/// What a rule makes of one bar: the bar, a changed bar, or nothing.
using Treatment = std::optional<Bar> (*)(const RepairInput& input, std::size_t index, Bar bar);

std::optional<Bar> drop_if(bool drop, const Bar& bar) { return drop ? std::nullopt : std::optional(bar); }

struct Rule {
    RepairRule shown;
    Treatment treat;
};

constexpr std::array rules{
    Rule{{.name = "drop-zero-volume", .what = "Leaves out every bar with volume 0."},
         [](const RepairInput&, std::size_t, Bar bar) { return drop_if(bar.volume == 0, bar); }},
    Rule{{.name = "drop-holiday-ghosts",
          .what = "Leaves out bars (of a day or less) on days the trading calendar says are closed."},
         [](const RepairInput& input, std::size_t, Bar bar) {
             const bool countable = input.timeframe.length() <= std::chrono::days{1};
             return drop_if(countable && input.calendar.kind_of(input.calendar.date_of(wall_time_of_ns(bar.time_ns))) ==
                                             DayKind::closed,
                            bar);
         }},
    Rule{{.name = "drop-forming-last",
          .what = "Leaves out the last bar when the quality report says it was still forming."},
         [](const RepairInput& input, std::size_t index, Bar bar) {
             return drop_if(input.forming_last && index + 1 == input.columns.size(), bar);
         }},
    Rule{{.name = "clamp-ohlc", .what = "Sets high to the highest and low to the lowest of a bar's four prices."},
         [](const RepairInput&, std::size_t, Bar bar) { return std::optional(clamped(bar)); }},
    Rule{{.name = "drop-ohlc-violations",
          .what = "Leaves out bars whose high is below, or whose low is above, another of the bar's prices."},
         [](const RepairInput&, std::size_t, Bar bar) { return drop_if(clamped(bar) != bar, bar); }},
};

constexpr auto shown_rules = [] {
    std::array<RepairRule, rules.size()> shown;
    for (std::size_t index = 0; index < rules.size(); ++index) shown[index] = rules[index].shown;
    return shown;
}();

constexpr auto rule_names = [] {
    std::array<std::string_view, rules.size()> names;
    for (std::size_t index = 0; index < rules.size(); ++index) names[index] = rules[index].shown.name;
    return names;
}();

}  // namespace

std::span<const RepairRule> repair_rules() { return shown_rules; }

Result<Repaired> repair(const RepairInput& input, std::string_view name) {
    const auto rule = std::ranges::find(rules, name, [](const Rule& each) { return each.shown.name; });
    if (rule == rules.end()) {
        return fail(Fault::not_found,
                    fmt::format("found repair rule '{}', allowed {}", shown(name), fmt::join(rule_names, ", ")), {},
                    detail::did_you_mean(name, rule_names));
    }
    Repaired repaired;
    repaired.table.reserve(input.columns.size());
    for (std::size_t index = 0; index < input.columns.size(); ++index) {
        const Bar before = bar_at(input.columns, index);
        const std::optional<Bar> after = rule->treat(input, index, before);
        if (!after) {
            ++repaired.bars_dropped;
            continue;
        }
        if (*after != before) ++repaired.bars_changed;
        repaired.table.push_back(after->time_ns, after->open, after->high, after->low, after->close, after->volume);
    }
    if (repaired.table.size() == 0)
        return fail(Fault::invalid_input, fmt::format("rule {} would leave no bar of {}", name, input.columns.size()));
    const bool drops = rule->shown.name.starts_with("drop-");
    repaired.step = fmt::format("repair {}: {} bars {}", name, drops ? repaired.bars_dropped : repaired.bars_changed,
                                drops ? "dropped" : "changed");
    return repaired;
}

}  // namespace spark::market
