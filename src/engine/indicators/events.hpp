#pragma once

#include <cstddef>

#include "engine/indicators/source.hpp"

namespace spark::indicators {

/// Conditions are columns too: 1 yes, 0 no; as an input, undefined counts as no. Outputs of cross functions are never
/// undefined.

/// 1 where a > b now and a <= b on the bar before.
void crossover(Source a, Source b, Output out);
/// 1 where a < b now and a >= b on the bar before.
void crossunder(Source a, Source b, Output out);
/// 1 where either holds.
void cross(Source a, Source b, Output out);

/// Bars since the condition last held, 0 on a bar where it holds; undefined before it held first.
void barssince(Source condition, Output out);

/// The source's value on the bar where the condition held for the (occurrence + 1)-th last time; undefined before.
void valuewhen(Source condition, Source source, std::size_t occurrence, Output out);

}  // namespace spark::indicators
