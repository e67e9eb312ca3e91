#include <benchmark/benchmark.h>

#include "engine/market/measure_quality.hpp"
#include "engine/market/resample.hpp"
#include "engine/market/synth.hpp"

namespace spark::market {
namespace {

constexpr std::int64_t bars = 1'000'000;

SynthRequest minutes_of(const char* symbol) {
    return {
        .symbol = Symbol::parse(symbol).value(), .timeframe = Timeframe::parse("1m").value(), .bars = bars, .seed = 7};
}

const CandleTable& million() {
    static const CandleTable table = generate(minutes_of("BTCUSDT")).value();
    return table;
}

void generate_million_minutes(benchmark::State& state, const char* symbol) {
    for (auto _ : state) benchmark::DoNotOptimize(generate(minutes_of(symbol)));
    state.SetItemsProcessed(state.iterations() * bars);
}
BENCHMARK_CAPTURE(generate_million_minutes, BTCUSDT, "BTCUSDT")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(generate_million_minutes, BTCTRY, "BTCTRY")->Unit(benchmark::kMillisecond);

void resample_million_minutes(benchmark::State& state, const char* to) {
    const Resampling resampling{.from = Timeframe::parse("1m").value(), .to = Timeframe::parse(to).value()};
    const CandleColumns columns = million().columns();
    for (auto _ : state) benchmark::DoNotOptimize(resample(columns, resampling));
    state.SetItemsProcessed(state.iterations() * bars);
}
BENCHMARK_CAPTURE(resample_million_minutes, to_15m, "15m")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(resample_million_minutes, to_1d, "1d")->Unit(benchmark::kMillisecond);

void measure_million_minutes(benchmark::State& state, const char* calendar) {
    const CandleColumns columns = million().columns();
    const Calendar& by = **find_calendar(calendar);
    for (auto _ : state) {
        QualityReport report;
        measure_quality(columns, Timeframe::parse("1m").value(), by, report);
        benchmark::DoNotOptimize(report);
    }
    state.SetItemsProcessed(state.iterations() * bars);
}
BENCHMARK_CAPTURE(measure_million_minutes, always_open, "24/7")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure_million_minutes, bist, "bist")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::market
