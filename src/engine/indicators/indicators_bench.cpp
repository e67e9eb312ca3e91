#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/events.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/oscillators.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/statistics.hpp"
#include "engine/indicators/trend.hpp"
#include "engine/indicators/volatility.hpp"
#include "engine/indicators/volume.hpp"

namespace spark::indicators {
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

struct Bench {
    PriceBars bars{walk().columns()};
    HighLowClose hlc = bars.high_low_close();
    HighLow hl = bars.high_low();
    Source close = bars.close();
    Source volume = bars.volume();
    Source hlc3 = bars.column(PriceField::hlc3);
    std::span<const std::int64_t> units = bars.units(PriceField::close);
    std::vector<double> a = std::vector<double>(bars_count);
    std::vector<double> b = std::vector<double>(bars_count);
    std::vector<double> c = std::vector<double>(bars_count);
    std::vector<double> d = std::vector<double>(bars_count);
};

void indicator(benchmark::State& state, void (*call)(Bench&)) {
    Bench bench;
    for (auto _ : state) {
        call(bench);
        benchmark::DoNotOptimize(bench.a.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bars_count));
}
BENCHMARK_CAPTURE(indicator, to_doubles, [](Bench& x) { to_doubles(x.units, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, hlc3, [](Bench& x) {
    PriceBars bars(x.bars.candles());
    benchmark::DoNotOptimize(bars.column(PriceField::hlc3).data());
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, sma_21, [](Bench& x) { sma(x.close, 21, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, sma_exact_9, [](Bench& x) { sma_exact(x.units, 9, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, sma_exact_2000, [](Bench& x) {
    sma_exact(x.units, 2000, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, ema_12, [](Bench& x) { ema(x.close, 12, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, wma_10, [](Bench& x) { wma(x.close, 10, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, hma_9, [](Bench& x) { hma(x.close, 9, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, vwma_20, [](Bench& x) {
    vwma(x.close, x.volume, 20, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, tema_20, [](Bench& x) { tema(x.close, 20, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, kama_10, [](Bench& x) { kama(x.close, {}, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, alma_9, [](Bench& x) { alma(x.close, {}, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, stdev_20, [](Bench& x) { stdev(x.close, 20, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, stdev_exact_20, [](Bench& x) {
    stdev_exact(x.units, 20, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, dev_20, [](Bench& x) { dev(x.close, 20, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, linreg_14, [](Bench& x) { linreg(x.close, 14, 0, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, median_14, [](Bench& x) { median(x.close, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, percentrank_14, [](Bench& x) {
    percentrank(x.close, 14, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, correlation_20, [](Bench& x) {
    correlation(x.close, x.volume, 20, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, highest_14, [](Bench& x) { highest(x.hl.high, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, highest_200, [](Bench& x) {
    highest(x.hl.high, 200, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, highestbars_14, [](Bench& x) {
    highestbars(x.hl.high, 14, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, rsi_14, [](Bench& x) { rsi(x.close, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, cci_20, [](Bench& x) { cci(x.hlc3, 20, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, mfi_14, [](Bench& x) { mfi(x.hlc3, x.volume, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, wpr_14, [](Bench& x) { wpr(x.hlc, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, stoch_14, [](Bench& x) { stoch(x.close, x.hl, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, macd, [](Bench& x) {
    macd(x.close, {}, {.macd = x.a, .signal = x.b, .hist = x.c});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, uo, [](Bench& x) { uo(x.hlc, {}, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, roc_10, [](Bench& x) { roc(x.close, 10, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, atr_14, [](Bench& x) { atr(x.hlc, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, bb_exact_20, [](Bench& x) {
    bb_exact(x.units, 20, 2.0, {.upper = x.a, .middle = x.b, .lower = x.c});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, keltner, [](Bench& x) {
    keltner(x.hlc, {}, {.upper = x.a, .middle = x.b, .lower = x.c});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, donchian_20, [](Bench& x) {
    donchian(x.hl, 20, {.upper = x.a, .middle = x.b, .lower = x.c});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, ulcer_14, [](Bench& x) { ulcer(x.close, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, adx_14, [](Bench& x) { adx(x.hlc, 14, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, dmi_14, [](Bench& x) {
    dmi(x.hlc, {}, {.plus = x.a, .minus = x.b, .adx = x.c});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, supertrend, [](Bench& x) {
    supertrend(x.hlc, 3.0, 10, {.value = x.a, .direction = x.b});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, sar, [](Bench& x) { sar(x.hl, {}, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, aroon_25, [](Bench& x) {
    aroon(x.hl, 25, {.up = x.a, .down = x.b, .oscillator = x.c});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, ichimoku, [](Bench& x) {
    ichimoku(x.hl, {}, {.tenkan = x.a, .kijun = x.b, .senkou_a = x.c, .senkou_b = x.d});
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, obv, [](Bench& x) { obv(x.bars.candles(), x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, cmf_20, [](Bench& x) { cmf(x.hlc, x.volume, 20, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, vwap, [](Bench& x) {
    vwap(x.bars.candles().open_time_ns, x.hlc3, x.volume, x.a);
})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, cum, [](Bench& x) { cum(x.volume, x.a); })->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(indicator, crossover, [](Bench& x) {
    crossover(x.close, x.hlc3, x.a);
})->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace spark::indicators
