#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// Average of the last `length` values, each of the same weight. First defined bar: length − 1. Values that are all
/// equal average to exactly that value.
void sma(Source source, std::size_t length, Output out);

/// The same over a column of units of 1e-8, exactly: an integer sum, divided once, the nearest double. Equal averages
/// are equal doubles, also for different lengths.
void sma_exact(std::span<const std::int64_t> units, std::size_t length, Output out);

/// Exponential average, weight 2 ÷ (length + 1), seeded by the average of the first `length` values.
/// First defined bar: length − 1.
void ema(Source source, std::size_t length, Output out);

/// Wilder's average, weight 1 ÷ length, seeded by the average of the first `length` values. First defined bar: length
/// − 1.
void rma(Source source, std::size_t length, Output out);

/// Weights 1 (oldest) to length (newest). First defined bar: length − 1.
void wma(Source source, std::size_t length, Output out);

/// wma(2 × wma(length ÷ 2) − wma(length), ⌊√length⌋); halves round down, to 1 at least.
/// First defined bar: length + ⌊√length⌋ − 2.
void hma(Source source, std::size_t length, Output out);

/// Average weighted by `volume`; undefined where the window's volume is zero. First defined bar: length − 1.
void vwma(Source source, Source volume, std::size_t length, Output out);

/// 3 × e1 − 3 × e2 + e3, e1 the exponential average of the source, e2 of e1, e3 of e2, all three seeded by the average
/// of the first `length` values. First defined bar: length − 1.
void tema(Source source, std::size_t length, Output out);

struct KamaLengths {
    std::size_t length = 10;  ///< Of the efficiency ratio.
    std::size_t fast = 2;
    std::size_t slow = 30;
};
/// Kaufman's adaptive average; starts at the value of bar length − 1. A window without any change gives the value.
void kama(Source source, const KamaLengths& lengths, Output out);

/// Weights 1, 2, 2, 1 over the last four values. First defined bar: 3.
void swma(Source source, Output out);

struct AlmaShape {
    std::size_t length = 9;
    double offset = 0.85;  ///< Centre of the weights, 0 (oldest) to 1 (newest).
    double sigma = 6.0;
};
/// Arnaud Legoux's average: Gaussian weights. First defined bar: length − 1.
void alma(Source source, const AlmaShape& shape, Output out);

}  // namespace spark::indicators
