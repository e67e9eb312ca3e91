#include "engine/indicators/compositions.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/detail/direction.hpp"
#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/detail/smoothing.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/oscillators.hpp"
#include "engine/indicators/volatility.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/column.hpp"
#include "foundation/base/stable_math.hpp"

namespace spark::indicators {

namespace {

using detail::moving_sums;

bool same_size(const HighLowClose& bars, std::size_t size) {
    return bars.high.size() == size && bars.low.size() == size && bars.close.size() == size;
}

/// Exponential averages of one another, all seeded on one bar by the first average of the source.
class EmaChain {
  public:
    explicit EmaChain(std::size_t length) : weight_(detail::ema_weight(length)), first_(length, weight_) {}

    /// Takes a defined value; whether there are averages now.
    bool next(double x) {
        const bool seeded = first_.ready();
        one = first_.next(x);
        if (!first_.ready()) return false;
        before = three;
        two = seeded ? two + weight_ * (one - two) : one;
        three = seeded ? three + weight_ * (two - three) : one;
        return true;
    }

    double one = undefined;
    double two = undefined;
    double three = undefined;
    double before = undefined;  ///< The third one on the bar before.

  private:
    double weight_;
    detail::Smoother first_;
};

}  // namespace

void dema(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    EmaChain chain(length);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const bool known = is_defined(source[bar]) && chain.next(source[bar]);
        out[bar] = known ? 2.0 * chain.one - chain.two : undefined;
    }
}

void trix(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    EmaChain chain(length);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const bool known = is_defined(source[bar]) && chain.next(source[bar]) && chain.before != 0.0;
        out[bar] = known ? 100.0 * ((chain.three - chain.before) / chain.before) : undefined;
    }
}

void ppo(Source source, const PpoLengths& lengths, Output out) {
    SPARK_ASSERT(lengths.fast >= 1 && lengths.slow >= 1 && source.size() == out.size());
    Column<double> slow(out.size());
    ema(source, lengths.fast, out);
    ema(source, lengths.slow, slow);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        out[bar] = slow[bar] == 0.0 ? undefined : 100.0 * ((out[bar] - slow[bar]) / slow[bar]);
    }
}

void tsi(Source source, const TsiLengths& lengths, Output out) {
    SPARK_ASSERT(lengths.fast >= 1 && lengths.slow >= 1 && source.size() == out.size());
    Column<double> steps(out.size());
    Column<double> smoothed(out.size());
    Column<double> sizes(out.size());
    mom(source, 1, steps);
    ema(steps, lengths.slow, smoothed);
    ema(smoothed, lengths.fast, out);
    for (double& step : steps) step = std::abs(step);
    ema(steps, lengths.slow, smoothed);
    ema(smoothed, lengths.fast, sizes);
    for (std::size_t bar = 0; bar < out.size(); ++bar) out[bar] = sizes[bar] == 0.0 ? undefined : out[bar] / sizes[bar];
}

void cmo(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    using Pair = std::array<double, 2>;
    moving_sums<2>(
        first_defined(source) + 1, length, out,
        [&](std::size_t, std::size_t bar) {
            const double step = source[bar] - source[bar - 1];
            return Pair{step < 0.0 ? 0.0 : step, step > 0.0 ? 0.0 : 0.0 - step};
        },
        [](std::size_t, std::size_t, const Pair& sums) {
            const double travel = sums[0] + sums[1];
            return travel == 0.0 ? undefined : 100.0 * ((sums[0] - sums[1]) / travel);
        });
}

void bop(Source open, const HighLowClose& bars, Output out) {
    SPARK_ASSERT(open.size() == out.size() && same_size(bars, out.size()));
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const double span = bars.high[bar] - bars.low[bar];
        out[bar] = detail::is_zero(span) ? 0.0 : (bars.close[bar] - open[bar]) / span;
    }
}

void adl(const HighLowClose& bars, Source volume, Output out) {
    SPARK_ASSERT(volume.size() == out.size() && same_size(bars, out.size()));
    double total = 0.0;
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const double high = bars.high[bar];
        const double low = bars.low[bar];
        const double close = bars.close[bar];
        if (high != low) total += ((close - low) - (high - close)) / (high - low) * volume[bar];
        out[bar] = total;
    }
}

void chop(const HighLowClose& bars, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 2 && same_size(bars, out.size()));
    const std::size_t size = out.size();
    Column<double> top(size);
    Column<double> bottom(size);
    Column<double> highs(size);
    Column<double> lows(size);
    for (std::size_t bar = 0; bar < size; ++bar) {
        top[bar] = bar == 0 ? undefined : std::max(bars.high[bar], bars.close[bar - 1]);
        bottom[bar] = bar == 0 ? undefined : std::min(bars.low[bar], bars.close[bar - 1]);
    }
    highest(top, length, highs);
    lowest(bottom, length, lows);
    const double scale = log_stable(static_cast<double>(length));
    moving_sums<1>(
        1, length, out, [&](std::size_t, std::size_t bar) { return std::array{top[bar] - bottom[bar]}; },
        [&](std::size_t, std::size_t bar, const std::array<double, 1>& sums) {
            const double span = highs[bar] - lows[bar];
            return span == 0.0 ? undefined : 100.0 * (log_stable(sums[0] / span) / scale);
        });
}

void vortex(const HighLowClose& bars, std::size_t length, const VortexOutput& out) {
    const std::size_t size = out.plus.size();
    SPARK_ASSERT(length >= 1 && out.minus.size() == size && same_size(bars, size));
    using Pair = std::array<double, 2>;
    const auto share = [](std::size_t, std::size_t, const Pair& sums) {
        return sums[1] == 0.0 ? undefined : sums[0] / sums[1];
    };
    const auto travel = [&](Source from, Source to, Output column) {
        moving_sums<2>(
            1, length, column,
            [&](std::size_t, std::size_t bar) {
                return Pair{std::abs(to[bar] - from[bar - 1]), detail::movement_at(bars, bar).range};
            },
            share);
    };
    travel(bars.low, bars.high, out.plus);
    travel(bars.high, bars.low, out.minus);
}

void natr(const HighLowClose& bars, std::size_t length, Output out) {
    atr(bars, length, out);
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        out[bar] = bars.close[bar] == 0.0 ? undefined : 100.0 * (out[bar] / bars.close[bar]);
    }
}

void range(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    Column<double> least(out.size());
    highest(source, length, out);
    lowest(source, length, least);
    for (std::size_t bar = 0; bar < out.size(); ++bar) out[bar] -= least[bar];
}

}  // namespace spark::indicators
