#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/compositions.hpp"
#include "engine/indicators/events.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/oscillators.hpp"
#include "engine/indicators/price_bars.hpp"
#include "engine/indicators/statistics.hpp"
#include "engine/indicators/testing/columns.hpp"
#include "engine/indicators/trend.hpp"
#include "engine/indicators/volatility.hpp"
#include "engine/indicators/volume.hpp"

namespace spark::indicators::testing {

/// A function of one source, its other arguments fixed.
struct SourceFunction {
    std::string_view name;
    void (*apply)(Source source, Output out);
};

inline const std::vector<SourceFunction>& source_functions() {
    static const std::vector<SourceFunction> all{
        {"sma", [](Source s, Output o) { sma(s, 7, o); }},
        {"ema", [](Source s, Output o) { ema(s, 7, o); }},
        {"rma", [](Source s, Output o) { rma(s, 7, o); }},
        {"wma", [](Source s, Output o) { wma(s, 7, o); }},
        {"hma", [](Source s, Output o) { hma(s, 9, o); }},
        {"vwma", [](Source s, Output o) { vwma(s, s, 7, o); }},
        {"tema", [](Source s, Output o) { tema(s, 7, o); }},
        {"kama", [](Source s, Output o) { kama(s, {}, o); }},
        {"swma", [](Source s, Output o) { swma(s, o); }},
        {"alma", [](Source s, Output o) { alma(s, {}, o); }},
        {"stdev", [](Source s, Output o) { stdev(s, 7, o); }},
        {"dev", [](Source s, Output o) { dev(s, 7, o); }},
        {"linreg", [](Source s, Output o) { linreg(s, 7, 0, o); }},
        {"median", [](Source s, Output o) { median(s, 6, o); }},
        {"percentrank", [](Source s, Output o) { percentrank(s, 7, o); }},
        {"correlation", [](Source s, Output o) { correlation(s, s, 7, o); }},
        {"cog", [](Source s, Output o) { cog(s, 7, o); }},
        {"sum", [](Source s, Output o) { sum(s, 7, o); }},
        {"highest", [](Source s, Output o) { highest(s, 7, o); }},
        {"lowest", [](Source s, Output o) { lowest(s, 7, o); }},
        {"highestbars", [](Source s, Output o) { highestbars(s, 7, o); }},
        {"lowestbars", [](Source s, Output o) { lowestbars(s, 7, o); }},
        {"rising", [](Source s, Output o) { rising(s, 3, o); }},
        {"falling", [](Source s, Output o) { falling(s, 3, o); }},
        {"mom", [](Source s, Output o) { mom(s, 7, o); }},
        {"change", [](Source s, Output o) { change(s, 1, o); }},
        {"roc", [](Source s, Output o) { roc(s, 7, o); }},
        {"rsi", [](Source s, Output o) { rsi(s, 7, o); }},
        {"cci", [](Source s, Output o) { cci(s, 7, o); }},
        {"mfi", [](Source s, Output o) { mfi(s, s, 7, o); }},
        {"stoch", [](Source s, Output o) { stoch(s, {.high = s, .low = s}, 7, o); }},
        {"macd",
         [](Source s, Output o) {
             Values signal(s.size());
             Values hist(s.size());
             macd(s, {.fast = 3, .slow = 6, .signal = 4}, {.macd = o, .signal = signal, .hist = hist});
         }},
        {"dema", [](Source s, Output o) { dema(s, 7, o); }},
        {"trix", [](Source s, Output o) { trix(s, 7, o); }},
        {"ppo", [](Source s, Output o) { ppo(s, {.fast = 3, .slow = 6}, o); }},
        {"tsi", [](Source s, Output o) { tsi(s, {.fast = 3, .slow = 6}, o); }},
        {"cmo", [](Source s, Output o) { cmo(s, 7, o); }},
        {"range", [](Source s, Output o) { range(s, 7, o); }},
        {"ulcer", [](Source s, Output o) { ulcer(s, 7, o); }},
        {"bb",
         [](Source s, Output o) {
             Values middle(s.size());
             Values lower(s.size());
             bb(s, 7, 2.0, {.upper = o, .middle = middle, .lower = lower});
         }},
    };
    return all;
}

/// A function of bars; every column it writes.
struct BarFunction {
    std::string_view name;
    std::size_t columns;
    void (*apply)(PriceBars& bars, const std::vector<Output>& out);
};

inline const std::vector<BarFunction>& bar_functions() {
    using Outputs = const std::vector<Output>&;
    static const std::vector<BarFunction> all{
        {"sma_exact", 1, [](PriceBars& b, Outputs o) { sma_exact(b.units(PriceField::close), 7, o[0]); }},
        {"bb_exact", 3,
         [](PriceBars& b, Outputs o) {
             bb_exact(b.units(PriceField::close), 7, 2.0, {.upper = o[0], .middle = o[1], .lower = o[2]});
         }},
        {"cum", 1, [](PriceBars& b, Outputs o) { cum(b.volume(), o[0]); }},
        {"wpr", 1, [](PriceBars& b, Outputs o) { wpr(b.high_low_close(), 7, o[0]); }},
        {"stoch", 1, [](PriceBars& b, Outputs o) { stoch(b.close(), b.high_low(), 7, o[0]); }},
        {"mfi", 1, [](PriceBars& b, Outputs o) { mfi(b.column(PriceField::hlc3), b.volume(), 7, o[0]); }},
        {"macd", 3, [](PriceBars& b, Outputs o) { macd(b.close(), {}, {.macd = o[0], .signal = o[1], .hist = o[2]}); }},
        {"uo", 1, [](PriceBars& b, Outputs o) { uo(b.high_low_close(), {}, o[0]); }},
        {"tr", 1, [](PriceBars& b, Outputs o) { tr(b.high_low_close(), o[0]); }},
        {"atr", 1, [](PriceBars& b, Outputs o) { atr(b.high_low_close(), 7, o[0]); }},
        {"keltner", 3,
         [](PriceBars& b, Outputs o) {
             keltner(b.high_low_close(), {}, {.upper = o[0], .middle = o[1], .lower = o[2]});
         }},
        {"donchian", 3,
         [](PriceBars& b, Outputs o) { donchian(b.high_low(), 7, {.upper = o[0], .middle = o[1], .lower = o[2]}); }},
        {"adx", 1, [](PriceBars& b, Outputs o) { adx(b.high_low_close(), 7, o[0]); }},
        {"dmi", 3,
         [](PriceBars& b, Outputs o) { dmi(b.high_low_close(), {}, {.plus = o[0], .minus = o[1], .adx = o[2]}); }},
        {"supertrend", 2,
         [](PriceBars& b, Outputs o) { supertrend(b.high_low_close(), 3.0, 10, {.value = o[0], .direction = o[1]}); }},
        {"sar", 1, [](PriceBars& b, Outputs o) { sar(b.high_low(), {}, o[0]); }},
        {"aroon", 3,
         [](PriceBars& b, Outputs o) { aroon(b.high_low(), 25, {.up = o[0], .down = o[1], .oscillator = o[2]}); }},
        {"ichimoku", 4,
         [](PriceBars& b, Outputs o) {
             ichimoku(b.high_low(), {}, {.tenkan = o[0], .kijun = o[1], .senkou_a = o[2], .senkou_b = o[3]});
         }},
        {"bop", 1, [](PriceBars& b, Outputs o) { bop(b.open(), b.high_low_close(), o[0]); }},
        {"adl", 1, [](PriceBars& b, Outputs o) { adl(b.high_low_close(), b.volume(), o[0]); }},
        {"chop", 1, [](PriceBars& b, Outputs o) { chop(b.high_low_close(), 7, o[0]); }},
        {"vortex", 2, [](PriceBars& b, Outputs o) { vortex(b.high_low_close(), 7, {.plus = o[0], .minus = o[1]}); }},
        {"natr", 1, [](PriceBars& b, Outputs o) { natr(b.high_low_close(), 7, o[0]); }},
        {"obv", 1, [](PriceBars& b, Outputs o) { obv(b.candles(), o[0]); }},
        {"cmf", 1, [](PriceBars& b, Outputs o) { cmf(b.high_low_close(), b.volume(), 7, o[0]); }},
        {"vwap", 1,
         [](PriceBars& b, Outputs o) { vwap(b.candles().open_time_ns, b.column(PriceField::hlc3), b.volume(), o[0]); }},
        {"crossover", 1, [](PriceBars& b, Outputs o) { crossover(b.close(), b.open(), o[0]); }},
        {"crossunder", 1, [](PriceBars& b, Outputs o) { crossunder(b.close(), b.open(), o[0]); }},
        {"cross", 1, [](PriceBars& b, Outputs o) { cross(b.close(), b.open(), o[0]); }},
        {"barssince", 1,
         [](PriceBars& b, Outputs o) {
             crossover(b.close(), b.open(), o[0]);
             const Values condition(o[0].begin(), o[0].end());
             barssince(condition, o[0]);
         }},
        {"valuewhen", 1,
         [](PriceBars& b, Outputs o) {
             crossover(b.close(), b.open(), o[0]);
             const Values condition(o[0].begin(), o[0].end());
             valuewhen(condition, b.close(), 1, o[0]);
         }},
    };
    return all;
}

/// All columns of a function over the first `count` bars.
inline std::vector<Values> columns_of(const BarFunction& function, const market::CandleTable& table,
                                      std::size_t count) {
    PriceBars bars(table.columns().slice(0, count));
    std::vector<Values> columns(function.columns, Values(count, -12345.0));
    function.apply(bars, std::vector<Output>(columns.begin(), columns.end()));
    return columns;
}

}  // namespace spark::indicators::testing
