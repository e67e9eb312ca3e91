#include "engine/indicators/oscillators.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/indicators/detail/direction.hpp"
#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/detail/smoothing.hpp"
#include "engine/indicators/detail/spread.hpp"
#include "engine/indicators/extremes.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/column.hpp"

namespace spark::indicators {

namespace {

using detail::is_zero;
using detail::moving_sums;
using Pair = std::array<double, 2>;

bool same_size(const HighLowClose& bars, Output out) {
    return bars.high.size() == out.size() && bars.low.size() == out.size() && bars.close.size() == out.size();
}

/// Σ buying pressure ÷ Σ true range over the last `length` bars; undefined where the range is zero.
void pressure_share(Source pressure, Source range, std::size_t length, Output out) {
    moving_sums<2>(
        1, length, out, [&](std::size_t, std::size_t bar) { return Pair{pressure[bar], range[bar]}; },
        [](std::size_t, std::size_t, const Pair& sums) { return sums[1] == 0.0 ? undefined : sums[0] / sums[1]; });
}

}  // namespace

void mom(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::clear(out.first(std::min(length, out.size())));
    for (std::size_t bar = length; bar < source.size(); ++bar) out[bar] = source[bar] - source[bar - length];
}

void change(Source source, std::size_t length, Output out) { mom(source, length, out); }

void roc(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::clear(out.first(std::min(length, out.size())));
    for (std::size_t bar = length; bar < source.size(); ++bar) {
        const double before = source[bar - length];
        out[bar] = before == 0.0 ? undefined : 100.0 * ((source[bar] - before) / before);
    }
}

void rsi(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::Smoother gains(length, detail::rma_weight(length));
    detail::Smoother losses(length, detail::rma_weight(length));
    double before = undefined;
    for (std::size_t bar = 0; bar < source.size(); ++bar) {
        const double x = source[bar];
        out[bar] = undefined;
        if (!is_defined(x)) continue;
        const double step = x - std::exchange(before, x);
        if (!is_defined(step)) continue;
        const double gain = gains.next(step > 0.0 ? step : 0.0);
        const double loss = losses.next(step < 0.0 ? 0.0 - step : 0.0);
        if (gains.ready()) out[bar] = is_zero(gain + loss) ? 0.0 : 100.0 * (gain / (gain + loss));
    }
}

void cci(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    detail::each_spread(source, length, out, [](const detail::Spread& spread) {
        return spread.absolute_mean == 0.0 ? 0.0 : spread.last_gap / (0.015 * spread.absolute_mean);
    });
}

void mfi(Source source, Source volume, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size() && volume.size() == out.size());
    moving_sums<2>(
        std::max(first_defined(source), first_defined(volume)) + 1, length, out,
        [&](std::size_t, std::size_t bar) {
            const double step = source[bar] - source[bar - 1];
            const double flow = source[bar] * volume[bar];
            if (!is_defined(step)) return Pair{step, step};
            return Pair{step > 0.0 ? flow : 0.0, step < 0.0 ? flow : 0.0};
        },
        [](std::size_t, std::size_t, const Pair& flows) {
            const double all = flows[0] + flows[1];
            return all <= 0.0 ? 0.0 : 100.0 * (flows[0] / all);
        });
}

void wpr(const HighLowClose& bars, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && same_size(bars, out));
    Column<double> top(out.size());
    highest(bars.high, length, top);
    lowest(bars.low, length, out);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const double range = top[bar] - out[bar];
        out[bar] = range == 0.0 ? 0.0 : 100.0 * ((bars.close[bar] - top[bar]) / range);
    }
}

void stoch(Source source, const HighLow& range, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    SPARK_ASSERT(range.high.size() == out.size() && range.low.size() == out.size());
    Column<double> top(out.size());
    highest(range.high, length, top);
    lowest(range.low, length, out);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const double height = top[bar] - out[bar];
        out[bar] = height == 0.0 ? 0.0 * source[bar] : 100.0 * ((source[bar] - out[bar]) / height);
    }
}

void macd(Source source, const MacdLengths& lengths, const MacdOutput& out) {
    const std::size_t size = source.size();
    SPARK_ASSERT(lengths.fast >= 1 && lengths.slow >= 1 && lengths.signal >= 1);
    SPARK_ASSERT(out.macd.size() == size && out.signal.size() == size && out.hist.size() == size);
    const auto [fast, slow] = std::minmax({lengths.fast, lengths.slow});
    for (const Output column : {out.macd, out.signal, out.hist}) detail::clear(column);
    detail::Smoother fast_average(fast, detail::ema_weight(fast));
    detail::Smoother slow_average(slow, detail::ema_weight(slow));
    detail::Smoother signal_average(lengths.signal, detail::ema_weight(lengths.signal));
    std::size_t passed = 0;
    for (std::size_t bar = 0; bar < size; ++bar) {
        const double x = source[bar];
        if (!is_defined(x)) continue;
        slow_average.next(x);
        if (passed < slow - fast) {  // the fast average waits, so that both are seeded on one bar
            ++passed;
            continue;
        }
        const double line = fast_average.next(x) - slow_average.value();
        if (!slow_average.ready()) continue;
        const double signal = signal_average.next(line);
        if (!signal_average.ready()) continue;
        out.macd[bar] = line;
        out.signal[bar] = signal;
        out.hist[bar] = line - signal;
    }
}

void uo(const HighLowClose& bars, const UoLengths& lengths, Output out) {
    SPARK_ASSERT(lengths.fast >= 1 && lengths.middle >= 1 && lengths.slow >= 1 && same_size(bars, out));
    Column<double> pressure(out.size(), undefined);
    Column<double> range(out.size(), undefined);
    for (std::size_t bar = 1; bar < out.size(); ++bar) {
        const double before = bars.close[bar - 1];
        const double bottom = std::min(bars.low[bar], before);
        pressure[bar] = bars.close[bar] - bottom;
        range[bar] = std::max(bars.high[bar], before) - bottom;
    }
    Column<double> fast(out.size());
    Column<double> middle(out.size());
    pressure_share(pressure, range, lengths.fast, fast);
    pressure_share(pressure, range, lengths.middle, middle);
    pressure_share(pressure, range, lengths.slow, out);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        out[bar] = 100.0 * (4.0 * fast[bar] + 2.0 * middle[bar] + out[bar]) / 7.0;
    }
}

}  // namespace spark::indicators
