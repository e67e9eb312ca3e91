#pragma once

#include <chrono>

#include "foundation/base/wall_time.hpp"

namespace spark::verbs {

/// The one place where the process reads a clock. Everything below takes time as an argument.
WallTime read_wall_clock();

/// Monotonic; for durations and progress only.
std::chrono::nanoseconds read_steady_clock();

}  // namespace spark::verbs
