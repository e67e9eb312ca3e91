#include "engine/sweep/detail/sma_cross.hpp"

#include "engine/strategy/built_ins.hpp"

namespace spark::sweep::detail {
namespace {

/// Where smaCross keeps what the fast way looks at, in the order of its parameters.
enum SmaCrossValue : std::size_t { fast, slow, sl_pct, tp_pct, exit_on_cross, short_side, count };

}  // namespace

bool is_sma_cross(const strategy::Definition& definition) {
    const auto built_in = strategy::find_built_in("smaCross");
    return built_in && built_in->parameters().size() == SmaCrossValue::count &&
           definition.canonical_text() == built_in->canonical_text();
}

/// The pair behind a set of smaCross, when nothing but crossings trades it and the plain run would not refuse it.
std::optional<CrossingPair> pair_of(std::span<const std::int64_t> values, std::size_t bars) {
    const bool only_crossings =
        values[sl_pct] <= 0 && values[tp_pct] <= 0 && values[exit_on_cross] == 1 && values[short_side] == 0;
    if (!only_crossings || values[fast] < 1 || values[fast] >= values[slow]) return std::nullopt;
    // Warm-up, a signal bar and a bar to fill on; with fewer bars the definition's own refusal is the answer.
    if (static_cast<std::size_t>(values[slow]) + 2 > bars) return std::nullopt;
    return CrossingPair{static_cast<std::size_t>(values[fast]), static_cast<std::size_t>(values[slow])};
}

}  // namespace spark::sweep::detail
