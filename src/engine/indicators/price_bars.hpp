#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/indicators/source.hpp"
#include "engine/market/candle_columns.hpp"
#include "foundation/base/column.hpp"

namespace spark::indicators {

enum class PriceField : std::uint8_t { open, high, low, close, volume, hl2, hlc3, ohlc4 };
inline constexpr std::size_t price_field_count = 8;

/// The double nearest to numerator ÷ denominator, ties to even. Equal quotients give equal doubles.
/// Precondition (asserted): denominator > 0.
double nearest_double(Int128 numerator, std::int64_t denominator);

/// units ÷ 1e8, each the nearest double.
void to_doubles(std::span<const std::int64_t> units, Output out);

/// The prices of a run as columns of doubles, each the nearest double to the exact value (hl2, hlc3 and ohlc4 too: sums
/// of integers, divided once) and made when it is first asked for. The candles outlive it. One thread at a time; a
/// column once made may be read by any.
class PriceBars {
  public:
    explicit PriceBars(const market::CandleColumns& candles) : candles_(candles) {}

    std::size_t size() const { return candles_.size(); }
    const market::CandleColumns& candles() const { return candles_; }
    Source column(PriceField field);
    /// The exact column behind open, high, low and close in units of 1e-8; empty for the other fields.
    std::span<const std::int64_t> units(PriceField field) const;

    Source open() { return column(PriceField::open); }
    Source high() { return column(PriceField::high); }
    Source low() { return column(PriceField::low); }
    Source close() { return column(PriceField::close); }
    Source volume() { return column(PriceField::volume); }
    HighLow high_low() { return {.high = high(), .low = low()}; }
    HighLowClose high_low_close() { return {.high = high(), .low = low(), .close = close()}; }

  private:
    market::CandleColumns candles_;
    std::array<Column<double>, price_field_count> columns_;
};

}  // namespace spark::indicators
