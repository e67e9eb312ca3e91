// What telling luck from skill costs: 2,000 sets over 1,000 days, pure noise, one core.
#include <benchmark/benchmark.h>

#include "engine/robustness/data_snooping.hpp"
#include "engine/robustness/effective_trials.hpp"
#include "engine/robustness/monte_carlo.hpp"
#include "engine/robustness/overfitting_probability.hpp"
#include "engine/robustness/testing/sample_returns.hpp"

namespace spark::robustness {
namespace {

const ReturnTable& noise() {
    static const ReturnTable table = testing::sample_table({.seed = 1, .periods = 1'000, .sets = 2'000});
    return table;
}

void overfitting(benchmark::State& state) {
    const auto& table = noise();
    for (auto _ : state) benchmark::DoNotOptimize(overfitting_probability(table)->probability);
}
BENCHMARK(overfitting)->Name("overfitting_probability/16_blocks")->Unit(benchmark::kMillisecond);

void snooping(benchmark::State& state) {
    const auto& table = noise();
    for (auto _ : state) {
        Rng rng(1);
        benchmark::DoNotOptimize(data_snooping(table, {}, {.replications = 1'000}, rng)->spa_consistent);
    }
}
BENCHMARK(snooping)->Name("data_snooping/1000_replications")->Unit(benchmark::kMillisecond);

void effective(benchmark::State& state) {
    const auto& table = noise();
    for (auto _ : state) benchmark::DoNotOptimize(effective_trials(table).trials);
}
BENCHMARK(effective)->Name("effective_trials")->Unit(benchmark::kMillisecond);

void participation(benchmark::State& state) {
    const auto& table = noise();
    for (auto _ : state) benchmark::DoNotOptimize(participation_ratio(table).value_or(0));
}
BENCHMARK(participation)->Name("participation_ratio")->Unit(benchmark::kMillisecond);

void trades(benchmark::State& state) {
    Rng draws(2);
    std::vector<TradeOutcome> trades(1'000);
    for (auto& trade : trades) trade = {.net = testing::bell(draws) + 0.05, .turnover = 200};
    for (auto _ : state) {
        Rng rng(1);
        const MonteCarloOptions options{.runs = 10'000, .order = TradeOrder::block_resampled, .starting_equity = 1'000};
        benchmark::DoNotOptimize(monte_carlo(trades, options, rng)->ruin_probability);
    }
}
BENCHMARK(trades)->Name("monte_carlo/1000_trades_10000_runs")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::robustness
