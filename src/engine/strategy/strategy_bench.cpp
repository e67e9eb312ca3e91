// What a document costs: reading and checking its text, and its signals over 100,000 candles, warm, on one core, every
// column made anew each time (shared: the cache kept, as a sweep keeps it).
#include <benchmark/benchmark.h>

#include <algorithm>

#include "engine/indicators/price_bars.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::strategy {
namespace {

market::CandleTable random_walk(std::size_t bars) {
    market::CandleTable table;
    table.reserve(bars);
    std::uint64_t state = 42;
    std::int64_t close = 6'500'000;
    const auto step = [&state](std::int64_t range) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state >> 33U) % static_cast<std::uint64_t>(range));
    };
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t open = close;
        close = std::max<std::int64_t>(1000, close + step(8001) - 4000);
        const std::int64_t cent = units_per_one / 100;
        table.push_back(static_cast<std::int64_t>(bar) * 60'000'000'000, open * cent,
                        (std::max(open, close) + step(500)) * cent, (std::min(open, close) - step(500)) * cent,
                        close * cent, 1 + step(1'000'000));
    }
    return table;
}

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
