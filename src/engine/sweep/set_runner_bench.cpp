// Sets of a strategy through SetRunner, with result hashes, over 130,708 one-minute bars: what an optimization's inner
// loop does. Prints bar-steps (bars × sets) a second, the trades, and a hash over all outcomes, the same on every
// machine. Real bars where SPARK_SHARED has them, else a fixed integer random walk.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstring>
#include <thread>

#include "engine/strategy/built_ins.hpp"
#include "engine/sweep/set_runner.hpp"
#include "engine/sweep/testing/bench_bars.hpp"
#include "engine/sweep/testing/mixed_hash.hpp"

namespace spark::sweep {
namespace {

constexpr std::size_t sets_a_call_max = 2'475;

const market::CandleTable& bars() {
    static const market::CandleTable table =
        testing::real_bars().size() > 0 ? testing::real_bars() : testing::walk_bars();
    return table;
}

std::uint64_t hash_of(std::span<const SetOutcome> sets) {
    std::uint64_t hash = 0;
    for (const SetOutcome& set : sets) {
        hash = testing::mixed(hash, set.figures);
        std::uint64_t word = 0;
        std::memcpy(&word, set.result_hash.bytes.data(), sizeof word);
        hash = testing::mixed(hash, word);
    }
    return hash;
}

void run_on_threads(const PreparedSweep& prepared, std::span<const SetValues> sets, std::span<SetOutcome> outcomes,
                    std::size_t thread_count) {
    const std::size_t sets_a_call = std::min(sets_a_call_max, (sets.size() + thread_count - 1) / thread_count);
    const auto run_share = [&](std::size_t thread) {
        SetRunner runner(prepared);
        for (std::size_t first = thread * sets_a_call; first < sets.size(); first += thread_count * sets_a_call) {
            const std::size_t count = std::min(sets_a_call, sets.size() - first);
            if (!runner.run(sets.subspan(first, count), outcomes.subspan(first, count))) std::abort();
        }
    };
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < thread_count; ++thread) others.emplace_back(run_share, thread);
    run_share(0);
}

void run_sets(benchmark::State& state, const strategy::Definition& definition, std::span<const SetValues> sets,
              const SweepNeeds& needs = {}) {
    const SweepInput input{.candles = bars().columns()};
    std::vector<SetOutcome> outcomes(sets.size());
    for (auto _ : state) {
        const PreparedSweep prepared = *PreparedSweep::prepare(input, definition, needs);
        run_on_threads(prepared, sets, outcomes, static_cast<std::size_t>(state.range(0)));
    }
    std::int64_t trades = 0;
    for (const SetOutcome& set : outcomes) trades += set.figures.trades;
    state.counters["bar_steps"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(bars().size() * sets.size()),
                           benchmark::Counter::kIsRate);
    state.counters["sets"] = static_cast<double>(sets.size());
    state.counters["trades"] = static_cast<double>(trades);
    state.SetLabel(fmt::format("{} bars, outcomes {:016x}", bars().size(), hash_of(outcomes)));
}

/// fast 5..54, slow 60..158: 4,950 sets.
std::vector<SetValues> crossing_sets() {
    std::vector<SetValues> sets;
    for (std::int64_t fast = 5; fast <= 54; ++fast)
        for (std::int64_t slow = 60; slow <= 158; ++slow) sets.push_back({fast, slow, 0, 0, 1, 0});
    return sets;
}

void crossing_pairs(benchmark::State& state) {
    run_sets(state, *strategy::find_built_in("smaCross"), crossing_sets(),
             {.result_hash = state.range(1) != 0, .details = state.range(2) != 0});
}
BENCHMARK(crossing_pairs)
    ->ArgNames({"threads", "hashes", "details"})
    ->Args({1, 0, 0})
    ->Args({1, 1, 0})
    ->Args({1, 1, 1})
    ->Unit(benchmark::kMillisecond);
// Two threads by the clock on the wall; the processor's time shown is that of all threads.
BENCHMARK(crossing_pairs)
    ->ArgNames({"threads", "hashes", "details"})
    ->Args({1, 1, 0})
    ->Args({2, 1, 0})
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

/// Lengths × low marks × stops × targets: 5 × 4 × 7 × 7 = 980 sets.
std::vector<SetValues> rsi_sets() {
    std::vector<SetValues> sets;
    for (std::int64_t length = 14; length <= 22; length += 2)
        for (std::int64_t low = 20; low <= 35; low += 5)
            for (std::int64_t stop = 0; stop <= 3; ++stop)
                for (std::int64_t target = 0; target <= 6; ++target)
                    sets.push_back({length, low * units_per_one, (100 - low) * units_per_one, stop * units_per_one / 2,
                                    target * units_per_one / 4, 0});
    return sets;
}

void rsi_with_stops_and_targets(benchmark::State& state) {
    run_sets(state, *strategy::find_built_in("rsi"), rsi_sets());
}
BENCHMARK(rsi_with_stops_and_targets)->ArgName("threads")->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(rsi_with_stops_and_targets)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

constexpr std::string_view three_indicators = R"(schema = 'spark.strategy/1'
name = 'three'
version = 1
description = 'trend, strength and range'
[parameters.trend]
type = 'int'
least = 2
most = 1000
default = 100
[parameters.length]
type = 'int'
least = 2
most = 1000
default = 14
[parameters.band]
type = 'int'
least = 2
most = 1000
default = 20
[let]
rises = 'close > ta.ema(close, trend)'
[long]
enter = 'rises and ta.rsi(close, length) < 45 and close > ta.highest(high, band)[1] - 2 * ta.atr(14)'
exit = 'close < ta.ema(close, trend) or ta.rsi(close, length) > 70'
)";

/// trend × length × band: 10 × 10 × 10 sets.
void three_indicator_document(benchmark::State& state) {
    const auto definition = *strategy::load_definition(three_indicators, "three.toml", strategy::DocumentSyntax::toml);
    std::vector<SetValues> sets;
    for (std::int64_t trend = 50; trend < 150; trend += 10)
        for (std::int64_t length = 7; length < 27; length += 2)
            for (std::int64_t band = 10; band < 60; band += 5) sets.push_back({trend, length, band});
    run_sets(state, definition, sets);
}
BENCHMARK(three_indicator_document)->ArgName("threads")->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(three_indicator_document)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::sweep
