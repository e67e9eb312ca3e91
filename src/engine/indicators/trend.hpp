#pragma once

#include <cstddef>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// Average directional index as TA-Lib has it (its first sums hold length − 1 bars; a bar without any direction leaves
/// the index as it was). First defined bar: 2 × length − 1. length is 2 at least (asserted).
void adx(const HighLowClose& bars, std::size_t length, Output out);

struct DmiLengths {
    std::size_t length = 14;
    std::size_t smoothing = 14;
};
struct DmiOutput {
    Output plus;
    Output minus;
    Output adx;
};
/// Directional movement as Pine has it: rma of the movements ÷ rma of the true range from bar 1, adx the rma of the
/// index; 0 where the true range is zero. First defined bars: length for plus and minus, length + smoothing − 1 for
/// adx.
void dmi(const HighLowClose& bars, const DmiLengths& lengths, const DmiOutput& out);

struct SupertrendOutput {
    Output value;
    Output direction;  ///< −1 rising (the line is below the price), 1 falling: Pine's signs.
};
/// Bands around hl2 at factor × atr(atr_length) that only tighten until the close crosses them. Rising at the start
/// when the close is not below hl2. First defined bar: atr_length.
void supertrend(const HighLowClose& bars, double factor, std::size_t atr_length, const SupertrendOutput& out);

struct SarShape {
    double start = 0.02;
    double increment = 0.02;
    double maximum = 0.2;
};
/// Wilder's parabolic stop and reverse. First defined bar: the one after the first reversal.
void sar(const HighLow& bars, const SarShape& shape, Output out);

struct AroonOutput {
    Output up;
    Output down;
    Output oscillator;
};
/// 100 × (length − age of the highest high (lowest low) of the last length + 1 bars) ÷ length; the earliest of equal
/// ones. First defined bar: length.
void aroon(const HighLow& bars, std::size_t length, const AroonOutput& out);

struct IchimokuLengths {
    std::size_t tenkan = 9;
    std::size_t kijun = 26;  ///< Also how many bars later the senkou lines are shown.
    std::size_t senkou_b = 52;
};
struct IchimokuOutput {
    Output tenkan;
    Output kijun;
    Output senkou_a;
    Output senkou_b;
};
/// Middles of highest high and lowest low. First defined bars: tenkan − 1, kijun − 1, max(tenkan, kijun) − 1 + kijun,
/// senkou_b − 1 + kijun.
void ichimoku(const HighLow& bars, const IchimokuLengths& lengths, const IchimokuOutput& out);

}  // namespace spark::indicators
