#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>

namespace spark::search::testing {

/// What optuna_reference.py maximises, on the same grids.
inline double quadratic(double x, double y) { return -(x - 33) * (x - 33) - (y - 71) * (y - 71); }

inline double branin(double i, double j) {
    constexpr double pi = std::numbers::pi;
    const double x = -5 + 15 * i / 100;
    const double y = 15 * j / 100;
    const double a = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
    return -(a * a + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10);
}

inline double mixed_kinds(std::uint32_t kind, double x, double y) {
    constexpr double tops[] = {20, 80, 50};
    constexpr double grounds[] = {0, 60, 30};
    return grounds[kind] - std::abs(x - tops[kind]) - std::abs(y - tops[kind]) / 2;
}

/// These three are minimised; coordinates 0 to 1.
inline double sphere(std::span<const double> x) {
    double sum = 0;
    for (const double each : x) sum += (each - 0.3) * (each - 0.3);
    return sum;
}

inline double ellipsoid(std::span<const double> x) {
    double sum = 0;
    for (std::size_t at = 0; at < x.size(); ++at) {
        const double share = static_cast<double>(at) / static_cast<double>(x.size() - 1);
        sum += std::pow(10, 4 * share) * (x[at] - 0.3) * (x[at] - 0.3);
    }
    return sum;
}

inline double rosenbrock(std::span<const double> x) {
    double sum = 0;
    for (std::size_t at = 0; at + 1 < x.size(); ++at) {
        const double here = 4 * x[at] - 2;
        const double next = 4 * x[at + 1] - 2;
        sum += 100 * (next - here * here) * (next - here * here) + (1 - here) * (1 - here);
    }
    return sum;
}

}  // namespace spark::search::testing
