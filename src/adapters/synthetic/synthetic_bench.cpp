#include <benchmark/benchmark.h>

#include "adapters/synthetic/generator.hpp"

namespace spark::synthetic {
namespace {

const WallTime wednesday = parse_iso8601("2024-06-05T08:00:00Z").value();

void start_with_history(benchmark::State& state) {
    for (auto _ : state) {
        std::vector<feed::Event> events;
        benchmark::DoNotOptimize(Generator::start({.seed = 1}, wednesday, events));
    }
}
BENCHMARK(start_with_history)->Unit(benchmark::kMillisecond);

/// One iteration is one second of all five instruments at 20 events a second.
void one_second_of_all_instruments(benchmark::State& state) {
    std::vector<feed::Event> events;
    Generator generator =
        Generator::start({.seed = 1, .events_per_second = 20, .history_minutes = 1'500}, wednesday, events).value();
    std::int64_t count = 0;
    for (auto _ : state) {
        events.clear();
        generator.advance(generator.time() + std::chrono::seconds{1}, events);
        count += std::ssize(events);
    }
    state.counters["events"] = benchmark::Counter(static_cast<double>(count), benchmark::Counter::kAvgIterations);
}
BENCHMARK(one_second_of_all_instruments)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace spark::synthetic
