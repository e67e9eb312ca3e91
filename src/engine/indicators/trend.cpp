#include "engine/indicators/trend.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/detail/direction.hpp"
#include "engine/indicators/detail/extreme_bars.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/volatility.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/column.hpp"

namespace spark::indicators {

namespace {

using detail::is_zero;
using detail::Movement;
using detail::movement_at;

bool same_size(const HighLowClose& bars, std::size_t size) {
    return bars.high.size() == size && bars.low.size() == size && bars.close.size() == size;
}

/// Wilder's three sums as TA-Lib keeps them.
struct MovementSums {
    Movement sums;
    double length;

    void add(const Movement& now) {
        sums.plus += now.plus;
        sums.minus += now.minus;
        sums.range += now.range;
    }
    void fade_and_add(const Movement& now) {
        sums.plus = sums.plus - sums.plus / length + now.plus;
        sums.minus = sums.minus - sums.minus / length + now.minus;
        sums.range = sums.range - sums.range / length + now.range;
    }
    /// The directional index, undefined where TA-Lib passes the bar over.
    double index() const {
        if (is_zero(sums.range)) return undefined;
        const double plus = 100.0 * (sums.plus / sums.range);
        const double minus = 100.0 * (sums.minus / sums.range);
        return is_zero(plus + minus) ? undefined : 100.0 * (std::abs(minus - plus) / (plus + minus));
    }
};

double share_of(double movement, double range) { return is_zero(range) ? 0.0 * range : 100.0 * (movement / range); }

void shift_later(Output column, std::size_t bars) {
    const std::size_t shift = std::min(bars, column.size());
    std::shift_right(column.begin(), column.end(), static_cast<std::ptrdiff_t>(shift));
    std::fill_n(column.begin(), shift, undefined);
}

void middle_of_range(const HighLow& bars, std::size_t length, Output out) {
    Column<double> bottom(out.size());
    highest(bars.high, length, out);
    lowest(bars.low, length, bottom);
    for (std::size_t bar = 0; bar < out.size(); ++bar) out[bar] = (out[bar] + bottom[bar]) / 2.0;
}

}  // namespace

void adx(const HighLowClose& bars, std::size_t length, Output out) {
    const std::size_t size = out.size();
    SPARK_ASSERT(length >= 2 && same_size(bars, size));
    std::ranges::fill(out, undefined);
    if (length >= size || 2 * length > size) return;
    MovementSums sums{.sums = {}, .length = static_cast<double>(length)};
    for (std::size_t bar = 1; bar < length; ++bar) sums.add(movement_at(bars, bar));
    double total = 0.0;
    for (std::size_t bar = length; bar < 2 * length; ++bar) {
        sums.fade_and_add(movement_at(bars, bar));
        const double index = sums.index();
        if (is_defined(index)) total += index;
    }
    double average = total / sums.length;
    out[2 * length - 1] = average;
    for (std::size_t bar = 2 * length; bar < size; ++bar) {
        sums.fade_and_add(movement_at(bars, bar));
        const double index = sums.index();
        if (is_defined(index)) average = (average * (sums.length - 1.0) + index) / sums.length;
        out[bar] = average;
    }
}

void dmi(const HighLowClose& bars, const DmiLengths& lengths, const DmiOutput& out) {
    const std::size_t size = bars.close.size();
    SPARK_ASSERT(lengths.length >= 1 && lengths.smoothing >= 1 && same_size(bars, size));
    SPARK_ASSERT(out.plus.size() == size && out.minus.size() == size && out.adx.size() == size);
    detail::Smoother plus(lengths.length, detail::rma_weight(lengths.length));
    detail::Smoother minus = plus;
    detail::Smoother range = plus;
    detail::Smoother index(lengths.smoothing, detail::rma_weight(lengths.smoothing));
    for (const Output column : {out.plus, out.minus, out.adx}) std::ranges::fill(column, undefined);
    for (std::size_t bar = 1; bar < size; ++bar) {
        const Movement now = movement_at(bars, bar);
        const double average = range.next(now.range);
        const double up = share_of(plus.next(now.plus), average);
        const double down = share_of(minus.next(now.minus), average);
        if (!range.ready()) continue;
        out.plus[bar] = up;
        out.minus[bar] = down;
        out.adx[bar] = index.next(is_zero(up + down) ? 0.0 : 100.0 * (std::abs(up - down) / (up + down)));
    }
}

void supertrend(const HighLowClose& bars, double factor, std::size_t atr_length, const SupertrendOutput& out) {
    const std::size_t size = bars.close.size();
    SPARK_ASSERT(atr_length >= 1 && same_size(bars, size));
    SPARK_ASSERT(out.value.size() == size && out.direction.size() == size);
    atr(bars, atr_length, out.value);
    std::ranges::fill(out.direction, undefined);
    double upper = undefined;
    double lower = undefined;
    bool rising = true;
    for (std::size_t bar = atr_length; bar < size; ++bar) {
        const double middle = (bars.high[bar] + bars.low[bar]) / 2.0;
        const double top = middle + factor * out.value[bar];
        const double bottom = middle - factor * out.value[bar];
        const double before = bars.close[bar - 1];
        if (bar == atr_length) {
            rising = bars.close[bar] >= middle;
            upper = top;
            lower = bottom;
        }
        upper = before > upper ? top : std::min(top, upper);
        lower = before < lower ? bottom : std::max(bottom, lower);
        rising = bars.close[bar] > (rising ? lower : upper);
        out.value[bar] = rising ? lower : upper;
        out.direction[bar] = rising ? -1.0 : 1.0;
    }
}

void sar(const HighLow& bars, const SarShape& shape, Output out) {
    SPARK_ASSERT(bars.high.size() == out.size() && bars.low.size() == out.size());
    std::ranges::fill(out, undefined);
    if (out.size() < 2) return;
    bool rising = true;
    bool reversed = false;  // the first trend is a guess: nothing is shown before it has ended
    double stop = bars.low[0];
    double extreme = bars.high[0];
    double speed = shape.start;
    for (std::size_t bar = 1; bar < out.size(); ++bar) {
        const double high = bars.high[bar];
        const double low = bars.low[bar];
        stop += speed * (extreme - stop);
        if (bar >= 2) {
            stop = rising ? std::min(stop, std::min(bars.low[bar - 1], bars.low[bar - 2]))
                          : std::max(stop, std::max(bars.high[bar - 1], bars.high[bar - 2]));
        }
        if (reversed) out[bar] = stop;
        if (rising ? low < stop : high > stop) {
            stop = extreme;
            if (reversed) out[bar] = stop;
            reversed = true;
            rising = !rising;
            speed = shape.start;
            extreme = rising ? high : low;
        } else if (rising ? high > extreme : low < extreme) {
            extreme = rising ? high : low;
            speed = std::min(speed + shape.increment, shape.maximum);
        }
    }
}

void aroon(const HighLow& bars, std::size_t length, const AroonOutput& out) {
    const std::size_t size = bars.high.size();
    SPARK_ASSERT(length >= 1 && bars.low.size() == size);
    SPARK_ASSERT(out.up.size() == size && out.down.size() == size && out.oscillator.size() == size);
    const std::size_t window = length < size ? length + 1 : size + 1;
    detail::extreme_ages(bars.high, window, out.up, [](double newer, double older) { return newer > older; });
    detail::extreme_ages(bars.low, window, out.down, [](double newer, double older) { return newer < older; });
    const auto count = static_cast<double>(length);
    for (std::size_t bar = 0; bar < size; ++bar) {
        out.up[bar] = 100.0 * (count - out.up[bar]) / count;
        out.down[bar] = 100.0 * (count - out.down[bar]) / count;
        out.oscillator[bar] = out.up[bar] - out.down[bar];
    }
}

void ichimoku(const HighLow& bars, const IchimokuLengths& lengths, const IchimokuOutput& out) {
    const std::size_t size = bars.high.size();
    SPARK_ASSERT(lengths.tenkan >= 1 && lengths.kijun >= 1 && lengths.senkou_b >= 1 && bars.low.size() == size);
    SPARK_ASSERT(out.tenkan.size() == size && out.kijun.size() == size);
    SPARK_ASSERT(out.senkou_a.size() == size && out.senkou_b.size() == size);
    middle_of_range(bars, lengths.tenkan, out.tenkan);
    middle_of_range(bars, lengths.kijun, out.kijun);
    middle_of_range(bars, lengths.senkou_b, out.senkou_b);
    for (std::size_t bar = 0; bar < size; ++bar) out.senkou_a[bar] = (out.tenkan[bar] + out.kijun[bar]) / 2.0;
    shift_later(out.senkou_a, lengths.kijun);
    shift_later(out.senkou_b, lengths.kijun);
}

}  // namespace spark::indicators
