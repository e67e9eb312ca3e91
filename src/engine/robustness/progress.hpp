#pragma once

#include <cstddef>
#include <functional>

namespace spark::robustness {

/// Called now and then by what takes long, with the steps done so far; false stops it (unavailable).
using Progress = std::function<bool(std::size_t done)>;

inline bool goes_on([[maybe_unused]] std::size_t done) { return true; }

}  // namespace spark::robustness
