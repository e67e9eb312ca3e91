#include "engine/indicators/price_bars.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "foundation/base/assert.hpp"

namespace spark::indicators {

namespace {

/// Whole numbers up to here are doubles without rounding, so that one division of two of them is the nearest double.
constexpr std::int64_t exact_max = std::int64_t{1} << 53;

int bit_length(UInt128 value) {
    const auto high = static_cast<std::uint64_t>(value >> 64);
    const auto low = static_cast<std::uint64_t>(value);
    return high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(low);
}

/// Quotient of at least 55 bits whose last bit also stands for everything below it: converting it rounds once, rightly.
double nearest_wide(UInt128 numerator, std::uint64_t denominator) {
    const int lift = 55 + bit_length(denominator) - bit_length(numerator);
    int exponent = 0;
    if (lift > 0) {
        numerator <<= lift;
        exponent = -lift;
    }
    UInt128 quotient = numerator / denominator;
    bool inexact = numerator % denominator != 0;
    const int excess = bit_length(quotient) - 64;
    if (excess > 0) {
        inexact = inexact || (quotient & ((UInt128{1} << excess) - 1)) != 0;
        quotient >>= excess;
        exponent += excess;
    }
    const std::uint64_t sticky = static_cast<std::uint64_t>(quotient) | (inexact ? 1U : 0U);
    return std::ldexp(static_cast<double>(sticky), exponent);
}

void fill(std::span<const std::int64_t> units, Column<double>& out) {
    out.resize(units.size());
    to_doubles(units, out);
}

void fill_volume(const market::CandleColumns& candles, Column<double>& out) {
    if (candles.volume_high.empty()) return fill(candles.volume, out);
    out.resize(candles.size());
    for (std::size_t bar = 0; bar < out.size(); ++bar) out[bar] = nearest_double(candles.volume_at(bar), units_per_one);
}

/// Mean of the columns bar by bar, the sum an integer.
template <std::size_t count>
void fill_mean(const std::array<std::span<const std::int64_t>, count>& columns, Column<double>& out) {
    constexpr std::int64_t denominator = units_per_one * static_cast<std::int64_t>(count);
    out.resize(columns[0].size());
    for (std::size_t bar = 0; bar < out.size(); ++bar) {
        Int128 sum = 0;
        for (const auto& column : columns) sum += column[bar];
        out[bar] = nearest_double(sum, denominator);
    }
}

}  // namespace

double nearest_double(Int128 numerator, std::int64_t denominator) {
    SPARK_ASSERT(denominator > 0);
    if (numerator >= -exact_max && numerator <= exact_max && denominator <= exact_max) {
        return static_cast<double>(static_cast<std::int64_t>(numerator)) / static_cast<double>(denominator);
    }
    const bool negative = numerator < 0;
    const UInt128 magnitude = negative ? UInt128{0} - static_cast<UInt128>(numerator) : static_cast<UInt128>(numerator);
    // A tick of a power of ten leaves twos in both: without them most sums are small enough for one plain division.
    const auto low = static_cast<std::uint64_t>(magnitude) | (std::uint64_t{1} << 63);
    const int twos = std::min(std::countr_zero(low), std::countr_zero(static_cast<std::uint64_t>(denominator)));
    const UInt128 reduced = magnitude >> twos;
    const std::uint64_t divisor = static_cast<std::uint64_t>(denominator) >> twos;
    const auto limit = static_cast<std::uint64_t>(exact_max);
    const double size = reduced <= limit && divisor <= limit
                            ? static_cast<double>(static_cast<std::uint64_t>(reduced)) / static_cast<double>(divisor)
                            : nearest_wide(reduced, divisor);
    return negative ? -size : size;
}

void to_doubles(std::span<const std::int64_t> units, Output out) {
    SPARK_ASSERT(units.size() == out.size());
    bool wide = false;
    for (std::size_t bar = 0; bar < units.size(); ++bar) {
        wide |= units[bar] > exact_max || units[bar] < -exact_max;
        out[bar] = static_cast<double>(units[bar]) / static_cast<double>(units_per_one);
    }
    if (!wide) return;
    for (std::size_t bar = 0; bar < units.size(); ++bar) out[bar] = nearest_double(units[bar], units_per_one);
}

Source PriceBars::column(PriceField field) {
    Column<double>& column = columns_[static_cast<std::size_t>(field)];
    if (column.size() == candles_.size()) return column;
    switch (field) {
        case PriceField::open: fill(candles_.open, column); break;
        case PriceField::high: fill(candles_.high, column); break;
        case PriceField::low: fill(candles_.low, column); break;
        case PriceField::close: fill(candles_.close, column); break;
        case PriceField::volume: fill_volume(candles_, column); break;
        case PriceField::hl2: fill_mean<2>({candles_.high, candles_.low}, column); break;
        case PriceField::hlc3: fill_mean<3>({candles_.high, candles_.low, candles_.close}, column); break;
        case PriceField::ohlc4:
            fill_mean<4>({candles_.open, candles_.high, candles_.low, candles_.close}, column);
            break;
    }
    return column;
}

std::span<const std::int64_t> PriceBars::units(PriceField field) const {
    switch (field) {
        case PriceField::open: return candles_.open;
        case PriceField::high: return candles_.high;
        case PriceField::low: return candles_.low;
        case PriceField::close: return candles_.close;
        case PriceField::volume:
        case PriceField::hl2:
        case PriceField::hlc3:
        case PriceField::ohlc4: break;
    }
    return {};
}

}  // namespace spark::indicators
