#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/backtest/result_hash.hpp"
#include "engine/sweep/detail/crossing_batches.hpp"
#include "engine/sweep/detail/plain_run.hpp"
#include "engine/sweep/detail/planner.hpp"
#include "engine/sweep/detail/sma_cross.hpp"
#include "engine/sweep/sweep.hpp"

namespace spark::sweep {

using namespace detail;

namespace {

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
