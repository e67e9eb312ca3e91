#include "engine/sweep/detail/plain_sets.hpp"

#include <utility>

#include "engine/backtest/case.hpp"

namespace spark::sweep::detail {
namespace {

/// A runner keeps so many bytes of columns between two sets.
constexpr std::size_t runner_bytes_kept = std::size_t{48} << 20U;

}  // namespace

PlainSets::PlainSets(const SweepInput& input, const strategy::Definition& definition, const PlainHistory& history)
    : input_(input), definition_(definition), history_(history) {}

Result<PlainRun> PlainSets::run(std::span<const std::int64_t> values) {
    strategy::SignalPlan plan;
    if (!definition_.is_worker()) {
        if (!planner_) planner_.emplace(input_, definition_, runner_bytes_kept);
        SPARK_TRY(plan, planner_->plan(values));
        SPARK_TRY(backtest::check_leverage(plan, definition_.name(), input_.rules));
    }
    const backtest::Case asked{.books = {{.strategy = definition_,
                                          .values = values,
                                          .candles = input_.candles,
                                          .first_bar = input_.rules.first_bar,
                                          .timeframe = input_.timeframe,
                                          .symbol = input_.symbol,
                                          .venue = input_.rules.venue,
                                          .finer = input_.finer}},
                               .rules = input_.rules,
                               .symbols = input_.symbols};
    PlainRun made;
    SPARK_TRY(made.outcome, backtest::run_case(asked, std::span(&plan, 1), &history_.bar_ranges));
    made.warm_up_bars = plan.warm_up_bars;
    return made;
}

}  // namespace spark::sweep::detail
