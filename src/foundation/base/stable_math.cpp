#include "foundation/base/stable_math.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "foundation/base/assert.hpp"

namespace spark {

namespace {

// ln 2 and π/2 in parts: the first ones have so few bits that their product with a small whole number is exact.
constexpr double ln2_first = 0x1.62e42feep-1;
constexpr double ln2_rest = 0x1.a39ef35793c76p-33;
constexpr double half_pi_first = 0x1.921fb544p+0;
constexpr double half_pi_second = 0x1.0b4611a6p-34;
constexpr double half_pi_rest = 0x1.3198a2e037073p-69;
constexpr double inverse_ln2 = 0x1.71547652b82fep+0;
constexpr double inverse_half_pi = 0x1.45f306dc9c883p-1;
constexpr double trigonometry_bound = 1'000'000.0;

/// Reciprocals of the factorials: 1/0!, 1/1!, … (Taylor series; the arguments below are small, so no fitted polynomial
/// is needed).
constexpr std::array<double, 20> reciprocal_factorials = [] {
    std::array<double, 20> values{};
    double factorial = 1;
    for (std::size_t n = 0; n < values.size(); ++n) {
        if (n > 0) factorial *= static_cast<double>(n);
        values[n] = 1.0 / factorial;
    }
    return values;
}();

std::int64_t nearest_whole(double x) { return static_cast<std::int64_t>(x < 0 ? x - 0.5 : x + 0.5); }

/// 2^exponent for a normal result.
double power_of_two(std::int64_t exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52U);
}

double sin_series(double r) {
    const double square = r * r;
    double sum = 0;
    for (std::size_t n = 19; n > 1; n -= 2)
        sum = ((n & 2U) != 0 ? -reciprocal_factorials[n] : reciprocal_factorials[n]) + sum * square;
    return r + r * (square * sum);
}

double cos_series(double r) {
    const double square = r * r;
    double sum = 0;
    for (std::size_t n = 18; n > 2; n -= 2)
        sum = ((n & 2U) != 0 ? -reciprocal_factorials[n] : reciprocal_factorials[n]) + sum * square;
    return 1.0 - (0.5 * square - square * (square * sum));
}

/// Quarter turns away from zero and the rest within ±π/4.
struct Quarter {
    unsigned turns;
    double rest;
};

Quarter reduce(double x) {
    SPARK_ASSERT(x >= -trigonometry_bound && x <= trigonometry_bound);
    const std::int64_t turns = nearest_whole(x * inverse_half_pi);
    const auto count = static_cast<double>(turns);
    const double rest = ((x - count * half_pi_first) - count * half_pi_second) - count * half_pi_rest;
    return {static_cast<unsigned>(turns & 3), rest};
}

double polynomial(std::span<const double> coefficients, double x) {
    double sum = 0;
    for (std::size_t n = coefficients.size(); n > 0; --n) sum = sum * x + coefficients[n - 1];
    return sum;
}

// Coefficients of AS 241, PPND16: numerators and denominators by rising power for the centre, the near tail and the far
// tail.
constexpr std::array centre_top{3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr std::array centre_bottom{1.0,
                                   4.2313330701600911252e+1,
                                   6.8718700749205790830e+2,
                                   5.3941960214247511077e+3,
                                   2.1213794301586595867e+4,
                                   3.9307895800092710610e+4,
                                   2.8729085735721942674e+4,
                                   5.2264952788528545610e+3};
constexpr std::array near_top{1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                              3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                              2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array near_bottom{1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
constexpr std::array far_top{6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                             2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array far_bottom{1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

}  // namespace

double exp_stable(double x) {
    if (std::isnan(x)) return x;
    if (x > 709.79) return std::numeric_limits<double>::infinity();
    if (x < -745.2) return 0.0;
    const std::int64_t exponent = nearest_whole(x * inverse_ln2);
    const auto count = static_cast<double>(exponent);
    const double rest = (x - count * ln2_first) - count * ln2_rest;
    double sum = 0;
    for (std::size_t n = 14; n > 1; --n) sum = reciprocal_factorials[n] + sum * rest;
    const double fraction = 1.0 + (rest + rest * rest * sum);
    // In two halves: 2^exponent alone may be too large or too small for a normal number while the result is not.
    const std::int64_t half = exponent / 2;
    return fraction * power_of_two(half) * power_of_two(exponent - half);
}

double log_stable(double x) {
    if (std::isnan(x) || x < 0) return std::numeric_limits<double>::quiet_NaN();
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (x == 1) return 0;  // what the series gives too; growth of nothing is the commonest question
    if (std::isinf(x)) return x;
    std::int64_t exponent = 0;
    if (x < std::numeric_limits<double>::min()) {
        x *= 0x1p54;
        exponent = -54;
    }
    const auto bits = std::bit_cast<std::uint64_t>(x);
    exponent += static_cast<std::int64_t>(bits >> 52U) - 1023;
    double mantissa = std::bit_cast<double>((bits & 0x000F'FFFF'FFFF'FFFFU) | 0x3FF0'0000'0000'0000U);
    if (mantissa > 1.4142135623730951) {
        mantissa *= 0.5;
        ++exponent;
    }
    // log m = 2 artanh s with s = (m - 1) / (m + 1), |s| ≤ 0.172: ten terms are enough for 53 bits.
    const double excess = mantissa - 1.0;
    const double s = excess / (mantissa + 1.0);
    const double square = s * s;
    double sum = 0;
    for (int n = 23; n > 1; n -= 2) sum = 1.0 / n + sum * square;
    // 2s = excess - s × excess, so the leading term enters without rounding.
    const double series = excess - s * (excess - 2.0 * square * sum);
    const auto count = static_cast<double>(exponent);
    return count * ln2_first + (series + count * ln2_rest);
}

double sin_stable(double x) {
    const Quarter quarter = reduce(x);
    const double magnitude = (quarter.turns & 1U) != 0 ? cos_series(quarter.rest) : sin_series(quarter.rest);
    return (quarter.turns & 2U) != 0 ? -magnitude : magnitude;
}

double cos_stable(double x) {
    const Quarter quarter = reduce(x);
    const double magnitude = (quarter.turns & 1U) != 0 ? sin_series(quarter.rest) : cos_series(quarter.rest);
    return quarter.turns == 1 || quarter.turns == 2 ? -magnitude : magnitude;
}

double pow_stable(double x, double y) { return exp_stable(y * log_stable(x)); }

double normal_quantile_stable(double probability) {
    SPARK_ASSERT(probability > 0 && probability < 1);
    const double q = probability - 0.5;
    if (q >= -0.425 && q <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(centre_top, r) / polynomial(centre_bottom, r);
    }
    const double tail = q < 0 ? probability : 1.0 - probability;
    double r = std::sqrt(-log_stable(tail));  // IEEE 754 fixes every bit of a square root.
    double x = 0;
    if (r <= 5.0) {
        r -= 1.6;
        x = polynomial(near_top, r) / polynomial(near_bottom, r);
    } else {
        r -= 5.0;
        x = polynomial(far_top, r) / polynomial(far_bottom, r);
    }
    return q < 0 ? -x : x;
}

}  // namespace spark
