// What a document costs: reading and checking its text, and its signals over 100,000 candles, warm, on one core, every
// column made anew each time (shared: the cache kept, as a sweep keeps it).
#include <benchmark/benchmark.h>

#include <algorithm>

#include "engine/indicators/price_bars.hpp"
#include "engine/market/testing/random_walk.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::strategy {
namespace {

using market::testing::random_walk;

std::vector<std::int64_t> fallbacks(const Definition& definition) {
    std::vector<std::int64_t> values;
    for (const ParameterSpec& spec : definition.parameters()) values.push_back(spec.fallback);
    return values;
}

void load(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(find_built_in("smaCross"));
}
BENCHMARK(load)->Unit(benchmark::kMicrosecond);

void plan_100k(benchmark::State& state) {
    const BuiltInDocument& document = built_ins()[static_cast<std::size_t>(state.range(0))];
    static const market::CandleTable table = random_walk(100'000);
    const Definition definition = *find_built_in(document.name);
    const std::vector<std::int64_t> values = fallbacks(definition);
    const market::CandleColumns candles = table.columns();
    std::size_t signals = 0;
    for (auto _ : state) {
        const auto plan = definition.plan({.candles = candles, .values = values});
        signals = plan->long_side.enter.count();
    }
    state.SetLabel(std::string(document.name) + ", " + std::to_string(signals) + " entries");
}
BENCHMARK(plan_100k)->DenseRange(0, 11)->Unit(benchmark::kMicrosecond);

void plan_100k_shared(benchmark::State& state) {
    static const market::CandleTable table = random_walk(100'000);
    const Definition definition = *find_built_in("smaCross");
    const std::vector<std::int64_t> values = fallbacks(definition);
    const market::CandleColumns candles = table.columns();
    indicators::PriceBars bars(candles);
    expression::ColumnCache columns(bars);
    for (auto _ : state)
        benchmark::DoNotOptimize(definition.plan({.candles = candles, .values = values, .columns = &columns}));
}
BENCHMARK(plan_100k_shared)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace spark::strategy
