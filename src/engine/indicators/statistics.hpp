#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// Standard deviation of the population over the last `length` values. First defined bar: length − 1.
void stdev(Source source, std::size_t length, Output out);

/// The same over a column of units of 1e-8: the differences it squares are exact integers.
void stdev_exact(std::span<const std::int64_t> units, std::size_t length, Output out);

/// Mean absolute deviation from the window's average. First defined bar: length − 1.
void dev(Source source, std::size_t length, Output out);

/// The least squares line through the last `length` values, `offset` bars before its end. First defined bar: length
/// − 1.
void linreg(Source source, std::size_t length, std::size_t offset, Output out);

/// Middle value of the last `length`; the average of both middle ones when length is even. First defined bar: length
/// − 1.
void median(Source source, std::size_t length, Output out);

/// Percent of the `length` values before this one that are not above it. First defined bar: length.
void percentrank(Source source, std::size_t length, Output out);

/// Pearson's correlation of two sources; undefined where one of them does not vary. First defined bar: length − 1, both
/// sources being defined.
void correlation(Source a, Source b, std::size_t length, Output out);

/// Centre of gravity: −Σ value × (age + 1) ÷ Σ value, age 0 being this bar. First defined bar: length − 1.
void cog(Source source, std::size_t length, Output out);

/// Sum of all values so far (compensated); undefined values add nothing.
void cum(Source source, Output out);

/// Sum of the last `length` values. First defined bar: length − 1.
void sum(Source source, std::size_t length, Output out);

}  // namespace spark::indicators
