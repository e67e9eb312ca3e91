#include "engine/sweep/sweep.hpp"

#include <fmt/format.h>

#include "engine/indicators/average_crossings.hpp"
#include "engine/sweep/detail/crossing_batches.hpp"
#include "engine/sweep/detail/crossing_market.hpp"
#include "engine/sweep/detail/plain_run.hpp"

namespace spark::sweep {
namespace {

Result<void> check_pairs(std::span<const CrossingPair> pairs) {
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        const auto [fast, slow] = pairs[index];
        if (fast >= 1 && fast < slow && slow <= average_length_max) continue;
        return fail(
            Fault::invalid_input,
            fmt::format("found fast {}, slow {}, allowed 1 <= fast < slow <= {}", fast, slow, average_length_max),
            fmt::format("set {}", index));
    }
    return {};
}

strategy::SignalPlan plan_of(const SweepInput& input, const indicators::RunningSums& sums, CrossingPair pair) {
    strategy::SignalPlan plan = strategy::empty_plan(input.candles.size());
    indicators::Crossings crossings = indicators::average_crossings(sums, pair.fast, pair.slow);
    plan.long_side.enter = std::move(crossings.over);
    plan.long_side.exit = std::move(crossings.under);
    plan.warm_up_bars = pair.slow;
    return plan;
}

}  // namespace

CrossingSweep::CrossingSweep(CrossingSweep&&) noexcept = default;
CrossingSweep& CrossingSweep::operator=(CrossingSweep&&) noexcept = default;
CrossingSweep::~CrossingSweep() = default;

Result<CrossingSweep> CrossingSweep::prepare(const SweepInput& input) {
    SPARK_TRY(detail::check(input));
    CrossingSweep made;
    made.input_ = input;
    if (auto market = detail::CrossingMarket::make(input.candles, input.rules))
        made.market_ = std::make_unique<const detail::CrossingMarket>(std::move(*market));
    return made;
}

Result<std::vector<SetFigures>> CrossingSweep::run(std::span<const CrossingPair> pairs,
                                                   const Progress& progress) const {
    SPARK_TRY(check_pairs(pairs));
    detail::FoundFigures found(pairs.size());
    if (market_) {
        SPARK_TRY(found, detail::run_batches(*market_, pairs, progress));
    }
    std::vector<SetFigures> figures(pairs.size());
    std::optional<indicators::RunningSums> sums;
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        if (found[index]) {
            figures[index] = *found[index];
            continue;
        }
        if (!sums) sums.emplace(input_.candles.close);
        SPARK_TRY(figures[index],
                  detail::named(detail::figures_of(input_, plan_of(input_, *sums, pairs[index])), index));
        SPARK_TRY(detail::go_on(progress, index + 1, pairs.size()));
    }
    return figures;
}

Result<backtest::RunOutcome> CrossingSweep::outcome(CrossingPair pair) const {
    SPARK_TRY(check_pairs(std::span(&pair, 1)));
    const indicators::RunningSums sums(input_.candles.close);
    return backtest::run_plan(input_.candles, plan_of(input_, sums, pair), input_.rules);
}

Result<std::vector<SetFigures>> sweep_crossings(const SweepInput& input, std::span<const CrossingPair> pairs,
                                                const Progress& progress) {
    SPARK_TRY(const CrossingSweep prepared, CrossingSweep::prepare(input));
    return prepared.run(pairs, progress);
}

}  // namespace spark::sweep
