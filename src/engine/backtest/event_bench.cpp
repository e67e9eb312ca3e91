// The event path: a grid with 20 resting orders over one-minute-like bars, and ten books of smaCross on one clock. The
// candles are fixed integer random walks, so that the trades and the result hash printed beside the time are the same
// on every machine.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>

#include "engine/backtest/event_path.hpp"
#include "engine/backtest/metrics.hpp"
#include "engine/backtest/plan_driver.hpp"
#include "engine/backtest/result_hash.hpp"
#include "engine/strategy/built_ins.hpp"

namespace spark::backtest {
namespace {

/// A minute moves by about 0.05 %, as a large coin's do, around 65,000; prices to a cent.
market::CandleTable minutes(std::size_t bars, std::uint64_t seed) {
    market::CandleTable table;
    table.reserve(bars);
    std::uint64_t state = seed;
    std::int64_t close = 6'500'000;
    const auto step = [&state](std::int64_t range) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((state >> 33U) % static_cast<std::uint64_t>(range));
    };
    for (std::size_t bar = 0; bar < bars; ++bar) {
        const std::int64_t open = close;
        // Pulled back a little, so that the walk stays where the grid is.
        close = open + step(8'001) - 4'000 + (6'450'000 - open) / 2'000;
        const std::int64_t cent = units_per_one / 100;
        table.push_back(static_cast<std::int64_t>(bar) * 60'000'000'000, open * cent,
                        (std::max(open, close) + step(1'500)) * cent, (std::min(open, close) - step(1'500)) * cent,
                        close * cent, (1 + step(1'000)) * units_per_one);
    }
    return table;
}

void grid_20_orders(benchmark::State& state) {
    const auto bars = static_cast<std::size_t>(state.range(0));
    const bool with_curve = state.range(1) != 0;
    const market::CandleTable table = minutes(bars, 42);
    const market::CandleColumns candles = table.columns();
    const strategy::Definition grid = *strategy::find_built_in("grid");
    const auto values = *strategy::resolve_parameters(
        grid.parameters(), std::vector<strategy::Assignment>{
                               {"levels", "20"}, {"step_pct", format_units(state.range(2) * units_per_one / 100)}});
    RunOutcome outcome;
    std::int64_t last = 0;
    for (auto _ : state) {
        const auto worker = *grid.make_worker({.candles = candles, .values = values});
        std::vector<BookInput> books;
        books.push_back({.candles = candles, .strategy = worker.get()});
        outcome = *run_books(std::move(books), RunRules{});
        if (with_curve) last = equity_curve(candles, outcome)->equity[bars - 1];
        benchmark::DoNotOptimize(last);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetLabel(std::to_string(outcome.trades.size()) + " trades " + result_hash(outcome).substr(0, 23));
}
BENCHMARK(grid_20_orders)
    ->ArgsProduct({{130'708, 1'000'000}, {0, 1}, {50, 10}})
    ->ArgNames({"bars", "curve", "step_bps"})
    ->Unit(benchmark::kMicrosecond);

void ten_books_of_sma_cross(benchmark::State& state) {
    constexpr std::size_t bars = 100'000;
    const bool with_signals = state.range(0) != 0;
    std::vector<market::CandleTable> tables;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) tables.push_back(minutes(bars, seed));
    std::vector<market::CandleColumns> columns;
    for (const auto& table : tables) columns.push_back(table.columns());
    const strategy::Definition definition = *strategy::find_built_in("smaCross");
    const auto values = *strategy::resolve_parameters(definition.parameters(), {});
    const auto plans_of_all = [&] {
        std::vector<strategy::SignalPlan> plans;
        for (const auto& candles : columns) plans.push_back(*definition.plan({.candles = candles, .values = values}));
        return plans;
    };
    std::vector<strategy::SignalPlan> plans = plans_of_all();
    RunRules rules;
    rules.cash = Notional::of_whole(10'000'000);
    RunOutcome outcome;
    for (auto _ : state) {
        if (with_signals) plans = plans_of_all();
        std::vector<std::unique_ptr<PlanDriver>> drivers;
        std::vector<BookInput> books;
        for (std::size_t book = 0; book < tables.size(); ++book) {
            drivers.push_back(std::make_unique<PlanDriver>(columns[book], plans[book], false));
            books.push_back({.candles = columns[book], .strategy = drivers.back().get()});
        }
        outcome = *run_books(std::move(books), rules);
        benchmark::DoNotOptimize(outcome);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bars * tables.size()));
    state.SetLabel(std::to_string(outcome.trades.size()) + " trades " + result_hash(outcome).substr(0, 23));
}
BENCHMARK(ten_books_of_sma_cross)->Arg(0)->Arg(1)->ArgName("signals")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spark::backtest
