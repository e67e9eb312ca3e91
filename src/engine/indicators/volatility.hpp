#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// True range: from the lower of low and last close to the higher of high and last close. First defined bar: 1.
void tr(const HighLowClose& bars, Output out);

/// Wilder's average of the true range as TA-Lib has it: seeded by the ranges of bars 1 to length.
/// First defined bar: length.
void atr(const HighLowClose& bars, std::size_t length, Output out);

struct BandOutput {
    Output upper;
    Output middle;
    Output lower;
};

/// Bollinger bands: sma ± multiplier × population deviation. First defined bar: length − 1.
void bb(Source source, std::size_t length, double multiplier, const BandOutput& out);
/// The same over a column of units of 1e-8, with sma_exact and stdev_exact.
void bb_exact(std::span<const std::int64_t> units, std::size_t length, double multiplier, const BandOutput& out);

struct KeltnerShape {
    std::size_t length = 20;
    double multiplier = 2.0;
    std::size_t atr_length = 10;
};
/// ema(close, length) ± multiplier × atr(atr_length). All three columns start together: first defined bar:
/// max(length − 1, atr_length).
void keltner(const HighLowClose& bars, const KeltnerShape& shape, const BandOutput& out);

/// Highest high, lowest low and the middle between, this bar included. First defined bar: length − 1.
void donchian(const HighLow& bars, std::size_t length, const BandOutput& out);

/// Root mean square, over the window, of the percent fall from the running maximum inside the window.
/// First defined bar: length − 1.
void ulcer(Source source, std::size_t length, Output out);

}  // namespace spark::indicators
