#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace spark::indicators {

/// One number a bar, oldest first; NaN is "undefined" (na). A view: the owner outlives the call.
using Source = std::span<const double>;

/// Where a function writes: as long as its source (asserted), never overlapping it.
using Output = std::span<double>;

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

inline bool is_defined(double value) { return !std::isnan(value); }

/// Bar of the first defined value, or size() when there is none.
std::size_t first_defined(Source source);

/// Columns of a bar's prices, of one length and without undefined values: what the market gives.
struct HighLow {
    Source high;
    Source low;
};
struct HighLowClose {
    Source high;
    Source low;
    Source close;
};

/// Rules that every function of this module keeps (docs/reference/indicators.md is the whole contract):
/// - plain IEEE double arithmetic in the order written, no fused multiply-add: the same bits on every build;
/// - the output at a bar depends on that bar and earlier ones only;
/// - undefined values before the first defined one are skipped, as if the data began there;
/// - an undefined value further in makes a windowed function undefined while it is inside the window; a recursive one
///   is undefined on that bar and otherwise goes on as if the bar were not there;
/// - the output is undefined before its first defined bar, also when the data is shorter than that;
/// - a length is at least 1 (asserted); a length beyond the data gives an undefined column and costs nothing.

}  // namespace spark::indicators
