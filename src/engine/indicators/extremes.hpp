#pragma once

#include <cstddef>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// Largest and smallest of the last `length` values, this bar's among them. First defined bar: length − 1.
void highest(Source source, std::size_t length, Output out);
void lowest(Source source, std::size_t length, Output out);

/// Offset to that value: 0 is this bar, −1 the bar before; the earliest of equal ones. First defined bar: length − 1.
void highestbars(Source source, std::size_t length, Output out);
void lowestbars(Source source, std::size_t length, Output out);

/// 1 where the value is above (below) every one of the `length` values before it, else 0; 0 while not known.
void rising(Source source, std::size_t length, Output out);
void falling(Source source, std::size_t length, Output out);

}  // namespace spark::indicators
