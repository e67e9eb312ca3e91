#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/backtest/result_hash.hpp"
#include "engine/strategy/built_ins.hpp"
#include "engine/sweep/detail/crossing_batches.hpp"
#include "engine/sweep/detail/plain_run.hpp"
#include "engine/sweep/detail/planner.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep {

using namespace detail;

namespace {

/// Where smaCross keeps what the fast way looks at, in the order of its parameters.
enum SmaCrossValue : std::size_t { fast, slow, sl_pct, tp_pct, exit_on_cross, short_side, count };

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

Result<void> check_counts(const strategy::Definition& definition, std::span<const std::vector<std::int64_t>> sets) {
    for (std::size_t index = 0; index < sets.size(); ++index) {
        if (sets[index].size() == definition.parameters().size()) continue;
        return fail(Fault::invalid_input,
                    fmt::format("found {} values, {} has {} parameters", sets[index].size(), definition.name(),
                                definition.parameters().size()),
                    fmt::format("set {}", index));
    }
    return {};
}

}  // namespace

Result<std::vector<SetFigures>> sweep(const SweepInput& input, const strategy::Definition& definition,
                                      std::span<const std::vector<std::int64_t>> sets, const Progress& progress) {
    SPARK_TRY(detail::check(input));
    SPARK_TRY(check_counts(definition, sets));
    std::vector<SetFigures> figures(sets.size());
    std::vector<CrossingPair> pairs;
    std::vector<std::size_t> places;
    std::vector<bool> is_done(sets.size());
    const bool may_cross = is_sma_cross(definition);
    for (std::size_t index = 0; index < sets.size(); ++index) {
        const auto pair = may_cross ? pair_of(sets[index], input.candles.size()) : std::nullopt;
        if (!pair) continue;
        pairs.push_back(*pair);
        places.push_back(index);
    }
    if (const auto market = pairs.empty() ? std::nullopt : CrossingMarket::make(input.candles, input.rules)) {
        SPARK_TRY(const FoundFigures found, run_batches(*market, pairs, progress));
        for (std::size_t index = 0; index < pairs.size(); ++index) {
            if (!found[index]) continue;
            figures[places[index]] = *found[index];
            is_done[places[index]] = true;
        }
    }
    std::optional<Planner> planner;
    std::size_t done = static_cast<std::size_t>(std::ranges::count(is_done, true));
    for (std::size_t index = 0; index < sets.size(); ++index) {
        if (is_done[index]) continue;
        if (!planner) planner.emplace(input, definition);
        SPARK_TRY(const strategy::SignalPlan plan, named(planner->plan(sets[index]), index));
        SPARK_TRY(figures[index], named(figures_of(input, plan), index));
        SPARK_TRY(go_on(progress, ++done, sets.size()));
    }
    return figures;
}

Result<std::string> result_hash_of(const SweepInput& input, const strategy::Definition& definition,
                                   std::span<const std::int64_t> values) {
    SPARK_TRY(detail::check(input));
    SPARK_TRY(const strategy::SignalPlan plan, Planner(input, definition).plan(values));
    SPARK_TRY(const backtest::RunOutcome outcome, backtest::run_plan(input.candles, plan, input.rules));
    return backtest::result_hash(outcome);
}

}  // namespace spark::sweep
