#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace spark::cli {

/// A curve in one line of blocks `▁▂▃▄▅▆▇█`, at most `columns` of them: the mean of each part, scaled from the least to
/// the greatest mean. A flat curve is drawn in the middle; a part without a finite number is a blank. Empty for no
/// values.
std::string sparkline(std::span<const double> values, std::size_t columns);

}  // namespace spark::cli
