#include "engine/indicators/volume.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/price_bars.hpp"
#include "foundation/base/assert.hpp"

namespace spark::indicators {

void obv(const market::CandleColumns& candles, Output out) {
    SPARK_ASSERT(candles.size() == out.size());
    Int128 total = 0;
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const std::int64_t before = bar == 0 ? std::numeric_limits<std::int64_t>::min() : candles.close[bar - 1];
        const int sign = static_cast<int>(candles.close[bar] > before) - static_cast<int>(candles.close[bar] < before);
        total += candles.volume_at(bar) * sign;
        out[bar] = nearest_double(total, units_per_one);
    }
}

void cmf(const HighLowClose& bars, Source volume, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && bars.high.size() == out.size() && bars.low.size() == out.size());
    SPARK_ASSERT(bars.close.size() == out.size() && volume.size() == out.size());
    using Pair = std::array<double, 2>;
    detail::moving_sums<2>(
        first_defined(volume), length, out,
        [&](std::size_t, std::size_t bar) {
            const double high = bars.high[bar];
            const double low = bars.low[bar];
            const double close = bars.close[bar];
            const double share = high == low ? 0.0 : ((close - low) - (high - close)) / (high - low);
            return Pair{share * volume[bar], volume[bar]};
        },
        [](std::size_t, std::size_t, const Pair& sums) { return sums[1] == 0.0 ? undefined : sums[0] / sums[1]; });
}

void vwap(std::span<const std::int64_t> open_time_ns, Source price, Source volume, Output out) {
    SPARK_ASSERT(open_time_ns.size() == out.size() && price.size() == out.size() && volume.size() == out.size());
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    std::int64_t day_begin = 0;
    std::int64_t day_last = -1;  // the first bar opens a day
    double base = 0.0;           // the day's first price: distances from it keep equal prices equal
    double flow = 0.0;
    double traded = 0.0;
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        const std::int64_t time = open_time_ns[bar];
        if (bar == 0 || time < day_begin || time > day_last) {
            const std::int64_t into_day = (time % day_ns + day_ns) % day_ns;
            day_begin = time - into_day;
            day_last = time + (day_ns - 1 - into_day);
            base = price[bar];
            flow = 0.0;
            traded = 0.0;
        }
        flow += (price[bar] - base) * volume[bar];
        traded += volume[bar];
        out[bar] = traded == 0.0 ? undefined : base + flow / traded;
    }
}

}  // namespace spark::indicators
