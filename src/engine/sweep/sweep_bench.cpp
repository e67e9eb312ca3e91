// Every pair of averages of 5 to 104 bars (4,950 of them) over 130,708 one-minute bars, one core. Prints bar-steps
// (bars × sets) a second, the trades, and a hash over all figures, the same on every machine. Real bars where
// SPARK_SHARED has them, else a fixed integer random walk; and how fast this machine reads memory, as the distance to
// the limit.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/sweep/detail/crossing_batches.hpp"
#include "engine/sweep/sweep.hpp"
#include "engine/sweep/testing/bench_bars.hpp"
#include "engine/sweep/testing/mixed_hash.hpp"

namespace spark::sweep {
namespace {

using testing::real_bars;
using testing::walk_bars;

std::vector<CrossingPair> all_pairs() {
    std::vector<CrossingPair> pairs;
    for (std::size_t slow = 6; slow <= 104; ++slow)
        for (std::size_t fast = 5; fast < slow; ++fast) pairs.push_back({fast, slow});
    return pairs;
}

std::uint64_t hash_of(std::span<const SetFigures> sets) {
    std::uint64_t hash = 0;
    for (const SetFigures& set : sets) hash = testing::mixed(hash, set);
    return hash;
}

void report(benchmark::State& state, std::size_t bars, std::span<const SetFigures> figures) {
    std::int64_t trades = 0;
    for (const SetFigures& set : figures) trades += set.trades;
    state.counters["bar_steps"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(bars * figures.size()),
                           benchmark::Counter::kIsRate);
    state.counters["trades"] = static_cast<double>(trades);
    state.SetLabel(fmt::format("{} bars, figures {:016x}", bars, hash_of(figures)));
}

void crossings(benchmark::State& state, const market::CandleTable& table, const backtest::SizeRule& size = {}) {
    if (table.size() == 0) return state.SkipWithError("no real bars: SPARK_SHARED is not set or has none");
    SweepInput input{.candles = table.columns()};
    input.rules.size = size;
    const std::vector<CrossingPair> pairs = all_pairs();
    std::vector<SetFigures> figures;
    for (auto _ : state) figures = *sweep_crossings(input, pairs);
    report(state, table.size(), figures);
}

void crossings_of_real_minutes(benchmark::State& state) { crossings(state, real_bars()); }
BENCHMARK(crossings_of_real_minutes)->Unit(benchmark::kMillisecond);

void crossings_of_a_random_walk(benchmark::State& state) { crossings(state, walk_bars()); }
BENCHMARK(crossings_of_a_random_walk)->Unit(benchmark::kMillisecond);

void crossings_of_a_thousand_each(benchmark::State& state) {
    const market::CandleTable& table = real_bars().size() > 0 ? real_bars() : walk_bars();
    crossings(state, table, {backtest::SizeRule::Kind::notional, 1'000 * units_per_one});
}
BENCHMARK(crossings_of_a_thousand_each)->Unit(benchmark::kMillisecond);

/// The same with narrower vectors and without bit instructions, as on other processors.
void crossings_on_lanes(benchmark::State& state) {
    const auto lanes = static_cast<detail::Lanes>(state.range(0));
    if (!detail::is_supported(lanes) || !detail::is_supported(static_cast<detail::BitWays>(state.range(0))))
        return state.SkipWithError("this processor has no such vectors");
    const market::CandleTable& table = real_bars().size() > 0 ? real_bars() : walk_bars();
    const auto market = *detail::CrossingMarket::make(table.columns(), {});
    const std::vector<CrossingPair> pairs = all_pairs();
    const detail::Kernels kernels{.lanes = lanes, .bit_ways = static_cast<detail::BitWays>(state.range(0))};
    std::vector<SetFigures> figures(pairs.size());
    for (auto _ : state) {
        const auto found = *detail::run_batches(market, pairs, {}, kernels);
        std::ranges::transform(found, figures.begin(), [](const auto& set) { return *set; });
    }
    report(state, table.size(), figures);
}
BENCHMARK(crossings_on_lanes)->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

/// The signs alone, of every pair one by one: what is left is the ledger.
void signs_alone(benchmark::State& state) {
    const market::CandleTable& table = real_bars().size() > 0 ? real_bars() : walk_bars();
    const detail::LeadSums sums(table.close, 104);
    detail::LeadTile tile(sums);
    std::array<detail::TileSigns, detail::lengths_together> signs{};
    for (auto _ : state) {
        for (std::size_t first = 0; first < table.size(); first += detail::tile_bars) {
            for (std::size_t slow = 6; slow <= 104; ++slow) {
                tile.prepare(first, slow);
                for (std::size_t fast = 5; fast < slow; fast += signs.size()) {
                    const std::size_t count = std::min(signs.size(), slow - fast);
                    tile.signs({.first = fast, .step = 1}, std::span(signs).first(count));
                    benchmark::DoNotOptimize(signs);
                }
            }
        }
    }
    state.counters["bar_steps"] = benchmark::Counter(
        static_cast<double>(state.iterations()) * static_cast<double>(table.size() * all_pairs().size()),
        benchmark::Counter::kIsRate);
}
BENCHMARK(signs_alone)->Unit(benchmark::kMillisecond);

/// The same pairs set by set the plain way, each 99th of them: what the sweep is measured against.
void plain_runs(benchmark::State& state) {
    const market::CandleTable& table = real_bars().size() > 0 ? real_bars() : walk_bars();
    SweepInput input{.candles = table.columns()};
    input.rules.leverage = 2 * units_per_one;  // What the fast way does not know; no set here comes near a margin call.
    const std::vector<CrossingPair> all = all_pairs();
    std::vector<CrossingPair> pairs;
    for (std::size_t index = 0; index < all.size(); index += 99) pairs.push_back(all[index]);
    std::vector<SetFigures> figures;
    for (auto _ : state) figures = *sweep_crossings(input, pairs);
    report(state, table.size(), figures);
}
BENCHMARK(plain_runs)->Unit(benchmark::kMillisecond);

/// Sums eight-byte numbers: of 64 MiB from memory (or a large last-level cache), of 1 MiB from the second-level cache.
void read_memory(benchmark::State& state) {
    const std::vector<std::uint64_t> numbers(static_cast<std::size_t>(state.range(0)) / sizeof(std::uint64_t), 1);
    for (auto _ : state) {
        std::array<std::uint64_t, 8> sums{};
        for (std::size_t index = 0; index < numbers.size(); index += sums.size())
            for (std::size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += numbers[index + lane];
        benchmark::DoNotOptimize(sums);
    }
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(read_memory)->Arg(std::int64_t{1} << 20U)->Arg(std::int64_t{256} << 20U);

}  // namespace
}  // namespace spark::sweep
