#pragma once

namespace spark::search::detail {

/// The standard normal's share below x, with the same bits on every build. Relative error below 1e-13 for x down to
/// -37, where it is 0 to doubles. Source: Cody, "Rational Chebyshev approximations for the error function",
/// Mathematics of Computation 23 (1969).
double normal_below(double x);

/// The share between two points, low ≤ high; accurate in the tails and for points close together.
double normal_between(double low, double high);

}  // namespace spark::search::detail
