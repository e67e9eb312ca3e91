#include "engine/indicators/volatility.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/indicators/averages.hpp"
#include "engine/indicators/detail/direction.hpp"
#include "engine/indicators/detail/moving_sums.hpp"
#include "engine/indicators/extremes.hpp"
#include "engine/indicators/statistics.hpp"
#include "foundation/base/assert.hpp"
#include "foundation/base/column.hpp"

namespace spark::indicators {

namespace {

bool same_size(const BandOutput& out, std::size_t size) {
    return out.upper.size() == size && out.middle.size() == size && out.lower.size() == size;
}

/// upper holds the width of the bands; they are laid around the middle.
void lay_bands(const BandOutput& out, double multiplier) {
    for (std::size_t bar = 0; bar < out.middle.size(); ++bar) {
        const double width = multiplier * out.upper[bar];
        out.upper[bar] = out.middle[bar] + width;
        out.lower[bar] = out.middle[bar] - width;
    }
}

}  // namespace

void tr(const HighLowClose& bars, Output out) {
    SPARK_ASSERT(bars.high.size() == out.size() && bars.low.size() == out.size() && bars.close.size() == out.size());
    if (!out.empty()) out[0] = undefined;
    for (std::size_t bar = 1; bar < out.size(); ++bar) out[bar] = detail::movement_at(bars, bar).range;
}

void atr(const HighLowClose& bars, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1);
    Column<double> range(out.size());
    tr(bars, range);
    rma(range, length, out);
}

void bb(Source source, std::size_t length, double multiplier, const BandOutput& out) {
    SPARK_ASSERT(same_size(out, source.size()));
    sma(source, length, out.middle);
    stdev(source, length, out.upper);
    lay_bands(out, multiplier);
}

void bb_exact(std::span<const std::int64_t> units, std::size_t length, double multiplier, const BandOutput& out) {
    SPARK_ASSERT(same_size(out, units.size()));
    sma_exact(units, length, out.middle);
    stdev_exact(units, length, out.upper);
    lay_bands(out, multiplier);
}

void keltner(const HighLowClose& bars, const KeltnerShape& shape, const BandOutput& out) {
    SPARK_ASSERT(shape.length >= 1 && shape.atr_length >= 1 && same_size(out, bars.close.size()));
    ema(bars.close, shape.length, out.middle);
    atr(bars, shape.atr_length, out.upper);
    const std::size_t start = std::max(shape.length - 1, shape.atr_length);
    detail::clear(out.middle.first(std::min(start, out.middle.size())));
    lay_bands(out, shape.multiplier);
}

void donchian(const HighLow& bars, std::size_t length, const BandOutput& out) {
    SPARK_ASSERT(length >= 1 && same_size(out, bars.high.size()));
    highest(bars.high, length, out.upper);
    lowest(bars.low, length, out.lower);
    for (std::size_t bar = 0; bar < out.middle.size(); ++bar) out.middle[bar] = (out.upper[bar] + out.lower[bar]) / 2.0;
}

void ulcer(Source source, std::size_t length, Output out) {
    SPARK_ASSERT(length >= 1 && source.size() == out.size());
    constexpr std::size_t lanes = 8;  // windows side by side, each in its own order: only speed depends on it
    const std::size_t size = source.size();
    detail::clear(out);
    if (length > size) return;
    const auto count = static_cast<double>(length);
    for (std::size_t start = 0; start + length <= size; start += lanes) {
        const std::size_t used = std::min(lanes, size - length - start + 1);
        const double* const window = &source[start];
        std::array<double, lanes> top{};
        std::array<double, lanes> squares{};
        for (std::size_t k = 0; k < used; ++k) top[k] = window[k];
        const auto step = [&](std::size_t j, std::size_t k) {
            const double x = window[j + k];
            top[k] = top[k] < x ? x : top[k];
            const double fall = 100.0 * ((x - top[k]) / top[k]);
            squares[k] += fall * fall;
        };
        for (std::size_t j = 0; j < length; ++j) {
            if (used == lanes) {
                for (std::size_t k = 0; k < lanes; ++k) step(j, k);
            } else {
                for (std::size_t k = 0; k < used; ++k) step(j, k);
            }
        }
        for (std::size_t k = 0; k < used; ++k) out[start + k + length - 1] = std::sqrt(squares[k] / count);
    }
}

}  // namespace spark::indicators
