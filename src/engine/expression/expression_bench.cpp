#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/expression/program.hpp"
#include "foundation/base/assert.hpp"

namespace spark::expression {
namespace {

constexpr std::size_t bars_count = 100'000;

/// A random walk of prices near 60,000 in ticks of 0.01, one bar a minute.
const market::CandleTable& walk() {
    static const market::CandleTable table = [] {
        market::CandleTable made;
        std::uint64_t state = 42;
        const auto next = [&state](std::int64_t most) {
            state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
            return static_cast<std::int64_t>(state >> 33) % most;
        };
        std::int64_t close = 6'000'000;
        for (std::size_t bar = 0; bar < bars_count; ++bar) {
            const std::int64_t open = close;
            close += next(4'001) - 2'000;
            const std::int64_t high = std::max(open, close) + next(500);
            const std::int64_t low = std::min(open, close) - next(500);
            made.push_back(static_cast<std::int64_t>(bar) * 60'000'000'000, open * 1'000'000, high * 1'000'000,
                           low * 1'000'000, close * 1'000'000, next(1'000'000'000));
        }
        return made;
    }();
    return table;
}

/// Conditions on 100,000 bars, everything computed afresh: new bars, new cache.
void conditions(benchmark::State& state, std::initializer_list<std::string_view> texts) {
    std::vector<Program> programs;
    for (const std::string_view text : texts) programs.push_back(compile(text).value());
    std::size_t held = 0;
    for (auto _ : state) {
        indicators::PriceBars bars(walk().columns());
        ColumnCache cache(bars, Timeframe::of(std::chrono::minutes{1}));
        held = 0;
        for (const Program& program : programs) held += program.run_condition(cache).value()->count();
        benchmark::DoNotOptimize(held);
    }
    state.counters["bars_held"] = static_cast<double>(held);
}

using Texts = std::initializer_list<std::string_view>;

BENCHMARK_CAPTURE(conditions, sma_cross,
                  Texts{"ta.crossover(ta.sma(close, 9), ta.sma(close, 21))",
                        "ta.crossunder(ta.sma(close, 9), ta.sma(close, 21))"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, price_above_average, Texts{"close > ta.sma(close, 200) and close[1] < open"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, ema_cross,
                  Texts{"ta.crossover(ta.ema(close, 9), ta.ema(close, 21))",
                        "ta.crossunder(ta.ema(close, 9), ta.ema(close, 21))"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, rsi_crossings,
                  Texts{"ta.crossunder(ta.rsi(close, 14), 30)", "ta.crossover(ta.rsi(close, 14), 70)"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, bollinger,
                  Texts{"ta.crossunder(close, ta.bb(close, 20, 2).lower)", "close > ta.bb(close, 20, 2).upper"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, macd,
                  Texts{"ta.crossover(ta.macd(close, 12, 26, 9).macd, ta.macd(close, 12, 26, 9).signal)",
                        "ta.crossunder(ta.macd(close, 12, 26, 9).macd, ta.macd(close, 12, 26, 9).signal)"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, donchian, Texts{"close > ta.donchian(20).upper[1]", "close < ta.donchian(10).lower[1]"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, supertrend,
                  Texts{"ta.supertrend(3, 10).direction < 0 and ta.supertrend(3, 10).direction[1] > 0",
                        "ta.supertrend(3, 10).direction > 0"})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(conditions, daily_average, Texts{"close > tf('1h', ta.sma(close, 20))"})
    ->Unit(benchmark::kMicrosecond);

void compiled(benchmark::State& state) {
    for (auto _ : state) {
        auto program = compile("ta.crossover(ta.macd(close, 12, 26, 9).macd, ta.macd(close, 12, 26, 9).signal)");
        benchmark::DoNotOptimize(program);
    }
}
BENCHMARK(compiled)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace spark::expression

BENCHMARK_MAIN();
