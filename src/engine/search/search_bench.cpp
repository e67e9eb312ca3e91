#include <benchmark/benchmark.h>

#include <algorithm>

#include "engine/search/objective.hpp"
#include "engine/search/sampler.hpp"
#include "engine/search/testing/spaces.hpp"

namespace spark::search {
namespace {

void condition_of_whole_numbers(benchmark::State& state) {
    const auto definition = testing::definition_of_kinds();
    const auto condition = Condition::compile("fast < slow and slow - fast >= 10", definition.parameters());
    sweep::SetValues values{10, 20, 0, 2, 1, 0};
    for (auto _ : state) {
        values[0] = 1 + (values[0] & 63);
        benchmark::DoNotOptimize(condition->holds(values));
    }
}
BENCHMARK(condition_of_whole_numbers);

void objective_expression(benchmark::State& state) {
    const auto objective =
        Objective::compile("sharpe - 0.1 * abs(max_drawdown_pct)", Notional::of_units(units_per_one));
    sweep::SetOutcome outcome;
    outcome.figures.sharpe = 1.5;
    outcome.figures.max_drawdown_pct = -20;
    for (auto _ : state) benchmark::DoNotOptimize(objective->value(outcome));
}
BENCHMARK(objective_expression);

/// A grid of 10 million points of which 1 in 200 is kept.
void grid_with_condition(benchmark::State& state) {
    const Space space = testing::space_of({"fast=1:1000", "slow=1:1000", "even=2:20"});
    const auto definition = testing::definition_of_kinds();
    for (auto _ : state) {
        std::vector<Condition> conditions;
        conditions.push_back(*Condition::compile("slow - fast > 900", definition.parameters()));
        const auto sampler = make_sampler(space, std::move(conditions), {});
        std::size_t sets = 0;
        while (!(*sampler)->is_over()) sets += (*sampler)->ask(1'000).size();
        benchmark::DoNotOptimize(sets);
    }
    state.SetItemsProcessed(state.iterations() * 10'000'000);
}
BENCHMARK(grid_with_condition)->Unit(benchmark::kMillisecond);

void tpe_of_sets(benchmark::State& state) {
    const Space space = testing::cube(3, 100);
    for (auto _ : state) {
        const auto sampler =
            make_sampler(space, {}, {.method = Method::tpe, .trials_max = static_cast<std::uint64_t>(state.range(0))});
        while (!(*sampler)->is_over()) {
            for (const Proposal& proposal : (*sampler)->ask(16)) {
                const Told told{proposal.number, -static_cast<double>(proposal.point[0] + proposal.point[1])};
                (*sampler)->tell(std::span(&told, 1));
            }
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(tpe_of_sets)->Arg(1'000)->Arg(5'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::search
