#include "engine/search/detail/normal.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "foundation/base/stable_math.hpp"

namespace spark::search::detail {
namespace {

constexpr double sqrt_half = 1 / std::numbers::sqrt2;

/// erf for |x| ≤ 0.46875.
double erf_near(double x) {
    constexpr std::array<double, 5> a{3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2,
                                      3.20937758913846947e3, 1.85777706184603153e-1};
    constexpr std::array<double, 4> b{2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3,
                                      2.84423683343917062e3};
    const double square = x * x;
    double above = a[4] * square;
    double below = square;
    for (std::size_t at = 0; at < 3; ++at) {
        above = (above + a[at]) * square;
        below = (below + b[at]) * square;
    }
    return x * (above + a[3]) / (below + b[3]);
}

/// erfc for x > 0.46875.
double erfc_far(double x) {
    constexpr std::array<double, 9> c{5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
                                      2.98635138197400131e2,  8.81952221241769090e2, 1.71204761263407058e3,
                                      2.05107837782607147e3,  1.23033935479799725e3, 2.15311535474403846e-8};
    constexpr std::array<double, 8> d{1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
                                      1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3,
                                      3.43936767414372164e3, 1.23033935480374942e3};
    constexpr std::array<double, 6> p{3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
                                      1.60837851487422766e-2, 6.58749161529837803e-4, 1.63153871373020978e-2};
    constexpr std::array<double, 5> q{2.56852019228982242e0, 1.87295284992346047e0, 5.27905102951428412e-1,
                                      6.05183413124413191e-2, 2.33520497626869185e-3};
    if (x > 27) return 0;
    double result = 0;
    if (x <= 4) {
        double above = c[8] * x;
        double below = x;
        for (std::size_t at = 0; at < 7; ++at) {
            above = (above + c[at]) * x;
            below = (below + d[at]) * x;
        }
        result = (above + c[7]) / (below + d[7]);
    } else {
        const double square = 1 / (x * x);
        double above = p[5] * square;
        double below = square;
        for (std::size_t at = 0; at < 4; ++at) {
            above = (above + p[at]) * square;
            below = (below + q[at]) * square;
        }
        result = square * (above + p[4]) / (below + q[4]);
        result = (std::numbers::inv_sqrtpi - result) / x;
    }
    // x² in two parts, so that its rounding does not reach the exponent.
    const double coarse = std::floor(x * 16) / 16;
    return exp_stable(-coarse * coarse) * exp_stable(-(x - coarse) * (x + coarse)) * result;
}

}  // namespace

double normal_below(double x) {
    const double scaled = std::abs(x) * sqrt_half;
    if (scaled <= 0.46875) return 0.5 + 0.5 * erf_near(x * sqrt_half);
    const double tail = 0.5 * erfc_far(scaled);
    return x < 0 ? tail : 1 - tail;
}

double normal_between(double low, double high) {
    constexpr double close = 1e-5;
    if (high - low < close) {
        // The density times the distance: off by distance² / 24 of itself.
        const double middle = 0.5 * (low + high);
        return (high - low) * exp_stable(-0.5 * middle * middle) * std::numbers::inv_sqrtpi * sqrt_half;
    }
    if (low > 0) return normal_below(-low) - normal_below(-high);
    return normal_below(high) - normal_below(low);
}

}  // namespace spark::search::detail
