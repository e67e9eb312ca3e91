// smaCross over 100,000 candles, warm, one core, exact: signals + ledger + metrics. The candles are a fixed integer
// random walk, so that the result hash printed beside the time is the same on every machine.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "engine/backtest/metrics.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/market/testing/random_walk.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::backtest {
namespace {

using market::testing::random_walk;

void run_once(const strategy::Definition& definition, const market::CandleColumns& candles,
              std::span<const std::int64_t> values, RunOutcome& outcome, Metrics& metrics) {
    const auto plan = definition.plan({.candles = candles, .values = values});
    outcome = *run_plan(candles, *plan, RunRules{});
    const auto curve = equity_curve(candles, outcome);
    metrics = *measure({candles.open_time_ns, outcome, *curve, exposure_of(outcome, candles.size()),
                        buy_hold_of(candles, plan->warm_up_bars)});
}

void sma_cross_100k(benchmark::State& state) {
    const market::CandleTable table = random_walk(100'000);
    const std::vector<std::int64_t> values{
        9, 21, state.range(0) * units_per_one / 10, state.range(1) * units_per_one / 10, 1, 0};
    const strategy::Definition definition = *strategy::find_built_in("smaCross");
    RunOutcome outcome;
    Metrics metrics;
    for (auto _ : state) {
        run_once(definition, table.columns(), values, outcome, metrics);
        benchmark::DoNotOptimize(metrics);
    }
    state.SetItemsProcessed(state.iterations() * 100'000);
    state.SetLabel(std::to_string(metrics.trades) + " trades " + result_hash(outcome).substr(0, 23));
}
BENCHMARK(sma_cross_100k)->Args({0, 0})->Args({2, 4})->Unit(benchmark::kMicrosecond);

/// RSI with stop and target, as `spark backtest run rsi --set sl_pct=2 --set tp_pct=4`.
void rsi_with_stop_and_target_100k(benchmark::State& state) {
    const market::CandleTable table = random_walk(100'000);
    const strategy::Definition definition = *strategy::find_built_in("rsi");
    const std::vector<strategy::Assignment> set{{"sl_pct", "2"}, {"tp_pct", "4"}};
    const auto values = *strategy::resolve_parameters(definition.parameters(), set);
    RunOutcome outcome;
    Metrics metrics;
    for (auto _ : state) {
        run_once(definition, table.columns(), values, outcome, metrics);
        benchmark::DoNotOptimize(metrics);
    }
    state.SetLabel(std::to_string(metrics.trades) + " trades " + result_hash(outcome).substr(0, 23));
}
BENCHMARK(rsi_with_stop_and_target_100k)->Unit(benchmark::kMicrosecond);

/// Every built-in document once, with its own defaults: the time of one iteration ÷ their number is the mean.
void all_documents_100k(benchmark::State& state) {
    const market::CandleTable table = random_walk(100'000);
    std::vector<strategy::Definition> definitions;
    for (const strategy::BuiltInDocument& document : strategy::built_ins())
        definitions.push_back(*strategy::find_built_in(document.name));
    RunOutcome outcome;
    Metrics metrics;
    std::int64_t trades = 0;
    for (auto _ : state) {
        trades = 0;
        for (const strategy::Definition& definition : definitions) {
            const auto values = *strategy::resolve_parameters(definition.parameters(), {});
            run_once(definition, table.columns(), values, outcome, metrics);
            trades += metrics.trades;
        }
    }
    state.counters["documents"] = static_cast<double>(definitions.size());
    state.counters["mean_ms"] =
        benchmark::Counter(static_cast<double>(definitions.size()) * 1e-3 * static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.SetLabel(std::to_string(trades) + " trades in all");
}
BENCHMARK(all_documents_100k)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::backtest
